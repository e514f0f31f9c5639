import Algorithms
import Approval
import Testing

@testable import KnownAnswers

/// ACVP documents on the real modules: what is asked, what is answered, and what is wrong with a
/// document.
@Suite struct ACVPDocumentTests {
    private static let abc = "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD"
    private static let empty = "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855"

    private static let prompt = """
        {"vsId": 7, "algorithm": "SHA2-256", "revision": "1.0", "isSample": true, "testGroups": [
          {"tgId": 1, "testType": "AFT", "tests": [
            {"tcId": 1, "msg": "", "len": 0}, {"tcId": 2, "msg": "616263", "len": 24}]},
          {"tests": [{"len": 7, "tcId": 3, "msg": "80"}, {"tcId": 4, "extra": [{"a": null}],
            "msg": "616263", "len": 24}], "testType": "AFT", "tgId": 2}]}
        """

    private static let answers = """
        {"vsId": 7, "algorithm": "SHA2-256", "revision": "1.0", "testGroups": [
          {"tgId": 2, "tests": [{"tcId": 4, "md": "\(abc)"}, {"tcId": 3, "md": "00"}]},
          {"tgId": 1, "tests": [{"tcId": 1, "md": "\(empty.lowercased())"},
            {"md": "\(abc)", "tcId": 2}]}]}
        """

    @Test func everyCaseGetsItsVerdict() throws {
        let result = try run(ACVPDocumentTests.prompt, ACVPDocumentTests.answers)
        let set = try #require(result.sets.first)
        #expect(result.problem == nil && set.problem == nil && set.cases == 4)
        for role in Modules.roles {
            #expect(set.counts(role).pass == 3)
            #expect(set.counts(role).unsupported == 1)
        }
        let reasons = set.checks.filter { $0.tgId == 2 }.flatMap(\.reasons)
        let bits = Unsupported(.moduleIsByteOriented, "a message of 7 bits")
        #expect(reasons.allSatisfy { $0.verdict == .unsupported(bits) } && !reasons.isEmpty)
    }

    @Test func wrongAnswerFailsItsCaseAlone() throws {
        let wrong = ACVPDocumentTests.answers.replacing(
            ACVPDocumentTests.empty.lowercased(), with: ACVPDocumentTests.abc)
        let set = try #require(try run(ACVPDocumentTests.prompt, wrong).sets.first)
        #expect(set.counts(.openssl).fail == 1 && set.counts(.openssl).pass == 2)
        let finding = try #require(set.findings.first)
        #expect(finding.tgId == 1 && finding.tcId == 1 && finding.field == "md")
        #expect(finding.expected == ACVPDocumentTests.abc.lowercased())
        #expect(finding.answers.first?.value == ACVPDocumentTests.empty.lowercased())
    }

    /// Without published answers, agreement is all that can be known; one module alone knows none.
    @Test func withoutAnswersTheModulesAreCompared() throws {
        let both = try #require(try run(ACVPDocumentTests.prompt, "").sets.first)
        #expect(both.counts(.openssl).notComparable == 3 && both.findings.isEmpty)
        let alone = try run(ACVPDocumentTests.prompt, "", gates: [try Modules.openSSL()])
        #expect(alone.sets.first?.counts(.openssl).unsupported == 4)
        let liar = Gate(FakeModule(.gcrypt, .answer(0x11)), for: .test)
        let disagreeing = try run(
            ACVPDocumentTests.prompt, "", gates: [try Modules.openSSL(), liar])
        #expect(disagreeing.sets.first?.findings.count == 3)
        #expect(disagreeing.sets.first?.counts(.openssl).fail == 3)
    }

