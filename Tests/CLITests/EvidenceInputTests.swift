import Foundation
import Testing

/// Results and bundles that are not what they should be, and writers that are stopped.
@Suite struct EvidenceInputTests {
    private let desk: EvidenceDesk

    init() throws { desk = try EvidenceDesk() }

    // MARK: Results

    private func refused(_ text: String, _ causes: String...) throws {
        let file = try desk.folder.file("changed.json", text)
        let outcome = try desk.create(file, ["--no-sign"])
        expectError(outcome, status: 2, file)
        for cause in causes { #expect(outcome.talk.contains(cause), "\(outcome.talk)") }
        #expect(!FileManager.default.fileExists(atPath: desk.path("bundles")))
    }

    @Test func resultsThatCannotBeReadAreNamed() throws {
        for (path, cause) in [
            (desk.path("none.json"), "No such file"), (desk.folder.path, "it is not a file"),
            ("/dev/zero", "it is not a file"),
        ] {
            expectError(try desk.create(path, ["--no-sign"]), status: 2, path, cause)
        }
        try refused("", "byte 0")
        try refused("text", "byte 0")
    }

    @Test func changedResultsAreRefusedWithTheByte() throws {
        let text = try EvidenceDesk.results(.pass)
        try refused(String(text.dropLast(2)), "byte \(text.utf8.count - 2)")
        try refused(" " + text, "byte 0")
        try refused(text + " ", "byte")
        let place = try #require(text.range(of: "\"crossCheck\"")).lowerBound
        // At the comma before it.
        let count = text[..<place].utf8.count - 1
        try refused(
            text.replacingOccurrences(of: "\"crossCheck\"", with: "\"crossCheque\""),
            "byte \(count)")
        try refused(
            text.replacingOccurrences(of: "{\"asOf\":", with: "{\"aaa\":1,\"asOf\":"), "byte 1")
    }

    @Test func prettyPrintedResultsAreRefused() throws {
        let value = try JSONSerialization.jsonObject(
            with: Data(try EvidenceDesk.results(.pass).utf8))
        let pretty = try JSONSerialization.data(
            withJSONObject: value, options: [.sortedKeys, .prettyPrinted])
        try refused(String(decoding: pretty, as: UTF8.self), "byte 1", "byte for byte")
    }

    @Test func otherVersionsAreRefused() throws {
        let text = try EvidenceDesk.results(.pass)
        let schema = text.replacingOccurrences(
            of: #""schemaVersion":"[^"]*""#, with: "\"schemaVersion\":\"9.9\"",
            options: .regularExpression)
        try refused(schema, "byte", "schemaVersion 9.9", "use the fipsmark that wrote the file")
        let tool = text.replacingOccurrences(
            of: #""tool":\{"name":"fipsmark","version":"[^"]*""#,
            with: #""tool":{"name":"fipsmark","version":"9.9.9""#, options: .regularExpression)
        try refused(tool, "fipsmark 9.9.9", "programs of one version")
    }

    /// What was written by hand to please.
    @Test func resultsThatContradictThemselvesAreRefused() throws {
        let text = try EvidenceDesk.results(.fail)
            .replacingOccurrences(of: "\"verdict\":\"fail\"}", with: "\"verdict\":\"pass\"}")
            .replacingOccurrences(of: "\"headline\":\"FAIL", with: "\"headline\":\"PASS")
        let file = try desk.folder.file("pleasing.json", text)
        expectError(
            try desk.create(file, ["--no-sign"]), status: 2, "contradict", "the checks give fail")
    }

    // MARK: Bundles

    /// Refused before the key is asked, and without reading what does not end.
    private func notVerified(_ bundle: URL, _ cause: String) throws {
        let (outcome, peak) = try Fipsmark.runMeasured(
            ["verify", bundle.path, "--key", try desk.key().open], folder: desk.folder)
        #expect(outcome.status == 2, "\(outcome.output)\(outcome.talk)")
        #expect((outcome.output + outcome.talk).contains(cause), "\(outcome.talk)")
        #expect(!outcome.firstLine.hasPrefix("VERIFIED"))
        #expect(peak < 128 << 10, "\(peak) KiB")
    }

    @Test func linksAndPipesAreRefused() throws {
        let bundle = try desk.bundle()
        let path = bundle.path + "/junit.xml"
        try FileManager.default.moveItem(atPath: path, toPath: desk.path("junit.xml"))
        try FileManager.default.createSymbolicLink(
            atPath: path, withDestinationPath: desk.path("junit.xml"))
        try notVerified(bundle, "neither links nor devices")
        try FileManager.default.removeItem(atPath: path)
        try #require(mkfifo(path, 0o600) == 0)
        try notVerified(bundle, "neither links nor devices")
        try FileManager.default.removeItem(atPath: path)
        try notVerified(bundle, "junit.xml is missing")
        try FileManager.default.moveItem(atPath: desk.path("junit.xml"), toPath: path)
        #expect(try desk.verify(bundle).status == 0)
        // A folder behind a link has the same files, and they can be changed elsewhere.
        let inner = bundle.path + "/oscal"
        try FileManager.default.moveItem(atPath: inner, toPath: desk.path("oscal"))
        try FileManager.default.createSymbolicLink(
            atPath: inner, withDestinationPath: desk.path("oscal"))
        try notVerified(bundle, "neither links nor devices")
    }

    @Test func whatLiesBesideIsRefused() throws {
        let bundle = try desk.bundle()
        func beside(_ name: String, _ cause: String) throws {
            try notVerified(bundle, cause)
            try FileManager.default.removeItem(at: bundle.appending(path: name))
        }
        for name in [".hidden", "extra.txt", "a\u{1B}[2Jb", "é", "manifest.json "] {
            try bundle.file(name, "x")
            try beside(name, "is not in the manifest")
        }
        try bundle.folder("more").file("results.json", "{}")
        try beside("more", "more/results.json is not in the manifest")
        _ = try bundle.folder("empty")
        try beside("empty", "empty folder")
        _ = try bundle.folder("a").folder("b").folder("c").folder("d").folder("e")
        try beside("a", "too deep")
        for number in 0..<200 { try bundle.file("file-\(number)", "") }
        try notVerified(bundle, "at most 200 files")
        for number in 0..<200 {
            try FileManager.default.removeItem(at: bundle.appending(path: "file-\(number)"))
        }
        #expect(try desk.verify(bundle).status == 0)
    }

    @Test func largeFilesAreNotRead() throws {
        let bundle = try desk.bundle()
        for (name, bytes, cause) in [
            ("report.html", 1 << 30, "512 MiB"), ("big", 1 << 40, "512 MiB"),
            ("big", 300 << 20, "256 MiB"),
        ] {
            let path = bundle.path + "/\(name)"
            if name == "big" { try bundle.file(name, "") }
            try #require(truncate(path, bytes) == 0)
            try notVerified(bundle, cause)
            if name != "big" { try FileManager.default.removeItem(atPath: path) }
        }
    }

    @Test func foldersThatAreNoBundle() throws {
        try notVerified(desk.folder.folder("nothing"), "empty folder")
        try notVerified(desk.folder.appending(path: "none"), "No such file")
        let file = try desk.folder.folder("other").file("file", "x")
        try notVerified(URL(filePath: file), "Not a directory")
        try notVerified(
            URL(filePath: file).deletingLastPathComponent(), "manifest.json: byte 0: it is missing")
    }

    /// Whatever is put into the manifest by hand, in whichever form.
    @Test func changedManifestsAreRefused() throws {
        for (old, new) in [
            ("\"verdict\":\"fail\"", "\"verdict\":\"pass\""), ("{\"asOf\"", "{ \"asOf\""),
            ("\"format\":\"fipsmark evidence 1\"", "\"format\":\"fipsmark evidence 2\""),
            ("\"bytes\":", "\"bytes\":-"), ("\"path\":\"junit.xml\"", "\"path\":\"../junit.xml\""),
            ("\"signer\":\"the module under test\"", "\"signer\":\"nobody\""),
        ] {
            let bundle = try desk.bundle(.fail)
            try bundle.change("manifest.json", old, new)
            let outcome = try desk.verify(bundle)
            #expect(outcome.status == 2, "\(new): \(outcome.output)")
            try FileManager.default.removeItem(at: bundle)
        }
    }

    /// Whoever made a bundle chose its words, and a terminal obeys some.
    @Test func wordsOfOthersStayWords() throws {
        let escape = "\u{1B}]0;owned\u{7}\u{1B}[2J"
        let written = "\\u001b]0;owned\\u0007\\u001b[2J"
        func isQuiet(_ outcome: Outcome) {
            let said = outcome.output + outcome.talk
            #expect(outcome.status == 2 && !said.contains("\u{1B}") && !said.contains("\u{7}"))
            #expect(said.contains("owned"), "\(said)")
        }
        for (old, new) in [
            ("{\"asOf\":\"", "{\"asOf\":\"\(written)"),
            ("\"previous\":\"", "\"previous\":\"\(written)"),
            ("\"original\":\"", "\"original\":\"\(written)"),
            ("\"runId\":\"", "\"runId\":\"\(written)"),
            ("\"hashedBy\":\"", "\"hashedBy\":\"\(written)"),
            ("\"path\":\"junit.xml\"", "\"path\":\"\(written)\""),
            ("\"format\":\"", "\"format\":\"\(written)"),
        ] {
            let bundle = try desk.bundle(.fail)
            try bundle.change("manifest.json", old, new)
            isQuiet(try desk.verify(bundle))
            try FileManager.default.removeItem(at: bundle)
        }
        let bundle = try desk.bundle()
        try FileManager.default.createSymbolicLink(
            atPath: bundle.path + "/" + escape, withDestinationPath: "x")
        isQuiet(try desk.verify(bundle))
        let text = try EvidenceDesk.results(.pass).replacingOccurrences(
            of: "\"schemaVersion\":\"", with: "\"schemaVersion\":\"\(written)")
        isQuiet(try desk.create(try desk.folder.file("r.json", text), ["--no-sign"]))
    }

    // MARK: Writers

    /// Whoever looks finds the whole bundle or none.
    @Test func aWriterThatIsKilledLeavesNoBundle() throws {
        let results = try desk.results()
        let bundles = try desk.folder.folder("bundles")
        var attempts = 0
        var left: [String] = []
        while left.isEmpty {
            attempts += 1
            try #require(attempts < 100, "no writer was caught at work")
            let process = Process()
            process.executableURL = URL(filePath: try Fipsmark.binary)
            process.arguments = [
                "evidence", results, "--output", bundles.path, "--key", try desk.key().own,
            ]
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            while try process.isRunning && Folder.names(bundles).isEmpty {}
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            for name in try Folder.names(bundles) {
                let place = bundles.appending(path: name)
                if name.contains(".fipsmark-") {
                    left.append(name)
                } else {
                    #expect(try desk.verify(place).status == 0, "it was faster")
                    try FileManager.default.removeItem(at: place)
                }
            }
        }
        // The next one is not in its way, and does not take it for the bundle before.
        let whole = try desk.bundle()
        #expect(try desk.verify(whole).status == 0)
        let later = try desk.bundle(startedAt: "2099-01-01T00:00:00Z")
        let outcome = try desk.verify(
            later, ["--key", try desk.key().open, "--previous", whole.path])
        #expect(outcome.status == 0, "\(outcome.output)")
    }

    @Test func aFullDiskLeavesNothing() throws {
        let bundles = try desk.folder.folder("bundles")
        let outcome = try Fipsmark.runInShell(
            "ulimit -f 8; exec \"$0\" \"$@\"",
            ["evidence", try desk.results(), "--output", bundles.path, "--no-sign"],
            folder: desk.folder)
        expectError(outcome, status: 2, "File too large")
        #expect(try Folder.names(bundles).isEmpty)
    }

    @Test func placesThatCannotBeWrittenAreNamed() throws {
        let file = try desk.folder.file("file", "x")
        expectError(
            try desk.fipsmark(["evidence", try desk.results(), "--no-sign", "--output", file]),
            status: 2, file)
        expectError(
            try desk.create(try desk.results(), in: "no/such", ["--no-sign"]), status: 2,
            "no/such", "No such file")
    }
}
