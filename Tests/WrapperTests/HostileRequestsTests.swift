import Algorithms
import Approval
import Foundation
import Testing

@testable import Wrapper

/// Requests whose numbers no client needs: an error each, and no work or memory for them.
@Suite(.timeLimit(.minutes(1))) struct HostileRequestsTests {
    private func answer(_ line: String) throws -> [String: Any] {
        let conversation = Conversation(Array(line.utf8))
        try LineLoop(Gate(ToyModule(), for: .test), toolVersion: "0", conversation).run()
        let answer = try JSONSerialization.jsonObject(with: Data(conversation.output))
        return try #require(answer as? [String: Any])
    }

    private func expectError(_ line: String, _ part: String) throws {
        let error = try #require(try answer(line)["error"] as? String)
        #expect(error.contains(part), "\(error)")
    }

    /// The largest number has no successor to be rounded up to.
    @Test(arguments: [Int.max, Int.max - 6, 1 << 62, 9, 0, -1, Int.min])
    func payloadsInBits(_ bits: Int) throws {
        let block = String(repeating: "01", count: 16)
        try expectError(
            #"""
            {"operation":"block-transform","algorithm":"ACVP-AES-CFB1","direction":"encrypt",\#
            "key":"\#(block)","iv":"\#(block)","data":"80","payloadLen":\#(bits)}
            """#, "payloadLen \(bits)")
    }

    @Test(arguments: [1, 8])
    func payloadsThatFit(_ bits: Int) throws {
        let block = String(repeating: "01", count: 16)
        let answer = try answer(
            #"""
            {"operation":"block-transform","algorithm":"ACVP-AES-CFB1","direction":"encrypt",\#
            "key":"\#(block)","iv":"\#(block)","data":"80","payloadLen":\#(bits)}
            """#)
        #expect(answer["out"] as? String == "81")
    }

    /// Each of 100,000 steps hashes as much as the seed has.
    @Test(arguments: [0, 8193])
    func seeds(_ bytes: Int) throws {
        let seed = String(repeating: "00", count: bytes)
        try expectError(
            #"""
            {"operation":"digest-mct","algorithm":"SHA2-256","alternate":true,"seed":"\#(seed)"}
            """#, "a seed of \(bytes) bytes")
    }

    @Test func namesAreNotComparedEachWithEach() throws {
        let members = (0..<300_000).map { "\"\($0)\":1" }.joined(separator: ",")
        try expectError("{\(members)}", "no string operation")
        try expectError("{\"7\":1,\(members)}", "the member 7 twice")
    }

    @Test func messagesOfAGroup() throws {
        let messages = String(repeating: "\"\",", count: 4096) + "\"\""
        try expectError(
            #"""
            {"operation":"ecdsa-sign-group","curve":"P-256","hashAlg":"SHA2-256",\#
            "messages":[\#(messages)]}
            """#, "4097 messages")
    }

    /// 1,000 outputs of 16 MiB each.
    @Test func chainedOutputs() throws {
        let most = number(16 << 20)
        #expect(
            throws: WrapperError.request(
                "SHAKE-128/MCT: outputs of up to 16777216 bytes in a chain")
        ) {
            try Conversation.replies(
                of: ToyModule(),
                to: [[Array("SHAKE-128/MCT".utf8), [1], number(2), most, number(2)]])
        }
    }
}
