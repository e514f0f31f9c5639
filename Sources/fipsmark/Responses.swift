import Algorithms
import Approval
import CommandSupport
import KnownAnswers
import Reports
import VectorFiles

/// The responses of one module to the prompts that a user names, with what became of their cases.
struct Responses {
    private let engine: KnownAnswerEngine
    private let role: ModuleIdentity.Role
    private(set) var texts: [ResponseText] = []
    private var sets = 0
    private var counts = VerdictCounts()
    private var reasons: [Reason] = []
    private var problems: [String] = []
    private var notes: [String] = []

    /// Why cases were not answered; one line for all that have the reason.
    private struct Reason {
        let verdict: Verdict
        let title: String
        let example: String
        var cases: Int
    }

    init(_ modules: ModuleTeams) {
        engine = KnownAnswerEngine(teams: modules.teams)
        role = modules.answering.identity.role
    }

    mutating func add(_ input: VectorInput) {
        switch input.kind {
        case .acvp where input.isProjection:
            // A projection holds the answers, and the keys with which they were made.
            problems.append("\(input.name): it holds its own answers; give the prompt alone")
        case .acvp: answer(input)
        case .unreadable(let error): problems.append("\(input.name): \(error.message)")
        case .other(let reason): notes.append("\(input.name): \(reason)")
        case .cavp, .kat, .wycheproof: notes.append("\(input.name): no prompt of ACVP")
        }
    }

    /// Nothing but the prompt is read: an answer beside it must not become the module's.
    private mutating func answer(_ input: VectorInput) {
        let prompt: VectorBytes
        do throws(VectorFileError) {
            prompt = try input.read()
        } catch {
            problems.append("\(input.name): \(error.message)")
            return
        }
        let result = engine.run(
            VectorTexts(
                file: input.name, prompt: prompt.span, answers: Span(), secrets: Span(),
                answersItself: false), responding: true)
        if let problem = result.problem { problems.append(problem.description) }
        for set in result.sets { add(set) }
        if let response = result.response, !result.sets.isEmpty { texts.append(response) }
    }

    private mutating func add(_ set: SetResult) {
        sets += 1
        counts += set.counts(role)
        if let problem = set.problem { problems.append(problem.description) }
        for check in set.checks where check.role == role {
            for reason in check.reasons { add(reason, of: set) }
        }
        let wrong = set.counts(role).fail
        if wrong > 0 {
            let title = "an answer of the module's own choice that does not verify"
            reasons.append(
                Reason(verdict: .fail, title: title, example: set.setName, cases: wrong))
        }
    }

    private mutating func add(_ reason: GroupCheck.Reason, of set: SetResult) {
        let (title, example) = Responses.words(reason.verdict, set)
        if let index = reasons.firstIndex(where: {
            $0.verdict.word == reason.verdict.word && $0.title == title
        }) {
            reasons[index].cases += reason.cases
        } else {
            reasons.append(
                Reason(
                    verdict: reason.verdict, title: title, example: example, cases: reason.cases))
        }
    }

    /// What is said once for all such cases, and what only of the first.
    private static func words(_ verdict: Verdict, _ set: SetResult) -> (String, String) {
        switch verdict {
        case .refused(let rule):
            (
                "\(rule.id): \(rule.subject)"
                    + (rule.status == .legacyUse ? "; passes with --legacy only" : ""), ""
            )
        case .unsupported(let unsupported):
            (unsupported.reason.words, "\(set.setName): \(unsupported.detail)")
        case .error(let message): (message, set.setName)
        case .pass, .fail, .notComparable: (verdict.word, set.setName)
        }
    }

    var answered: Int { counts.pass + counts.notComparable }

    /// A case that went wrong, and a file that could not be read to its end.
    private var errors: Int { counts.error + counts.fail + problems.count }

    var status: ExitStatus { answered > 0 && errors == 0 ? .passed : .undetermined }

    var headline: String {
        "\(sets) set\(sets == 1 ? "" : "s"): \(answered) answered, \(counts.refused) refused, "
            + "\(counts.unsupported) unsupported, \(errors) error\(errors == 1 ? "" : "s")"
    }

    /// Every reason why a case has no answer, the most frequent of a kind first.
    var details: [String] {
        let sorted = reasons.sorted {
            ($0.verdict.word, -$0.cases) < ($1.verdict.word, -$1.cases)
        }
        return problems.map { "error: \($0)" }
            + sorted.map { reason in
                let example = reason.example.isEmpty ? "" : " (\(reason.example))"
                return "\(reason.verdict.word) \(reason.cases): \(reason.title)\(example)"
            } + notes
    }
}
