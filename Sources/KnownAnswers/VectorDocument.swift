import Algorithms
import Approval

/// The texts of one ACVP document: what is asked, and what other documents say about it.
package struct VectorTexts: ~Escapable {
    /// The name under which the document is reported.
    package let file: String
    let prompt: Span<UInt8>
    /// Empty where there are none.
    let answers: Span<UInt8>
    let secrets: Span<UInt8>
    /// Whether the prompt holds its own answers, as an internal projection does.
    let answersItself: Bool
    /// How errors name the other two.
    var answersFile: String { "\(file) (answers)" }
    var secretsFile: String { "\(file) (secrets)" }

    /// - Parameters:
    ///   - answers: the text of `expectedResults.json`, or empty.
    ///   - secrets: the text of `internalProjection.json`, or empty.
    @_lifetime(copy prompt, copy answers, copy secrets)
    package init(
        file: String, prompt: Span<UInt8>, answers: Span<UInt8>, secrets: Span<UInt8>,
        answersItself: Bool
    ) {
        self.file = file
        self.prompt = prompt
        self.answers = answers
        self.secrets = secrets
        self.answersItself = answersItself
    }
}

/// What became of an ACVP document.
package struct DocumentResult {
    package var sets: [SetResult] = []
    /// What kept it from being read to its end.
    package var problem: VectorError?
    /// The response, where one was asked for.
    package var response: ResponseText?

    package init(
        sets: [SetResult] = [], problem: VectorError? = nil, response: ResponseText? = nil
    ) {
        self.sets = sets
        self.problem = problem
        self.response = response
    }
}

extension KnownAnswerEngine {
    /// Runs an ACVP document: every case of every set that is in the table, on every module.
    ///
    /// - Parameter responding: whether the first module's answers are wanted as a response; no
    ///   other module is asked then.
    package func run(_ texts: borrowing VectorTexts, responding: Bool = false) -> DocumentResult {
        let plans = DocumentPlans(texts)
        var result = DocumentResult(
            problem: plans.prompt.problem ?? plans.answers.problem ?? plans.secrets.problem,
            response: responding ? ResponseText() : nil)
        let envelope = result.response.map { ResponseEnvelope($0, texts.prompt, plans.prompt) }
        envelope?.begin()
        for (index, set) in plans.prompt.sets.enumerated() {
            let run = VectorSetRun(self, texts, plans, set, index, responding: responding)
            envelope?.beginSet(set)
            result.sets.append(run.run(envelope))
            envelope?.endSet()
        }
        envelope?.end()
        return result
    }
}

/// Where everything lies in the three documents.
struct DocumentPlans {
    let prompt: JSONVectorPlan
    let answers: JSONVectorPlan
    let secrets: JSONVectorPlan

    init(_ texts: borrowing VectorTexts) {
        prompt = JSONVectorPlan(file: texts.file, text: texts.prompt)
        answers = JSONVectorPlan(file: texts.answersFile, orEmpty: texts.answers)
        secrets = JSONVectorPlan(file: texts.secretsFile, orEmpty: texts.secrets)
    }

    /// The groups of the set that answers set number `index`, by their tgId.
    func groups(
        _ plan: JSONVectorPlan, _ index: Int
    ) -> [Int: JSONVectorPlan.Group] {
        guard index < plan.sets.count else { return [:] }
        return Dictionary(
            plan.sets[index].groups.map { ($0.tgId, $0) }, uniquingKeysWith: { first, _ in first })
    }
}

/// One vector set under way.
struct VectorSetRun {
    private let engine: KnownAnswerEngine
    private let set: JSONVectorPlan.VectorSet
    private let algorithm: Algorithm?
    private let refused: RefusedSet?
    private let unsupported: Unsupported?
    private let answers: [Int: JSONVectorPlan.Group]
    private let secrets: [Int: JSONVectorPlan.Group]
    private let responding: Bool
    private let answersItself: Bool
    private let prompt: SharedText
    private let answersText: SharedText
    private let secretsText: SharedText
    private let file: String
    private let answersFile: String
    private let secretsFile: String

