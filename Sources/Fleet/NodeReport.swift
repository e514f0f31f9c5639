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

    package enum Kernel: String, Sendable {
        case on
        case off
        case unknown
    }

    package var kind: Kind
    package var node = ""
    /// Where it was read: of a line in a file, with its number.
    package var place = ""
    /// The file, the bundle or the archive's member that it was read in.
    package var source = ""
    /// SHA-256 of the document, in hexadecimal.
    package var digest = ""
    package var verdict = Verdict.unknown
    package var vouching = Vouching(state: .unsigned)
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
    /// Checks that made them so, the first of them.
    package var badChecks: [String] = []
    /// Of bundles with a table of points, where it is known on what machine.
    package var speed: NodeSpeed?
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

    /// Whether it is of a workload, which a node may have many of.
    var isWorkload: Bool { kind == .acceptance && profile == "module" }

    /// The layers that do not pass, and why, for a finding.
    var badLayers: String {
        let bad = layers.filter { $0.value == .none || $0.value == .unknown }
        if bad.isEmpty { return "" }
        let words = bad.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.rawValue)" }
        let checks = badChecks.isEmpty ? "" : ": \(badChecks.joined(separator: ", "))"
        return " (\(words.joined(separator: ", "))\(checks))"
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
