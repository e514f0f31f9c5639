/// Where requests come from and where replies go. The executable gives standard input and output,
/// a test gives bytes.
package protocol ByteStream: AnyObject {
    /// Fills the front of `target` with what is there, waiting for the first byte, and returns how
    /// many bytes that were: 0 at the end of the input.
    func read(into target: inout [UInt8]) throws(WrapperError) -> Int
    /// Whether a read would return at once.
    var hasInput: Bool { get }
    /// Writes all of `bytes`.
    func write(_ bytes: Span<UInt8>) throws(WrapperError)
}

/// Both directions of one conversation, with buffers.
///
/// A client that pipelines wants few large writes; one that waits for each reply wants it at once.
/// Which of them it is cannot be known beforehand. So replies are held back while there is input,
/// and written before anything waits for more.
final class Connection {
    private static let inputBytes = 64 << 10
    /// More than this is written whatever the client does: memory stays bounded.
    private static let outputBytes = 1 << 20

    private let stream: any ByteStream
    private var input = [UInt8](repeating: 0, count: Connection.inputBytes)
    private var unread = 0..<0
    private var output: [UInt8] = []

    init(_ stream: any ByteStream) {
        self.stream = stream
    }

    /// Appends `count` bytes to `target`, or fewer where the input ends, and returns how many.
    ///
    /// Memory is taken as bytes arrive, never for what is only announced.
    func read(_ count: Int, appendingTo target: inout [UInt8]) throws(WrapperError) -> Int {
        var missing = count
        while missing > 0, try hasUnread() {
            let taken = unread.prefix(missing)
            target.append(contentsOf: input[taken])
            unread = taken.upperBound..<unread.upperBound
            missing -= taken.count
        }
        return count - missing
    }

    /// The next line without its end, nil at the end of the input. What is beyond `limit` bytes is
    /// read and thrown away, and the line marked as too long.
    func readLine(limit: Int) throws(WrapperError) -> (line: [UInt8], isTooLong: Bool)? {
        var line: [UInt8] = []
        var isTooLong = false
        var hasBegun = false
        while try hasUnread() {
            hasBegun = true
            let end = input[unread].firstIndex(of: UInt8(ascii: "\n"))
            let piece = unread.lowerBound..<(end ?? unread.upperBound)
            isTooLong = isTooLong || line.count + piece.count > limit
            if !isTooLong { line.append(contentsOf: input[piece]) }
            unread = min(piece.upperBound + 1, unread.upperBound)..<unread.upperBound
            if end != nil { return (line, isTooLong) }
        }
        return hasBegun ? (line, isTooLong) : nil
    }

    func send(_ bytes: [UInt8]) throws(WrapperError) {
        output.append(contentsOf: bytes)
        if output.count >= Connection.outputBytes { try flush() }
    }

    func flush() throws(WrapperError) {
        if output.isEmpty { return }
        let waiting = output
        output.removeAll(keepingCapacity: true)
        try stream.write(waiting.span)
    }

    private func hasUnread() throws(WrapperError) -> Bool {
        if !unread.isEmpty { return true }
        if !stream.hasInput { try flush() }
        unread = 0..<(try stream.read(into: &input))
        return !unread.isEmpty
    }
}