    init(
        _ engine: KnownAnswerEngine, _ texts: borrowing VectorTexts, _ plans: DocumentPlans,
        _ set: JSONVectorPlan.VectorSet, _ index: Int, responding: Bool
    ) {
        self.engine = engine
        self.set = set
        self.responding = responding
        file = texts.file
        answersFile = texts.answersFile
        secretsFile = texts.secretsFile
        answersItself = texts.answersItself
        algorithm = Algorithm.named(set.name)
        refused = RefusedSet(named: set.name)
        unsupported = VectorSetRun.unsupported(set, algorithm)
        answers = plans.groups(plans.answers, index)
        // What else a projection knows stands in the other two documents, or is the author's own.
        let wantsSecrets = algorithm.map { $0.signs || $0.agrees } ?? false
        secrets = wantsSecrets ? plans.groups(plans.secrets, index) : [:]
        prompt = SharedText(texts.prompt)
        answersText = SharedText(texts.answers)
        secretsText = SharedText(texts.secrets)
    }

    /// A run of cases that one thread takes on.
    private struct Unit {
        let group: Int
        let number: Int
        let start: Int
        let count: Int
        /// Where the group's next unit begins.
        var next: Int?
    }

    /// What came of a unit.
    private struct Outcome {
        var checks: [GroupCheck] = []
        var findings: [CaseFinding] = []
        var cases: [Int] = []
        var counted = 0
        /// What its thread wrote for it.
        var response = 0..<0
        var thread = 0
        var groupAnswer: ResponseText?
        var problem: VectorError?
    }

    func run(_ envelope: ResponseEnvelope?) -> SetResult {
        let began = Threads.nanoseconds()
        let units = units()
        var outcomes = [Outcome](repeating: Outcome(), count: units.count)
        let teams = responding ? engine.teams.map { [$0[0]] } : engine.teams
        let memories = teams.map { ThreadMemory(modules: $0.count) }
        unsafe outcomes.withUnsafeMutableBufferPointer { outcomes in
            let slots = unsafe outcomes
            Threads.share(units.count, among: teams.count) { item, thread in
                unsafe slots[item] = run(
                    units[item], teams[thread], engine.teams[thread], memories[thread])
                unsafe slots[item].thread = thread
            }
        }
        var result = SetResult(
            file: file, setName: set.name, revision: set.revision,
            family: algorithm?.family.rawValue ?? SetResult.familyOfOthers)
        // What stands around the cases of a unit is less than 64 characters.
        envelope?.makeRoom(outcomes.reduce(0) { $0 + $1.response.count + 64 })
        // By index: there are thousands, and each would be copied.
        for index in outcomes.indices {
            result.add(
                outcomes[index].checks, outcomes[index].findings, cases: outcomes[index].counted)
            // From here on they stand in the result, and need not stand twice.
            outcomes[index].findings = []
            if result.problem == nil { result.problem = outcomes[index].problem }
            let written = memories[outcomes[index].thread].response
            envelope?.write(
                set.groups[units[index].group].tgId, isFirst: units[index].number == 0,
                outcomes[index].groupAnswer, written.text(outcomes[index].response))
            // Else a long response is held twice, beside its prompt.
            written.forget(upTo: outcomes[index].response.upperBound)
        }
        if result.problem == nil { result.problem = duplicate(outcomes) }
        result.durationNanoseconds = Threads.nanoseconds() - began
        return result
    }

    private func units() -> [Unit] {
        var units: [Unit] = []
        for (index, group) in set.groups.enumerated() {
            if group.cases == 0 {
                units.append(Unit(group: index, number: 0, start: group.position, count: 0))
                continue
            }
            let whole = algorithm?.signs ?? true
            let size = whole ? group.cases : JSONVectorPlan.unitCases
            for number in 0..<(group.cases + size - 1) / size {
                units.append(
                    Unit(
                        group: index, number: number, start: group.starts[number],
                        count: min(size, group.cases - number * size),
                        next: (number + 1) * size < group.cases ? group.starts[number + 1] : nil))
            }
        }
        return units
    }

    private func run(
        _ unit: Unit, _ gates: [Gate], _ peers: [Gate], _ memory: ThreadMemory
    ) -> Outcome {
        let planned = set.groups[unit.group]
        if let verdict = verdictBeforehand(planned) {
            return leaveOut(unit, planned, gates, verdict)
        }
        var outcome = Outcome()
        guard let algorithm, unit.count > 0 else { return outcome }
        let group = VectorGroup(
            tgId: planned.tgId, algorithm: algorithm, revision: set.revision,
            values: planned.properties)
        var run = GroupRun(
            setName: set.name, revision: set.revision, gates: gates, peers: peers,
            sheets: memory.sheets, response: responding ? memory.response : nil)
        let written = memory.response.count
        do throws(VectorError) {
            try unsafe execute(
                unit, planned, group, &run, &outcome.cases, memory, &memory.vector.pointee)
        } catch {
            outcome.problem = error
        }
        outcome.checks = run.checks
        outcome.findings = run.findings
        outcome.counted = run.cases
        outcome.response = written..<memory.response.count
        outcome.groupAnswer = run.groupAnswer
        return outcome
    }

