import Algorithms
import Approval

/// One module in one group: its executor, or what kept it from having one.
struct Participant<Executor: CaseExecutor> {
    let role: ModuleIdentity.Role
    let sheet: AnswerSheet
    private(set) var reasons: [GroupCheck.Reason] = []
    private var executor: Executor?
    /// What an obstacle made of the case, where there was one.
    private var obstructed: Verdict?
    private(set) var judgement = Judgement.pass
    private let groupVerdict: Verdict?
    private var passed = 0
    private var answered = 0
    private var others = VerdictCounts()

    init(_ gate: Gate, _ sheet: AnswerSheet, _ made: Result<Executor, Obstacle>) {
        role = gate.role
        self.sheet = sheet
        switch made {
        case .success(let made):
            executor = made
            groupVerdict = nil
        case .failure(let obstacle):
            executor = nil
            groupVerdict = obstacle.verdict
        }
    }

    /// What the module answers for the group as a whole.
    var groupAnswer: AnswerSheet? { executor?.groupAnswer }

    /// Executes the case and returns whether it passed.
    @inline(__always)
    mutating func execute(_ vector: borrowing VectorCase) -> Bool {
        do throws(Obstacle) {
            guard let comparison = try put(vector) else {
                obstructed = groupVerdict
                return false
            }
            switch comparison {
            case .withVector: judgement = .judging(sheet, by: vector)
            case .verified(let isRight): judgement = isRight ? .notComparable : .fail
            }
            if judgement == .pass {
                passed += 1
                return true
            }
        } catch {
            obstructed = error.verdict
        }
        return false
    }

    /// Executes the case for a response and returns whether there is an answer to be shown; one
    /// that the modules themselves found wrong is none.
    @inline(__always)
    mutating func answer(_ vector: borrowing VectorCase) -> Bool {
        do throws(Obstacle) {
            guard let comparison = try put(vector) else {
                obstructed = groupVerdict
                return false
            }
            if case .verified(false) = comparison {
                judgement = .fail
                return false
            }
            answered += 1
            return true
        } catch {
            obstructed = error.verdict
            return false
        }
    }

    /// The executor is used where it lies; nil where there is none.
    @inline(__always)
    private mutating func put(
        _ vector: borrowing VectorCase
    ) throws(Obstacle) -> Comparison? {
        let sheet = sheet
        return try executor?.answer(vector, on: sheet)
    }

    var counts: VerdictCounts {
        var counts = others
        counts.pass += passed
        counts.notComparable += answered
        return counts
    }

    /// What became of the case executed last.
    var verdict: Verdict { obstructed ?? judgement.verdict }

    /// Whether the module answered, and nobody says what the answer should be.
    var isUnanswered: Bool { obstructed == nil && judgement == .unanswered }

    /// Whether the module gave an answer to the case executed last.
    var hasAnswer: Bool { obstructed == nil }

    /// The answer to the case executed last, where the module gave one that can be compared.
    func answer(to vector: borrowing VectorCase) -> Answer? {
        if obstructed != nil || judgement == .notComparable { return nil }
        return sheet.telling(vector)
    }

    /// What becomes of an answer that no vector judges, once the modules were compared.
    mutating func settle(_ verdict: Verdict?) {
        if let verdict { obstructed = verdict }
    }

    /// Counts a case that did not simply pass, and forgets its obstacle.
    @inline(never)
    mutating func close() {
        let verdict = verdict
        if verdict != .pass {
            others.add(verdict)
            if obstructed != nil || judgement == .meaningless { reasons.add(verdict, 1) }
        }
        obstructed = nil
        judgement = .pass
    }
}
