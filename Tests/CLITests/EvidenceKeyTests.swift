import Foundation
import Testing

/// With which keys evidence is signed, and who is said to have signed.
@Suite struct EvidenceKeyTests {
    private let desk: EvidenceDesk

    init() throws { desk = try EvidenceDesk() }

    private func mode(_ path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return try #require(attributes[.posixPermissions] as? Int)
    }

    private func openssl(_ arguments: String...) throws -> Outcome {
        let outcome = try Command.run(
            "/usr/bin/env", ["openssl"] + arguments, folder: desk.folder)
        try #require(outcome.status == 0, "\(outcome.talk)")
        return outcome
    }

    /// A private key that another program made.
    private func foreignKey(_ name: String, _ arguments: String...) throws -> String {
        let path = desk.path(name)
        let outcome = try Command.run(
            "/usr/bin/env", ["openssl", "genpkey", "-out", path] + arguments,
            folder: desk.folder)
        try #require(outcome.status == 0, "\(outcome.talk)")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        return path
    }

    @Test(arguments: ["P-256", "P-384"])
    func keysAreMadeForTheirOwnerAlone(_ curve: String) throws {
        let key = try desk.key("key", curve: curve)
        #expect(try mode(key.own) == 0o600 && mode(key.open) == 0o644)
        let told = try openssl("pkey", "-in", key.own, "-noout", "-text").output
        #expect(told.contains("NIST CURVE: \(curve)"))
        let open = try desk.text(key.open)
        #expect(try openssl("pkey", "-in", key.own, "-pubout").output == open)
        #expect(try Folder.names(desk.folder).count == 2, "nothing else is left")
        #expect(try desk.verify(try desk.bundle()).status == 0)
    }

    @Test func aKeyIsNotWrittenOver() throws {
        let key = try desk.key()
        let before = try desk.text(key.own)
        expectError(
            try desk.fipsmark(["evidence", "keygen", "--output", key.own]), status: 2, key.own,
            "exists")
        #expect(try desk.text(key.own) == before)
        // The public half alone is in the way too.
        try FileManager.default.removeItem(atPath: key.own)
        expectError(
            try desk.fipsmark(["evidence", "keygen", "--output", key.own]), status: 2, key.open,
            "exists")
        #expect(!FileManager.default.fileExists(atPath: key.own))
    }

    @Test(arguments: ["P-224", "P-521", "K-256", "", "p-256"])
    func otherCurvesAreRefused(_ curve: String) throws {
        let outcome = try desk.fipsmark([
            "evidence", "keygen", "--curve", curve, "--output", desk.path("weak.pem"),
        ])
        #expect(outcome.status == 64 && outcome.talk.contains("P-384"), "\(outcome.talk)")
        #expect(try Folder.names(desk.folder).isEmpty)
    }

