import Algorithms
import Approval

/// Runs the cases of a group on every module, and gathers what came of it.
struct GroupRun {
    let setName: String
    let revision: String
    /// The modules that are tested, the one under test first.
    let gates: [Gate]
    /// The modules that verify random answers.
    let peers: [Gate]
    /// For each tested module the sheet that it answers on.
    let sheets: [AnswerSheet]
    /// Takes the answers of the first module, where a response is written.
    var response: ResponseText?
    var cases = 0
    var checks: [GroupCheck] = []
    var findings: [CaseFinding] = []
    private var answered = 0

    init(
        setName: String, revision: String, gates: [Gate], peers: [Gate], sheets: [AnswerSheet],
        response: ResponseText? = nil
    ) {
        self.sheets = sheets
        self.setName = setName
        self.revision = revision
        self.gates = gates
        self.peers = peers
        self.response = response
    }

    /// What the first module answered for the whole group, in a response.
    private(set) var groupAnswer: ResponseText?

    /// An executor of one module, or what kept it from having one.
    private typealias Made = Result<any CaseExecutor, Obstacle>

    /// Puts every case of the group to every module.
    mutating func execute<Reader: VectorReader & ~Escapable & ~Copyable>(
        _ group: VectorGroup, _ reader: inout Reader, _ vector: inout VectorCase
    ) throws(VectorError) {
        var made: [Made] = []
        made.reserveCapacity(gates.count)
        var form: ShortForm?
        for gate in gates {
            do throws(Obstacle) {
                let executor = try group.executor(gate, peers)
                form = executor.shortForm
                made.append(.success(executor))
            } catch {
                made.append(.failure(error))
            }
        }
        switch Reader.hasManyCases ? form : nil {
        case .digest: try put(group, &reader, &vector, made, of: DigestTest.self)
        case .gmac: try put(group, &reader, &vector, made, of: GMACTest.self)
        case .authentication:
            try put(group, &reader, &vector, made, of: MessageAuthenticationTest.self)
        case .authenticatedCipher:
            try put(group, &reader, &vector, made, of: AuthenticatedCipherTest.self)
        case .blockCipher: try put(group, &reader, &vector, made, of: BlockCipherTest.self)
        case nil:
            var participants: [Participant<ErasedExecutor>] = []
            for (place, made) in made.enumerated() {
                participants.append(
                    Participant(gates[place], sheets[place], made.map(ErasedExecutor.init)))
            }
            try put(group, &reader, &vector, &participants)
        }
    }

    private mutating func put<
        Executor: CaseExecutor, Reader: VectorReader & ~Escapable & ~Copyable
    >(
        _ group: VectorGroup, _ reader: inout Reader, _ vector: inout VectorCase, _ made: [Made],
        of type: Executor.Type
    ) throws(VectorError) {
        var participants: [Participant<Executor>] = []
        for (place, made) in made.enumerated() {
            let own = made.map { executor in
                // The group chooses it, and there is one group.
                guard let executor = executor as? Executor else {
                    preconditionFailure("two executors for one group")
                }
                return executor
            }
            participants.append(Participant(gates[place], sheets[place], own))
        }
        try put(group, &reader, &vector, &participants)
    }

    private mutating func put<
        Executor: CaseExecutor, Reader: VectorReader & ~Escapable & ~Copyable
    >(
        _ group: VectorGroup, _ reader: inout Reader, _ vector: inout VectorCase,
        _ participants: inout [Participant<Executor>]
    ) throws(VectorError) {
        let response = response
        defer {
            for index in participants.indices {
                checks.append(
                    GroupCheck(
                        setName: setName, revision: revision, tgId: group.tgId,
                        role: participants[index].role, counts: participants[index].counts,
                        reasons: participants[index].reasons))
            }
            if response != nil, let answer = participants.first?.groupAnswer {
                groupAnswer = ResponseText()
                groupAnswer?.write(answer)
            }
        }
        if let response {
            var modules = participants.mutableSpan
            while try reader.nextCase(of: group, into: &vector) {
                cases += 1
                respond(to: vector, &modules[0], response)
            }
            return
        }
        while try skipPassing(group, &reader, &vector, &participants) {
            if let finding = lookCloser(vector, &participants, group) { findings.append(finding) }
        }
    }

    /// Puts cases to every module up to one that must be looked at closer; false at the end.
    ///
    /// The participants are held for all these cases, so that not each of them checks whether their
    /// array has another owner.
    @inline(__always)
    private mutating func skipPassing<
        Executor: CaseExecutor, Reader: VectorReader & ~Escapable & ~Copyable
    >(
        _ group: VectorGroup, _ reader: inout Reader, _ vector: inout VectorCase,
        _ participants: inout [Participant<Executor>]
    ) throws(VectorError) -> Bool {
        var modules = participants.mutableSpan
        while try reader.nextCase(of: group, into: &vector) {
            cases += 1
            var allPass = true
            for index in modules.indices where !modules[index].execute(vector) {
                allPass = false
            }
            // Two modules that both say "wrong", as they should, may still disagree on what is
            // right; two that both match the expected value cannot.
            if !allPass || (!vector.testPassed && modules.count > 1) { return true }
        }
        return false
    }

    /// Writes down what the one module that is asked answers; nobody judges it.
    @inline(__always)
    private mutating func respond<Executor>(
        to vector: borrowing VectorCase, _ participant: inout Participant<Executor>,
        _ response: ResponseText
    ) {
        if !participant.answer(vector) { return participant.close() }
        if answered > 0 { response.write(",") }
        answered += 1
        response.write(vector.tcId, participant.sheet)
    }

    @inline(never)
    private func lookCloser<Executor>(
        _ vector: borrowing VectorCase, _ participants: inout [Participant<Executor>],
        _ group: VectorGroup
    ) -> CaseFinding? {
        if !vector.hasAnswer { settle(&participants) }
        defer { for index in participants.indices { participants[index].close() } }
        return CaseFinding.find(group, vector, participants)
    }

    /// Where no answer is published, two modules that agree are as much as can be known; one alone
    /// shows nothing.
    private func settle<Executor>(_ participants: inout [Participant<Executor>]) {
        let open = participants.indices.filter { participants[$0].isUnanswered }
        guard let first = open.first else { return }
        let agree = open.dropFirst().allSatisfy {
            participants[first].sheet.agrees(with: participants[$0].sheet)
        }
        for index in open {
            if open.count == 1 {
                participants[index].settle(
                    .unsupported(
                        Unsupported(
                            .missingField, "no expected answer, and no second module's")))
            } else if !agree {
                participants[index].settle(.fail)
            }
        }
    }
}
