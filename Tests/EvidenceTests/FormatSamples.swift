import Approval
import CanonicalJSON
import Evidence
import Foundation
import OpenSSLModule
import Testing

/// Samples as sources, with what a test changes in their text.
enum FormatSample {
    /// What tries to leave its field in one format or another.
    static let hostile =
        "<script>x</script> ]]> \"q\" 'a' \\ {0} [x](y) # SKIP no\nnot ok 9\r\n"
        + "  ---\u{1B}[31m\u{0}\u{85}"
        + "\u{2028}\u{202E}\u{FFFE} ../../etc/passwd" + String(repeating: "A", count: 100_000)

    static func sources(
        _ kind: Sample.Kind, text: String = "words", changes: [(String, String)] = [],
        bench: String = "run", options: BundleOptions = BundleOptions()
    ) throws -> BundleSources {
        var record = String(decoding: Sample.results(kind, text: text), as: UTF8.self)
        for (old, new) in changes {
            try #require(record.range(of: old) != nil, "the sample no longer has \(old)")
            record = record.replacingOccurrences(of: old, with: new)
        }
        let hashing = try SampleHashing()
        return BundleSources(
            results: try Results(Array(record.utf8)),
            policy: try RulesInForce(certificates: Array(certificates.utf8)),
            environment: Environment(
                isObserved: true, observedAt: "2026-11-22T12:00:07Z", facts: [], files: []),
            vectors: VectorLock(files: []),
            bench: BenchExcerpt(
                origin: bench, machine: [],
                points: [point("SHA2-256", "", 8_000_000), point("MD5", text, 0)], history: []),
            digests: BundleSources.Digests(
                results: hashing.sha256(record), policy: Sample.digest("1"),
                environment: Sample.digest("2"), vectors: Sample.digest("3"),
                bench: Sample.digest("4")),
            controls: try ControlMap(Array(controls.utf8)), options: options, hashing: hashing)
    }

    private static func point(
        _ algorithm: String, _ reason: String, _ picoseconds: Int
    ) -> BenchExcerpt.Point {
        BenchExcerpt.Point(
            id: algorithm, algorithm: algorithm, operation: "hash", messageBytes: 16384,
            module: "openssl", reason: reason, picosecondsPerOperation: picoseconds,
            lowPicoseconds: picoseconds, highPicoseconds: picoseconds)
    }

    private static let certificates = """
        {"format": "fipsmark certificates 1", "date": "2026-04-15", "certificates": [
        { "id": "4985", "module": "OpenSSL FIPS Provider", "kind": "openssl",
        "standard": "FIPS 140-3", "version": "3.1.2", "status": "active", "sunset": "2030-03-10",
        "source": "test" }]}
        """

    /// A group for known answers, and none for other checks.
    private static let controls = """
        {"format": "fipsmark controls 1", "objectives": [
        {"id": "sc-13_obj.b", "control": "sc-13", "statement": "in use", "baselines": "LMH"},
        {"id": "si-7.1_obj-1", "control": "si-7.1", "statement": "checked", "baselines": "MH"}],
        "groups": [{"id": "known-answers", "title": "Known answers", "prefixes": ["kat/"],
        "kind": "validation", "objectives": ["sc-13_obj.b", "si-7.1_obj-1"],
        "satisfies": [], "supports": [],
        "also": [], "meaning": "a wrong answer", "remedy": "replace the module"}],
        "securityRules": []}
        """

    /// A member of an object, or of an element of an array, by its path.
    static func member(_ root: Any, _ path: String...) throws -> Any {
        var value = root
        for name in path {
            if let index = Int(name) {
                let array = try #require(value as? [Any])
                value = try #require(array.indices.contains(index) ? array[index] : nil)
            } else {
                value = try #require((value as? [String: Any])?[name], "no \(name)")
            }
        }
        return value
    }

    static func object(_ text: String) throws -> Any {
        try JSONSerialization.jsonObject(with: Data(text.utf8))
    }

    static func objects(_ value: Any) throws -> [[String: Any]] {
        try #require(value as? [[String: Any]])
    }
}
