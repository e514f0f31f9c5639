import Algorithms
import Approval
import Testing

@testable import KnownAnswers

/// Vectors whose values have other lengths than they say, or than any standard knows, on the real
/// modules: an answer or a reason, never a crash, and never a pass that was not earned.
@Suite struct HostileVectorsTests {
    /// A signature's numbers may be of any length: it is wrong, and nothing is overrun.
    @Test(arguments: [1, 33, 64, 400, 20_000])
    func signaturesOfAnyLength(_ count: Int) throws {
        let file = "ECDSA/ECDSA-sigVer.kat"
        let document = try VectorDocument(try Vectors.text(file))
        let group = try #require(document.groups.first { $0.head.contains("curve=P-256") })
        let index = try #require(group.cases.firstIndex { group.value("testPassed", $0) == "true" })
        let r = String(repeating: "7f", count: count)
        let line = group.replacing("r", with: r, in: group.cases[index])
        let result = try run(file, document.text(of: group.replacing(index, with: line)))
        for role in Modules.roles {
            #expect(result.counts(role).fail == 1, "\(result.counts(role))")
            #expect(result.counts(role).pass == group.cases.count - 1)
        }
    }

    private static let authenticated = ["AES-GCM/ACVP-AES-GCM.kat", "AES-GCM/ACVP-AES-GMAC.kat"]

    /// Where a group states the length of its tags the gate decides on that, and no case may have
    /// another.
    @Test(arguments: authenticated)
    func tagsOfAnotherLengthAreNotRun(_ file: String) throws {
        let (document, group, index) = try opening(file, stating: " keyLen=128 tagLen=128")
        let tag = try #require(group.value("tag", group.cases[index]))
        let line = group.replacing("tag", with: String(tag.prefix(8)), in: group.cases[index])
        let result = try run(file, document.text(of: group.replacing(index, with: line)))
        #expect(result.counts(.openssl).unsupported == 1)
        #expect(result.counts(.openssl).pass == group.cases.count - 1)
    }

    /// Where it states none the gate decides on each case: SP 800-38D, section 5.2.1.2, has no tag
    /// of 40 bits.
    @Test(arguments: authenticated)
    func lengthsThatNobodyStatesAreDecidedCaseByCase(_ file: String) throws {
        let (document, group, index) = try opening(file, stating: "")
        let tag = try #require(group.value("tag", group.cases[index]))
        let line = group.replacing("tag", with: String(tag.prefix(10)), in: group.cases[index])
        let result = try run(file, document.text(of: group.replacing(index, with: line)))
        #expect(result.counts(.openssl).refused == 1)
        #expect(result.counts(.openssl).pass == group.cases.count - 1)
    }

    /// The decryptions of a file with keys and tags of 128 bits, and the place of a right one.
    private func opening(
        _ file: String, stating lengths: String
    ) throws -> (VectorDocument, VectorDocument.Group, Int) {
        let document = try VectorDocument(try Vectors.text(file))
        let shipped = try #require(
            document.groups.first { $0.head.contains("direction=decrypt") })
        let group = VectorDocument.Group(
            head: shipped.head + lengths, columns: shipped.columns,
            cases: shipped.cases.filter {
                shipped.value("key", $0)?.count == 32 && shipped.value("tag", $0)?.count == 32
            })
        let right = group.cases.firstIndex { group.value("testPassed", $0) == "true" }
        return (document, group, try #require(right))
    }

    /// A digest of the wrong length is no negative case that passes by being different.
    @Test func shortDigestsAreNotRun() throws {
        let text = """
            set SHA2-256 1.0
            cases 1

            group 1 testType=AFT
            columns tcId len msg md testPassed
            1 8 d3 00 false

            """
        let result = try run("a.kat", text)
        #expect(result.counts(.openssl).unsupported == 1 && result.counts(.openssl).pass == 0)
    }

    /// A coordinate longer than the field goes to the module as it is, which refuses it.
    @Test func longCoordinatesAreInvalid() throws {
        let long = String(repeating: "11", count: 100)
        let text = """
            set ECDSA-keyVer FIPS186-5
            cases 1

            group 1 testType=AFT curve=P-256
            columns tcId qx qy testPassed
            1 \(long) \(long) false

            """
        let result = try run("a.kat", text)
        for role in Modules.roles { #expect(result.counts(role).pass == 1) }
    }

    private func run(_ file: String, _ text: String) throws -> SetResult {
        let bytes = Array(text.utf8)
        return try KnownAnswerEngine(try Modules.both()).run(file: file, text: bytes.span)
    }
}
