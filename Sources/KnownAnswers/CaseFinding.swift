import Algorithms

extension CaseFinding {
    /// A finding where a module failed, or where two modules' answers differ.
    static func find<Executor>(
        _ group: VectorGroup, _ vector: borrowing VectorCase,
        _ participants: [Participant<Executor>]
    ) -> CaseFinding? {
        let failed = participants.contains { $0.verdict.isFinding }
        var answers: [Answer?] = []
        for participant in participants { answers.append(participant.answer(to: vector)) }
        let given = answers.compactMap { $0 }
        let disagree = given.dropFirst().contains { $0 != given[0] }
        if !failed && !disagree { return nil }
        let failing = zip(participants, answers).first { $0.0.verdict == .fail }?.1
        return CaseFinding(
            tgId: group.tgId, tcId: vector.tcId, field: failing?.title ?? "",
            expected: failing.map { $0.expected ?? expectedValue(of: $0.field, vector) } ?? "",
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
        case .octets, .text: Hexadecimal.encode(vector.bytes(field))
        case .integer: vector.has(field) ? String(vector.integer(field)) : ""
        case .boolean: vector.hasAnswer ? (vector.testPassed ? "true" : "false") : ""
        }
    }
}

extension Answer {
    fileprivate var title: String { detail.isEmpty ? field.name : "\(field.name), \(detail)" }
}
