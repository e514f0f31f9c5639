import Glibc
import Wrapper

/// Standard input and output as one conversation.
final class StandardStreams: ByteStream {
    func read(into target: inout [UInt8]) throws(WrapperError) -> Int {
        while true {
            let count = Glibc.read(STDIN_FILENO, &target, target.count)
            if count >= 0 { return count }
            if errno != EINTR { throw StandardStreams.failure("read standard input") }
        }
    }

    var hasInput: Bool {
        var request = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        // The end of the input is there to be read too.
        return poll(&request, 1, 0) > 0
    }

    func write(_ bytes: Span<UInt8>) throws(WrapperError) {
        let failed = bytes.withUnsafeBufferPointer { bytes in
            var rest = UnsafeRawBufferPointer(bytes)[...]
            while !rest.isEmpty {
                let written = Glibc.write(
                    STDOUT_FILENO, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if written < 0 && errno == EINTR { continue }
                if written < 0 { return true }
                rest = rest.dropFirst(written)
            }
            return false
        }
        if failed { throw StandardStreams.failure("write to standard output") }
    }

    private static func failure(_ what: String) -> WrapperError {
        .stream("cannot \(what): \(String(cString: strerror(errno)))")
    }
}
