import CanonicalJSON
import Evidence

/// Digests that cost nothing: what is fuzzed is what is made of them.
private final class CheapHashing: Hashing {
    func sha256(_ bytes: Span<UInt8>) -> [UInt8] { digest(bytes, 32) }

    func sha1(_ bytes: Span<UInt8>) -> [UInt8] { digest(bytes, 20) }

    private func digest(_ bytes: Span<UInt8>, _ count: Int) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: count)
        for index in bytes.indices { digest[index % count] &+= bytes[index] &* 31 }
        return digest
    }
}

/// One file of a bundle, whichever it is: nothing that a stranger sends may do more than be refused.
func fuzzBundles(_ bytes: Span<UInt8>) {
    let text = bytes.indices.map { bytes[$0] }
    _ = try? Manifest(text)
    _ = try? RulesInForce(text)
    _ = try? Environment(text)
    _ = try? VectorLock(text)
    _ = try? BenchExcerpt(text)
    _ = try? ControlMap(text)
    for isForeign in [false, true] { _ = try? Envelope(text, isForeign: isForeign) }
}

private let certificates = """
    {"format": "fipsmark certificates 1", "date": "2026-04-15", "certificates": [
    {"id": "1", "module": "m", "kind": "openssl", "standard": "FIPS 140-3", "version": "1",
    "status": "active", "sunset": "2030-03-10", "source": "s"}]}
    """

private let controls = """
    {"format": "fipsmark controls 1", "objectives": [], "groups": [], "securityRules": []}
    """

/// Any results that can be read at all, in every format.
func fuzzProjections(_ bytes: Span<UInt8>) {
    let text = bytes.indices.map { bytes[$0] }
    let hashing = CheapHashing()
    guard let results = try? Results(text),
        let policy = try? RulesInForce(certificates: Array(certificates.utf8)),
        let controls = try? ControlMap(Array(controls.utf8))
    else { return }
    let sources = BundleSources(
        results: results, policy: policy,
        environment: Environment(
            isObserved: false, observedAt: results.startedAt, facts: [], files: []),
        vectors: VectorLock(files: []),
        bench: BenchExcerpt(origin: "run", machine: [], points: [], history: []),
        digests: BundleSources.Digests(
            results: "00", policy: "01", environment: "02", vectors: "03", bench: "04"),
        controls: controls, options: BundleOptions(), hashing: hashing)
    for projection in Projection.chosen(sources.options) { _ = projection.derive(sources) }
    _ = Replay.problems(results, policy)
}
