import Algorithms
import Testing

@testable import Approval

/// What is asked of modules around the gate, and what is made of their answers.
@Suite struct ProbeTests {
    private static let today = CalendarDate.on("2026-11-22")

    @Test func idsAreUniqueAndWellFormed() {
        let ids = Probe.all.map(\.id)
        #expect(Set(ids).count == ids.count)
        let allowed = Set("abcdefghijklmnopqrstuvwxyz0123456789-")
        for id in ids { #expect(id.allSatisfy(allowed.contains), "\(id)") }
    }

    /// What slips through in other tools.
    @Test(arguments: [
        "tdea3-enc", "dsa-sign", "sha1-siggen", "rsa-keygen-small", "hmac-short-gen",
        "pbkdf2-iterations", "x25519", "ecdh-no-cofactor", "rsa-pkcs1-enc",
    ])
    func everyKnownHoleIsProbed(ruleID: String) {
        #expect(Probe.all.contains { $0.rule.id == ruleID })
    }

    /// Each rule that refuses is asked of a module by a name, a limit or a probe, or says why no
    /// call could show it.
    @Test func everyRefusalIsSweptOrExcused() {
        let named = Set(NameEntry.all.map(\.ruleID))
        let limits = RejectionSweep.limits(of: Gate(PliantModule(keepsLimits: true), for: .service))
        let asked = named.union(limits.map(\.rule.id)).union(Probe.all.map(\.rule.id))
        for rule in Rule.all where !rule.status.isApproved {
            let isExcused = RejectionSweep.notAsked[rule.id] != nil
            #expect(asked.contains(rule.id) != isExcused, "\(rule.id)")
        }
        for (id, reason) in RejectionSweep.notAsked {
            #expect(Rule.find(id) != nil && !reason.isEmpty, "\(id)")
        }
    }

    @Test(arguments: [
        (ProbeOutcome.done(.none), true), (.done(.approved), true), (.done(.notApproved), false),
        (.refused("no"), false), (.absent, false),
    ])
    func doneWithoutAMarkIsAFinding(outcome: ProbeOutcome, isFinding: Bool) throws {
        let trial = try trial("rsa-pkcs1-encryption", outcome)
        #expect(trial.isFinding == isFinding && trial.refusedByTheGate)
    }

    @Test func aListedServiceIsNoFinding() throws {
        let overlay = CertificateOverlay.of(certificate: "4985")
        #expect(try trial("hmac-key-of-8-bits", .done(.none)).isFinding)
        #expect(try !trial("hmac-key-of-8-bits", .done(.none), overlay: overlay).isFinding)
    }

    /// What may be done to old data a module cannot tell from what may not.
    @Test func approvedAndLegacyServicesAreNoFindings() throws {
        for id in ["sha2-256", "tdea-decryption", "aes-gcm-with-given-iv"] {
            #expect(try !trial(id, .done(.none)).isFinding, "\(id)")
        }
    }

    @Test func aModuleOutsideItsApprovedModeHasNoFindings() throws {
        #expect(try !trial("md5", .done(.none), approvedMode: false).isFinding)
    }

    @Test func aContrastIsReadWholeOrNotAtAll() throws {
        let report = Contrast.report(
            offers: { operation, name in operation == .digest && name == "MD5" },
            perform: { operation in
                if case .digest = operation { .done(.none) } else { .refused("no") }
            })
        let contrast = try #require(Contrast(report: report))
        let md5 = KnownName(operation: .digest, name: "md5", aliases: ["SSL3-MD5"])
        #expect(contrast.answer(md5) == .works)
        #expect(
            contrast.answer(KnownName(operation: .cipher, name: "MD5", aliases: [])) == .absent)
        #expect(contrast.answer(try #require(Probe.find("md5"))) == .works)
        #expect(contrast.answer(try #require(Probe.find("x448"))) == .refused)
        #expect(contrast.answer(try #require(Probe.find("sha2-256"))) == .notRun)
        for broken in [String(report.dropLast(4)), "", "end", "name\n" + report, report + "x\n"] {
            #expect(Contrast(report: broken) == nil || broken == "end")
        }
        #expect(Contrast(missing: "no child").answer(md5) == .notRun)
    }

    private func trial(
        _ id: String, _ outcome: ProbeOutcome, overlay: CertificateOverlay? = nil,
        approvedMode: Bool = true
    ) throws -> RejectionSweep.Trial {
        let module = ProbedFake(outcome, approvedMode: approvedMode)
        let trials = RejectionSweep.trials(
            of: Gate(module, for: .service), contrast: Contrast(missing: "none"), overlay: overlay,
            asOf: ProbeTests.today)
        #expect(trials.count == Probe.all.count)
        return try #require(trials.first { $0.probe.id == id })
    }
}

/// A module that answers every probe alike.
private final class ProbedFake: AbsentModule {
    private let outcome: ProbeOutcome

    init(_ outcome: ProbeOutcome, approvedMode: Bool) {
        self.outcome = outcome
        super.init("fake", approvedMode: approvedMode)
    }

    override func perform(_ operation: ProbeOperation) -> ProbeOutcome { outcome }
}