    @Test(arguments: [0o644, 0o640, 0o604, 0o660, 0o601])
    func aKeyThatOthersReachIsRefused(_ mode: Int) throws {
        let key = try desk.key().own
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: key)
        for more in [[], ["--outside"]] {
            expectError(
                try desk.create(try desk.results(), ["--key", key] + more), status: 2,
                String(mode, radix: 8), "chmod 600 \(key)")
        }
        #expect(!FileManager.default.fileExists(atPath: desk.path("bundles")))
    }

    @Test func weakAndStrangeKeysAreNamed() throws {
        let weak = try foreignKey(
            "weak.pem", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-224")
        let rsa = try foreignKey(
            "rsa.pem", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048")
        let edwards = try foreignKey("ed.pem", "-algorithm", "ED25519")
        let results = try desk.results()
        for (key, name) in [(weak, "P-224"), (rsa, "RSA"), (edwards, "ED25519")] {
            // libcrypto's own name for the curve is another one.
            let names = name == "P-224" ? ["P-224", "secp224r1"] : [name]
            for more in [[], ["--outside"]] {
                let outcome = try desk.create(results, ["--key", key] + more)
                expectError(outcome, status: 2, key, "P-256 or P-384", "keygen")
                #expect(names.contains { outcome.talk.contains($0) }, "\(outcome.talk)")
            }
        }
        let verified = try desk.verify(
            try desk.bundle(),
            ["--key", try publicHalf(of: weak)])
        expectError(verified, status: 2, "P-256 or P-384")
        #expect(try Folder.names(desk.folder.appending(path: "bundles")).count == 1)
    }

    private func publicHalf(of key: String) throws -> String {
        _ = try openssl("pkey", "-in", key, "-pubout", "-out", "\(key).pub")
        return "\(key).pub"
    }

    /// Before minutes of work, not after them.
    @Test func aRunAsksForItsKeyFirst() throws {
        let open = try desk.key().open
        for (key, cause) in [
            (desk.path("none.pem"), "No such file"), (open, "chmod 600"),
            (try foreignKey("rsa.pem", "-algorithm", "RSA"), "of RSA"),
        ] {
            let outcome = try desk.fipsmark([
                "run", "--evidence", desk.path("bundles"), "--key", key,
            ])
            #expect(outcome.status == 2 && outcome.output.isEmpty)
            #expect(outcome.talkLines.count == 2, "\(outcome.talk)")
            #expect(outcome.talk.contains(cause), "\(outcome.talk)")
            #expect(outcome.talk.contains("no bundle could be signed, for the reason above"))
        }
        #expect(!FileManager.default.fileExists(atPath: desk.path("bundles")))
    }

    @Test func whatIsNoKeyIsSaid() throws {
        let results = try desk.results()
        let locked = try foreignKey(
            "locked.pem", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256",
            "-aes-256-cbc", "-pass", "pass:secret")
        for text in ["", "text", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"] {
            let path = try desk.folder.file("no.pem", text)
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o600], ofItemAtPath: path)
            expectError(
                try desk.create(results, ["--key", path]), status: 2, path, "no private key")
        }
        expectError(
            try desk.create(results, ["--key", locked]), status: 2, locked, "no private key")
        expectError(
            try desk.create(results, ["--key", desk.path("none.pem")]), status: 2, "none.pem",
            "No such file")
        let open = try desk.key().open
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: open)
        expectError(
            try desk.create(results, ["--key", open]), status: 2, open, "no private key")
        #expect(!FileManager.default.fileExists(atPath: desk.path("bundles")))
    }

    /// A PIN may stand in the URI, and must not stand in a log.
    @Test func aTokenThatIsNotThereIsNamedWithoutItsPIN() throws {
        let empty = try desk.folder.file("empty.cnf", "")
        let outcome = try desk.create(
            try desk.results(),
            ["--key", "pkcs11:token=none;object=key?pin-value=31415926"],
            environment: ["OPENSSL_CONF": empty])
        expectError(outcome, status: 2, "pkcs11:token=none;object=key", "pkcs11-provider")
        #expect(!outcome.talk.contains("31415926"))
    }

    // MARK: Where the key is

    @Test func aKeyOutsideTheModuleIsSaidToBe() throws {
        let bundle = try desk.bundle(.pass, ["--outside"])
        #expect(try bundle.manifestWord("signer") == "outside the module under test")
        let outcome = try desk.verify(bundle)
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("by a key outside the module under test"))
    }

    /// Results of a module whose own tests failed, as a run writes them.
    private func failedResults(_ check: String) throws -> String {
        let text = try EvidenceDesk.results(.pass)
            .replacingOccurrences(of: "\"verdict\":\"pass\"", with: "\"verdict\":\"fail\"")
            .replacingOccurrences(of: "\"headline\":\"PASS", with: "\"headline\":\"FAIL")
        let start = try #require(text.range(of: "{\"id\":\"state/openssl\"")).lowerBound
        let end = try #require(text[start...].firstIndex(of: "}"))
        let failed = """
            {"id":"\(check)","observed":"it failed","outcome":"fail","severity":"required",\
            "title":"Self-test"}
            """
        return try desk.folder.file(
            "failed.json", text.replacingCharacters(in: start...end, with: failed))
    }

    @Test(arguments: ["state/openssl", "self-test/openssl/KAT_Digest/SHA2"])
    func aModuleThatFailedIsNotAskedToSign(_ check: String) throws {
        let results = try failedResults(check)
        let key = try desk.key()
        let outcome = try desk.create(results, ["--key", key.own])
        #expect(outcome.status == 0)
        #expect(outcome.talk.contains("warning: the module failed in this run"))
        #expect(outcome.talk.contains("warning: the module under test cannot sign"))
        #expect(outcome.talk.contains("--outside"))
        let unsigned = URL(filePath: String(outcome.output.dropLast()))
        #expect(try unsigned.manifestWord("signer") == "nobody")
        #expect(try unsigned.files()["manifest.dsse.json"] == nil)
        // Nor to hash.
        #expect(try !unsigned.manifestWord("hashedBy").contains("provider fips"))
        let signed = try desk.create(
            results, in: "outside", ["--key", key.own, "--outside"])
        #expect(signed.status == 0 && !signed.talk.contains("cannot sign"))
        let bundle = URL(filePath: String(signed.output.dropLast()))
        #expect(try bundle.manifestWord("signer") == "outside the module under test")
        let verified = try desk.verify(bundle)
        #expect(verified.status == 1, "\(verified.output)")
        #expect(verified.firstLine == "VERIFIED  the run has findings")
    }

    /// A bundle of evidence is made where there is no module at all, and says by what.
    @Test func withoutAModuleTheBundleIsMadeAllTheSame() throws {
        let outcome = try desk.create(
            try desk.results(), ["--key", try desk.key().own, "--provider", "/nonexistent.so"])
        #expect(outcome.status == 0)
        #expect(outcome.talk.contains("warning: no FIPS provider at /nonexistent.so"))
        let bundle = URL(filePath: String(outcome.output.dropLast()))
        #expect(try bundle.manifestWord("signer") == "nobody")
    }

    /// One more byte at the end of the file makes it another one, which works as well.
    @Test func anotherModuleIsSaidToBeOne() throws {
        let folder = try desk.folder.folder("other")
        let copy = try folder.file(
            "fips.so", Data(contentsOf: URL(filePath: Fipsmark.provider)) + [0])
        _ = try openssl(
            "fipsinstall", "-quiet", "-module", copy, "-out", folder.path + "/fipsmodule.cnf")
        let outcome = try desk.create(
            try desk.results(),
            [
                "--key", try desk.key().own, "--provider", copy, "--module-config",
                folder.path + "/fipsmodule.cnf",
            ])
        #expect(outcome.status == 0, "\(outcome.talk)")
        #expect(outcome.talk.contains("is another file than the module of the run"))
        let bundle = URL(filePath: String(outcome.output.dropLast()))
        #expect(try bundle.manifestWord("signer") == "another module")
        let verified = try desk.verify(bundle)
        #expect(verified.status == 0, "\(verified.output)")
        #expect(verified.output.contains("in another module than the one under test"))
    }
}
