import Algorithms
import Approval
import NodeChecks
import Testing

/// K05 and the two proofs of K02, by what a kernel may answer. `make fips-vm` asks real ones.
@Suite struct KernelInterfaceTests {
    @Test func rightAnswersPass() throws {
        let finding = try finding("K05", conduct())
        #expect(finding.outcome == .pass && finding.severity == nil)
        #expect(finding.observed == "2 of 2 known answers right")
        #expect(finding.evidence == ["MD5: not handed out (ENOENT)"])
    }

    @Test func aWrongAnswerTakesTheNodeOutOfService() throws {
        let finding = try finding("K05", conduct(fault: .wrong("00ff")))
        #expect(finding.outcome == .fail && finding.severity == .required)
        #expect(finding.observed == "1 of 2 known answers right; wrong: gcm(aes)")
        #expect(finding.evidence.contains("gcm(aes) answered 00ff"))
    }

    @Test func aFailedCallIsAnError() throws {
        let finding = try finding("K05", conduct(fault: .failed("gcm(aes) failed: EIO")))
        #expect(finding.outcome == .error && finding.severity == nil)
        #expect(finding.observed.contains("no answer: gcm(aes)"))
    }

    @Test func whatAKernelDoesNotLendIsNoFault() throws {
        let finding = try finding("K05", conduct(fault: .notOffered("it has no gcm(aes)")))
        #expect(finding.outcome == .pass)
        #expect(finding.evidence.contains("gcm(aes): it has no gcm(aes)"))
    }

    /// Trap 14: a closed interface is no fault of the node, and no pass.
    @Test func aClosedInterfaceIsNotChecked() throws {
        let reason = "AF_ALG cannot be used: EPERM (Operation not permitted)"
        let closed = KernelConduct(unreachable: reason)
        let answers = try finding("K05", closed)
        #expect(answers.outcome == .notChecked && answers.observed == reason)
        let genuine = try finding("K02", closed)
        #expect(genuine.outcome == .pass)
        #expect(genuine.evidence.contains { $0.contains("not asked") && $0.contains("EPERM") })
    }

    @Test func aKernelThatLendsNothingIsNotChecked() throws {
        let nothing = KernelConduct(
            unreachable: nil,
            answers: [.init(name: "sha256", fault: .notOffered("it has none"))],
            shortKey: .undecided("ENOENT"), equalKeys: .undecided("ENOENT"),
            md5: .denied("ENOENT"))
        #expect(try finding("K05", nothing).outcome == .notChecked)
    }

    @Test func mD5InFIPSModeIsAWarning() throws {
        let finding = try finding("K05", conduct(md5: .served))
        #expect(finding.outcome == .fail && finding.severity == .warning)
        #expect(finding.observed.contains("MD5 although the flag is set"))
        let outside = try self.finding("K05", conduct(md5: .served), flag: "0\n")
        #expect(outside.outcome == .pass && outside.evidence == ["MD5: handed out"])
    }

    /// A flag that libraries believe and the kernel does not act on, and the other way round.
    @Test func theKernelsConductTellsAFakedFlag() throws {
        let acting = try finding("K02", conduct())
        #expect(acting.outcome == .pass && acting.method.contains("AF_ALG"))
        let fake = try finding("K02", conduct(short: .served, equal: .served))
        #expect(fake.outcome == .fail && fake.observed.contains("takes two equal keys"))
        let hidden = try finding("K02", conduct(), flag: "0\n", boot: "quiet\n")
        #expect(hidden.outcome == .fail && hidden.observed.contains("refuses two equal keys"))
    }

    /// Older kernels take short HMAC keys in FIPS mode too.
    @Test func oneDenialIsEnough() throws {
        let finding = try finding("K02", conduct(short: .served))
        #expect(finding.outcome == .pass)
        #expect(finding.evidence.contains { $0.contains("this kernel takes it") })
    }

    private func conduct(
        fault: KernelConduct.Fault? = nil, short: KernelConduct.Response = .denied("EINVAL"),
        equal: KernelConduct.Response = .denied("EINVAL"),
        md5: KernelConduct.Response = .denied("ENOENT")
    ) -> KernelConduct {
        KernelConduct(
            unreachable: nil,
            answers: [.init(name: "sha256", fault: nil), .init(name: "gcm(aes)", fault: fault)],
            shortKey: short, equalKeys: equal, md5: md5)
    }

    private func finding(
        _ id: String, _ conduct: KernelConduct, flag: String = "1\n", boot: String? = nil
    ) throws -> Finding {
        let fixture = Fixture.sound()
        fixture.files["/proc/sys/crypto/fips_enabled"] = flag
        if let boot { fixture.files["/proc/cmdline"] = boot }
        let view = try fixture.view()
        view.askKernel = { conduct }
        view.kernelProofs = { conduct.proofs }
        let judge = try #require(NodeCheck.judges[id])
        return judge(view)
    }
}
