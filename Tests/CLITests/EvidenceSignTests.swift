import Foundation
import Testing

/// `fipsmark evidence sign`: acceptances that a fleet counts, verified with openssl alone.
@Suite struct EvidenceSignTests {
    private let desk: EvidenceDesk

    init() throws { desk = try EvidenceDesk() }

    private func record() throws -> String {
        let outcome = try desk.fipsmark([
            "accept", "--quiet", "--format", "json", "--policy", "configured",
        ])
        try #require(outcome.output.hasPrefix("{\"asOf\""), "\(outcome.talk)")
        return outcome.output
    }

    /// DSSE's pre-authentication encoding, put together here, at openssl.
    private func opensslVerifies(_ envelope: String, _ key: String, payload: Data?) throws -> Bool {
        let json = try #require(
            JSONSerialization.jsonObject(with: Data(envelope.utf8)) as? [String: Any])
        let signatures = try #require(json["signatures"] as? [[String: String]])
        let type = try #require(json["payloadType"] as? String)
        #expect(type == "application/vnd.fipsmark.acceptance+json")
        let body = try #require(
            (json["payload"] as? String).flatMap { Data(base64Encoded: $0) })
        let signature = try #require(signatures[0]["sig"].flatMap { Data(base64Encoded: $0) })
        let signed = Data("DSSEv1 \(type.utf8.count) \(type) \((payload ?? body).count) ".utf8)
        try (signed + (payload ?? body)).write(to: desk.folder.appending(path: "signed"))
        try signature.write(to: desk.folder.appending(path: "signature"))
        let openssl = try Command.run(
            "/usr/bin/env",
            ["openssl", "dgst", "-sha256", "-verify", key, "-signature", "signature", "signed"],
            folder: desk.folder)
        return openssl.status == 0
    }

    @Test func eachRecordGivesALine() throws {
        let record = try record()
        let file = try desk.folder.file("accept.json", record + record)
        let key = try desk.key()
        let outcome = try desk.fipsmark(["evidence", "sign", file, "--key", key.own])
        #expect(outcome.status == 0, "\(outcome.talk)")
        let lines = outcome.output.split(separator: "\n").map(String.init)
        #expect(lines.count == 2)
        for line in lines {
            #expect(try opensslVerifies(line, key.open, payload: nil))
            let changed = Data(record.replacing("\"exitCode\":", with: "\"exitCode\": ").utf8)
            #expect(try !opensslVerifies(line, key.open, payload: changed))
        }
    }

    /// The module under test signs, or nobody does, unless that was asked for.
    @Test func withoutTheModuleOnlyOutside() throws {
        let file = try desk.folder.file("accept.json", try record())
        let key = try desk.key()
        let sign = ["evidence", "sign", file, "--key", key.own]
        let missing = ["--provider", desk.path("nothing.so")]
        expectError(
            try desk.fipsmark(sign + missing), status: 2, "no FIPS provider", "--outside")
        #expect(try desk.fipsmark(sign + missing + ["--outside"]).status == 0)
    }

    /// As on a node whose configuration names a module that does not load, and no other.
    @Test func theMachinesConfigurationMayServeNothing() throws {
        let configuration = try desk.folder.file(
            "openssl.cnf",
            """
            openssl_conf = start
            [start]
            providers = providers
            alg_section = algorithms
            [providers]
            fips = fips
            base = base
            [fips]
            module = \(desk.path("nothing.so"))
            activate = 1
            [base]
            activate = 1
            [algorithms]
            default_properties = fips=yes

            """)
        let environment = ["OPENSSL_CONF": configuration]
        let file = try desk.folder.file("accept.json", try record())
        let key = try desk.key()
        let outcome = try desk.fipsmark(
            ["evidence", "sign", file, "--outside", "--key", key.own], environment: environment)
        #expect(outcome.status == 0, "\(outcome.talk)")
        #expect(try opensslVerifies(outcome.output, key.open, payload: nil))
        let bundle = try desk.bundle()
        let verified = try desk.fipsmark(
            ["verify", bundle.path, "--key", key.open], environment: environment)
        #expect(verified.status == 0, "\(verified.talk)")
    }

    @Test(arguments: ["", "{}\n", "not JSON\n", "{\"asOf\":\"2026-11-22\"}\n"])
    func onlyAcceptancesAreSigned(_ text: String) throws {
        let file = try desk.folder.file("file.json", text)
        let outcome = try desk.fipsmark([
            "evidence", "sign", file, "--outside", "--key", try desk.key().own,
        ])
        expectError(outcome, status: 2, "file.json")
        #expect(outcome.output.isEmpty)
    }
}
