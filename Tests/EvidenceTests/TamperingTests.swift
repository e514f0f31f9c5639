import COpenSSL
import CanonicalJSON
import Evidence
import EvidenceSigning
import Foundation
import OpenSSLModule
import Testing

/// Whatever is changed in a bundle, it is no longer verified, and nothing crashes.
@Suite struct TamperingTests {
    @Test(arguments: Sample.Kind.allCases)
    func anUntouchedBundleIsVerified(_ kind: Sample.Kind) throws {
        for strength in SigningKey.Strength.allCases {
            let bundle = try MadeBundle(kind, strength: strength)
            let verification = bundle.verification()
            #expect(verification.lines.filter { !$0.holds }.map(\.text) == [])
            #expect(verification.result == (kind == .pass ? .passing : .findings))
        }
    }

    /// Each byte of the small files, and a sample of the large ones: never fewer than 5,000.
    @Test func everyFlippedByteIsSeen() throws {
        let bundle = try MadeBundle()
        var generator = SystemRandomNumberGenerator()
        var flips = 0
        for (path, bytes) in bundle.files.sorted(by: { $0.key < $1.key }) {
            let isSmall = bytes.count <= 4096
            let places = isSmall ? bytes.count : 400
            var files = bundle.files
            for index in 0..<places {
                let place = isSmall ? index : Int.random(in: bytes.indices, using: &generator)
                var changed = bytes
                changed[place] ^= UInt8.random(in: 1...255, using: &generator)
                files[path] = changed
                #expect(bundle.result(files) == .notVerified, "\(path) at byte \(place)")
                flips += 1
            }
        }
        #expect(flips >= 5000, "\(flips) flips")
    }

    @Test func filesSwappedAddedRemovedAndTruncated() throws {
        let bundle = try MadeBundle(.fail)
        let paths = bundle.files.keys.sorted()
        for path in paths {
            var files = bundle.files
            files[path] = nil
            #expect(bundle.result(files) == .notVerified, "without \(path)")
            let bytes = bundle.files[path] ?? []
            for count in [0, 1, bytes.count / 2, bytes.count - 1] {
                files[path] = Array(bytes.prefix(count))
                #expect(bundle.result(files) == .notVerified, "\(count) bytes of \(path)")
            }
            files[path] = bytes + [0x0A]
            #expect(bundle.result(files) == .notVerified, "one more byte of \(path)")
        }
        for (one, other) in zip(paths, paths.dropFirst()) {
            var files = bundle.files
            files[one] = bundle.files[other]
            files[other] = bundle.files[one]
            #expect(bundle.result(files) == .notVerified, "\(one) and \(other) swapped")
        }
        for path in ["extra.txt", "../outside", "oscal/extra.json", ""] {
            var files = bundle.files
            files[path] = [0x41]
            #expect(bundle.result(files) == .notVerified, "\(path) added")
        }
        #expect(bundle.result([:]) == .notVerified)
    }

