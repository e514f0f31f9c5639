import CanonicalJSON
import Evidence
import Foundation
import Testing

/// The guide's own lines, run by a shell on a small bundle that openssl signed.
@Suite struct VerifyGuideTests {
    @Test(arguments: ["P-256", "P-384"])
    func `A person with openssl alone verifies a bundle line by line`(_ curve: String) throws {
        let folder = try VerifyGuideTests.bundle(curve)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (status, output) = try VerifyGuideTests.follow(folder)
        #expect(status == 0, "\(output)")
        for line in [
            "results.json: OK", "NIST CURVE: \(curve)", "Verified OK", "manifest.json: OK",
            "SHA256SUMS: OK", "module:openssl.so",
        ] {
            #expect(output.contains(line), "\(line) in \(output)")
        }
    }

    @Test func `What was changed shows in the step that is for it`() throws {
        let folder = try VerifyGuideTests.bundle("P-256")
        defer { try? FileManager.default.removeItem(at: folder) }
        func expect(_ words: String, after change: (URL) throws -> Void) throws {
            let copy = folder.appendingPathExtension("copy")
            try FileManager.default.copyItem(at: folder, to: copy)
            defer { try? FileManager.default.removeItem(at: copy) }
            try change(copy)
            let output = try VerifyGuideTests.follow(copy).output
            #expect(output.contains(words), "\(words) in \(output)")
        }
        func append(_ text: String, to name: String) -> (URL) throws -> Void {
            { folder in
                let file = folder.appendingPathComponent(name)
                let old = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
                try (old + text).write(to: file, atomically: true, encoding: .utf8)
            }
        }
        try expect("results.json: FAILED", after: append(" ", to: "results.json"))
        try expect("\nstray\n", after: append("x", to: "stray"))
        try expect("manifest.json: FAILED", after: append(" ", to: "manifest.json"))
        try expect("Verification failure") { folder in
            let file = folder.appendingPathComponent("manifest.dsse.json")
            let old = try String(contentsOf: file, encoding: .utf8)
            let place = try #require(old.range(of: "\"payload\":\""))
            var new = old
            // Another first letter of the payload.
            new.replaceSubrange(place.upperBound...place.upperBound, with: "f")
            try new.write(to: file, atomically: true, encoding: .utf8)
        }
    }

    @Test func `The guide reads as plain text and tells what a signature does not prove`() throws {
        let sources = try ReportSample.sources(.pass, text: ReportSample.hostile)
        let guide = Projection.verifyGuide.derive(sources)
        for line in guide.split(separator: "\n") { #expect(line.count <= 100, "\(line)") }
        #expect(guide.contains(sources.digests.results))
        #expect(guide.contains("proves integrity after the run, not honesty"))
        #expect(guide.contains("the bundle is unsigned"))
        #expect(!guide.contains("<script>"))
    }

    /// Every line to copy up to the step for trestle.
    private static func follow(_ folder: URL) throws -> (status: Int32, output: String) {
        let guide = try String(
            contentsOf: folder.appendingPathComponent("VERIFY.md"), encoding: .utf8)
        let steps = try #require(guide.range(of: "## 7."))
        let lines = guide[..<steps.lowerBound].split(separator: "\n").filter { line in
            line.hasPrefix("    ") && line.contains { $0 == " " || $0 == "=" || $0 == "\"" }
                && !(line.count == 68)
        }
        return try run("sh", ["-c", lines.joined(separator: "\n")], in: folder)
    }

    private static func bundle(_ curve: String) throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "guide-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        func write(_ name: String, _ text: String) throws {
            try Data(text.utf8).write(to: folder.appendingPathComponent(name))
        }
        let sources = try ReportSample.sources(.pass)
        try write("results.json", String(decoding: Sample.results(.pass), as: UTF8.self))
        try write("VERIFY.md", Projection.verifyGuide.derive(sources))
        let key = folder.appendingPathExtension("key").path
        defer { try? FileManager.default.removeItem(atPath: key) }
        _ = try run(
            "openssl",
            [
                "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:\(curve)",
                "-out", key,
            ], in: folder)
        _ = try run(
            "openssl", ["pkey", "-in", key, "-pubout", "-out", "signer.pub.pem"], in: folder)
        _ = try run(
            "sh", ["-c", "sha256sum VERIFY.md results.json signer.pub.pem > SHA256SUMS"], in: folder
        )
        let hashing = try SampleHashing()
        let sums = try Data(contentsOf: folder.appendingPathComponent("SHA256SUMS"))
        let manifest = Manifest(
            sources: sources,
            files: [
                .init(
                    path: "SHA256SUMS", sha256: hashing.sha256(Array(sums)), bytes: sums.count)
            ], signer: .outside, keyID: "", hashedBy: "", previous: "", original: "")
        try write("manifest.json", manifest.text)
        let statement = Statement.testResult(
            manifest, manifestDigest: hashing.sha256(manifest.text), sources)
        let payload = Array(statement.canonicalText.utf8)
        let signed = folder.appendingPathExtension("signed").path
        defer { try? FileManager.default.removeItem(atPath: signed) }
        try Data(Envelope.preAuthenticationEncoding(payload)).write(
            to: URL(fileURLWithPath: signed))
        let signature = signed + ".sig"
        defer { try? FileManager.default.removeItem(atPath: signature) }
        _ = try run(
            "openssl",
            [
                "dgst", curve == "P-384" ? "-sha384" : "-sha256", "-sign", key, "-out", signature,
                signed,
            ], in: folder)
        let envelope = Envelope(
            payload: payload, keyID: "",
            signature: Array(try Data(contentsOf: URL(fileURLWithPath: signature))))
        try write("manifest.dsse.json", envelope.text)
        return folder
    }

    private static func run(
        _ program: String, _ arguments: [String], in folder: URL
    ) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.currentDirectoryURL = folder
        // openssl must not read the configuration that a FIPS run set.
        process.environment = ["PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8"]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }
}
