import Foundation
import Testing

/// A person with a shell, openssl and sed follows VERIFY.md word by word.
@Suite struct EvidenceGuideTests {
    private let desk: EvidenceDesk

    init() throws { desk = try EvidenceDesk() }

    /// The lines of one step, which stand four columns to the right.
    private func lines(_ guide: String, step: Int) throws -> [String] {
        let start = try #require(guide.range(of: "\n## \(step). ")).upperBound
        let text = guide[start...].components(separatedBy: "\n## ")[0]
        return text.components(separatedBy: "\n").filter { $0.hasPrefix("    ") }
            .map { String($0.dropFirst(4)) }
    }

    /// Steps 1 to 6; the seventh needs trestle and the eighth fipsmark. What step 1 prints beside
    /// the lines of sha256sum lies in the folder and is not listed.
    private func script(_ bundle: URL) throws -> String {
        let guide = try desk.text(bundle.path + "/VERIFY.md")
        var script: [String] = []
        for step in 1...6 {
            let lines = try lines(guide, step: step)
            #expect(!lines.isEmpty, "step \(step)")
            // The digest to compare with is no command.
            script += lines.filter { $0.wholeMatch(of: /[0-9a-f]{64}/) == nil }
            script.append("echo '= \(step)'")
        }
        return script.joined(separator: "\n")
    }

    private func follow(_ script: String, in bundle: URL) throws -> Outcome {
        try Command.run(
            "/bin/sh", ["-ec", script], environment: ["TMPDIR": desk.folder.path], folder: bundle)
    }

    /// What the guide says must be seen.
    private func isVerified(_ outcome: Outcome) -> Bool {
        let parts = outcome.output.components(separatedBy: "\n= ")
        guard outcome.status == 0, parts.count == 7 else { return false }
        return parts[0].components(separatedBy: "\n").allSatisfy { $0.hasSuffix(": OK") }
            && parts[3].contains("Verified OK")
            && parts[4].contains("manifest.json: OK\nSHA256SUMS: OK")
    }

    @Test(arguments: ["P-256", "P-384"], [[], ["--cmmc"], ["--format", "tap"]])
    func theGuideIsRight(_ curve: String, _ more: [String]) throws {
        _ = try desk.key("key", curve: curve)
        for run in EvidenceDesk.Run.allCases {
            let bundle = try desk.bundle(run, more)
            let outcome = try follow(try script(bundle), in: bundle)
            #expect(isVerified(outcome), "\(outcome.output)\(outcome.talk)")
            // The digest at the end is that of the results.
            let sum = try #require(
                outcome.output.components(separatedBy: "\n").first {
                    $0.hasSuffix("  results.json")
                })
            let guide = try desk.text(bundle.path + "/VERIFY.md")
            #expect(try lines(guide, step: 6).contains(String(sum.prefix(64))))
            #expect(sum.hasPrefix(bundle.lastPathComponent))
        }
    }

    @Test func oneByteOfAnyFileIsSeen() throws {
        let bundle = try desk.bundle(.fail)
        let script = try script(bundle)
        for (name, bytes) in try bundle.files() {
            // In the middle: of an envelope that is what is signed.
            var changed = bytes
            changed[bytes.count / 2] ^= 1
            try bundle.file(name, changed)
            let outcome = try follow(script, in: bundle)
            // The envelope of the OSCAL results is for trestle, and listed all the same.
            #expect(!isVerified(outcome), "\(name): \(outcome.output)")
            try bundle.file(name, bytes)
        }
        try bundle.file("extra.txt", "x")
        #expect(!isVerified(try follow(script, in: bundle)))
        try FileManager.default.removeItem(at: bundle.appending(path: "extra.txt"))
        #expect(isVerified(try follow(script, in: bundle)))
    }

    /// Whoever changes a file and the list with it has no key to sign the list.
    @Test func aListThatWasPutRightIsNotTheSignedOne() throws {
        let bundle = try desk.bundle(.fail)
        let script = try script(bundle)
        let sums = try desk.text(bundle.path + "/SHA256SUMS")
        try bundle.change("junit.xml", "failures=\"1\"", "failures=\"0\"")
        let names = sums.split(separator: "\n").map { String($0.dropFirst(66)) }
        let redone = try Command.run(
            "/usr/bin/env", ["sha256sum"] + names, folder: bundle)
        try bundle.file("SHA256SUMS", redone.output)
        let outcome = try follow(script, in: bundle)
        #expect(!isVerified(outcome))
        #expect(outcome.output.contains("junit.xml: OK"))
        #expect(outcome.output.contains("SHA256SUMS: FAILED"), "\(outcome.output)")
    }

    /// And somebody else's key signs it, but is not the one that was told.
    @Test func anotherSignerHasAnotherNumber() throws {
        func number(_ bundle: URL) throws -> String {
            let guide = try desk.text(bundle.path + "/VERIFY.md")
            let line = try #require(try lines(guide, step: 3).first)
            return try follow(line, in: bundle).output
        }
        let mine = try desk.bundle(in: "mine")
        let again = try desk.bundle(.fail, in: "mine")
        let other = try desk.key("other", curve: "P-256").own
        let outcome = try desk.create(try desk.results(), in: "theirs", ["--key", other])
        let theirs = URL(filePath: String(outcome.output.dropLast()))
        #expect(try number(mine) == number(again))
        #expect(try number(mine) != number(theirs))
    }
}
