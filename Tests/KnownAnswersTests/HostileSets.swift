import Algorithms
import Approval

@testable import KnownAnswers

/// ACVP documents put together by hand, one thing wrong with each.
enum HostileSet {
    /// A set of groups, each the members of one without its braces.
    static func text(_ algorithm: String, _ revision: String = "1.0", _ groups: String...) -> String
    {
        let groups = groups.map { "{\($0)}" }.joined(separator: ",")
        return """
            {"vsId":1,"algorithm":"\(algorithm)","revision":"\(revision)","testGroups":[\(groups)]}
            """
    }

    /// The members of a group of digests.
    static func digests(_ tgId: Int = 1, _ tests: String) -> String {
        #""tgId":\#(tgId),"testType":"AFT","tests":[\#(tests)]"#
    }

    static func digest(_ tcId: Int) -> String { #"{"tcId":\#(tcId),"msg":"d3","len":8}"# }

    static func run(
        _ prompt: String, answers: String = "", on gates: [Gate], responding: Bool = false
    ) -> DocumentResult {
        let (prompt, answers) = (Array(prompt.utf8), Array(answers.utf8))
        return KnownAnswerEngine(gates).run(
            VectorTexts(
                file: "a.json", prompt: prompt.span, answers: answers.span, secrets: Span(),
                answersItself: false), responding: responding)
    }

    /// On a module that offers digests alone.
    static func run(_ prompt: String, answers: String = "") -> DocumentResult {
        run(prompt, answers: answers, on: [Gate(FakeModule(.openssl, .answer(0xab)), for: .test)])
    }
}