    /// Someone who changes a file and puts every digest right, but has no key.
    private func redone(
        _ bundle: MadeBundle, _ path: String, _ change: (String) -> String
    ) throws -> [String: [UInt8]] {
        var files = bundle.files
        let text = String(decoding: try #require(files[path]), as: UTF8.self)
        let changed = change(text)
        try #require(changed != text, "nothing was changed in \(path)")
        files[path] = Array(changed.utf8)
        let old = bundle.hashing.sha256(Array(text.utf8))
        let new = bundle.hashing.sha256(Array(changed.utf8))
        for name in [BundleFiles.sumsPath, Manifest.path] {
            let before = bundle.hashing.sha256(files[name] ?? [])
            var listing = String(decoding: files[name] ?? [], as: UTF8.self)
                .replacingOccurrences(of: old, with: new)
                .replacingOccurrences(
                    of: "\"bytes\":\(text.utf8.count),\"path\":\"\(path)\"",
                    with: "\"bytes\":\(changed.utf8.count),\"path\":\"\(path)\"")
            if name == BundleFiles.sumsPath {
                files[name] = Array(listing.utf8)
                let after = bundle.hashing.sha256(files[name] ?? [])
                listing = String(decoding: files[Manifest.path] ?? [], as: UTF8.self)
                    .replacingOccurrences(of: before, with: after)
                files[Manifest.path] = Array(listing.utf8)
            } else {
                files[name] = Array(listing.utf8)
            }
        }
        return files
    }

    /// The key's owner may sign what does not follow from the sources: that is seen too.
    private func resigned(
        _ bundle: MadeBundle, _ files: [String: [UInt8]], by key: SigningKey
    ) throws -> [String: [UInt8]] {
        var files = files
        let manifest = try Manifest(files[Manifest.path] ?? [])
        let sources = try BundleSources(
            files: files, options: manifest.options, controls: bundle.controls,
            hashing: bundle.hashing)
        let statement = Statement.testResult(
            manifest, manifestDigest: bundle.hashing.sha256(files[Manifest.path] ?? []), sources)
        let envelope = try Envelope(
            signing: Array(statement.canonicalText.utf8), by: key, bundle.hashing)
        files[Manifest.envelopePath] = Array(envelope.text.utf8)
        return files
    }

    @Test func aFailedCaseDroppedFromOneProjection() throws {
        let bundle = try MadeBundle(.fail)
        let files = try redone(bundle, "junit.xml") {
            $0.replacingOccurrences(of: "failures=\"1\"", with: "failures=\"0\"")
        }
        #expect(bundle.result(files) == .notVerified)
        let signed = try resigned(bundle, files, by: bundle.key)
        let verification = bundle.verification(of: signed)
        #expect(verification.result == .notVerified)
        #expect(
            verification.lines.contains {
                $0.text == "derivation: junit.xml does not follow from the sources"
            }, "even where the key's owner signs it")
    }

    @Test func aNumberChangedInTheReport() throws {
        let bundle = try MadeBundle(.fail)
        let files = try redone(bundle, "report.html") {
            $0.replacingOccurrences(of: ">1<", with: ">2<")
        }
        let signed = try resigned(bundle, files, by: bundle.key)
        #expect(bundle.result(files) == .notVerified && bundle.result(signed) == .notVerified)
    }

    @Test func aVerdictThatItsChecksDoNotGive() throws {
        let bundle = try MadeBundle(.fail)
        let files = try redone(bundle, BundleSources.resultsPath) {
            $0.replacingOccurrences(of: "\"verdict\":\"fail\"}", with: "\"verdict\":\"pass\"}")
                .replacingOccurrences(of: "\"headline\":\"FAIL", with: "\"headline\":\"PASS")
        }
        let signed = try resigned(bundle, files, by: bundle.key)
        #expect(bundle.result(signed) == .notVerified)
    }

    @Test func signedByAnotherKey() throws {
        let bundle = try MadeBundle()
        let other = try SigningKey(generating: .p256, in: bundle.module)
        let signed = try resigned(bundle, bundle.files, by: other)
        #expect(bundle.result(signed) == .notVerified)
        // And the other key put into the bundle as well.
        var files = signed
        files[BundleFiles.publicKeyPath] = Array(other.publicPEM.utf8)
        #expect(bundle.result(files) == .notVerified)
        let wrong = try VerificationKey(pem: Array(other.publicPEM.utf8))
        #expect(bundle.verification(key: wrong).result == .notVerified)
    }

    /// Forms of the same signature that our own envelopes do not have.
    @Test func otherFormsOfTheEnvelope() throws {
        // One signature in three fills its base64 and leaves no bits to play with.
        var bundle = try MadeBundle()
        while !(try signature(of: bundle)).hasSuffix("=") { bundle = try MadeBundle() }
        let text = String(decoding: bundle.files[Manifest.envelopePath] ?? [], as: UTF8.self)
        let envelope = try Envelope(Array(text.utf8), isForeign: false)
        let signature = Base64.encode(envelope.signature)
        let raw = try TamperingTests.raw(envelope.signature)
        let changes: [(String, String, Bool)] = [
            ("{\"payload\"", "{ \"payload\"", true), (",\"sig\":", ", \"sig\":", true),
            ("\"keyid\":\"\(envelope.keyID)\",", "", true),
            (envelope.keyID, Sample.digest("0"), true),
            (signature, Base64.encode(raw), false), (signature, try slack(signature), true),
            ("}\n", "}", true), ("\"payloadType\"", "\"x\":1,\"payloadType\"", true),
        ]
        for (old, new, isSound) in changes {
            let changed = text.replacingOccurrences(of: old, with: new)
            try #require(changed != text, "nothing was changed by \(new)")
            var files = bundle.files
            files[Manifest.envelopePath] = Array(changed.utf8)
            #expect(bundle.result(files) == .notVerified, "\(new)")
            let foreign = bundle.verification(of: files, isForeign: true)
            #expect((foreign.result == .findings) == isSound, "\(new) with --foreign")
        }
    }

