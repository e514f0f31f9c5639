import Algorithms
import Approval
import Wrapper

/// A client that has said all it will say, and hears what is answered.
final class Conversation: ByteStream {
    private var input: ArraySlice<UInt8>
    /// How many bytes one read gives at most.
    private let pieceBytes: Int
    /// Whether the client waits for an answer before it says more.
    private let waits: Bool
    /// What the client says after what it has heard, where it does not know all beforehand.
    private var steps: [([[[UInt8]]]) -> [[UInt8]]] = []
    /// Each write apart.
    private(set) var writes: [[UInt8]] = []
    private(set) var largestRead = 0

    init(_ input: [UInt8], pieceBytes: Int = .max, waits: Bool = false) {
        self.input = input[...]
        self.pieceBytes = pieceBytes
        self.waits = waits
    }

    var output: [UInt8] { Array(writes.joined()) }
    var hasInput: Bool { !waits }

    func read(into target: inout [UInt8]) -> Int {
        if input.isEmpty, !steps.isEmpty, let heard = try? replies() {
            input = Frame(steps.removeFirst()(heard)).encoded[...]
        }
        let piece = input.prefix(min(pieceBytes, target.count))
        for (index, byte) in piece.enumerated() { target[index] = byte }
        input = input.dropFirst(piece.count)
        largestRead = max(largestRead, target.count)
        return piece.count
    }

    func write(_ bytes: Span<UInt8>) {
        writes.append(bytes.indices.map { bytes[$0] })
    }

    /// The replies, taken apart again.
    func replies() throws -> [[[UInt8]]] {
        var rest = output[...]
        func number() throws -> Int {
            guard rest.count >= 4 else { throw Unreadable() }
            defer { rest = rest.dropFirst(4) }
            return rest.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
        }
        var replies: [[[UInt8]]] = []
        while !rest.isEmpty {
            let lengths = try (0..<number()).map { _ in try number() }
            replies.append(
                lengths.map { length in
                    defer { rest = rest.dropFirst(length) }
                    return Array(rest.prefix(length))
                })
        }
        return replies
    }

    struct Unreadable: Error {}

    /// What one module answers to requests.
    static func replies(
        of module: any Module, to requests: [[[UInt8]]], _ dialect: Dialect = .boringSSL
    ) throws -> [[[UInt8]]] {
        let conversation = Conversation(requests.flatMap { Frame($0).encoded })
        try FrameLoop(Gate(module, for: .test), dialect, conversation).run()
        return try conversation.replies()
    }

    /// Each request is made of the replies before it.
    static func replies(
        of module: any Module, toSteps steps: [([[[UInt8]]]) -> [[UInt8]]]
    ) throws -> [[[UInt8]]] {
        let conversation = Conversation([], waits: true)
        conversation.steps = steps
        try FrameLoop(Gate(module, for: .test), .boringSSL, conversation).run()
        return try conversation.replies()
    }
}

extension String {
    /// The bytes that the digits stand for.
    var octets: [UInt8] {
        let digits = Array(utf8)
        return stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(String(decoding: digits[$0...$0 + 1], as: UTF8.self), radix: 16)
        }
    }
}

func number(_ value: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
}
