import Foundation
import Testing

/// `fipsmark redact`: a bundle that names no machine.
@Suite struct EvidenceRedactTests {
    private let desk: EvidenceDesk
    /// What Kubernetes tells a pod of its place.
    private let place = [
        "NODE_NAME": "node-17.secret.example", "POD_NAME": "gate-7xk2p",
        "POD_NAMESPACE": "tenant-alpha",
    ]

    init() throws { desk = try EvidenceDesk() }

    private func observed(
        _ run: EvidenceDesk.Run = .pass, environment: [String: String]? = nil
    ) throws -> URL {
        try desk.bundle(run, ["--observe"], environment: environment ?? place)
    }

    /// The organisation's key.
    private func secret(_ name: String = "organisation.key") throws -> String {
        try desk.folder.file(name, "\(name): sixteen bytes or more")
    }

    private func redact(
        _ bundle: URL, key: String, to output: String, _ more: [String]? = nil
    ) throws -> Outcome {
        try desk.fipsmark(
            ["redact", bundle.path, "--pseudonym-key", key, "--output", desk.path(output)]
                + (more ?? ["--key", try desk.key().own]))
    }

    private func redacted(
        _ bundle: URL, key: String? = nil, to output: String = "redacted"
    ) throws -> URL {
        let outcome = try redact(bundle, key: try key ?? secret(), to: output)
        try #require(outcome.status == 0, "\(outcome.talk)")
        return URL(filePath: String(outcome.output.dropLast()))
    }

    /// The facts of `environment.json` by their names.
    private func facts(_ bundle: URL) throws -> [String: String] {
        let data = try Data(contentsOf: bundle.appending(path: "environment.json"))
        let value = try JSONSerialization.jsonObject(with: data) as? [String: Any]
        let facts = try #require(value?["facts"] as? [[String: String]])
        return Dictionary(uniqueKeysWithValues: facts.map { ($0["id"] ?? "", $0["output"] ?? "") })
    }

    @Test(arguments: EvidenceDesk.Run.allCases)
    func noFileNamesTheMachine(_ run: EvidenceDesk.Run) throws {
        // What stands in every bundle names nothing.
        let plain = try desk.bundle(run, in: "plain").files()
        let bundle = try observed(run)
        let before = try facts(bundle)
        let names =
            Array(place.values) + ["host/name", "host/machine-id"].compactMap { before[$0] }
        let telling = names.filter { name in
            name.utf8.count > 2 && !plain.values.contains { $0.range(of: Data(name.utf8)) != nil }
        }
        #expect(telling.count >= place.count)
        let original = try bundle.files()
        for name in telling {
            #expect(original.values.contains { $0.range(of: Data(name.utf8)) != nil }, "\(name)")
        }
        let new = try redacted(bundle)
        let files = try new.files()
        #expect(files.keys.sorted() == original.keys.sorted())
        for (path, bytes) in files {
            for name in telling {
                #expect(bytes.range(of: Data(name.utf8)) == nil, "\(path) names \(name)")
            }
        }
        #expect(files["results.json"] == original["results.json"])
        #expect(files["report.html"] != original["report.html"])
        let after = try facts(new)
        #expect(!after.keys.contains { $0.hasPrefix("variable/") || $0 == "kernel/command-line" })
        let verified = try desk.verify(new)
        #expect(verified.status == run.statuses.verify, "\(verified.output)")
        #expect(verified.output.contains("redacted  from the manifest "))
    }

    @Test func theOriginalIsNamed() throws {
        let bundle = try observed()
        let new = try redacted(bundle)
        let sum = try Command.run(
            "/usr/bin/env", ["sha256sum", bundle.path + "/manifest.json"], folder: desk.folder)
        #expect(try new.manifestWord("original") == sum.output.prefix(64))
        #expect(try bundle.manifestWord("original").isEmpty)
        #expect(try new.manifestWord("runId") == bundle.manifestWord("runId"))
        // Nothing was tested, so that no module under test signed.
        #expect(try new.manifestWord("signer") == "outside the module under test")
        expectError(
            try redact(bundle, key: try secret(), to: "redacted"), status: 2,
            "there is one already")
    }

