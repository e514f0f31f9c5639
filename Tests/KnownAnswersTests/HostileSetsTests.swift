import Algorithms
import Approval
import Testing

@testable import KnownAnswers

/// Sets that are well-formed here and there: what is wrong is told with its place, and what stands
/// elsewhere is run.
@Suite struct HostileSetsTests {
    private typealias Set = HostileSet

    private static let two = Set.digest(1) + "," + Set.digest(2)

    /// A document, what is told of it, and the text that the place told begins with.
    struct Wrong: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let text: String
        let place: String

        init(_ message: String, at place: String, _ text: String) {
            testDescription = message
            self.place = place
            self.text = text
        }
    }

    static let wrong = [
        Wrong(
            "tgId 1 stands twice", at: #"{"tgId":1,"testType":"AFT","tests":[{"tcId":3"#,
            Set.text(
                "SHA2-256", "1.0", Set.digests(1, two), Set.digests(1, Set.digest(3)))),
        Wrong(
            "tgId is negative", at: "-1,",
            Set.text("SHA2-256", "1.0", Set.digests(-1, two))),
        Wrong(
            "ivLen is negative", at: "-8,",
            Set.text("SHA2-256", "1.0", #""ivLen":-8,"# + Set.digests(1, two))),
        Wrong("testGroups is empty", at: "}", Set.text("SHA2-256", "1.0")),
        Wrong("tests is empty", at: "]}]}", Set.text("SHA2-256", "1.0", Set.digests(1, ""))),
        Wrong(
            "expected a case", at: "7,{",
            Set.text("SHA2-256", "1.0", Set.digests(1, "7," + two))),
        Wrong(
            "expected a case", at: "[[",
            Set.text("SHA2-256", "1.0", Set.digests(1, "[[" + two + "]]"))),
        Wrong(
            "expected ',' or ']'", at: "7]",
            Set.text("SHA2-256", "1.0", Set.digests(1, two + "7"))),
        Wrong(
            "expected ',' or ']'", at: ",7]",
            Set.text("SHA2-256", "1.0", Set.digests(1, two + ",7"))),
        Wrong(
            "expected ','", at: #"{"tcId":2"#,
            Set.text("SHA2-256", "1.0", Set.digests(1, Set.digest(1) + Set.digest(2)))),
    ]

    @Test(arguments: wrong)
    func isTold(_ wrong: Wrong) throws {
        let result = Set.run(wrong.text)
        let problem = try #require(result.problem ?? result.sets.first?.problem)
        #expect(problem.message == wrong.testDescription)
        guard case .byte(let position) = problem.place else {
            Issue.record("no place: \(problem)")
            return
        }
        #expect(wrong.text.utf8.dropFirst(position).starts(with: wrong.place.utf8), "\(problem)")
    }

    /// Threads begin at every 256th case, and nothing between two of them goes unseen.
    @Test(arguments: ["", " 7,", ",7,", ",,"])
    func betweenTheCasesOfTwoThreads(_ separator: String) {
        let cases = (1...256).map(Set.digest).joined(separator: ",")
        let text = Set.text(
            "SHA2-256", "1.0", Set.digests(1, cases + separator + Set.digest(257)))
        let result = Set.run(text)
        #expect(result.sets[0].problem != nil)
        #expect(result.sets[0].cases >= 256)
    }

    /// The answers are two, and nobody knows which is meant.
    @Test func answersThatStandTwice() throws {
        let digest = String(repeating: "AB", count: 32)
        let answers = [2, 1, 1].map { #"{"tcId":\#($0),"md":"\#(digest)"}"# }
        let result = Set.run(
            Set.text("SHA2-256", "1.0", Set.digests(1, HostileSetsTests.two)),
            answers: Set.text(
                "SHA2-256", "1.0", Set.digests(1, answers.joined(separator: ","))))
        #expect(result.sets[0].problem?.message == "tcId 1 stands twice")
        #expect(result.sets[0].problem?.file == "a.json (answers)")
    }

    /// An answer without a number is nobody's.
    @Test func answersOfNoCase() throws {
        let digest = String(repeating: "AB", count: 32)
        let result = Set.run(
            Set.text("SHA2-256", "1.0", Set.digests(1, Set.digest(1))),
            answers: Set.text("SHA2-256", "1.0", Set.digests(1, #"{"md":"\#(digest)"}"#)))
        #expect(result.sets[0].problem?.message == "the case has no tcId")
        #expect(result.sets[0].counts(.openssl).pass == 0)
    }

    /// What a case says for itself holds for no other one.
    @Test func lengthsOfTheGroupComeBack() throws {
        let cases = (1...2).map { tcId in
            #"{"tcId":\#(tcId),"key":"0011","msg":"00"\#(tcId == 1 ? #","keyLen":64"# : "")}"#
        }
        let result = Set.run(
            Set.text(
                "HMAC-SHA2-256", "1.0",
                #""keyLen":16,"macLen":256,"msgLen":8,"#
                    + Set.digests(1, cases.joined(separator: ","))))
        let reasons = result.sets[0].checks[0].reasons.map(\.verdict)
        let first = Unsupported(.contradictoryVector, "keyLen is 64 bits, the key has 16")
        #expect(reasons.first == .unsupported(first) && reasons.count == 2, "\(reasons)")
        #expect(result.sets[0].checks[0].counts.total == 2)
    }

    /// A case that breaks off teaches nothing about how the next is written.
    @Test func groupsBehindABrokenCaseAreRun() {
        let result = Set.run(
            Set.text(
                "SHA2-256", "1.0", Set.digests(1, #"{"tcId":1,"msg":"d3","len":-8}"#),
                Set.digests(2, (2...4).map(Set.digest).joined(separator: ","))))
        #expect(result.sets[0].problem?.message == "len is negative")
        #expect(result.sets[0].cases == 3)
        #expect(result.sets[0].checks.contains { $0.tgId == 2 && $0.counts.total == 3 })
    }

    /// The groups before the place where a set breaks off are run under its name.
    @Test func groupsBeforeTheBreakAreRun() throws {
        let text = Set.text(
            "SHA2-256", "1.0", Set.digests(1, HostileSetsTests.two),
            Set.digests(2, Set.digest(3)))
        let result = Set.run(String(text.dropLast(20)))
        #expect(result.problem != nil)
        #expect(result.sets.map(\.setName) == ["SHA2-256"] && result.sets[0].cases == 2)
    }

    /// Reasons are gathered: as many as there are cases would fill the report.
    @Test func reasonsAreFew() throws {
        let cases = (1...3000).map { #"{"tcId":\#($0),"msg":"d3","len":\#(8 * $0 + 800)}"# }
        let result = Set.run(
            Set.text("SHA2-256", "1.0", Set.digests(1, cases.joined(separator: ","))))
        let reasons = try #require(result.sets[0].checks.first?.reasons)
        #expect((2...80).contains(reasons.count))
        #expect(reasons.reduce(0) { $0 + $1.cases } == 3000)
        #expect(
            reasons.last?.verdict
                == .unsupported(Unsupported(.contradictoryVector, "other details")))
    }

    /// What a response repeats of its prompt stands one level deeper in it.
    @Test func whatIsRepeatedMayBeDeep() throws {
        let deep = String(repeating: "[", count: 65) + String(repeating: "]", count: 65)
        let prompt = Set.text("SHA2-256", "1.0", Set.digests(1, Set.digest(1)))
            .replacing("\"vsId\":1", with: "\"vsId\":\(deep)")
        let gates = [Gate(FakeModule(.openssl, .answer(0xab)), for: .test)]
        for prompt in [prompt, "[\(prompt)]"] {
            let result = Set.run(prompt, on: gates, responding: true)
            #expect(result.problem == nil && result.sets[0].cases == 1)
            let response = try #require(result.response)
            let joined = try #require(ResponseJoin.join([response, response]))
            #expect(joined.string.contains("[{\"vsId\":\(deep)"))
        }
    }
}
