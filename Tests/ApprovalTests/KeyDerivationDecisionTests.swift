import Algorithms
import Testing

@testable import Approval

/// Every limit of key derivation, on both of its sides.
@Suite struct KeyDerivationDecisionTests {
    @Test(arguments: [
        (KeyDerivationMethod.hkdf(.sha1), "hkdf"), (.oneStep(.hash(.sha3_512)), "sskdf"),
        (.oneStep(.hmac(.sha2_256)), "sskdf"), (.oneStep(.kmac(bits: 128)), "sskdf"),
        (.keyBased(.counter, .hmac(.sha1), counterBits: 8), "kbkdf"),
        (.keyBased(.feedback, .cmac(keyBits: 128), counterBits: 32), "kbkdf"),
        (.kmac(bits: 256), "kbkdf"), (.tls12(.sha2_384), "tls12-prf-ems"),
        (.tls13Extract(.sha2_256), "tls13-kdf"), (.tls13Expand(.sha2_384), "tls13-kdf"),
        (.ssh(.sha1, .encryptionKeyClient), "sshkdf"), (.ansX963(.sha2_224), "x963kdf"),
        (.ansX942(.sha1, .aes128), "x942kdf-asn1"),
    ])
    func keysOf112BitsAreTheShortest(method: KeyDerivationMethod, ruleID: String) {
        expect(.derivation(method, keyBits: 112), ruleID, approved: true)
        expect(.derivation(method, keyBits: 111), "kdf-short-key", approved: false)
        expect(.derivation(method, keyBits: 0), "kdf-short-key", approved: false)
    }

    @Test func twoStepsHaveTheLimitOfOne() {
        expect(.twoStep(.sha2_256, keyBits: 112), "twostep", approved: true)
        expect(.twoStep(.sha2_256, keyBits: 111), "kdf-short-key", approved: false)
    }

    @Test(arguments: [
        (128, 1000, 112, "pbkdf2"), (127, 1000, 112, "pbkdf2-short-salt"),
        (128, 999, 112, "pbkdf2-iterations"), (128, 1000, 111, "pbkdf2-short-key"),
        (0, 1, 1, "pbkdf2-short-salt"), (4096, 10_000_000, 4096, "pbkdf2"),
    ])
    func limitsOfPBKDF2(saltBits: Int, iterations: Int, outputBits: Int, ruleID: String) {
        let service = KeyDerivationService.password(
            .sha2_256, saltBits: saltBits, iterations: iterations, outputBits: outputBits)
        expect(service, ruleID, approved: ruleID == "pbkdf2")
    }

    @Test(arguments: Hash.allCases)
    func hashesOfProtocols(hash: Hash) {
        let tls12: [Hash] = [.sha2_256, .sha2_384, .sha2_512]
        let ssh: [Hash] = [.sha1, .sha2_224, .sha2_256, .sha2_384, .sha2_512]
        let methods: [(KeyDerivationMethod, Bool)] = [
            (.tls12(hash), tls12.contains(hash)),
            (.tls13Extract(hash), hash == .sha2_256 || hash == .sha2_384),
            (.tls13Expand(hash), hash == .sha2_256 || hash == .sha2_384),
            (.ssh(hash, .initialIVClient), ssh.contains(hash)),
            (.ansX963(hash), hash != .sha1),
        ]
        for (method, isApproved) in methods {
            let rule = KeyDerivationService.derivation(method, keyBits: 256).rule
            #expect(rule.status.isApproved == isApproved, "\(method): \(rule.id)")
        }
    }

    @Test func whatIsNotApprovedAtAll() {
        expect(
            .derivation(.keyBased(.counter, .cmacTDEA, counterBits: 8), keyBits: 192),
            "cmac-tdea", approved: false)
        expect(
            .derivation(.ansX942(.sha2_256, .tdea), keyBits: 256), "x942kdf-tdea", approved: false)
    }

    /// What is refused reaches no module: the one behind this gate offers nothing.
    @Test func theGateDecidesFirst() {
        let gate = Gate(PliantModule(keepsLimits: false), for: .test)
        #expect {
            try gate.keyDerivation(
                .password(.sha2_256),
                for: .password(.sha2_256, saltBits: 128, iterations: 999, outputBits: 112))
        } throws: { error in
            guard case .refused(let refusal)? = error as? ServiceError else { return false }
            return refusal.rule.id == "pbkdf2-iterations"
        }
    }

    private func expect(_ service: KeyDerivationService, _ ruleID: String, approved: Bool) {
        let rule = Service.keyDerivation(service).rule
        #expect(rule.id == ruleID)
        #expect(rule.status.isApproved == approved, "\(ruleID)")
    }
}
