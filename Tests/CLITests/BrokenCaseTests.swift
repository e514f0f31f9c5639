import Foundation
import Testing

/// Every check can fail: a changed expected value is found, and nothing else is.
@Suite final class BrokenCaseTests {
    private struct Place: Hashable {
        let file: String
        let tgId: Int
        let tcId: Int
    }

    private let folder: URL

    init() throws { folder = try Folder.make() }

    deinit { Folder.remove(folder) }

    @Test(arguments: Vectors.comparableNames)
    func oneCaseOfAFile(name: String) throws {
        var vectors = try VectorText(name)
        // Where SHA-1 is one of several hash functions, it may be refused.
        let group = try #require(
            vectors.groups.first {
                !vectors.head(of: $0).split(separator: " ").contains("hashAlg=SHA-1")
            }
                ?? vectors.groups.first)
        let line = group.cases.upperBound - 1
        let (field, right) = vectors.breakCase(line, of: group)
        let file = try #require(name.split(separator: "/").last)
        try folder.file(String(file), vectors.text)
        let (outcome, results) = try run()
        #expect(outcome.status == 1)
        #expect(results.verdict == "fail")
        #expect(results.headline.hasPrefix("FAIL  "))
        let findings = results.sets.flatMap(\.findings)
        #expect(findings.map(\.tgId) == [group.tgId])
        #expect(findings.map(\.tcId) == [vectors.tcId(line)])
        let finding = try #require(findings.first)
        #expect(finding.field == field)
        #expect(finding.expected != right)
        // Every module's answer stands beside the expected one; where a module was not asked, or
        // chose its own random number, the reason does.
        #expect(finding.answers.map(\.module) == ["openssl", "gcrypt"])
        #expect(finding.answers.contains { $0.verdict == "fail" })
        for answer in finding.answers {
            if answer.verdict == "fail" {
                #expect(answer.value == right)
            } else {
                #expect(["unsupported", "not comparable"].contains(answer.verdict))
                #expect(!answer.reason.isEmpty && answer.value.isEmpty)
            }
        }
    }

    @Test func textShowsBothAnswersBesideTheExpectedOne() throws {
        let wrong = Vectors.digest.dropLast() + "0"
        try folder.file(
            "SHA2-256.kat", Vectors.small.replacingOccurrences(of: Vectors.digest, with: wrong))
        let outcome = try Fipsmark.run(
            ["kat", "--quiet", "--kats", folder.path], folder: folder)
        #expect(outcome.status == 1)
        #expect(outcome.firstLine == "FAIL  0/1 right, 1 wrong; libgcrypt 1 wrong")
        #expect(
            outcome.output.contains(
                """
                  SHA2-256.kat: tgId 1, tcId 1, md
                    expected  \(wrong)
                    openssl   \(Vectors.digest)
                    gcrypt    \(Vectors.digest)

                """))
    }

    /// One case of every group of the whole folder at once: what is found is what was broken, so
    /// that no two cases hang together.
    @Test func oneCaseOfEveryGroup() throws {
        let intact = try Results(
            Fipsmark.run(["kat", "--quiet", "--format", "json"], folder: folder))
        var broken: Set<Place> = []
        for set in intact.sets {
            var vectors = try VectorText(set.file)
            let comparable = Set(set.groups.filter { $0.pass == total($0) }.map(\.tgId))
            for group in vectors.groups where comparable.contains(group.tgId) {
                let line = group.cases.lowerBound + group.cases.count / 2
                _ = vectors.breakCase(line, of: group)
                broken.insert(
                    Place(file: set.file, tgId: group.tgId, tcId: vectors.tcId(line)))
            }
            let parts = set.file.split(separator: "/").map(String.init)
            try folder.folder(parts[0]).file(parts[1], vectors.text)
        }
        #expect(broken.count > 200)
        let (outcome, results) = try run()
        #expect(outcome.status == 1)
        let found = results.sets.flatMap { set in
            set.findings.map { Place(file: set.file, tgId: $0.tgId, tcId: $0.tcId) }
        }
        #expect(found.count == broken.count)
        #expect(Set(found) == broken)
    }

    private func total(_ group: Results.Group) -> Int {
        group.pass + group.fail + group.error + group.refused + group.unsupported
            + group.notComparable
    }

    private func run() throws -> (Outcome, Results) {
        let outcome = try Fipsmark.run(
            ["kat", "--quiet", "--format", "json", "--kats", folder.path], folder: folder)
        return (outcome, try Results(outcome))
    }
}
