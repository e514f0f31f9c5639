import Algorithms
import Testing

@testable import Approval

/// Legacy use is a status of its own: it passes when the caller says so, and only then.
@Suite struct LegacyUseTests {
    private static let legacy: [Service] = [
        .signatureVerification(.p256, .sha1), .signatureVerification(.p192, .sha2_256),
        .macVerification(.sha2_256, keyBits: 104, tagBits: 256),
    ]

    @Test(arguments: legacy)
    func passesOnlyWhenAskedFor(service: Service) throws {
        #expect(service.rule.status == .legacyUse)
        for purpose in [Purpose.service, .test] {
            let strict = Gate(PliantModule(keepsLimits: true), for: purpose)
            #expect(throws: ServiceError.refused(Refusal(rule: service.rule, service: service))) {
                try strict.require(service)
            }
            let gate = Gate(PliantModule(keepsLimits: true), for: purpose, legacy: true)
            #expect(try gate.require(service).status == .legacyUse)
        }
    }

    /// Whoever allows legacy use allows nothing else by it.
    @Test(arguments: [
        Service.signatureGeneration(.p256, .sha1), .keyGeneration(.p192),
        .macGeneration(.sha2_256, keyBits: 104, tagBits: 256), .randomBits(.hash(.sha2_224)),
        .signatureVerification(.b233, .sha2_256),
    ])
    func nothingElsePassesByIt(service: Service) {
        let gate = Gate(PliantModule(keepsLimits: true), for: .test, legacy: true)
        #expect(throws: ServiceError.self) { try gate.require(service) }
    }

    @Test func theRefusalNamesTheOptionWhereItHelps() {
        for rule in Rule.all {
            #expect(rule.refusal.contains("--legacy") == (rule.status == .legacyUse), "\(rule.id)")
            #expect(rule.refusal.hasPrefix("\(rule.id): \(rule.subject), \(rule.citation)"))
        }
    }
}
