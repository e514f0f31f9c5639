import Algorithms
import CGcrypt
import Testing

@testable import GcryptModule

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

    /// Before 1.12 the command is no part of the public interface, and outside the approved mode
    /// nothing is marked.
    @Test(arguments: [
        ("1.10.1", true, false), ("1.11.1", true, false), ("1.12.0", true, true),
        ("1.13.2", true, true), ("1.12.0", false, false), ("1.11.1", false, false),
    ])
    func theDynamicIndicatorIsAskedSinceItIsPublic(
        version: String, isApprovedMode: Bool, isOffered: Bool
    ) {
        func number(_ version: String) -> [Int] {
            version.split(separator: ".").compactMap { Int($0) }
        }
        let answer = DynamicIndicator.isOffered(isApprovedMode: isApprovedMode) { wanted in
            !number(version).lexicographicallyPrecedes(number(wanted))
        }
        #expect(answer == isOffered)
    }

    @Test func theDynamicIndicatorIsReadByItsCode() {
        #expect(DynamicIndicator.reading(GPG_ERR_NO_ERROR) == .approved)
        #expect(DynamicIndicator.reading(GPG_ERR_NOT_SUPPORTED) == .notApproved)
        #expect(DynamicIndicator.reading(GPG_ERR_FORBIDDEN) == .notApproved)
        #expect(DynamicIndicator.reading(GPG_ERR_INV_OP) == nil)
    }

    /// The calls whose mark is read are made by every version, and those that cannot be fail.
    @Test func theCallsThatCarryTheMarkAreMade() throws {
        let module = try GcryptModule()
        let calls = module.library.calls
        for question in [
            IndicatorQuestion.cipher("AES", mode: "CBC"), .cipher("AES", mode: "GCM"),
            .cipher("AES", mode: "KW"), .digest("SHA256"), .mac("HMAC_SHA256"),
            .mac("CMAC_AES"), .derivation(34),
        ] {
            #expect(DynamicIndicator.perform(question, calls), "\(question)")
        }
        for question in [
            IndicatorQuestion.cipher("AES", mode: "no mode"), .cipher("none", mode: "CBC"),
            .digest("none"), .mac("none"), .derivation(48), .function("gcry_pk_hash_sign"),
        ] {
            #expect(!DynamicIndicator.perform(question, calls), "\(question)")
        }
        #expect(
            (DynamicIndicator(calls: calls, isApprovedMode: module.identity.approvedMode) != nil)
                == (calls.pointee.check_version("1.12.0") != nil && module.identity.approvedMode))
    }
}
