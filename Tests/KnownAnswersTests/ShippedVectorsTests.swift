import Algorithms
import Approval
import Foundation
import Testing

@testable import KnownAnswers

/// The shipped vectors on the real modules: all right, and each able to fail.
@Suite struct ShippedVectorsTests {
    @Test(arguments: Vectors.files)
    func areAnsweredRightByBothModules(_ file: String) throws {
        let bytes = Array(try Vectors.text(file).utf8)
        let result = try KnownAnswerEngine(try Modules.both()).run(file: file, text: bytes.span)
        for role in Modules.roles {
            let counts = result.counts(role)
            #expect(counts.fail == 0 && counts.error == 0, "\(role): \(counts)")
            #expect(counts.total == result.cases)
        }
        #expect(result.findings.isEmpty)
        // libgcrypt has cSHAKE since 1.11, and the provider has none.
        let executed = result.counts(.openssl).executed + result.counts(.gcrypt).executed
        #expect(executed > 0 || file.contains("cSHAKE"))
    }

    /// Breaks every case by itself, once: exactly that case fails, on every module that executes
    /// it. A group is run alone for each of its cases, so that the time stays linear.
    @Test(arguments: Vectors.files.filter { !$0.contains("keyGen") })
    func breakingOneCaseBreaksOne(_ file: String) throws {
        let engine = KnownAnswerEngine(try Modules.both())
        let document = try VectorDocument(try Vectors.text(file))
        for group in document.groups where group.hasAnswers {
            // A Monte Carlo case is a hundred thousand digests: one stands for all.
            let cases = group.isSlow ? group.cases.prefix(1) : group.cases[...]
            for (index, line) in cases.enumerated() {
                let broken = group.replacing(index, with: try group.breaking(line))
                let bytes = Array(document.text(of: broken).utf8)
                let result = try engine.run(file: file, text: bytes.span)
                try expectOneFailure(result, tcId: group.tcId(line), group)
            }
        }
    }

    private func expectOneFailure(
        _ result: SetResult, tcId: Int, _ group: VectorDocument.Group
    ) throws {
        for role in Modules.roles {
            let counts = result.counts(role)
            // Random answers are verified, not compared; what is refused has no answer.
            if counts.executed == counts.notComparable { continue }
            // A module is not asked for a case that it is known to get wrong.
            if counts.unsupported > 0 && counts.fail == 0 { continue }
            #expect(counts.fail == 1, "\(result.file) tcId \(tcId), \(role): \(counts)")
        }
        let compared = result.checks.contains { $0.counts.pass + $0.counts.fail > 0 }
        if compared { #expect(result.findings.map(\.tcId) == [tcId]) }
    }

    /// Inputs are unique in a file, so that one broken answer is one broken test.
    @Test(arguments: Vectors.files.filter { !$0.contains("keyGen") })
    func inputsAreUnique(_ file: String) throws {
        var seen: Set<String> = []
        for group in try VectorDocument(try Vectors.text(file)).groups {
            for line in group.cases {
                let input = group.name + " " + group.inputs(line).joined(separator: " ")
                #expect(seen.insert(input).inserted, "\(file) tcId \(group.tcId(line))")
            }
        }
    }

    @Test func thereAreAsManyAsPromised() throws {
        var cases = 0
        var bytes = 0
        var negativeFamilies: Set<String> = []
        for file in Vectors.files {
            let text = try Vectors.text(file)
            bytes += text.utf8.count
            for group in try VectorDocument(text).groups {
                cases += group.cases.count
                if group.cases.contains(where: { group.value("testPassed", $0) == "false" }) {
                    negativeFamilies.insert(String(file.prefix { $0 != "/" }))
                }
            }
        }
        #expect(cases >= 5000 && bytes < 3_000_000)
        #expect(
            negativeFamilies == [
                "AES", "AES-GCM", "DRBG", "ECDSA", "EdDSA", "HMAC", "KAS", "KDF", "ML-DSA",
                "ML-KEM", "RSA", "SHA-1", "SHA-2", "SHA-3", "SLH-DSA",
            ])
    }
}
