import Evidence
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
        #expect(report.vouching.state == .allowed && report.node == "eu-1" && report.kernel == .on)
        #expect(report.verdict == .full && report.vouching.keyID.utf8.count == 64)
    }

    @Test func strangersKeyIsUnknown() throws {
        let report = try signer.report(try node.bundle(signer, by: signer.stranger))
        #expect(report.vouching.state == .unknownKey)
    }

    @Test func withoutEnvelopeItIsUnsigned() throws {
        let report = try signer.report(try node.bundle(signer, by: nil))
        #expect(report.vouching.state == .unsigned)
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
        #expect(report.vouching.state == .broken && !report.vouching.problem.isEmpty)
    }

    @Test func signatureOfAnotherBundleIsBroken() throws {
        var files = try node.bundle(signer, by: signer.allowed)
        var other = node
        other.version = "3.0.9"
        files["manifest.dsse.json"] =
            try other.bundle(signer, by: signer.allowed)["manifest.dsse.json"]
        #expect(try signer.report(files).vouching.state == .broken)
    }

    /// A key that is named, and a signature by another.
    @Test func forgedKeyIDIsBroken() throws {
        var files = try node.bundle(signer, by: signer.stranger)
        let mine = try signer.report(try node.bundle(signer, by: signer.allowed)).vouching.keyID
        let theirs = try signer.report(files).vouching.keyID
        let envelope = String(decoding: try #require(files["manifest.dsse.json"]), as: UTF8.self)
        files["manifest.dsse.json"] = Array(envelope.replacing(theirs, with: mine).utf8)
        #expect(try signer.report(files).vouching.state == .broken)
    }

    @Test(arguments: ["environment.json"])
    func missingFilesAreBroken(_ name: String) throws {
        var files = try node.bundle(signer, by: signer.allowed)
        files[name] = nil
        #expect(try signer.report(files).vouching.state == .broken)
    }

    @Test func withoutResultsThereIsNoReport() throws {
        var files = try node.bundle(signer, by: signer.allowed)
        files["results.json"] = nil
        #expect(throws: FleetProblem.self) { try signer.report(files) }
    }

    @Test func signedAcceptancesAreRead() throws {
        var node = SyntheticNode("eu-1")
        let text = try node.signedAcceptance(signer, by: signer.allowed)
        func read(_ text: [UInt8]) throws(FleetProblem) -> NodeReport {
            guard let trust = try? signer.trust else { throw FleetProblem("test", "no trust") }
            return try ReportReader.readSigned(text, place: "place", trust)
        }
        let report = try read(text)
        #expect(report.node == "eu-1" && report.vouching.state == .allowed)
        // A line of a stream has no end of its own.
        #expect(try read(Array(text.dropLast())) == report)
        let other = try node.signedAcceptance(signer, by: signer.stranger)
        #expect(try read(other).vouching.state == .unknownKey)
        node.verdict = "fail"
        let envelope = try Envelope(text, isForeign: false)
        let swapped = Envelope(
            payload: node.acceptance, type: Envelope.acceptanceType, keyID: envelope.keyID,
            signature: envelope.signature)
        #expect(try read(Array(swapped.text.utf8)).vouching.state == .broken)
        // Signed as something else, it is none.
        let statement = try Envelope(signing: node.acceptance, by: signer.allowed, signer.hashing)
        #expect(throws: FleetProblem.self) { try read(Array(statement.text.utf8)) }
        let run = try Envelope(
            signing: node.results, type: Envelope.acceptanceType, by: signer.allowed,
            signer.hashing)
        #expect(throws: FleetProblem.self) { try read(Array(run.text.utf8)) }
    }
}
