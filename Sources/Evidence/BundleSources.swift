/// What a bundle is made of: the five sources. Everything else is derived from them, and from what
/// was asked for.
package struct BundleSources {
    package static let resultsPath = "results.json"
    package static let policyPath = "policy.json"
    package static let environmentPath = "environment.json"
    package static let vectorsPath = "vectors.lock.json"
    package static let benchPath = "bench.json"

    /// SHA-256 of the sources' files, in hexadecimal.
    package struct Digests: Sendable {
        package let results: String
        package let policy: String
        package let environment: String
        package let vectors: String
        package let bench: String

        package init(
            results: String, policy: String, environment: String, vectors: String, bench: String
        ) {
            self.results = results
            self.policy = policy
            self.environment = environment
            self.vectors = vectors
            self.bench = bench
        }

        /// In the order of DESIGN.md: path and digest.
        package var all: [(path: String, sha256: String)] {
            [
                (BundleSources.resultsPath, results), (BundleSources.policyPath, policy),
                (BundleSources.environmentPath, environment),
                (BundleSources.vectorsPath, vectors), (BundleSources.benchPath, bench),
            ]
        }
    }

    package let results: Results
    package let policy: RulesInForce
    package let environment: Environment
    package let vectors: VectorLock
    package let bench: BenchExcerpt
    package let digests: Digests
    package let controls: ControlMap
    package let options: BundleOptions
    package let hashing: any Hashing

    package init(
        results: Results, policy: RulesInForce, environment: Environment, vectors: VectorLock,
        bench: BenchExcerpt, digests: Digests, controls: ControlMap, options: BundleOptions,
        hashing: any Hashing
    ) {
        self.results = results
        self.policy = policy
        self.environment = environment
        self.vectors = vectors
        self.bench = bench
        self.digests = digests
        self.controls = controls
        self.options = options
        self.hashing = hashing
    }

    /// The first 16 digits of the digest of results.json.
    package var runID: String { String(digests.results.prefix(16)) }

    /// A UUID of version 5 (RFC 9562, section 5.5) that the results and a name give alone.
    package func uuid(_ name: String) -> String {
        // RFC 9562, section 6.6, the name space of URLs.
        let space: [UInt8] = [
            0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4,
            0x30, 0xc8,
        ]
        let url = "https://fipsmark.invalid/\(digests.results)/\(name)"
        var octets = Array(hashing.sha1((space + Array(url.utf8)).span).prefix(16))
        octets[6] = octets[6] & 0x0F | 0x50
        octets[8] = octets[8] & 0x3F | 0x80
        let digits = Evidence.hexadecimal(octets)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if [8, 12, 16, 20].contains(index) { text += "-" }
            text.append(digit)
        }
        return text
    }
}

/// What was asked for beside the sources; the manifest records it, so that a verifier derives the
/// same.
package struct BundleOptions: Sendable, Equatable {
    package enum BillOfMaterials: String, Sendable, CaseIterable {
        case current = "1.7"
        case previous = "1.6"
    }

    /// Whether OSCAL findings are written where the run decides them, or observations alone.
    package enum Findings: String, Sendable, CaseIterable {
        case narrow
        case none
    }

    package var billOfMaterials = BillOfMaterials.current
    package var findings = Findings.narrow
    /// Optional projections that are written.
    package var formats = Set(Projection.optional.map(\.name))
    /// Whether the two logs of the CMMC assessment guide are written.
    package var cmmc = false
    /// How the documents are marked, such as `CUI`; empty where nobody said so.
    package var marking = ""

    package init() {}
}
