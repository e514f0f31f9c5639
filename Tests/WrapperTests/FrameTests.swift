import Algorithms
import Approval
import Testing
import Wrapper

/// What a client may send, and what must end the conversation instead.
@Suite struct FrameTests {
    private static let digestOfABC = [Array("SHA2-256".utf8), Array("abc".utf8)]

    private func run(_ conversation: Conversation) throws(WrapperError) {
        try FrameLoop(Gate(ToyModule(), for: .test), .boringSSL, conversation).run()
    }

    @Test func theEndBetweenRequestsIsTheEnd() throws {
        for requests in 0...2 {
            let input = (0..<requests).flatMap { _ in Frame(FrameTests.digestOfABC).encoded }
            let conversation = Conversation(input)
            try run(conversation)
            #expect(try conversation.replies().count == requests)
        }
    }

    @Test func theEndAnywhereElseIsAnError() throws {
        let frame = Frame(FrameTests.digestOfABC).encoded
        for length in 1..<frame.count {
            let conversation = Conversation(frame + frame.prefix(length))
            #expect(throws: WrapperError.request("the input ended within a request")) {
                try run(conversation)
            }
            // What came before it is answered all the same.
            #expect(try conversation.replies().count == 1)
        }
    }

    @Test func bytesMayComeOneByOne() throws {
        let frame = Frame(FrameTests.digestOfABC).encoded
        let whole = Conversation(frame + frame)
        let bits = Conversation(frame + frame, pieceBytes: 1)
        try run(whole)
        try run(bits)
        #expect(whole.output == bits.output)
        #expect(try whole.replies().count == 2)
    }

    private struct BadHead {
        let numbers: [UInt32]
        let message: String

        init(_ numbers: [UInt32], _ message: String) {
            self.numbers = numbers
            self.message = message
        }
    }

    private static let badHeads = [
        BadHead([0], "a request without a name"),
        BadHead([10], "a request of 10 parts; the limit is 9"),
        BadHead([.max], "a request of 4294967295 parts; the limit is 9"),
        BadHead([1, 36], "a request with a name of 36 bytes; the limit is 35"),
        BadHead([1, .max], "a request with a name of 4294967295 bytes; the limit is 35"),
        BadHead(
            [2, 1, 1 << 20 + 1],
            "a request with an argument of 1048577 bytes; the limit is 1048576"),
        BadHead(
            [9, 1, 0, 0, 0, 0, 0, 0, 0, 1 << 31],
            "a request with an argument of 2147483648 bytes; the limit is 1048576"),
    ]

    @Test func limitsHold() throws {
        for head in FrameTests.badHeads {
            let conversation = Conversation(head.numbers.flatMap(number), waits: true)
            #expect(throws: WrapperError.request(head.message)) { try run(conversation) }
            #expect(conversation.writes.isEmpty)
            #expect(conversation.largestRead <= 64 << 10)
        }
    }

    @Test func theLargestRequestPasses() throws {
        let part = [UInt8](repeating: 1, count: 1 << 20)
        let replies = try Conversation.replies(
            of: ToyModule(), to: [[Array("HMAC-SHA2-256".utf8), part, part]])
        #expect(replies[0][0].count == 32)
    }

    @Test func unknownCommandsAndCountsAreErrors() throws {
        let cases: [([[UInt8]], String)] = [
            ([Array("MD5".utf8), []], "unknown command 'MD5'"),
            ([[0x1B, 0x5B, 0xFF]], "unknown command '?[?'"),
            ([Array("SHA2-256".utf8)], "SHA2-256 with 0 arguments; it takes 1"),
            ([Array("flush".utf8), []], "unknown command 'flush'"),
            (
                [Array("SHA2-256/MCT".utf8), [1]],
                "SHA2-256/MCT: a seed of 1 bytes; the digest has 32"
            ),
            (
                [Array("SHAKE-128".utf8), [], number(1 << 31)],
                "SHAKE-128: an output of 2147483648 bytes; the limit is 16777216"
            ),
            ([Array("SHAKE-128".utf8), [], [1]], "SHAKE-128: a number of 1 bytes; it has 4"),
            ([Array("ECDSA/keyGen".utf8), [0x0A]], "ECDSA/keyGen: unknown curve '?'"),
        ]
        for (request, message) in cases {
            #expect(throws: WrapperError.request(message)) {
                try run(Conversation(Frame(request).encoded))
            }
        }
    }

    @Test func aRefusalNamesItsRule() throws {
        let request = Frame([Array("HMAC-SHA2-256".utf8), [], [0x0B]])
        let error = try #require(throws: WrapperError.self) {
            try run(Conversation(request.encoded))
        }
        #expect(error.message.hasPrefix("HMAC-SHA2-256: refused: HMAC generation with a key below"))
        #expect(error.message.contains("hmac-short-gen: SP 800-131A Rev. 2"))
    }

    /// A client without batches waits for each reply.
    @Test func aClientThatWaitsIsAnswered() throws {
        let frame = Frame(FrameTests.digestOfABC).encoded
        let conversation = Conversation(frame + frame, pieceBytes: frame.count, waits: true)
        try run(conversation)
        #expect(conversation.writes.count == 2)
    }

    /// One that pipelines gets what is ready with each flush, in one write, and no reply to it.
    @Test func flushEndsABatch() throws {
        let frame = Frame(FrameTests.digestOfABC).encoded
        let flush = Frame([Array("flush".utf8)]).encoded
        let conversation = Conversation(frame + frame + frame + flush + frame + flush + flush)
        try run(conversation)
        #expect(conversation.writes.count == 2)
        #expect(conversation.writes[0].count == 3 * conversation.writes[1].count)
        #expect(try conversation.replies().count == 4)
    }

    /// However much a client asks before it listens, a megabyte waits for it and no more.
    @Test func waitingRepliesAreBounded() throws {
        let request = Frame([Array("SHAKE-128".utf8), [], number(300_000)]).encoded
        let conversation = Conversation((0..<8).flatMap { _ in request })
        try run(conversation)
        #expect(conversation.writes.count == 2)
        #expect(conversation.writes.allSatisfy { $0.count < 2 << 20 })
        #expect(try conversation.replies().count == 8)
    }
}
