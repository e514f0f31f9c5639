import Foundation
import Testing

/// `algorithms`, `--help` and wrong usage: all that needs no module.
@Suite final class AlgorithmsTests {
    private let folder: URL

    init() throws { folder = try Folder.make() }

    deinit { Folder.remove(folder) }

    @Test func tableHasEveryAlgorithm() throws {
        let outcome = try run(["algorithms"])
        #expect(outcome.status == 0)
        #expect(outcome.talk.isEmpty)
        let names = outcome.output.split(separator: "\n").map { $0.prefix { $0 != " " } }
        for name in [
            "ACVP-AES-GCM", "ACVP-AES-GMAC", "SHA2-224", "SHA2-256", "SHA2-384", "SHA2-512",
            "SHA2-512/224", "SHA2-512/256", "HMAC-SHA2-256", "ctrDRBG", "hashDRBG", "hmacDRBG",
            "ECDSA-keyGen", "ECDSA-keyVer", "ECDSA-sigGen", "ECDSA-sigVer", "DetECDSA-sigGen",
        ] {
            #expect(names.contains { $0 == name }, "\(name)")
        }
        #expect(outcome.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
    }

    @Test(arguments: [
        ("DES-EDE3-CBC", "legacy use", "tdea3-dec", "SP 800-131A Rev. 2"),
        ("des-ede3-cbc", "legacy use", "tdea3-dec", "SP 800-131A Rev. 2"),
        ("MD5", "non-approved", "na-md5", "SP 800-140C"),
        ("AES-256-GCM", "approved", "aes-gcm", "SP 800-38D"),
        ("SHA2-256", "approved", "sha2-256", "FIPS 180-4"),
        ("AES-GCM", "approved", "aes-gcm-enc-int", "SP 800-38D"),
        ("X25519MLKEM768", "allowed", "hybrid-x25519-mlkem768", "IG D.S"),
        ("X448MLKEM1024", "non-approved", "hybrid-x448-mlkem1024", "IG D.S"),
        ("HKDF", "approved", "hkdf", "SP 800-56C"),
        ("ecdsa-brainpool", "non-approved", "ecdsa-brainpool", "SP 800-186"),
    ])
    func nameIsExplained(name: String, status: String, rule: String, source: String) throws {
        let outcome = try run(["algorithms", name])
        #expect(outcome.status == 0, "\(outcome.talk)")
        let fields = outcome.output.split(separator: "\n")
        for (field, value) in [("status", status), ("rule", rule), ("source", source)] {
            #expect(
                fields.contains { $0.hasPrefix("  \(field) ") && $0.contains(value) },
                "\(field) \(value) in\n\(outcome.output)")
        }
        if status != "approved" && status != "allowed" {
            #expect(fields.contains { $0.hasPrefix("  instead ") }, "\(outcome.output)")
        }
    }

    @Test(arguments: [
        ("DES-EDE3-CBX", "DES-EDE3-CBC"), ("SHA2-255", "SHA2-25"), ("ctrDRGB", "ctrDRBG"),
        ("AES-GMC", "AES-GCM?"), ("HKFD", "HKDF"), ("KMAK-128", "KMAC-128"), ("Ed2519", "ED25519"),
        ("ML-KEM-786", "ML-KEM-768"), ("ML-DSA-56", "ML-DSA-65"), ("RSA-OEAP", "rsa-oaep"),
        ("SLHDSA-SHA2-128s", "SLH-DSA-SHA2-128S"), ("PKBDF2", "PBKDF2"), ("X25591", "X25519"),
    ])
    func typoSuggestsTheNearestName(typo: String, nearest: String) throws {
        expectError(
            try run(["algorithms", typo]), status: 2, "'\(typo)'", "did you mean \(nearest)")
    }

    /// Every change of policy shows in this file. `Scripts/golden` writes it again.
    @Test func theCatalogueIsTheReviewedOne() throws {
        let outcome = try run(["algorithms", "--format", "markdown", "--as-of", "2026-11-22"])
        let golden = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "algorithms.golden")
        let reviewed = try String(contentsOf: golden, encoding: .utf8)
        let (now, then) = (
            outcome.output.split(separator: "\n"), reviewed.split(separator: "\n")
        )
        for line in now.difference(from: then) {
            Issue.record("\(line); after a review, Scripts/golden writes it")
        }
        #expect(outcome.output == reviewed)
    }

    @Test func theCatalogueHasEveryFormat() throws {
        let csv = try run(["algorithms", "--format", "csv"]).output
        #expect(csv.hasPrefix("kind,name,status,"))
        #expect(csv.contains("\r\nalgorithm,SHA2-256,approved,") && csv.contains("\r\nrule,"))
        let json = try run(["algorithms", "--format", "json"]).output
        #expect(try CanonicalJSON.rewritten(String(json.dropLast())) == String(json.dropLast()))
        let late = try run(["algorithms", "--format", "json", "--as-of", "2031-01-01"]).output
        #expect(late != json && late.contains(#""asOf":"2031-01-01""#))
    }

    @Test func theLayersAreShownApart() throws {
        let words = try run(["algorithms", "ED25519"]).output
            .split { $0 == " " || $0 == "\n" }.joined(separator: " ")
        for part in [
            "standard approved as of", "certified 4985: non-approved", "so not approved",
            "certified 5132: approved", "--probe loads it",
        ] {
            #expect(words.contains(part), "\(part) in \(words)")
        }
        let legacy = try run(["algorithms", "sha1-sigver"]).output
        #expect(legacy.contains("passes with --legacy only"))
        #expect(try run(["algorithms", "sha1-sigver", "--legacy"]).output.contains("by --legacy"))
    }

    @Test func aBrokenTableOfCertificatesIsTold() throws {
        let table = folder.appending(path: "certificates.json")
        try Data(#"{"format":"fipsmark certificates 1","date":"2026-02-30"}"#.utf8).write(to: table)
        expectError(
            try run(["algorithms", "MD5", "--certificates", table.path]), status: 2, "line 1",
            "'2026-02-30' is no date")
    }

    @Test func nameLikeNoOtherSuggestsNothing() throws {
        let outcome = try run(["algorithms", "qqqqqqqqqqqqqqqqqqqq"])
        expectError(outcome, status: 2, "no algorithm is known as 'qqqqqqqqqqqqqqqqqqqq'")
        #expect(!outcome.talk.contains("did you mean"))
    }

    @Test(arguments: ["/dev/full", "closed"])
    func standardOutputCannotBeWritten(target: String) throws {
        let outcome = try Fipsmark.runInShell(
            "exec \"$0\" \"$@\" " + (target == "closed" ? ">&-" : ">\(target)"), ["algorithms"],
            folder: folder)
        expectError(outcome, status: 2, "standard output")
    }

    @Test(arguments: [
        ["--help"], ["run", "--help"], ["kat", "--help"], ["bench", "--help"],
        ["algorithms", "--help"],
    ])
    func helpTeaches(arguments: [String]) throws {
        let outcome = try run(arguments)
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("USAGE: fipsmark"))
        #expect(outcome.talk.isEmpty)
    }

    @Test(arguments: [
        (["kat", "--frob"], "Unknown option '--frob'"),
        (["frob"], "frob"),
        (["run", "--quick", "--full"], "--quick and --full exclude each other"),
        (["bench", "--profile", "endless"], "endless"),
        (["bench", "--size", "7"], "--size takes a multiple of 16"),
        (["bench", "--all", "--algorithm", "SHA-2"], "--all and --algorithm exclude each other"),
        (["bench", "--algorithm", "AES-GCN"], "did you mean AES-GCM?"),
        (["bench", "--algorithm", "MD5"], "no algorithm or family 'MD5'"),
        (["kat", "--format", "yaml"], "yaml"),
        (["kat", "--output"], "Missing value"),
        (["algorithms", "SHA2-256", "SHA2-384"], "SHA2-384"),
    ])
    func wrongUsage(arguments: [String], cause: String) throws {
        let outcome = try run(arguments)
        #expect(outcome.status == 64)
        #expect(outcome.output.isEmpty)
        #expect(outcome.talk.contains(cause), "\(outcome.talk)")
    }

    /// None of it may look for a provider.
    private func run(_ arguments: [String]) throws -> Outcome {
        try Fipsmark.run(
            arguments, environment: ["FIPSMARK_PROVIDER": "/nonexistent/fips.so"],
            folder: folder)
    }
}
