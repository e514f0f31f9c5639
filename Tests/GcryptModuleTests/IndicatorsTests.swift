import Algorithms
import GcryptModule
import Testing

/// libgcrypt's static service indicators, whichever of them the library has.
@Suite struct IndicatorsTests {
    @Test func ciphersAreToldApart() throws {
        let module = try GcryptModule()
        let aes = module.indicator(.cipher("AES", mode: "CBC"))
        #expect(aes == .approved || module.identity.version.hasPrefix("1.9"))
        if aes != nil {
            #expect(module.indicator(.cipher("3DES", mode: "CBC")) == .notApproved)
            #expect(module.indicator(.cipher("AES", mode: "OCB")) == .notApproved)
            #expect(module.indicator(.derivation(34)) == .approved)
            #expect(module.indicator(.derivation(48)) == .notApproved)
        }
        #expect(module.indicator(.cipher("AES", mode: "no mode")) == nil)
    }

    /// Since 1.10.2; before it the command is unknown, which is no answer.
    @Test func digestsAndMACsAnswerOrAreSilent() throws {
        let module = try GcryptModule()
        if let answer = module.indicator(.mac("HMAC_SHA256")) {
            #expect(answer == .approved)
            #expect(module.indicator(.mac("HMAC_MD5")) == .notApproved)
            #expect(module.indicator(.digest("SHA256")) == .approved)
        } else {
            #expect(module.indicator(.digest("SHA256")) == nil)
        }
    }
}
