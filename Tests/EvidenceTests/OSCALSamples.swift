import CEvidence
import CPolicy
import CanonicalJSON
import Evidence
import OpenSSLModule
import Testing

/// Digests by what libcrypto offers to every program.
final class SampleHashing: Hashing {
    private let digests: LibraryDigests

    init() throws { digests = try LibraryDigests() }

    func sha256(_ bytes: Span<UInt8>) -> [UInt8] { digests.sha256(bytes) }

    func sha1(_ bytes: Span<UInt8>) -> [UInt8] { digests.sha1(bytes) }
}

/// Bundles of small runs, for projections.
enum SampleBundle {
    static let hostile =
        "<script>alert(1)</script>]]>\"'&\n\r\t\u{1B}[31m../\u{202E}\u{0}\u{2028}[x](http://a)"

    static var controlText: [UInt8] {
        Array(
            UnsafeBufferPointer(
                start: cevidence_controls_address(), count: cevidence_controls_count))
    }

    static var certificateText: [UInt8] {
        Array(
            UnsafeBufferPointer(
                start: cpolicy_certificates_address(), count: cpolicy_certificates_count))
    }

    /// - Parameter changes: what is changed in results.json before it is read.
    static func make(
        _ kind: Sample.Kind, text: String = "words", options: BundleOptions = BundleOptions(),
        observedAt: String = "2026-11-22T12:00:09Z", changes: [(String, String)] = []
    ) throws -> BundleSources {
        var record = String(decoding: Sample.results(kind, text: text), as: UTF8.self)
        for (old, new) in changes {
            try #require(record.contains(old), "the sample has no \(old)")
            record.replace(old, with: new)
        }
        let results = Array(record.utf8)
        let environment = Environment(
            isObserved: true, observedAt: observedAt,
            facts: [
                .init(
                    id: "kernel/fips_enabled", title: "FIPS mode",
                    command: "cat /proc/sys/crypto/fips_enabled", output: "1\n\(text)"),
                .init(
                    id: "os/release", title: "system", command: "cat /etc/os-release",
                    output: "NAME=x\nID=\"rhel\"\n"),
                .init(
                    id: "host/name", title: "name", command: "hostname", output: text,
                    isIdentity: true),
            ], files: [])
        let policy = try RulesInForce(certificates: certificateText)
        let vectors = VectorLock(files: [])
        let bench = BenchExcerpt(origin: "run", machine: [], points: [], history: [])
        let hashing = try SampleHashing()
        func digest(_ value: JSONValue) -> String { hashing.sha256(value.canonicalLine) }
        return BundleSources(
            results: try Results(results), policy: policy, environment: environment,
            vectors: vectors, bench: bench,
            digests: .init(
                results: hashing.sha256(results), policy: digest(policy.json),
                environment: digest(environment.json), vectors: digest(vectors.json),
                bench: digest(bench.json)),
            controls: try ControlMap(controlText), options: options, hashing: hashing)
    }
}
