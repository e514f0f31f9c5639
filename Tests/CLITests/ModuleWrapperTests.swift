import Foundation
import Testing

/// The executable as acvptool and acvp-assay start it.
@Suite final class ModuleWrapperTests {
    private let folder: URL

    init() throws { folder = try Folder.make() }

    deinit { Folder.remove(folder) }

    private func frame(_ parts: String...) -> [UInt8] {
        let numbers = [parts.count] + parts.map(\.utf8.count)
        let head = numbers.flatMap { number in
            (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
        }
        return head + parts.joined().utf8
    }

    /// `input` on standard input; the reply as hexadecimal, since a reply is no text.
    private func run(
        _ input: [UInt8], _ arguments: [String] = [], hexadecimal: Bool = true
    ) throws -> Outcome {
        try folder.file("input", Data(input))
        let script = "\"$0\" modulewrapper \"$@\" < input > output; status=$?; "
        let show = hexadecimal ? "od -An -v -tx1 output" : "cat output"
        return try Fipsmark.runInShell(
            script + show + "; exit $status", arguments, folder: folder)
    }

    private func digits(_ bytes: [UInt8]) -> String {
        bytes.map { String(format: "%02x", $0) }.joined()
    }

    private func digits(_ outcome: Outcome) -> String {
        outcome.output.filter { !$0.isWhitespace }
    }

    private let digestOfABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

    @Test func framesAreAnsweredUntilTheInputEnds() throws {
        let outcome = try run(frame("SHA2-256", "abc") + frame("flush") + frame("SHA2-256", "abc"))
        #expect(outcome.status == 0 && outcome.talk.isEmpty, "\(outcome.talk)")
        let reply = "0100000020000000" + digestOfABC
        #expect(digits(outcome) == reply + reply)
        #expect(try run([]).status == 0)
    }

    /// The name of a link stands for the command: acvptool gives its wrapper no arguments.
    @Test func aLinkIsTheCommand() throws {
        let link = folder.appending(path: "modulewrapper").path
        try FileManager.default.createSymbolicLink(
            atPath: link, withDestinationPath: try Fipsmark.binary)
        try folder.file("input", Data(frame("SHA2-256", "abc")))
        let outcome = try Command.run(
            "/bin/sh", ["-c", "\"$0\" < input | od -An -v -tx1", link],
            environment: ["FIPSMARK_PROVIDER": try Fipsmark.provider], folder: folder)
        #expect(digits(outcome).hasSuffix(digestOfABC), "\(outcome.talk)")
    }

    @Test func whatIsRefusedEndsWithItsRule() throws {
        let good = frame("SHA2-256", "abc")
        for (input, part) in [
            (frame("HMAC-SHA2-256", "", "short"), "refused: HMAC generation with a key below"),
            (frame("MD5", "abc"), "unknown command 'MD5'"),
            (frame("ECDSA/keyGen", "P-192"), "refused: ECDSA P-192"),
            (Array(good.dropLast()), "the input ended within a request"),
            ([0, 0, 0, 0], "a request without a name"),
            ([1, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF], "a name of 4294967295 bytes"),
        ] {
            let outcome = try run(good + input)
            #expect(outcome.status == 2)
            // What was answered before has been written.
            #expect(digits(outcome).hasSuffix(digestOfABC))
            #expect(outcome.talkLines.count == 1)
            #expect(outcome.talk.contains(part), "\(outcome.talk)")
        }
    }

    @Test func lengthsThatAreOnlyClaimedTakeNoMemory() throws {
        let claim = [UInt8]([9, 0, 0, 0, 1, 0, 0, 0]) + (0..<8).flatMap { _ in [0, 0, 16, 0] }
        try folder.file("input", Data(claim + [0x41]))
        // What the program takes to start, and a few megabytes more.
        let outcome = try Fipsmark.runInShell(
            "ulimit -d 65536; \"$0\" modulewrapper < input", [], folder: folder)
        expectError(outcome, status: 2, "the input ended within a request")
    }

    @Test func configurationIsWhatIsOffered() throws {
        for (dialect, batch) in [("boringssl", true), ("boringssl-2022", false), ("awslc", false)] {
            let outcome = try run(
                frame("getConfig"), ["--dialect", dialect], hexadecimal: false)
            #expect(outcome.status == 0)
            let start = try #require(outcome.output.firstIndex(of: "["))
            let entries = try #require(
                JSONSerialization.jsonObject(with: Data(outcome.output[start...].utf8))
                    as? [[String: Any]])
            let names = entries.compactMap { $0["algorithm"] as? String }
            #expect(names.contains("acvptool") == batch, "\(dialect)")
            #expect(names.contains("ACVP-AES-GCM") && names.contains("ECDSA"), "\(dialect)")
        }
    }

    @Test func jsonLinesNeverEndInAnError() throws {
        let lines = """
            {"operation":"metadata"}
            {"operation":"digest","algorithm":"SHA2-256","message":"616263"}
            {"operation":"mac","algorithm":"HMAC-SHA2-256","key":"00","message":"","macLen":256}
            nonsense

            """
        let outcome = try run(Array(lines.utf8), ["--dialect", "jsonl"], hexadecimal: false)
        #expect(outcome.status == 0 && outcome.talk.isEmpty)
        let answers = outcome.output.split(separator: "\n")
        #expect(answers.count == 4)
        #expect(answers[0].contains("\"libraryName\":"))
        #expect(answers[1] == "{\"md\":\"\(digestOfABC.uppercased())\"}")
        #expect(answers[2].hasPrefix("{\"error\":\"unsupported\",\"detail\":\"refused: hmac-short"))
        #expect(answers[3].hasPrefix("{\"error\":\"malformed request"))
    }

    @Test func badDialectIsWrongUsage() throws {
        #expect(try run([], ["--dialect", "openssl"]).status == 64)
    }
}
