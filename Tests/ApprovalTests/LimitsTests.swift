import Algorithms
import Approval
import Testing

/// The attempts beyond the limits, against modules that keep the limits or do not.
@Suite struct LimitsTests {
    private static let limitsOfAES = [
        "aes-ccm-short-tag", "aes-ccm-tag-length", "aes-xts-key-length", "aes-xts-equal-keys",
        "aes-xts-data-unit", "aes-kw-length", "aes-kwp-length",
    ]

    @Test func theGateRefusesEveryAttempt() {
        let limits = RejectionSweep.limits(
            of: Gate(PliantModule(keepsLimits: false), for: .service))
        for limit in limits {
            #expect(limit.refusedByTheGate, "\(limit.service)")
            #expect(!limit.rule.status.isApproved, "\(limit.service)")
        }
        let services = limits.map(\.service)
        #expect(Set(services).count == services.count, "two checks would share an ID")
    }

    /// What a test may do is no service: the gate in front of a test lets it through.
    @Test func aGateForTestsLetsShortTagsThrough() {
        let limits = RejectionSweep.limits(of: Gate(PliantModule(keepsLimits: false), for: .test))
        for limit in limits {
            #expect(limit.refusedByTheGate == (limit.rule.status != .testOnly), "\(limit.service)")
        }
    }

    @Test(arguments: limitsOfAES)
    func whatTheModuleDoesIsToldAsItIs(ruleID: String) {
        for keepsLimits in [true, false] {
            let module = PliantModule(keepsLimits: keepsLimits)
            let limits = RejectionSweep.limits(of: Gate(module, for: .service))
                .filter { $0.rule.id == ruleID }
            #expect(!limits.isEmpty, "nothing asks beyond \(ruleID)")
            for limit in limits {
                #expect(limit.refusedByTheModule == keepsLimits, "\(limit.service)")
            }
        }
    }

    /// Absence refuses a parameter, and says nothing about a limit inside an algorithm.
    @Test func absenceIsNoRefusalOfALimit() throws {
        let limits = RejectionSweep.limits(of: Gate(PliantModule(keepsLimits: true), for: .service))
        let hmac = try #require(limits.first { $0.rule.id == "hmac-short-gen" })
        #expect(hmac.refusedByTheModule == nil)
        let p192 = try #require(limits.first { $0.rule.id == "ecdsa-p192-sign" })
        #expect(p192.refusedByTheModule == true)
    }
}
