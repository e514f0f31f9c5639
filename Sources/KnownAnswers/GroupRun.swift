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

    /// Puts every case of the group to every module.
    mutating func execute<Reader: VectorReader & ~Escapable & ~Copyable>(
        _ group: VectorGroup, _ reader: inout Reader, _ vector: inout VectorCase
    ) throws(VectorError) {
        let peers = peers
        switch Reader.hasManyCases ? group.shortForm : nil {
        case .digest(let hash):
            try put(group, &reader, &vector) { gate throws(Obstacle) in
                try DigestTest(hash, gate)
            }
        case .gmac:
            try put(group, &reader, &vector) { gate throws(Obstacle) in
                try GMACTest(group, gate)
            }
        case .authentication(let code):
            try put(group, &reader, &vector) { gate throws(Obstacle) in
                try MessageAuthenticationTest(group, code, gate)
            }
        case .authenticatedCipher(let mode):
            try put(group, &reader, &vector) { gate throws(Obstacle) in
                try AuthenticatedCipherTest(group, mode, gate, peers)
            }
        case .blockCipher(let mode):
            try put(group, &reader, &vector) { gate throws(Obstacle) in
                try BlockCipherTest(group, mode, gate, peers)
            }
        case nil:
            try put(group, &reader, &vector) { gate throws(Obstacle) in
                ErasedExecutor(try group.executor(gate, peers))
            }
        }
    }

    /// - Parameter make: makes the executor of one module.
    private mutating func put<
        Executor: CaseExecutor, Reader: VectorReader & ~Escapable & ~Copyable
    >(
        _ group: VectorGroup, _ reader: inout Reader, _ vector: inout VectorCase,
        _ make: (Gate) throws(Obstacle) -> Executor
    ) throws(VectorError) {
        var participants: [Participant<Executor>] = []
        participants.reserveCapacity(gates.count)
        for (place, gate) in gates.enumerated() {
            let made = Result { () throws(Obstacle) in try make(gate) }
            participants.append(Participant(gate, sheets[place], made))
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
