import CanonicalJSON
import Evidence
import Testing

@Suite struct BillOfMaterialsTests {
    private func document(_ sources: BundleSources) throws -> JSONValue {
        let text = Projection.billOfMaterials.derive(sources)
        return try JSONReader.read(Array(text.utf8)).jsonValue
    }

    private func components(_ document: JSONValue) throws -> [String: JSONValue] {
        guard case .array(let components) = try document.at(["components"]) else { return [:] }
        return try Dictionary(
            uniqueKeysWithValues: components.map { (try $0.at(["bom-ref"]).words, $0) })
    }

    /// The sample with another set, which both modules executed.
    private func algorithm(
        _ name: String, operation: String, options: BundleOptions = BundleOptions()
    ) throws -> [String: JSONValue] {
        let sources = try SampleBundle.make(
            .pass, options: options,
            changes: [
                ("\"set\":\"SHA2-256\"", "\"set\":\"\(name)\""),
                ("\"algorithm\":\"SHA2-256\"", "\"algorithm\":\"\(name)\""),
                ("\"operation\":\"hash\"", "\"operation\":\"\(operation)\""),
            ])
        let all = try components(try document(sources))
        let asset = try #require(
            all.first { $0.key.hasPrefix("module/0/") }?.value, "\(name) is not listed")
        guard
            case .object(var properties) = try asset.at(["cryptoProperties", "algorithmProperties"])
        else { return [:] }
        properties["name"] = try asset.at(["name"])
        return properties
    }

    @Test func whatEachModuleExecutedIsListed() throws {
        let document = try document(try SampleBundle.make(.fail))
        let all = try components(document)
        #expect(
            Set(all.keys) == [
                "module/0", "module/1", "library/0", "module/0/SHA-256", "module/1/SHA-256",
            ])
        let hash = try #require(all["module/0"]).at(["hashes", "0", "content"])
        #expect(hash.words == Sample.digest("a"))
        let properties = try #require(all["module/0/SHA-256"]).at(["properties", "1"])
        #expect(properties == ["name": "fipsmark:known-answers", "value": "fail"])
        #expect(try document.at(["compositions", "0", "aggregate"]).words == "incomplete")
        #expect(
            try document.at(["dependencies", "1", "provides"])
                == .array([.string("module/0/SHA-256")]))
    }

    @Test(arguments: [
        ("ACVP-AES-GCM", "AES-128 encrypt", "AES-128-GCM", "gcm", 1),
        ("ACVP-AES-CTR", "AES-192 encrypt", "AES-192-CTR", "ctr", 3),
        ("ACVP-AES-XTS", "AES-256 encrypt", "AES-256-XTS", "other", 5),
        ("SHA2-384", "hash", "SHA-384", "", 4), ("SHA2-256", "hash", "SHA-256", "", 2),
        ("ECDSA-sigGen", "P-256", "ECDSA-P-256", "", 0),
        ("RSA-sigGen", "3072 PSS", "RSA-PSS-3072", "", 0),
        ("KAS-FFC-SSC", "ffdhe2048 agree", "FFDH-ffdhe2048", "", 0),
        ("EDDSA-sigGen", "ED-25519", "Ed25519", "", 0),
        ("ML-KEM-encapDecap", "ML-KEM-768 encapsulate", "ML-KEM-768", "", 3),
        ("ML-DSA-sigGen", "ML-DSA-44", "ML-DSA-44", "", 2),
        ("SLH-DSA-sigVer", "SLH-DSA-SHAKE-256f", "SLH-DSA-SHAKE-256f", "", 5),
    ])
    func levelsAreThePublishedOnes(
        _ algorithm: String, _ operation: String, _ name: String, _ mode: String, _ level: Int
    ) throws {
        let properties = try self.algorithm(algorithm, operation: operation)
        #expect(properties["name"] == .string(name))
        #expect(properties["mode"]?.words ?? "" == mode)
        #expect(properties["nistQuantumSecurityLevel"] == .integer(level))
    }

    @Test func withoutParametersNoLevelIsClaimed() throws {
        let properties = try algorithm("ACVP-AES-GCM", operation: "encrypt")
        #expect(properties["name"] == "AES-GCM")
        #expect(properties["nistQuantumSecurityLevel"] == nil)
        #expect(properties["classicalSecurityLevel"] == nil)
    }

    @Test func olderReadersGetOlderWords() throws {
        var options = BundleOptions()
        options.billOfMaterials = .previous
        let wrapped = try algorithm("ACVP-AES-KW", operation: "AES-128 wrap", options: options)
        #expect(wrapped["primitive"] == "other" && wrapped["algorithmFamily"] == nil)
        let signed = try algorithm("ECDSA-sigVer", operation: "P-384", options: options)
        #expect(signed["curve"] == "P-384" && signed["ellipticCurve"] == nil)
        let current = try algorithm("ECDSA-sigVer", operation: "P-384")
        #expect(current["ellipticCurve"] == "nist/P-384" && current["curve"] == nil)
        let sources = try SampleBundle.make(.pass, options: options)
        #expect(try document(sources).at(["specVersion"]) == "1.6")
    }

    /// The level of the certificate, by how it was matched.
    @Test(arguments: [
        ("SHA-256 of the file", "active", "1", "fips140-3-l1"),
        ("exact version, which names the build", "active", "2", "fips140-3-l2"),
        ("exact version, which names the build", "active", "", "unknown"),
        ("exact name and version; the file is not known", "active", "1", "none"),
        ("SHA-256 of the file", "historical", "1", "none"), ("none", "active", "1", "none"),
    ])
    func theLevelIsClaimedForTheVeryFileAlone(
        _ basis: String, _ status: String, _ level: String, _ claimed: String
    ) throws {
        let sources = try SampleBundle.make(
            .pass,
            changes: [
                ("\"id\":\"\"", "\"id\":\"4985\""),
                ("\"basis\":\"none\"", "\"basis\":\"\(basis)\""),
                ("\"level\":\"\"", "\"level\":\"\(level)\""),
                ("\"standard\":\"\"", "\"standard\":\"FIPS 140-3\""),
                ("\"status\":\"unknown to the table\"", "\"status\":\"\(status)\""),
            ])
        let all = try components(try document(sources))
        let asset = try #require(all["module/0/SHA-256"])
        #expect(
            try asset.at([
                "cryptoProperties", "algorithmProperties", "certificationLevel", "0",
            ]).words == claimed)
        let link = try #require(all["module/0"]).at(["externalReferences", "0", "type"])
        #expect(link == "certification-report")
    }

    @Test func whatTheCertificateLeavesOutHasNoLevel() throws {
        // Ed25519 is in the module of certificate 4985, and not among what it approves.
        let sources = try SampleBundle.make(
            .pass,
            changes: [
                ("\"id\":\"\"", "\"id\":\"4985\""),
                ("\"basis\":\"none\"", "\"basis\":\"SHA-256 of the file\""),
                ("\"level\":\"\"", "\"level\":\"1\""),
                ("\"status\":\"unknown to the table\"", "\"status\":\"active\""),
                ("\"set\":\"SHA2-256\"", "\"set\":\"EDDSA-sigGen\""),
                ("\"algorithm\":\"SHA2-256\"", "\"algorithm\":\"EDDSA-sigGen\""),
                ("\"operation\":\"hash\"", "\"operation\":\"ED-25519\""),
            ])
        let all = try components(try document(sources))
        let level = try #require(all["module/0/Ed25519"]).at([
            "cryptoProperties", "algorithmProperties", "certificationLevel", "0",
        ])
        #expect(level == "none")
    }

    @Test func withoutACertificateNoReportIsNamed() throws {
        let text = Projection.billOfMaterials.derive(try SampleBundle.make(.pass))
        #expect(!text.contains("certification-report"))
    }
}
