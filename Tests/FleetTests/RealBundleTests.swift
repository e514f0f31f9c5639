import Approval
import CEvidence
import CPolicy
import CanonicalJSON
import Evidence
import EvidenceSigning
import OpenSSLModule
import Testing

@testable import Fleet

/// What Evidence itself makes: the bundles of other tests here are made by hand, and smaller.
@Suite struct RealBundleTests {
    @Test func bundleOfEvidenceCounts() throws {
        let signer = try Signer()
        let node = SyntheticNode("eu-1")
        let policy = try RulesInForce(
            certificates: Array(
                UnsafeBufferPointer(
                    start: cpolicy_certificates_address(), count: cpolicy_certificates_count)))
        let vectors = VectorLock(files: [])
        let bench = BenchExcerpt(origin: "run", machine: [], points: [], history: [])
        func bytes(_ value: JSONValue) -> [UInt8] { Array(value.canonicalLine.utf8) }
        let given = [
            BundleSources.resultsPath: node.results,
            BundleSources.policyPath: bytes(policy.json),
            BundleSources.environmentPath: node.environment,
            BundleSources.vectorsPath: bytes(vectors.json),
            BundleSources.benchPath: bytes(bench.json),
        ]
        let controls = try ControlMap(
            Array(
                UnsafeBufferPointer(
                    start: cevidence_controls_address(), count: cevidence_controls_count)))
        let sources = try BundleSources(
            files: given, options: BundleOptions(), controls: controls, hashing: signer.hashing)
        let bundle = try Bundle(
            sources, given: sources.digests.all.map { ($0.path, given[$0.path] ?? []) },
            signer: signer.allowed, place: .outside, hashedBy: "a test", previous: "",
            original: "")
        let folder = try Folder()
        for file in bundle.files { try folder.write("eu-1/\(file.path)", file.bytes) }
        let found = try signer.collect([folder.path])
        #expect(found.problemCount == 0)
        let report = try #require(found.reports.first)
        #expect(
            report.vouching.state == .allowed && report.node == "eu-1" && report.verdict == .full)
        #expect(report.kernel == .on && report.certificate == "4985")
        #expect(report.digest == signer.hashing.sha256(node.results))
    }
}
