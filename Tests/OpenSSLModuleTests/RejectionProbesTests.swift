import Algorithms
import Testing

@testable import OpenSSLModule

/// The probes on the real provider, and in the library without a policy.
@Suite struct RejectionProbesTests {
    private static let shortKey = ProbeOperation.authenticate(
        "HMAC", keyBytes: 1, [ProbeParameter("digest", .text("SHA2-256"))])

    @Test func aFIPSProviderRefusesMarksOrLacks() throws {
        let module = try Provider.load()
        #expect(module.perform(.digest("MD5")) == .absent)
        #expect(module.perform(.generateKey("X25519-none")) == .absent)
        let p192 = ProbeOperation.generateKey("EC", [ProbeParameter("group", .text("P-192"))])
        guard case .refused(let reason) = module.perform(p192) else {
            Issue.record("P-192 was not refused")
            return
        }
        #expect(reason.hasPrefix("EVP_PKEY_generate: "))
        guard case .done = module.perform(.digest("SHA2-256")) else {
            Issue.record("SHA2-256 was not done")
            return
        }
        // Indicators came with 3.4; up to 3.3 a service that is done has none.
        let hasIndicators = ["3.4.", "3.5."].contains { module.identity.version.hasPrefix($0) }
        let expected: Indicator = hasIndicators ? .notApproved : .none
        #expect(module.perform(RejectionProbesTests.shortKey) == .done(expected))
    }

    @Test func theDefaultProviderDoesIt() throws {
        let contrast = try OpenSSLContrast()
        for operation in [
            ProbeOperation.digest("MD5"), RejectionProbesTests.shortKey, .agree("X25519"),
            .encrypt("DES-EDE3-CBC", keyBytes: 24, ivBytes: 8), .encryptKey(padding: "pkcs1"),
            .signWithDSA(digest: "SHA2-256"),
            .sign("EC", [ProbeParameter("group", .text("P-256"))], digest: "SHA1"),
        ] {
            #expect(contrast.perform(operation) == .done(.none), "\(operation)")
        }
        #expect(contrast.offers(.digest, "MD5") && !contrast.offers(.digest, "MD6"))
        #expect(contrast.perform(.digest("MD6")) == .absent)
    }
}
