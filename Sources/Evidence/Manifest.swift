import Approval
package import CanonicalJSON

/// What a bundle holds, and how it came to be: every file but itself and the envelope over it.
package struct Manifest: Sendable, Equatable {
    package static let format = "fipsmark evidence 1"
    package static let path = "manifest.json"
    package static let envelopePath = "manifest.dsse.json"
    /// An RFC 3161 token that somebody put beside; optional, and not ours.
    package static let timestampPath = "manifest.tsr"

    package struct File: Sendable, Equatable {
        package let path: String
        package let sha256: String
        package let bytes: Int

        package init(path: String, sha256: String, bytes: Int) {
            self.path = path
            self.sha256 = sha256
            self.bytes = bytes
        }
    }

    /// Who signs. What can have signed is stated, since a signature proves no more than that.
    package enum Signer: String, Sendable {
        /// A key in the module that was tested.
        case moduleUnderTest = "the module under test"
        /// A key in the module under test, with another file than in the results.
        case anotherModule = "another module"
        /// A key outside any module: a token, or libcrypto's own providers.
        case outside = "outside the module under test"
        case nobody
    }

    package var runID: String
    package var verdict: Results.Verdict
    package var toolVersion: String
    /// When the run began: the order of a chain.
    package var startedAt: String
    /// The day for which policy was asked.
    package var asOf: String
    /// Checks by outcome, in the order of their words.
    package var checks: [(outcome: String, count: Int)]
    package var cases: Int
    package var files: [File]
    package var options: BundleOptions
    package var signer: Signer
    /// Empty where nobody signed.
    package var keyID: String
    package var hashedBy: String
    /// Of the manifest of the bundle before this one; empty for the first.
    package var previous: String
    /// Of the manifest of the bundle that this is a redaction of; empty for an original.
    package var original: String

    package static func == (left: Manifest, right: Manifest) -> Bool { left.json == right.json }

    package init(
        sources: BundleSources, files: [File], signer: Signer, keyID: String, hashedBy: String,
        previous: String, original: String
    ) {
        runID = sources.runID
        verdict = sources.results.verdict
        toolVersion = sources.results.toolVersion
        startedAt = sources.results.startedAt
        asOf = sources.results.asOf.description
        var byOutcome: [String: Int] = [:]
        for check in sources.results.checks { byOutcome[check.outcome.rawValue, default: 0] += 1 }
        checks = byOutcome.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        cases = sources.results.cases
        self.files = files
        options = sources.options
        self.signer = signer
        self.keyID = keyID
        self.hashedBy = hashedBy
        self.previous = previous
        self.original = original
    }

    package var json: JSONValue {
        [
            "format": .string(Manifest.format), "runId": .string(runID),
            "verdict": .string(verdict.rawValue),
            "tool": ["name": "fipsmark", "version": .string(toolVersion)],
            "startedAt": .string(startedAt), "asOf": .string(asOf), "cases": .integer(cases),
            "checks": .array(
                checks.map { ["outcome": .string($0.outcome), "count": .integer($0.count)] }),
            "files": .array(
                files.map { file in
                    [
                        "path": .string(file.path), "sha256": .string(file.sha256),
                        "bytes": .integer(file.bytes),
                    ]
                }),
            "options": options.json, "hashedBy": .string(hashedBy),
            "signer": .string(signer.rawValue), "keyId": .string(keyID),
            "previous": .string(previous), "original": .string(original),
        ]
    }

    package var text: String { json.canonicalLine }

    /// More than one of all files that a bundle may have; it is read before anything else.
    private static let mostBytes = 1 << 20

    package init(_ text: [UInt8]) throws(RecordError) {
        if text.count > Manifest.mostBytes {
            throw RecordError(at: Manifest.mostBytes, "no manifest is longer")
        }
        var reader = try CanonicalReader(text)
        try reader.open()
        asOf = try reader.string("asOf")
        if CalendarDate(asOf) == nil {
            throw RecordError(at: reader.position, "asOf is no date")
        }
        cases = try reader.count("cases")
        checks = try reader.list("checks") { item throws(RecordError) in
            try item.open()
            let count = try item.count("count")
            let outcome = try item.string("outcome")
            try item.close()
            return (outcome, count)
        }
        files = try reader.list("files") { item throws(RecordError) in
            try item.open()
            let bytes = try item.count("bytes")
            let path = try item.string("path")
            let sha256 = try item.string("sha256")
            try item.close()
            return File(path: path, sha256: sha256, bytes: bytes)
        }
        try reader.require("format", Manifest.format)
        hashedBy = try reader.string("hashedBy")
        keyID = try reader.digestOrNothing("keyId")
        try reader.key("options")
        options = try BundleOptions(&reader)
        original = try reader.digestOrNothing("original")
        previous = try reader.digestOrNothing("previous")
        runID = try reader.string("runId")
        signer = try reader.word("signer")
        startedAt = try reader.string("startedAt")
        try reader.key("tool")
        try reader.open()
        try reader.require("name", "fipsmark")
        toolVersion = try reader.string("version")
        try reader.close()
        verdict = try reader.word("verdict")
        try reader.close()
        try reader.finish()
    }
}

extension BundleOptions {
    fileprivate var json: JSONValue {
        [
            "billOfMaterials": .string(billOfMaterials.rawValue),
            "findings": .string(findings.rawValue), "cmmc": .string(cmmc ? "yes" : "no"),
            "formats": .array(formats.sorted().map { .string($0) }),
            "marking": .string(marking),
        ]
    }

    fileprivate init(_ reader: inout CanonicalReader) throws(RecordError) {
        try reader.open()
        billOfMaterials = try reader.word("billOfMaterials")
        cmmc = try reader.flag("cmmc")
        findings = try reader.word("findings")
        formats = Set(
            try reader.list("formats") { item throws(RecordError) in try item.string() })
        marking = try reader.string("marking")
        try reader.close()
    }
}
