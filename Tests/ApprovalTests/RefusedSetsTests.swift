import Algorithms
import Foundation
import Testing

@testable import Approval

/// Official sets that are not approved, group by group.
@Suite struct RefusedSetsTests {
    @Test(arguments: [
        ("ACVP-TDES-CBC", ["direction": "encrypt", "keyingOption": "1"], "tdea3-enc"),
        ("ACVP-TDES-CBC", ["direction": "decrypt", "keyingOption": "1"], "tdea3-dec"),
        ("ACVP-TDES-ECB", ["direction": "encrypt", "keyingOption": "2"], "tdea2-enc"),
        ("ACVP-TDES-ECB", ["direction": "decrypt", "keyingOption": "2"], "tdea2-dec"),
        ("ACVP-TDES-CFBP64", ["direction": "decrypt", "keyingOption": "1"], "tdea3-dec"),
        ("ACVP-TDES-KW", ["direction": "encrypt", "kwCipher": "cipher"], "tdea3-enc"),
        ("ACVP-TDES-KW", ["direction": "decrypt", "kwCipher": "inverse"], "tdea3-dec"),
        ("CMAC-TDES", ["direction": "gen", "keyingOption": "1"], "cmac-tdea"),
        ("CMAC-TDES", ["direction": "ver", "keyingOption": "2"], "cmac-tdea-ver"),
        ("DSA-keyGen", ["l": "2048", "n": "224"], "dsa-sign"),
        ("DSA-pqgGen", ["l": "2048", "n": "256"], "dsa-sign"),
        ("DSA-sigGen", ["l": "3072", "n": "256"], "dsa-sign"),
        ("DSA-pqgVer", ["l": "1024", "n": "160"], "dsa-verify"),
        ("DSA-sigVer", ["l": "1024", "n": "160"], "dsa-verify"),
        ("ACVP-AES-FF3-1", ["direction": "encrypt"], "aes-ff3-1"),
        ("ACVP-AES-GCM-SIV", ["direction": "decrypt"], "aes-gcm-siv"),
        ("XECDH-SSC", ["curve": "Curve25519"], "x25519"),
        ("XECDH-keyGen", ["curve": "Curve448"], "x448"),
        ("XECDH-keyVer", ["curve": "Curve25519"], "x25519"),
        ("ctrDRBG", ["mode": "TDES"], "drbg-tdea"),
        ("kdf-components-tls", ["tlsVersion": "v1.2"], "tls12-prf"),
        ("kdf-components-tls", ["tlsVersion": "v1.0/1.1"], "tls10-prf"),
    ])
    func aGroupIsRefused(set: String, group: [String: String], ruleID: String) throws {
        let rule = try #require(Rule.refusing(set: set) { group[$0] }, "\(set) \(group)")
        #expect(rule.id == ruleID)
        #expect(!rule.status.isApproved && rule.status != .testOnly, "\(ruleID) lets it pass")
    }

    /// A group that leaves a property out is not let through by that.
    @Test(arguments: [
        ("ACVP-TDES-OFB", "tdea3-enc"), ("CMAC-TDES", "cmac-tdea"), ("XECDH-SSC", "x25519"),
    ])
    func whatIsNotSaidIsTakenForWorse(set: String, ruleID: String) {
        #expect(Rule.refusing(set: set) { _ in nil }?.id == ruleID)
    }

    /// What the table knows, and what it merely does not know yet, is not refused as a whole.
    @Test func otherSetsAreNotRefused() {
        for algorithm in Algorithm.table {
            let rule = Rule.refusing(set: algorithm.name) { $0 == "mode" ? "AES-128" : nil }
            #expect(rule == nil, "\(algorithm.name)")
        }
        for name in [
            "ACVP-AES-FF1", "ACVP-AES-XPN", "Ascon-AEAD128", "EDDSA-sigVer", "LMS-sigVer",
            "RSA-sigVer", "kdf-components-snmp", "dsa-sigver", "ACVP-TDES", "DSA", "",
        ] {
            #expect(RefusedSet(named: name) == nil, "\(name)")
        }
    }

    private static let official = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../shared/vectors/acvp").standardized
    private static let sets =
        ((try? FileManager.default.contentsOfDirectory(
            at: official, includingPropertiesForKeys: nil)) ?? [])
        .map { $0.appending(path: "prompt.json") }
        .sorted { $0.path < $1.path }

    /// The official samples, where they lie beside the checkout, are named as the entries are.
    /// Elsewhere the test is skipped, so `expected_tests` does not count it.
    @Test(.enabled(if: !sets.isEmpty))
    func officialSetsAreRefusedUnderTheirOwnNames() throws {
        var refused: [String: Set<String>] = [:]
        for set in RefusedSetsTests.sets {
            let prompt = try #require(
                JSONSerialization.jsonObject(with: Data(contentsOf: set)) as? [String: Any])
            let name = ["algorithm", "mode"].compactMap { prompt[$0] as? String }
                .filter { !$0.isEmpty }.joined(separator: "-")
            for group in prompt["testGroups"] as? [[String: Any]] ?? [] {
                let rule = Rule.refusing(set: name) { property in
                    group[property].map { "\($0)" }
                }
                if let rule { refused[name, default: []].insert(rule.id) }
            }
        }
        let cipherModes = [
            "CBC", "CBCI", "CFB1", "CFB64", "CFB8", "CFBP1", "CFBP64", "CFBP8", "KW", "OFB",
            "OFBI",
        ]
        var expected = Dictionary(
            uniqueKeysWithValues: cipherModes.map {
                ("ACVP-TDES-\($0)", Set(["tdea3-enc", "tdea3-dec"]))
            })
        // Decryption alone is left of two keys in the official sets.
        for mode in ["CTR", "ECB"] {
            expected["ACVP-TDES-\(mode)"] = ["tdea3-enc", "tdea3-dec", "tdea2-dec"]
        }
        expected["CMAC-TDES"] = ["cmac-tdea", "cmac-tdea-ver"]
        for mode in ["keyGen", "pqgGen", "sigGen"] { expected["DSA-\(mode)"] = ["dsa-sign"] }
        expected["DSA-sigVer"] = ["dsa-verify"]
        expected["ACVP-AES-FF3-1"] = ["aes-ff3-1"]
        expected["ACVP-AES-GCM-SIV"] = ["aes-gcm-siv"]
        for mode in ["keyGen", "keyVer", "SSC"] { expected["XECDH-\(mode)"] = ["x25519", "x448"] }
        expected["ctrDRBG"] = ["drbg-tdea"]
        expected["kdf-components-tls"] = ["tls12-prf", "tls10-prf"]
        #expect(refused == expected)
    }
}
