import CommandSupport
import Glibc
import Wrapper

/// Standard input and output as one conversation.
final class StandardStreams: ByteStream {
    func read(into target: inout [UInt8]) throws(WrapperError) -> Int {
        while true {
            let count = Glibc.read(STDIN_FILENO, &target, target.count)
            if count >= 0 { return count }
            if errno != EINTR { throw StandardStreams.failure("read standard input", errno) }
        }
    }

    var hasInput: Bool {
        var request = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        // The end of the input is there to be read too.
        return poll(&request, 1, 0) > 0
    }

    func write(_ bytes: Span<UInt8>) throws(WrapperError) {
        let code = bytes.withUnsafeBytes { FileBytes.write($0, to: STDOUT_FILENO) }
        if code != 0 { throw StandardStreams.failure("write to standard output", code) }
    }

    private static func failure(_ what: String, _ code: Int32) -> WrapperError {
        .stream("cannot \(what): \(String(cString: strerror(code)))")
    }
}
