import Algorithms
import Testing

@testable import Approval

@Suite struct KeyAgreementDecisionTests {
    @Test(arguments: [
        (Curve.p192, "ecdh-p192", Status.disallowed), (.k163, "ecdh-p192", .disallowed),
        (.b163, "ecdh-p192", .disallowed), (.p224, "ecdh-p-224", .approved),
        (.p256, "ecdh-p-256", .approved), (.p384, "ecdh-p-384", .approved),
        (.p521, "ecdh-p-521", .approved), (.k233, "ecdh-bk", .deprecated),
        (.b233, "ecdh-bk", .deprecated), (.k571, "ecdh-bk", .deprecated),
        (.b571, "ecdh-bk", .deprecated),
    ])
    func curves(curve: Curve, ruleID: String, status: Status) {
        let rule = Service.keyAgreement(.sharedSecret(.curve(curve))).rule
        #expect(rule.id == ruleID && rule.status == status)
    }

    @Test(arguments: SafePrimeGroup.allCases)
    func groups(group: SafePrimeGroup) {
        let services: [KeyAgreementService] = [
            .sharedSecret(.group(group)), .keyGeneration(group), .keyVerification(group),
        ]
        for service in services {
            #expect(Service.keyAgreement(service).rule.id == "ffdh")
            #expect(Service.keyAgreement(service).rule.status == .approved)
        }
    }

    @Test func domainParametersOfFIPS186() {
        let rule = Service.keyAgreement(.sharedSecretInFIPS186Domain).rule
        #expect(rule.id == "ffdh-fips186" && !rule.status.isApproved && rule.instead != nil)
    }

    /// What is refused does not reach a module, which here would say that it does not offer it.
    @Test func theGateRefusesFirst() {
        let gate = Gate(PliantModule(keepsLimits: true), for: .test)
        func problem(_ curve: Curve) -> ServiceError? {
            do throws(ServiceError) {
                _ = try gate.keyAgreement(.curve(curve), for: [.sharedSecret(.curve(curve))])
                return nil
            } catch {
                return error
            }
        }
        guard case .refused(let refusal) = problem(.p192) else {
            Issue.record("P-192 was not refused")
            return
        }
        #expect(refusal.rule.id == "ecdh-p192")
        guard case .module(.notOffered) = problem(.p256) else {
            Issue.record("the module was not asked")
            return
        }
    }
}
