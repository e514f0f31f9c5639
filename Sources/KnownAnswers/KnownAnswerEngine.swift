import Algorithms
package import Approval

/// Runs vector sets against every module behind a gate and sets their answers side by side.
package struct KnownAnswerEngine {
    private let gates: [Gate]

    /// - Parameter gates: the modules, the one under test first.
    package init(_ gates: [Gate]) {
        self.gates = gates
    }

    /// Runs one file of the project's own format.
    ///
    /// - Throws: `VectorError` where the file cannot be read to its end; nothing of it counts then.
    package func run(file: String, text: Span<UInt8>) throws(VectorError) -> SetResult {
        var table = try VectorTable(file: file, text: text)
        guard let algorithm = Algorithm.named(table.setName) else {
            throw table.setError("vector set \(table.setName) is not in the table")
        }
        guard algorithm.revisions.contains(table.revision) else {
            throw table.setError(
                "\(table.setName) has no revision \(table.revision), only "
                    + algorithm.revisions.joined(separator: ", "))
        }
        var run = SetRun(algorithm: algorithm, revision: table.revision)
        var vector = VectorCase()
        while let group = try table.nextGroup(algorithm) {
            vector.begin(group)
            try execute(group, &table, &vector, &run)
        }
        return run.result(file: file)
    }

    /// Chooses the executor: the one place that knows which kind has which shape.
    private func execute(
        _ group: VectorGroup, _ table: inout VectorTable, _ vector: inout VectorCase,
        _ run: inout SetRun
    ) throws(VectorError) {
        let testType = group.text(.testType) ?? "missing"
        let isMonteCarlo = testType == "MCT"
        guard testType == "AFT" || (isMonteCarlo && group.algorithm.isHash) else {
            // No executor: every case is counted with the reason.
            try execute(group, &table, &vector, &run) { _ throws(Obstacle) -> KeyVerificationTest in
                throw .unsupported(Unsupported(.testType, "testType \(testType)"))
            }
            return
        }
        switch group.algorithm.kind {
        case .gcm:
            try execute(group, &table, &vector, &run) { gate throws(Obstacle) in
                try AuthenticatedCipherTest(group, gate)
            }
        case .gmac:
            try execute(group, &table, &vector, &run) { gate throws(Obstacle) in
                try GMACTest(group, gate)
            }
        case .ccm, .blockCipher, .keyWrap, .cmac, .extendableOutput:
            preconditionFailure("no executor yet")
        case .digest(let hash):
            if isMonteCarlo {
                try execute(group, &table, &vector, &run) { gate throws(Obstacle) in
                    try DigestMonteCarloTest(group, hash, gate)
                }
            } else {
                try execute(group, &table, &vector, &run) { gate throws(Obstacle) in
                    try DigestTest(group, hash, gate)
                }
            }
        case .hmac(let hash):
            try execute(group, &table, &vector, &run) { gate throws(Obstacle) in
                try HMACTest(group, hash, gate)
            }
        case .ctrDRBG, .hashDRBG, .hmacDRBG:
            try execute(group, &table, &vector, &run) { gate throws(Obstacle) in
                try RandomBitGeneratorTest(group, gate)
            }
        case .ecdsaKeyGen:
            try execute(group, &table, &vector, &run) { gate throws(Obstacle) in
                try KeyGenerationTest(group, gate, gates)
            }
        case .ecdsaKeyVer:
            try execute(group, &table, &vector, &run) { gate throws(Obstacle) in
                try KeyVerificationTest(group, gate)
            }
        case .ecdsaSigGen, .detECDSASigGen:
            try execute(group, &table, &vector, &run) { gate throws(Obstacle) in
                try SignatureGenerationTest(
                    group, deterministic: group.algorithm.kind == .detECDSASigGen, gate, gates)
            }
        case .ecdsaSigVer:
            try execute(group, &table, &vector, &run) { gate throws(Obstacle) in
                try SignatureVerificationTest(group, gate)
            }
        }
    }

    /// Puts every case of the group to every module. Specialised for each executor, so that a
    /// case costs no dispatch beyond the module's own.
    private func execute<Executor: CaseExecutor>(
        _ group: VectorGroup, _ table: inout VectorTable, _ vector: inout VectorCase,
        _ run: inout SetRun, making make: (Gate) throws(Obstacle) -> Executor
    ) throws(VectorError) {
        var participants: [Participant<Executor>] = []
        for gate in gates { participants.append(Participant(gate.identity.role, gate, make)) }
        while try table.nextCase(of: group, into: &vector) {
            run.cases += 1
            if let finding = put(vector, to: &participants, group) {
                run.findings.append(finding)
            }
        }
        for participant in participants {
            run.checks.append(
                GroupCheck(
                    setName: run.algorithm.name, revision: run.revision, tgId: group.tgId,
                    role: participant.role, counts: participant.counts,
                    reasons: participant.reasons))
        }
    }
}

