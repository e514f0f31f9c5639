import Algorithms
import Approval
import Testing

@testable import KnownAnswers

/// Lengths that a set declares and no standard has: told as a contradiction before memory is taken
/// or a module works for hours.
@Suite(.timeLimit(.minutes(1))) struct HostileLengthsTests {
    private static let key = String(repeating: "00", count: 16)

    /// An IV of the module's own is as long as the group says.
    @Test(arguments: [0, 1032, 1 << 35, 1 << 49])
    func ownIVs(_ bits: Int) throws {
        try expectContradiction(
            HostileSet.text(
                "ACVP-AES-GCM", "1.0",
                #"""
                "tgId":1,"testType":"AFT","direction":"encrypt","ivGen":"internal","keyLen":128,
                "ivLen":\#(bits),"tagLen":128,
                "tests":[{"tcId":1,"key":"\#(Self.key)","aad":"","pt":"00"}]
                """#))
    }

    /// Of ECMA's first blocks the nonce is cut out, as long as the group says.
    @Test(arguments: [0, 48, 112, 120, 128, 1 << 40])
    func noncesInFirstBlocks(_ bits: Int) throws {
        try expectContradiction(
            HostileSet.text(
                "ACVP-AES-CCM-ECMA", "1.0",
                #"""
                "tgId":1,"testType":"AFT","direction":"encrypt","keyLen":128,"ivLen":\#(bits),
                "tagLen":64,
                "tests":[{"tcId":1,"key":"\#(Self.key)","iv":"\#(Self.key)","aad":"","pt":"00"}]
                """#))
    }

    @Test(arguments: [65544, 1 << 27, 1 << 34, 1 << 49])
    func outputs(_ bits: Int) throws {
        try expectContradiction(
            HostileSet.text(
                "SHAKE-128", "1.0",
                #"""
                "tgId":1,"testType":"VOT",
                "tests":[{"tcId":1,"msg":"00","len":8,"outLen":\#(bits)}]
                """#))
        try expectContradiction(
            HostileSet.text(
                "SHAKE-128", "1.0",
                #"""
                "tgId":1,"testType":"MCT","minOutLen":16,"maxOutLen":\#(bits),
                "tests":[{"tcId":1,"msg":"\#(Self.key)","len":128}]
                """#))
    }

    /// An hour of hashing, and more than there are addresses.
    @Test(arguments: [(8 << 33) + 8, 1 << 42, 1 << 49])
    func largeData(_ bits: Int) throws {
        try expectContradiction(
            HostileSet.text(
                "SHA2-256", "1.0",
                #"""
                "tgId":1,"testType":"LDT","tests":[{"tcId":1,"largeMsg":{"content":"00",
                "contentLength":8,"fullLength":\#(bits),"expansionTechnique":"repeating"}}]
                """#))
    }

    /// Every of 100,000 steps hashes as much as the seed has.
    @Test func seeds() throws {
        let seed = String(repeating: "00", count: 8193)
        try expectContradiction(
            HostileSet.text(
                "SHA2-256", "1.0",
                #"""
                "tgId":1,"testType":"MCT","mctVersion":"alternate",
                "tests":[{"tcId":1,"msg":"\#(seed)","len":65544}]
                """#))
    }

    /// A value that no slot can hold, in 16 MiB of memory.
    @Test func valuesOfGigabytes() throws {
        let digits = Array("ab".utf8)
        let value = try RepeatedContent(digits.span, bytes: 1 << 30)
        let cursor = JSONCursor(file: "a.json", text: value.span)
        let error = #expect(throws: VectorError.self) {
            var vector = VectorCase()
            try cursor.set(.msg, 0..<value.span.count, &vector)
        }
        #expect(error?.place == .byte(0) && error?.message.hasPrefix("a case of more than") == true)
    }

    @Test(arguments: [1, 2, 3, 100, 4095])
    func repeatedContent(_ count: Int) throws {
        let content = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ 1) }
        let repeated = try RepeatedContent(content.span, bytes: 40_000_000)
        let span = repeated.span
        #expect(span.count == 40_000_000)
        for index in stride(from: 0, to: span.count, by: 997) {
            #expect(span[index] == content[index % count])
        }
    }

    private func expectContradiction(
        _ text: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let result = HostileSet.run(text, on: try Modules.both())
        #expect(result.problem == nil && result.sets.count == 1, sourceLocation: sourceLocation)
        for check in result.sets.flatMap(\.checks) {
            #expect(check.counts.unsupported == 1, "\(check)", sourceLocation: sourceLocation)
            guard case .unsupported(let reason)? = check.reasons.first?.verdict else { continue }
            #expect(
                reason.reason == .contradictoryVector, "\(reason)", sourceLocation: sourceLocation)
        }
    }
}
