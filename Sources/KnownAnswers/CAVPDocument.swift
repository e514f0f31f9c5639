import Algorithms
import Approval

extension KnownAnswerEngine {
    /// Runs a CAVP file: a .rsp, .fax or .txt of NIST's, with its answers or without.
    ///
    /// Each section is a group. The sections of one algorithm are a set, under its ACVP name; a
    /// file of HMAC holds several.
    ///
    /// - Parameter file: the name to report; its last part may tell the algorithm.
    package func run(cavp file: String, text: Span<UInt8>) -> DocumentResult {
        let plan = CAVPPlan(file: file, text: text)
        guard let family = CAVPFamily(file: file, plan) else {
            let cursor = CAVPCursor(file: file, text: text, 0..<text.count)
            return DocumentResult(
                problem: cursor.error(
                    "neither the file's name nor its comments tell what algorithm this is",
                    at: plan.firstLine))
        }
        return CAVPRun(self, file, text, plan, family).run()
    }
}

/// One CAVP file under way.
private struct CAVPRun {
    private let engine: KnownAnswerEngine
    private let file: String
    private let text: SharedText
    private let plan: CAVPPlan
    private let family: CAVPFamily

    init(
        _ engine: KnownAnswerEngine, _ file: String, _ text: Span<UInt8>, _ plan: CAVPPlan,
        _ family: CAVPFamily
    ) {
        self.engine = engine
        self.file = file
        self.text = SharedText(text)
        self.plan = plan
        self.family = family
    }

    /// What came of a section.
    private struct Outcome {
        var checks: [GroupCheck] = []
        var findings: [CaseFinding] = []
        var cases = 0
        var problem: VectorError?
    }

    func run() -> DocumentResult {
        let began = Threads.nanoseconds()
        var outcomes = [Outcome](repeating: Outcome(), count: plan.sections.count)
        let memories = engine.teams.map { ThreadMemory(modules: $0.count) }
        unsafe outcomes.withUnsafeMutableBufferPointer { outcomes in
            let slots = unsafe outcomes
            Threads.share(plan.sections.count, among: engine.teams.count) { item, thread in
                unsafe slots[item] = run(item, engine.teams[thread], memories[thread])
            }
        }
        var result = DocumentResult()
        for (section, outcome) in zip(plan.sections, outcomes) {
            let name = family.setName(of: section)
            let index = result.sets.firstIndex { $0.setName == name } ?? result.sets.count
            if index == result.sets.count { result.sets.append(emptySet(name)) }
            result.sets[index].add(outcome.checks, outcome.findings, cases: outcome.cases)
            if result.sets[index].problem == nil { result.sets[index].problem = outcome.problem }
        }
        // Sections of several sets run side by side: the time is that of the file.
        let duration = Threads.nanoseconds() - began
        for index in result.sets.indices { result.sets[index].durationNanoseconds = duration }
        if result.sets.allSatisfy({ $0.cases == 0 && $0.problem == nil }) {
            let cursor = CAVPCursor(file: file, text: text.span, 0..<text.span.count)
            result.problem = cursor.error("the file holds no cases", at: plan.firstLine)
        }
        return result
    }

    private func emptySet(_ name: String) -> SetResult {
        let algorithm = Algorithm.named(name)
        return SetResult(
            file: file, setName: name, revision: CAVPRun.revision(algorithm),
            family: algorithm?.family.rawValue ?? SetResult.familyOfOthers)
    }

    /// The revision of ACVP that tests what CAVP tested: the first.
    private static func revision(_ algorithm: Algorithm?) -> String {
        algorithm?.revisions.first ?? "1.0"
    }

    private func run(_ index: Int, _ gates: [Gate], _ memory: ThreadMemory) -> Outcome {
        var outcome = Outcome()
        do throws(VectorError) {
            try unsafe run(index, gates, memory, &memory.vector.pointee, &outcome)
        } catch {
            outcome.problem = error
        }
        return outcome
    }

    private func run(
        _ index: Int, _ gates: [Gate], _ memory: ThreadMemory, _ vector: inout VectorCase,
        _ outcome: inout Outcome
    ) throws(VectorError) {
        let section = plan.sections[index]
        let name = family.setName(of: section)
        let shape = CAVPShape(family, encrypting: section.isEncrypting ?? true)
        let properties = try CAVPGroup(
            file: file, text: text.span, family, section, preamble: plan.preamble, shape
        ).properties()
        let algorithm = Algorithm.named(name)
        if let verdict = verdictBeforehand(name, section, properties) {
            return leaveOut(index, shape, name, verdict, gates, &outcome)
        }
        guard let algorithm else { return }
        let group = VectorGroup(
            tgId: index + 1, algorithm: algorithm, revision: CAVPRun.revision(algorithm),
            values: properties)
        var run = GroupRun(
            setName: name, revision: CAVPRun.revision(algorithm), gates: gates, peers: gates,
            sheets: memory.sheets)
        defer {
            if run.cases > 0 {
                outcome = Outcome(checks: run.checks, findings: run.findings, cases: run.cases)
            }
        }
        var reader = try CAVPVectorReader(
            file: file, text: text.span, section, preamble: plan.preamble, shape, into: &vector)
        try run.execute(group, &reader, &vector)
    }

    private func verdictBeforehand(
        _ name: String, _ section: CAVPPlan.Section, _ properties: [PropertyValue]
    ) -> Verdict? {
        let refused = RefusedSet(named: name)?.rule { property in
            if case .other(_, _, let option?) = family, property == "keyingOption" {
                return option
            }
            if property == "direction", let encrypting = section.isEncrypting {
                return encrypting ? "encrypt" : "decrypt"
            }
            return properties.first { $0.property.name == property }?.text
        }
        if let refusal = engine.refusing(refused) { return refusal }
        if Algorithm.named(name) == nil {
            return .unsupported(Unsupported(.notInTable, "\(name) is not in the table"))
        }
        // RSA's name another hash function in each case.
        if case .other = family {
            return .unsupported(Unsupported(.testType, "\(name) in CAVP's own format"))
        }
        return nil
    }

    private func leaveOut(
        _ index: Int, _ shape: CAVPShape, _ name: String, _ verdict: Verdict, _ gates: [Gate],
        _ outcome: inout Outcome
    ) {
        var cursor = CAVPCursor(file: file, text: text.span, plan.sections[index].body)
        let opening = CAVPVectorReader.opening(of: shape, cursor)
        while let line = cursor.next() {
            if case .value(let found, _) = line, cursor.text.spells(opening, in: found) {
                outcome.cases += 1
            }
        }
        if outcome.cases == 0 { return }
        outcome.checks = gates.map { gate in
            .leavingOut(
                outcome.cases, for: verdict, setName: name,
                revision: CAVPRun.revision(Algorithm.named(name)), tgId: index + 1,
                role: gate.role)
        }
    }
}