    private func signature(of bundle: MadeBundle) throws -> String {
        let text = bundle.files[Manifest.envelopePath] ?? []
        return Base64.encode(try Envelope(text, isForeign: false).signature)
    }

    /// The same octets with the unused bits of the last character set.
    private func slack(_ base64: String) throws -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        let digits = base64.prefix { $0 != "=" }
        let last = try #require(digits.last.flatMap { alphabet.firstIndex(of: $0) })
        let changed = digits.dropLast() + [alphabet[last + 1]] + base64.drop { $0 != "=" }
        try #require(Base64.decode(String(changed)) == Base64.decode(base64))
        return String(changed)
    }

    /// n - s verifies as s does: only one of them is ours.
    @Test func theOtherHalfOfASignature() throws {
        for strength in SigningKey.Strength.allCases {
            let bundle = try MadeBundle(.pass, strength: strength)
            for path in [Manifest.envelopePath, BundleFiles.assessmentEnvelopePath] {
                let envelope = try Envelope(bundle.files[path] ?? [], isForeign: false)
                let other = try mirrored(envelope.signature, strength)
                #expect(bundle.publicKey.verifies(other, of: envelope.signedBytes))
                var files = bundle.files
                files[path] = Array(
                    Envelope(payload: envelope.payload, keyID: envelope.keyID, signature: other)
                        .text.utf8)
                #expect(bundle.result(files) == .notVerified, "\(path)")
            }
        }
    }

    /// With n - s for s, by libcrypto's own arithmetic.
    private func mirrored(
        _ der: [UInt8], _ strength: SigningKey.Strength
    ) throws -> [UInt8] {
        let order =
            strength == .p256
            ? "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551"
            : "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77A"
                + "ECEC196ACCC52973"
        let signature = der.withUnsafeBufferPointer { bytes -> OpaquePointer? in
            var next = bytes.baseAddress
            return d2i_ECDSA_SIG(nil, &next, bytes.count)
        }
        defer { ECDSA_SIG_free(signature) }
        var n: OpaquePointer?
        BN_hex2bn(&n, order)
        let s = BN_new()
        BN_sub(s, n, ECDSA_SIG_get0_s(signature))
        BN_free(n)
        ECDSA_SIG_set0(signature, BN_dup(ECDSA_SIG_get0_r(signature)), s)
        var text: UnsafeMutablePointer<UInt8>?
        let count = i2d_ECDSA_SIG(signature, &text)
        defer { CRYPTO_free(text, #file, #line) }
        return Array(UnsafeBufferPointer(start: text, count: Int(count)))
    }

    /// The key's owner signs results that say of themselves what they do not show.
    @Test(arguments: [
        ("\"sunset\":\"\"", "\"sunset\":\"2099-01-01\""),
        ("\"status\":\"unknown to the table\"", "\"status\":\"active\""),
        (" wrong; libgcrypt agrees", " wrong; NIST validated"),
        ("/1 right", "/9 right"), ("\"standard\":\"disallowed\"", "\"standard\":\"approved\""),
        (
            "\"outcome\":\"pass\",\"severity\":\"required\",\"title\":\"words\"},{\"id\":\"probe",
            "\"outcome\":\"fail\",\"severity\":\"warning\",\"title\":\"words\"},{\"id\":\"probe"
        ),
        ("self-test/openssl/KAT_Digest/words", "self-test/openssl/KAT_Digest/others"),
        ("name/openssl/digest/MD5", "probe/openssl/tdea3-enc/tdea-encryption"),
    ])
    func resultsThatContradictThemselves(_ old: String, _ new: String) throws {
        let text = String(decoding: Sample.results(.pass), as: UTF8.self)
        let changed = text.replacingOccurrences(of: old, with: new)
        try #require(changed != text)
        let policy = try RulesInForce(certificates: SampleBundle.certificateText)
        #expect(Replay.problems(try Results(Array(text.utf8)), policy) == [])
        #expect(Replay.problems(try Results(Array(changed.utf8)), policy).count >= 1)
    }

    /// r and s side by side, as JWS has them.
    private static func raw(_ der: [UInt8]) throws -> [UInt8] {
        var place = 2
        var raw: [UInt8] = []
        for _ in 0..<2 {
            let count = Int(der[place + 1])
            let number = der[(place + 2)..<(place + 2 + count)].drop { $0 == 0 }
            raw += [UInt8](repeating: 0, count: 32 - number.count) + number
            place += 2 + count
        }
        try #require(raw.count == 64)
        return raw
    }

    @Test func nobodyIsKnownWithoutAKey() throws {
        let verification = try MadeBundle(.pass).verification(hasKey: false)
        #expect(verification.result == .notVerified)
        #expect(
            verification.lines.filter { !$0.holds }.map(\.text) == [
                "signature: signer unknown: consistency only; pass --key"
            ])
        let unsigned = try MadeBundle(.pass, isSigned: false).verification()
        #expect(unsigned.result == .notVerified)
        #expect(unsigned.manifest?.signer == .nobody)
    }

    @Test func aChainIsFollowedOrNot() throws {
        let first = try MadeBundle(.pass)
        let manifest = first.files[Manifest.path] ?? []
        let second = try MadeBundle(.pass, previous: first.hashing.sha256(manifest))
        #expect(second.verification(previous: manifest).result == .passing)
        #expect(first.verification(previous: manifest).result == .notVerified)
        #expect(second.verification(previous: manifest + [0x0A]).result == .notVerified)
    }

    /// The same results give the same bytes, but for the signatures.
    @Test func theSameResultsGiveTheSameBytes() throws {
        let bundles = try [MadeBundle(.fail, isSigned: false), MadeBundle(.fail, isSigned: false)]
        #expect(bundles[0].files == bundles[1].files)
        #expect(bundles[0].files.count > 10)
    }

    @Test(arguments: [
        "<script>alert(1)</script>", "]]>", "a\nb\r\nc", "\u{1B}[31mred\u{7}", "../../etc/passwd",
        "\u{202E}dwssap", "& \" ' \\ {0} %s $(id) `id`", "\u{0}\u{85}\u{2028}\u{FFFE}",
    ])
    func hostileWordsChangeNothing(_ text: String) throws {
        for kind in Sample.Kind.allCases {
            let bundle = try MadeBundle(kind, text: text)
            let verification = bundle.verification()
            #expect(verification.lines.filter { !$0.holds }.map(\.text) == [])
            let shown = VerificationText.text(verification, key: text, checkedBy: text)
            #expect(!shown.contains("\u{1B}") && !shown.contains("\u{0}"))
        }
    }

    /// And what was not asked for is not there: another marking is another bundle.
    @Test func aMarkingStandsInWhatPeopleRead() throws {
        var options = BundleOptions()
        options.marking = "CUI//SP-TEST"
        let bundle = try MadeBundle(.pass, options: options)
        #expect(bundle.verification().result == .passing)
        for path in ["report.html", "oscal/assessment-results.json", Manifest.path] {
            let text = String(decoding: bundle.files[path] ?? [], as: UTF8.self)
            #expect(text.contains("CUI//SP-TEST"), "\(path)")
            let plain = try MadeBundle(.pass).files[path] ?? []
            #expect(!String(decoding: plain, as: UTF8.self).contains("CUI//"), "\(path)")
        }
    }

    @Test func aMegabyteOfWords() throws {
        let bundle = try MadeBundle(.fail, text: String(repeating: "A", count: 1 << 20))
        #expect(bundle.verification().result == .findings)
        let report = bundle.files["report.html"] ?? []
        #expect(report.count < 1 << 20, "what is long is cut in what people read")
    }
}
