import Testing

@testable import Fleet

/// Who vouches for a bundle: a key that is allowed, another one, nobody, or a signature over
/// something else.
@Suite struct BundleTests {
    private let signer: Signer
    private let node = SyntheticNode("eu-1")

    init() throws { signer = try Signer() }

    @Test func allowedKeyCounts() throws {
        let report = try signer.report(try node.bundle(signer, by: signer.allowed))
        #expect(report.signature == .allowed && report.node == "eu-1" && report.kernel == .on)
        #expect(report.verdict == .full && report.keyID.utf8.count == 64)
    }

    @Test func strangersKeyIsUnknown() throws {
        let report = try signer.report(try node.bundle(signer, by: signer.stranger))
        #expect(report.signature == .unknownKey)
    }

    @Test func withoutEnvelopeItIsUnsigned() throws {
        let report = try signer.report(try node.bundle(signer, by: nil))
        #expect(report.signature == .unsigned)
    }

    /// Every file that counts, with one byte changed where the document stays readable.
    @Test(arguments: [
        ("results.json", "3.1.2", "3.1.3"), ("environment.json", "eu-1", "eu-2"),
        ("manifest.json", "0123456789abcdef", "0123456789abcdee"),
    ])
    func changedFilesAreBroken(_ name: String, _ old: String, _ new: String) throws {
        var files = try node.bundle(signer, by: signer.allowed)
        let text = String(decoding: try #require(files[name]), as: UTF8.self)
        let changed = text.replacing(old, with: new)
        #expect(changed != text)
        files[name] = Array(changed.utf8)
        let report = try signer.report(files)
        #expect(report.signature == .broken && !report.problem.isEmpty)
    }

    @Test func signatureOfAnotherBundleIsBroken() throws {
        var files = try node.bundle(signer, by: signer.allowed)
        var other = node
        other.version = "3.0.9"
        files["manifest.dsse.json"] =
            try other.bundle(signer, by: signer.allowed)["manifest.dsse.json"]
        #expect(try signer.report(files).signature == .broken)
    }

    /// A key that is named, and a signature by another.
    @Test func forgedKeyIDIsBroken() throws {
        var files = try node.bundle(signer, by: signer.stranger)
        let mine = try signer.report(try node.bundle(signer, by: signer.allowed)).keyID
        let theirs = try signer.report(files).keyID
        let envelope = String(decoding: try #require(files["manifest.dsse.json"]), as: UTF8.self)
        files["manifest.dsse.json"] = Array(envelope.replacing(theirs, with: mine).utf8)
        #expect(try signer.report(files).signature == .broken)
    }

    @Test(arguments: ["environment.json"])
    func missingFilesAreBroken(_ name: String) throws {
        var files = try node.bundle(signer, by: signer.allowed)
        files[name] = nil
        #expect(try signer.report(files).signature == .broken)
    }

    @Test func withoutResultsThereIsNoReport() throws {
        var files = try node.bundle(signer, by: signer.allowed)
        files["results.json"] = nil
        #expect(throws: FleetProblem.self) { try signer.report(files) }
    }
}