    @Test func responseHasNISTsShape() throws {
        let result = try run(
            ACVPDocumentTests.prompt, "", gates: [try Modules.openSSL()], responding: true)
        let response = try #require(result.response).text()
        let text = response.string(0..<response.count)
        #expect(
            text == """
                {"vsId":7,"algorithm":"SHA2-256","revision":"1.0","isSample":true,"testGroups":[\
                {"tgId":1,"tests":[{"tcId":1,"md":"\(ACVPDocumentTests.empty)"},\
                {"tcId":2,"md":"\(ACVPDocumentTests.abc)"}]},\
                {"tgId":2,"tests":[{"tcId":4,"md":"\(ACVPDocumentTests.abc)"}]}]}

                """)
        // What it answers is right by its own account.
        let checked = try run(ACVPDocumentTests.prompt, text)
        #expect(checked.sets.first?.counts(.gcrypt).pass == 3)
    }

    /// An array with the version in front, and libacvp's login, which does not come back.
    @Test func arraysKeepTheirHeader() throws {
        let array = "[{\"acvVersion\":\"1.0\"},{\"jwt\":\"secret\"},\(ACVPDocumentTests.prompt)]"
        let result = try run(array, "", gates: [try Modules.openSSL()], responding: true)
        let response = try #require(result.response).text()
        let text = response.string(0..<response.count)
        #expect(text.hasPrefix("[{\"acvVersion\":\"1.0\"},{\"vsId\":7") && text.hasSuffix("]\n"))
        #expect(!text.contains("secret") && result.sets.first?.cases == 4)
    }

    /// Whatever is cut off, what was read before it stands, and the place is told.
    @Test func everyTruncationIsAProblemWithAPlace() throws {
        let whole = Array(ACVPDocumentTests.prompt.utf8)
        let engine = KnownAnswerEngine([Gate(FakeModule(.openssl, .answer(1)), for: .test)])
        for count in 0..<whole.count {
            let part = Array(whole[..<count])
            let texts = VectorTexts(
                file: "a.json", prompt: part.span, answers: Span(), secrets: Span(),
                answersItself: false)
            let problem = try #require(engine.run(texts).problem, "\(count) bytes")
            #expect(problem.file == "a.json" && problem.place != .wholeFile)
        }
    }

    @Test(arguments: [
        ("\"616263\", \"len\": 24}]},", "\"61626\", \"len\": 24}]},", "odd number"),
        ("\"616263\", \"len\": 24}]},", "\"6162zz\", \"len\": 24}]},", "not hexadecimal"),
        ("\"len\": 0", "\"len\": 0.5", "expected an integer"),
        ("\"len\": 0", "\"len\": \"0\"", "expected an integer"),
        ("\"len\": 0", "\"len\": 1" + String(repeating: "0", count: 100), "15 digits"),
        ("\"len\": 0", "\"len\": -8", "negative"),
        ("\"tcId\": 2", "\"tcId\": 1", "stands twice"),
        ("\"tcId\": 2, ", "", "no tcId"),
        ("\"msg\": \"616263\", \"len\": 24}]},", "\"len\": 24, \"len\": 24}]},", "stands twice"),
    ])
    func reports(_ part: String, _ replacement: String, _ cause: String) throws {
        let text = ACVPDocumentTests.prompt.replacing(part, with: replacement, maxReplacements: 1)
        let result = try run(text, "")
        let problem = try #require(result.problem ?? result.sets.first?.problem)
        #expect(problem.message.contains(cause), "\(problem.description)")
        // The other group is run all the same.
        #expect(result.sets.first?.counts(.openssl).executed ?? 0 >= 1)
    }

    @Test func refusedSetsAreRefusedCaseByCase() throws {
        let text = ACVPDocumentTests.prompt.replacing("SHA2-256", with: "ACVP-TDES-CBC")
        let set = try #require(try run(text, "").sets.first)
        #expect(set.counts(.openssl).refused == 4 && set.cases == 4)
        let unknown = ACVPDocumentTests.prompt.replacing("SHA2-256", with: "HASH-O-MATIC")
        let other = try #require(try run(unknown, "").sets.first)
        #expect(other.counts(.openssl).unsupported == 4)
    }

    /// The same report whatever the number of threads, over more cases than one unit holds.
    @Test func threadsChangeNothing() throws {
        let cases = (1...1000).map { number in
            "{\"tcId\":\(number),\"msg\":\"\(number % 2 == 0 ? "616263" : "6162")\",\"len\":24}"
        }
        let answers = (1...1000).map { "{\"tcId\":\($0),\"md\":\"\(ACVPDocumentTests.abc)\"}" }
        let head = "{\"algorithm\":\"SHA2-256\",\"revision\":\"1.0\",\"testGroups\":[{\"tgId\":1,"
        let prompt = "\(head)\"testType\":\"AFT\",\"tests\":[\(cases.joined(separator: ","))]}]}"
        let expected = "\(head)\"tests\":[\(answers.joined(separator: ","))]}]}"
        let one = try #require(try run(prompt, expected).sets.first)
        let teams = try (0..<3).map { _ in try Modules.both() }
        let three = try #require(try run(prompt, expected, teams: teams).sets.first)
        #expect(one.counts(.openssl).pass == 500 && one.counts(.openssl).unsupported == 500)
        #expect(three.counts(.openssl) == one.counts(.openssl))
        #expect(three.checks.count == one.checks.count)
        #expect(three.checks.map(\.reasons) == one.checks.map(\.reasons))
    }

    /// A message in 16 MiB of memory is the message itself.
    @Test func largeDataIsHashedWhole() throws {
        let content: [UInt8] = [1, 2, 3]
        let bytes = 100_000
        var message: [UInt8] = []
        for index in 0..<bytes { message.append(content[index % 3]) }
        let repeated = try RepeatedContent(content.span, bytes: bytes)
        #expect(repeated.span.count == bytes)
        #expect((0..<bytes).allSatisfy { repeated.span[$0] == message[$0] })
    }

    private func run(
        _ prompt: String, _ answers: String, gates: [Gate]? = nil, teams: [[Gate]]? = nil,
        responding: Bool = false
    ) throws -> DocumentResult {
        let (question, answer) = (Array(prompt.utf8), Array(answers.utf8))
        let texts = VectorTexts(
            file: "a.json", prompt: question.span, answers: answer.span, secrets: Span(),
            answersItself: false)
        let all = try teams ?? [gates ?? Modules.both()]
        return KnownAnswerEngine(teams: all).run(texts, responding: responding)
    }
}
