import Foundation
import Testing

/// Envelopes that another program wrote: openssl and a shell, as an aggregator might have them.
@Suite struct EvidenceForeignTests {
    private let desk: EvidenceDesk

    init() throws { desk = try EvidenceDesk() }

    private func unsigned() throws -> URL {
        let outcome = try desk.create(try desk.results(), ["--no-sign"])
        return URL(filePath: String(outcome.output.dropLast()))
    }

    /// Signs the manifest of a bundle, in another form than ours: white space, no keyid, the
    /// alphabet of URLs, one subject alone.
    private func countersign(_ bundle: URL, subject: String = "manifest.json") throws -> String {
        let made = try Command.run(
            "/bin/sh",
            [
                "-euc",
                """
                openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1/own.pem"
                openssl pkey -in "$1/own.pem" -pubout -out "$1/own.pub.pem"
                D=$(sha256sum "$2" | cut -c 1-64)
                printf '{ "_type": "https://in-toto.io/Statement/v1", "subject":
                    [ { "name": "manifest.json", "digest": { "sha256": "%s" } } ],
                    "predicateType": "https://example.org/seen", "predicate": { } }' \
                    "$D" >"$1/payload"
                printf 'DSSEv1 28 application/vnd.in-toto+json %d ' \
                    "$(wc -c <"$1/payload")" >"$1/signed"
                cat "$1/payload" >>"$1/signed"
                openssl dgst -sha256 -sign "$1/own.pem" -out "$1/signature" "$1/signed"
                printf '{ "payloadType": "application/vnd.in-toto+json", "payload": "%s",
                    "signatures": [ { "sig": "%s" } ] }' \
                    "$(base64 -w 0 "$1/payload" | tr '+/' '-_')" \
                    "$(base64 -w 0 "$1/signature")" >manifest.dsse.json
                """, "sh", desk.folder.path, subject,
            ], folder: bundle)
        try #require(made.status == 0, "\(made.talk)")
        return desk.path("own.pub.pem")
    }

    @Test(arguments: [true, false])
    func anAggregatorSignsWhatANodeMade(_ isSigned: Bool) throws {
        let bundle = try isSigned ? desk.bundle() : unsigned()
        let key = try countersign(bundle)
        #expect(try desk.verify(bundle, ["--key", key]).status == 2)
        let outcome = try desk.verify(bundle, ["--key", key, "--foreign"])
        #expect(outcome.status == 0, "\(outcome.output)")
        #expect(outcome.output.contains("signature: by the key that is trusted"))
        // The node's own key did not write it.
        #expect(try desk.verify(bundle, ["--key", try desk.key().open, "--foreign"]).status == 2)
        #expect(try desk.verify(bundle, ["--foreign"]).status == 2)
        try bundle.change("junit.xml", "tests=\"", "tests=\"1")
        #expect(try desk.verify(bundle, ["--key", key, "--foreign"]).status == 2)
    }

    @Test func aStatementOfSomethingElseIsNone() throws {
        let bundle = try unsigned()
        let key = try countersign(bundle, subject: "junit.xml")
        let outcome = try desk.verify(bundle, ["--key", key, "--foreign"])
        #expect(outcome.status == 2)
        #expect(outcome.output.contains("its statement does not name this manifest"))
    }

    /// Our own form is taken as well, and its other signature is by the node's key.
    @Test func theNodesOwnEnvelopeIsOneTheOthersAreToo() throws {
        let bundle = try desk.bundle(.fail)
        let key = try desk.key().open
        #expect(try desk.verify(bundle, ["--key", key, "--foreign"]).status == 1)
        let other = try desk.key("other", curve: "P-256").open
        #expect(try desk.verify(bundle, ["--key", other, "--foreign"]).status == 2)
    }

    /// Digests put right by somebody without the key: nothing of it is parsed.
    @Test func whatTheKeyDidNotSignIsNotRead() throws {
        let bundle = try desk.bundle()
        let before = try desk.text(bundle.path + "/results.json")
        let after = before + String(repeating: "[", count: 1 << 20)
        try bundle.file("results.json", after)
        let sums = try Command.run(
            "/usr/bin/env", ["sha256sum", "results.json"], folder: bundle)
        try bundle.change(
            "manifest.json",
            "\"bytes\":\(before.utf8.count),\"path\":\"results.json\",\"sha256\":\""
                + (try desk.digest(of: before)),
            "\"bytes\":\(after.utf8.count),\"path\":\"results.json\",\"sha256\":\""
                + sums.output.prefix(64))
        let outcome = try desk.verify(bundle)
        #expect(outcome.status == 2)
        #expect(outcome.output.contains("are there, and none beside"), "\(outcome.output)")
        #expect(outcome.output.contains("its statement does not name this manifest"))
        #expect(!outcome.output.contains("results.json: byte"))
    }

    @Test(arguments: ["manifest.json", "manifest.dsse.json"])
    func endlessNestingIsNoCrash(_ name: String) throws {
        let bundle = try desk.bundle()
        for count in [1000, 900_000, 5_000_000] {
            try bundle.file(name, String(repeating: "[", count: count))
            let outcome = try desk.verify(bundle)
            #expect(outcome.status == 2 && outcome.signal == nil, "\(outcome.talk)")
            #expect(!outcome.firstLine.hasPrefix("VERIFIED"))
        }
    }
}