extension Algorithm {
    fileprivate var isHash: Bool {
        if case .digest = kind { true } else { false }
    }
}

/// Puts one case to every module, and looks closer where not all is well.
@inline(__always)
private func put<Executor>(
    _ vector: borrowing VectorCase, to participants: inout [Participant<Executor>],
    _ group: VectorGroup
) -> CaseFinding? {
    var allPass = true
    for index in participants.indices where !participants[index].execute(vector) {
        allPass = false
    }
    // Two modules that both say "wrong", as they should, may still disagree on what is right; two
    // that both match the expected value cannot.
    if allPass && (vector.testPassed || participants.count == 1) { return nil }
    defer { for index in participants.indices { participants[index].prepareForNextCase() } }
    return CaseFinding.find(group, vector, participants)
}

/// What has been gathered of a set so far.
struct SetRun {
    let algorithm: Algorithm
    let revision: String
    var cases = 0
    var checks: [GroupCheck] = []
    var findings: [CaseFinding] = []

    func result(file: String) -> SetResult {
        SetResult(
            file: file, setName: algorithm.name, revision: revision,
            family: algorithm.family.rawValue, cases: cases, checks: checks, findings: findings)
    }
}

/// One module in one group: its executor, or what kept it from having one.
struct Participant<Executor: CaseExecutor> {
    let role: ModuleIdentity.Role
    private(set) var reasons: [GroupCheck.Reason] = []
    private let executor: Executor?
    /// What an obstacle made of the case, where there was one.
    private var obstructed: Verdict?
    private var judgement = Judgement.pass
    private let groupVerdict: Verdict?
    private var passed = 0
    private var others = VerdictCounts()

    init(_ role: ModuleIdentity.Role, _ gate: Gate, _ make: (Gate) throws(Obstacle) -> Executor) {
        self.role = role
        do throws(Obstacle) {
            executor = try make(gate)
            groupVerdict = nil
        } catch {
            executor = nil
            groupVerdict = error.verdict
        }
    }

    /// Executes the case and returns whether it passed.
    @inline(__always)
    mutating func execute(_ vector: borrowing VectorCase) -> Bool {
        do throws(Obstacle) {
            if let judgement = try executor?.execute(vector) {
                self.judgement = judgement
                if judgement == .pass {
                    passed += 1
                    return true
                }
                others.add(judgement.verdict)
            } else {
                keep(groupVerdict)
            }
        } catch {
            keep(error.verdict)
        }
        return false
    }

    var counts: VerdictCounts {
        var counts = others
        counts.pass += passed
        return counts
    }

    /// What became of the case executed last.
    var verdict: Verdict { obstructed ?? judgement.verdict }

    /// The answer to the case executed last, where the module gave one that can be compared.
    func answer(to vector: borrowing VectorCase) -> Answer? {
        if obstructed != nil || judgement == .notComparable { return nil }
        return executor?.answer(to: vector, judgement)
    }

    /// Forgets the last case's obstacle; only cases that met one pay for it.
    mutating func prepareForNextCase() { obstructed = nil }

    @inline(never)
    private mutating func keep(_ verdict: Verdict?) {
        guard let verdict else { return }
        obstructed = verdict
        others.add(verdict)
        if let index = reasons.firstIndex(where: { $0.verdict == verdict }) {
            reasons[index] = GroupCheck.Reason(verdict: verdict, cases: reasons[index].cases + 1)
        } else {
            reasons.append(GroupCheck.Reason(verdict: verdict, cases: 1))
        }
    }
}

extension CaseFinding {
    /// A finding where a module failed, or where two modules' answers differ.
    fileprivate static func find<Executor>(
        _ group: VectorGroup, _ vector: borrowing VectorCase,
        _ participants: [Participant<Executor>]
    ) -> CaseFinding? {
        var answers: [Answer?] = []
        for participant in participants { answers.append(participant.answer(to: vector)) }
        let given = answers.compactMap { $0 }
        let failed = participants.contains { $0.verdict.isFinding }
        let disagree = given.dropFirst().contains { $0 != given[0] }
        if !failed && !disagree { return nil }
        let field = zip(participants, answers).first { $0.0.verdict == .fail }?.1?.field
        return CaseFinding(
            tgId: group.tgId, tcId: vector.tcId, field: field?.name ?? "",
            expected: field.map { expectedValue(of: $0, vector) } ?? "",
            answers: zip(participants, answers).map { participant, answer in
                ModuleAnswer(
                    role: participant.role, verdict: participant.verdict,
                    value: answer.map(\.value))
            })
    }

    private static func expectedValue(
        of field: VectorField, _ vector: borrowing VectorCase
    ) -> String {
        switch field.form {
        case .octets: Hexadecimal.encode(vector.bytes(field))
        case .integer: String(vector.integer(field))
        case .boolean: vector.testPassed ? "true" : "false"
        }
    }
}