    @Test func aPseudonymIsThatOfItsKey() throws {
        let bundle = try observed()
        let one = try facts(try redacted(bundle, to: "one"))
        #expect(try facts(try redacted(bundle, to: "two")) == one)
        let other = try facts(
            try redacted(bundle, key: try secret("another.key"), to: "three"))
        #expect(one["host/name"]?.wholeMatch(of: /name-[0-9a-f]{16}/) != nil)
        #expect(one["host/name"] != other["host/name"])
        #expect(one["kernel/release"] == other["kernel/release"])
        // Another run of the same node.
        let later = try desk.bundle(
            .fail, startedAt: "2099-01-01T00:00:00Z", ["--observe"], environment: place)
        #expect(try facts(try redacted(later, to: "four"))["host/name"] == one["host/name"])
    }

    @Test(arguments: [0, 1, 15])
    func aShortKeyIsRefused(_ bytes: Int) throws {
        let key = try desk.folder.file("short.key", String(repeating: "k", count: bytes))
        expectError(
            try redact(try observed(), key: key, to: "redacted"), status: 2, key,
            "\(bytes) bytes", "16")
        #expect(!FileManager.default.fileExists(atPath: desk.path("redacted")))
    }

    /// A name in the results cannot be taken out of them, and nothing is promised.
    @Test func aNameInTheResultsIsSaid() throws {
        let bundle = try observed(environment: ["NODE_NAME": "SHA2-256.kat"])
        expectError(
            try redact(bundle, key: try secret(), to: "redacted"), status: 2, "results.json",
            "SHA2-256.kat")
        #expect(!FileManager.default.fileExists(atPath: desk.path("redacted")))
    }

    /// Two letters stand in too many words to be replaced everywhere, but not where they are told.
    @Test func aNameOfTwoLettersIsReplacedWhereItIsTold() throws {
        let environment = try observed(environment: ["POD_NAMESPACE": "qz"])
        let new = try redacted(environment)
        let text = try desk.text(new.path + "/environment.json")
        #expect(!text.contains("\"qz\""))
        #expect(try desk.verify(new).status == 0)
    }

    /// The new bundle vouches for what the old one held, and so is not made of anything else.
    @Test func aChangedBundleIsNotRedacted() throws {
        let bundle = try observed()
        let stranger = try desk.key("stranger", curve: "P-256")
        expectError(
            try redact(
                bundle, key: try secret(), to: "redacted",
                ["--key", try desk.key().own, "--original-key", stranger.open]), status: 2,
            "is not verified", "signer.pub.pem is not the key that is trusted")
        try bundle.change("environment.json", "tenant-alpha", "tenant-omega")
        expectError(
            try redact(bundle, key: try secret(), to: "redacted"), status: 2,
            "environment.json is not the one that the manifest lists")
        let other = try desk.bundle(.fail, ["--observe"], environment: place)
        try other.change("manifest.json", "\"version\":\"0.", "\"version\":\"9.0.")
        expectError(
            try redact(other, key: try secret(), to: "redacted"), status: 2, "is not verified",
            "its statement does not name this manifest")
        expectError(
            try redact(desk.folder, key: try secret(), to: "redacted"), status: 2,
            "manifest.json: byte 0: it is missing")
        #expect(!FileManager.default.fileExists(atPath: desk.path("redacted")))
    }

    @Test func aRedactionMayBeUnsigned() throws {
        let outcome = try redact(
            try observed(), key: try secret(), to: "redacted", ["--no-sign"])
        #expect(outcome.status == 0)
        let new = URL(filePath: String(outcome.output.dropLast()))
        #expect(try new.manifestWord("signer") == "nobody")
        #expect(try redact(new, key: try secret(), to: "again", []).status == 64)
    }
}
