import CCompression
import Glibc

/// Bytes one after the other, of which only a piece is in memory.
package protocol ByteStream: AnyObject {
    /// Fills the front of the buffer; 0 at the end.
    func read(into buffer: inout [UInt8], from start: Int) throws(FleetProblem) -> Int
}

extension ByteStream {
    /// Fills the whole buffer, or as much of it as there is.
    package func fill(_ buffer: inout [UInt8]) throws(FleetProblem) -> Int {
        var used = 0
        while used < buffer.count {
            let count = try read(into: &buffer, from: used)
            if count == 0 { break }
            used += count
        }
        return used
    }
}

/// A file, a pipe or standard input.
package final class FileStream: ByteStream {
    private let file: Int32
    private let path: String
    private let isOwned: Bool

    package init(_ path: String) throws(FleetProblem) {
        file = open(path, O_RDONLY | O_CLOEXEC)
        self.path = path
        isOwned = true
        if file < 0 { throw FleetProblem(path, String(cString: strerror(errno))) }
    }

    package init(standardInput name: String) {
        file = STDIN_FILENO
        path = name
        isOwned = false
    }

    deinit { if isOwned { close(file) } }

    package func read(into buffer: inout [UInt8], from start: Int) throws(FleetProblem) -> Int {
        while true {
            let count = buffer.withUnsafeMutableBytes {
                Glibc.read(file, $0.baseAddress.map { $0 + start }, $0.count - start)
            }
            if count < 0 && errno == EINTR { continue }
            if count < 0 { throw FleetProblem(path, String(cString: strerror(errno))) }
            return count
        }
    }
}

/// Bytes that are in memory already.
package final class MemoryStream: ByteStream {
    private let bytes: [UInt8]
    private var position = 0

    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    package func read(into buffer: inout [UInt8], from start: Int) throws(FleetProblem) -> Int {
        let count = min(buffer.count - start, bytes.count - position)
        buffer.replaceSubrange(start..<start + count, with: bytes[position..<position + count])
        position += count
        return count
    }
}

/// What gzip packed, one member after the other, through the machine's own zlib.
package final class GzipStream: ByteStream {
    private let source: any ByteStream
    private let name: String
    private let stream: OpaquePointer
    private var input = [UInt8](repeating: 0, count: 1 << 18)
    private var held = 0..<0
    private var hasEnded = false
    /// Between two members, where the file may end.
    private var isBetween = false

    package init(_ source: any ByteStream, name: String) throws(FleetProblem) {
        self.source = source
        self.name = name
        var outcome = CCOMPRESSION_NO_MEMORY
        guard let stream = ccompression_open(CCOMPRESSION_GZIP, "libz.so.1", 1 << 26, &outcome)
        else { throw FleetProblem(name, "cannot decompress: out of memory") }
        self.stream = stream
        if outcome != CCOMPRESSION_MORE {
            throw FleetProblem(
                name,
                "cannot decompress: \(String(cString: ccompression_reason(stream))); install "
                    + "zlib1g (Debian) or zlib (RHEL), or decompress the file")
        }
    }

    deinit { ccompression_close(stream) }

    package func read(into buffer: inout [UInt8], from start: Int) throws(FleetProblem) -> Int {
        while !hasEnded {
            if held.isEmpty { held = 0..<(try source.read(into: &input, from: 0)) }
            if held.isEmpty && isBetween { break }
            if isBetween {
                isBetween = false
                if ccompression_restart(stream) != CCOMPRESSION_MORE { throw failure(nil) }
            }
            let isAtEnd = held.isEmpty
            let (outcome, given) = step(&buffer, start)
            switch outcome {
            case CCOMPRESSION_MORE: if given == 0 && isAtEnd { throw failure("it is cut short") }
            case CCOMPRESSION_STREAM_END: isBetween = true
            default: throw failure(nil)
            }
            if given > 0 { return given }
        }
        hasEnded = true
        return 0
    }

    private func step(
        _ buffer: inout [UInt8], _ start: Int
    ) -> (outcome: ccompression_outcome, given: Int) {
        let place = held.lowerBound
        var inputLeft = held.count
        let room = buffer.count - start
        var roomLeft = room
        let outcome = input.withUnsafeBufferPointer { source in
            buffer.withUnsafeMutableBufferPointer { target in
                ccompression_step(
                    stream, source.baseAddress.map { $0 + place }, &inputLeft,
                    target.baseAddress.map { $0 + start }, &roomLeft)
            }
        }
        held = (held.upperBound - inputLeft)..<held.upperBound
        return (outcome, room - roomLeft)
    }

    private func failure(_ reason: String?) -> FleetProblem {
        hasEnded = true
        return FleetProblem(
            name, "cannot decompress: \(reason ?? String(cString: ccompression_reason(stream)))")
    }
}

/// Bytes that were looked at already, and then the rest.
package final class ResumedStream: ByteStream {
    private let head: MemoryStream
    private let rest: any ByteStream

    package init(_ head: [UInt8], _ rest: any ByteStream) {
        self.head = MemoryStream(head)
        self.rest = rest
    }

    package func read(into buffer: inout [UInt8], from start: Int) throws(FleetProblem) -> Int {
        let count = try head.read(into: &buffer, from: start)
        return count > 0 ? count : try rest.read(into: &buffer, from: start)
    }
}
