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

    /// Puts every case of the group to every module. Specialised for each executor and reader, so
    /// that a case costs no dispatch beyond the module's own.
    mutating func execute<Executor: CaseExecutor, Reader: VectorReader & ~Escapable & ~Copyable>(
        _ group: VectorGroup, _ reader: inout Reader, _ vector: inout VectorCase,
        making make: (Gate) throws(Obstacle) -> Executor
    ) throws(VectorError) {
        var participants: [Participant<Executor>] = []
        participants.reserveCapacity(gates.count)
        for (gate, sheet) in zip(gates, sheets) {
            participants.append(Participant(gate, sheet, make))
        }
        let response = response
        defer {
            for participant in participants {
                checks.append(
                    GroupCheck(
                        setName: setName, revision: revision, tgId: group.tgId,
                        role: participant.role, counts: participant.counts,
                        reasons: participant.reasons))
            }
            if response != nil, let answer = participants.first?.groupAnswer {
                groupAnswer = ResponseText()
                groupAnswer?.write(answer)
            }
        }
        while try reader.nextCase(of: group, into: &vector) {
            cases += 1
            if let finding = put(vector, to: &participants, group, response) {
                findings.append(finding)
            }
        }
    }

    /// Puts one case to every module, and looks closer where not all is well.
    @inline(__always)
    private mutating func put<Executor>(
        _ vector: borrowing VectorCase, to participants: inout [Participant<Executor>],
        _ group: VectorGroup, _ response: ResponseText?
    ) -> CaseFinding? {
        if let response {
            respond(to: vector, &participants[0], response)
            return nil
        }
        var allPass = true
        for index in participants.indices where !participants[index].execute(vector) {
            allPass = false
        }
        // Two modules that both say "wrong", as they should, may still disagree on what is right;
        // two that both match the expected value cannot.
        if allPass && (vector.testPassed || participants.count == 1) { return nil }
        return lookCloser(vector, &participants, group)
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
