import Algorithms
import Testing

@testable import Approval

/// The limits of SP 800-185 and of ECDSA with SHAKE, on both of their sides.
@Suite struct SHA3DerivedTests {
    @Test(arguments: [
        (112, 32, "kmac128"), (111, 32, "kmac-short-key"), (112, 31, "kmac-short-tag"),
        (112, 1 << 16, "kmac128"), (0, 256, "kmac-short-key"), (256, 0, "kmac-short-tag"),
        // The key counts first, as with HMAC.
        (111, 31, "kmac-short-key"),
    ])
    func limitsOfKMAC(keyBits: Int, tagBits: Int, ruleID: String) {
        let service = Service.sha3Derived(
            .authentication(.kmac128, keyBits: keyBits, tagBits: tagBits))
        #expect(service.rule.id == ruleID)
        #expect(service.rule.status == (ruleID == "kmac128" ? .approved : .nonApproved))
    }

    @Test(arguments: SHA3DerivedFunction.allCases)
    func everyFunctionIsApproved(_ function: SHA3DerivedFunction) {
        let service: SHA3DerivedService =
            function.isKeyed
            ? .authentication(function, keyBits: 128, tagBits: 128)
            : .customizableOutput(function)
        let rule = Service.sha3Derived(service).rule
        #expect(rule.status == .approved && rule.citation.contains("SP 800-185"))
        #expect(
            rule.subject.replacing("SHAKE", with: "SHAKE-") == function.rawValue || function.isKeyed
        )
    }

    /// Refused before the module is called, which would say that it has no KMAC.
    @Test func shortKeysNeverReachTheModule() throws {
        let gate = Gate(PliantModule(keepsLimits: true), for: .test)
        #expect {
            try gate.customizableAuthentication(.kmac256, keyBits: 104, tagBits: 256)
        } throws: { error in
            guard case ServiceError.refused(let refusal) = error else { return false }
            return refusal.rule.id == "kmac-short-key"
        }
        #expect {
            try gate.customizableAuthentication(.kmac256, keyBits: 112, tagBits: 256)
        } throws: { error in
            guard case ServiceError.module(.notOffered) = error else { return false }
            return true
        }
    }

    @Test(arguments: ExtendableOutputFunction.allCases)
    func signaturesWithSHAKE(_ function: ExtendableOutputFunction) {
        let hash = SignatureHash.extendable(function)
        #expect(Service.signing(.p256, hash).rule.id == "ecdsa-p-256-sign")
        #expect(Service.verifying(.p521, hash).rule.id == "ecdsa-p-521-verify")
        #expect(Service.signing(.b233, hash).rule.id == "ecdsa-bk")
        #expect(Service.signing(.p192, hash).rule.id == "ecdsa-p192-sign")
        #expect(Service.verifying(.p192, hash).rule.status == .legacyUse)
    }

    @Test func anyOtherHashIsTheServiceThatItWas() {
        #expect(Service.signing(.p256, .function(.sha1)).rule.id == "sha1-siggen")
        #expect(
            Service.verifying(.p256, .function(.sha3_256))
                == .signatureVerification(.p256, .sha3_256))
    }
}
