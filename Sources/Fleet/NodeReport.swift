/// What a fleet keeps of one report: a few words of each, never the document.
package struct NodeReport: Sendable, Equatable {
    package enum Kind: String, Sendable {
        /// `results.json`, bare or in a bundle.
        case run
        /// What `accept --format json` writes.
        case acceptance
        /// The plugin's `sonobuoy_results.yaml`, which does not tell when it was written.
        case sonobuoy
    }

    /// The words of `accept`, the worst first.
    package enum Verdict: String, Sendable, CaseIterable {
        case none
        case unknown
        case partial
        case full
    }

    /// Who vouches for it. Only what an allowed key signed can count as passing.
    package enum Signature: String, Sendable {
        case allowed
        case unknownKey = "unknown key"
        case unsigned
        /// There is a signature, or a digest, and it is of something else.
        case broken
    }

    package enum Kernel: String, Sendable {
        case on
        case off
        case unknown
    }

    package var kind: Kind
    package var node = ""
    /// Where it was read.
    package var place = ""
    /// SHA-256 of the document, in hexadecimal.
    package var digest = ""
    package var verdict = Verdict.unknown
    package var signature = Signature.unsigned
    /// Why the signature is broken; empty else.
    package var problem = ""
    /// Of the key that signed; empty where nobody did.
    package var keyID = ""
    /// Seconds since 1970; nil where the report does not say.
    package var startedAt: Int?
    package var moduleVersion = ""
    /// SHA-256 of the module's file; empty where the report does not say.
    package var moduleDigest = ""
    /// The number; empty where the table knows none.
    package var certificate = ""
    /// As the run found it; empty where the report does not say.
    package var certificateStatus = ""
    /// ISO 8601; empty where it is not known.
    package var sunset = ""
    package var kernel = Kernel.unknown
    /// States of the layers that the report tells of, by name.
    package var layers: [String: Verdict] = [:]
    /// Of `accept`; empty for a run.
    package var profile = ""
    package var policy = ""

    package init(kind: Kind) { self.kind = kind }

    /// The worse of both counts.
    mutating func lower(_ layer: String, _ verdict: Verdict) {
        let order = Verdict.allCases
        let old = layers[layer].flatMap { order.firstIndex(of: $0) } ?? order.count
        if (order.firstIndex(of: verdict) ?? 0) < old { layers[layer] = verdict }
    }

    /// The layers that do not pass, for a finding.
    var badLayers: String {
        let bad = layers.filter { $0.value == .none || $0.value == .unknown }
        if bad.isEmpty { return "" }
        let words = bad.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.rawValue)" }
        return " (\(words.joined(separator: ", ")))"
    }
}

/// Something that could not be read, and where.
package struct FleetProblem: Error, Sendable, Equatable {
    package let place: String
    package let message: String

    package init(_ place: String, _ message: String) {
        self.place = place
        self.message = message
    }
}

/// Bounds of what is read: whatever is larger is named and left out.
package enum FleetLimits {
    package static let documentBytes = 64 << 20
    /// RFC 1123, section 2.1 and Kubernetes' names of objects.
    package static let nameBytes = 253
    package static let problems = 200
    package static let folderDepth = 8
}