    private func execute(
        _ unit: Unit, _ planned: JSONVectorPlan.Group, _ group: VectorGroup,
        _ run: inout GroupRun, _ cases: inout [Int], _ memory: ThreadMemory,
        _ vector: inout VectorCase
    ) throws(VectorError) {
        let prompt = JSONCursor(file: file, text: prompt.span)
        let answers = JSONCursor(file: answersFile, text: answersText.span)
        let secrets = JSONCursor(file: secretsFile, text: secretsText.span)
        vector.beginGroup()
        try vector.take(planned, prompt)
        if let group = self.answers[planned.tgId] { try vector.take(group, answers) }
        if let group = self.secrets[planned.tgId] { try vector.take(group, secrets) }
        vector.keepForGroup()
        var reader = JSONVectorReader(
            prompt, memory.questions, at: unit.start, count: unit.count, next: unit.next,
            answers: JSONAnswers(
                answers, memory.answers, self.answers[planned.tgId], unit: unit.number,
                isNotNeeded: answersItself),
            secrets: JSONAnswers(
                secrets, memory.secrets, self.secrets[planned.tgId], unit: unit.number,
                isNotNeeded: true))
        defer { cases = reader.cases }
        try run.execute(group, &reader, &vector)
    }

    /// What becomes of a group whose cases need not be read.
    private func verdictBeforehand(_ group: JSONVectorPlan.Group) -> Verdict? {
        let rule = refused?.rule { name in
            group.properties.first { $0.property.name == name }?.text
        }
        if let refusal = engine.refusing(rule) { return refusal }
        return unsupported.map { .unsupported($0) }
    }

    /// Why no case of the set can be run.
    private static func unsupported(
        _ set: JSONVectorPlan.VectorSet, _ algorithm: Algorithm?
    ) -> Unsupported? {
        guard let algorithm else {
            return Unsupported(.notInTable, "\(set.name) is not in the table")
        }
        if algorithm.revisions.contains(set.revision) { return nil }
        return Unsupported(.notInTable, "\(set.name) has no revision \(set.revision) here")
    }

    private func leaveOut(
        _ unit: Unit, _ group: JSONVectorPlan.Group, _ gates: [Gate], _ verdict: Verdict
    ) -> Outcome {
        Outcome(
            checks: gates.map { gate in
                .leavingOut(
                    unit.count, for: verdict, setName: set.name, revision: set.revision,
                    tgId: group.tgId, role: gate.role)
            }, counted: unit.count)
    }

    private func duplicate(_ outcomes: [Outcome]) -> VectorError? {
        // Almost every set counts upwards, and needs no memory for it.
        var last = Int.min
        var countsUpwards = true
        for index in outcomes.indices {
            for tcId in outcomes[index].cases {
                countsUpwards = countsUpwards && tcId > last
                last = tcId
            }
        }
        if countsUpwards { return nil }
        var seen = Set<Int>()
        for tcId in outcomes.flatMap(\.cases) where !seen.insert(tcId).inserted {
            return VectorError(
                file: file, place: .byte(set.position), message: "tcId \(tcId) stands twice")
        }
        return nil
    }
}

extension Algorithm {
    /// Whether it signs, with one key for each group.
    fileprivate var signs: Bool {
        switch kind {
        case .ecdsaSigGen, .detECDSASigGen, .rsa(.sigGen), .eddsa(.sigGen): true
        default: false
        }
    }
}

extension Algorithm {
    /// Whether the author's keys tell more of an agreement than its published half.
    fileprivate var agrees: Bool {
        if case .keyAgreement = kind { return true }
        return false
    }
}

extension JSONVectorPlan {
    fileprivate init(file: String, orEmpty text: Span<UInt8>) {
        if text.isEmpty { self.init() } else { self.init(file: file, text: text, mayBeEmpty: true) }
    }
}

extension VectorCase {
    /// Takes up what a group gives to all its cases.
    fileprivate mutating func take(
        _ group: JSONVectorPlan.Group, _ cursor: borrowing JSONCursor
    ) throws(VectorError) {
        for value in group.properties { take(value) }
        for (field, value) in group.fields where field.form == .octets {
            try cursor.set(field, value, &self)
        }
    }
}
