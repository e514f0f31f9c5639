import Algorithms
import Approval

extension NodeCheck {
    static var kernelInterfaceJudges: [NamedJudge] { [("K05", judgeKernelAnswers)] }

    private static let askedThrough = "AF_ALG sockets"

    /// K05: a wrong answer takes the node out of service; an interface that is closed does not,
    /// since many a runtime closes it for good reasons.
    private static let judgeKernelAnswers: Judge = { view in
        let conduct = view.kernelConduct
        if let reason = conduct.unreachable { return .notChecked(reason, method: askedThrough) }
        let count = conduct.answers.count
        var finding = Finding(
            .pass, expected: "right answers from every algorithm that the kernel lends to programs",
            observed: "", method: askedThrough,
            evidence: ["MD5: \(words(conduct.md5, served: "handed out", denied: "not handed out"))"]
        )
        var wrong: [String] = []
        var failed: [String] = []
        var right = 0
        for answer in conduct.answers {
            switch answer.fault {
            case nil: right += 1
            case .wrong(let value):
                wrong.append(answer.name)
                finding.evidence.append("\(answer.name) answered \(value)")
            case .failed(let reason):
                failed.append(answer.name)
                finding.evidence.append("\(answer.name): \(reason)")
            case .notOffered(let reason): finding.evidence.append("\(answer.name): \(reason)")
            }
        }
        finding.observed = "\(right) of \(count) known answers right"
        if !wrong.isEmpty {
            finding.outcome = .fail
            finding.severity = .required
            finding.observed += "; wrong: \(wrong.joined(separator: ", "))"
        } else if !failed.isEmpty {
            finding.outcome = .error
            finding.observed += "; no answer: \(failed.joined(separator: ", "))"
        } else if right == 0 {
            return .notChecked("the kernel lends programs none of what was asked")
        } else if view.flag == .on, conduct.md5 == .served {
            finding.outcome = .fail
            finding.severity = .warning
            finding.observed += "; it hands out MD5 although the flag is set"
            finding.remedy = "see K02: a kernel in FIPS mode has no MD5 for programs"
        }
        return finding
    }

    private static func words(
        _ response: KernelConduct.Response, served: String, denied: String
    ) -> String {
        switch response {
        case .served: served
        case .denied(let error): "\(denied) (\(error))"
        case .undecided(let reason): "undecided: \(reason)"
        }
    }
}

extension KernelConduct {
    /// The two things that FIPS mode alone denies, for K02.
    package var proofs: [KernelProof] {
        let equal = KernelProof(name: "two equal keys for xts(aes)", equalKeys)
        let short = KernelProof(name: "a key of 32 bits for hmac(sha256)", shortKey)
        // Older kernels take short keys in FIPS mode too: then they show nothing.
        if equal.refused == true && short.refused == false {
            return [
                equal,
                KernelProof(
                    name: short.name, refused: nil,
                    detail: "this kernel takes it, though it refuses equal keys"),
            ]
        }
        return [equal, short]
    }
}

extension KernelProof {
    fileprivate init(name: String, _ response: KernelConduct.Response) {
        switch response {
        case .served: self.init(name: name, refused: false, detail: "ALG_SET_KEY succeeds")
        case .denied(let error):
            self.init(name: name, refused: true, detail: "ALG_SET_KEY answers \(error)")
        case .undecided(let reason): self.init(name: name, refused: nil, detail: reason)
        }
    }
}
