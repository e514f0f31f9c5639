import Algorithms
import Approval

/// What is wrong with a response, and where.
package struct ResponseFinding: Equatable, Sendable {
    package enum Kind: Equatable, Sendable {
        case malformed
        /// A case without an answer.
        case missing
        /// An answer that is not the right one.
        case wrong
        /// A case that a module failed on, or a prompt that could not be read.
        case undetermined
    }

    package struct Value: Equatable, Sendable {
        /// Who says so: the response, a module, the published answers.
        package let source: String
        package let value: String

        init(_ source: String, _ value: String) {
            self.source = source
            self.value = value
        }
    }

    package let kind: Kind
    /// Nil for what is wrong with the response as a whole.
    package let tgId: Int?
    package let tcId: Int?
    package let message: String
    /// What each of them says, side by side.
    package let values: [Value]
}

/// A response held against the modules, and against the published answers where there are any.
package struct ResponseCheck {
    package private(set) var findings: [ResponseFinding] = []
    package private(set) var cases = 0
    /// Cases that a module or the published answers judged, whatever came of it.
    package private(set) var judged = 0
    private let file: String

    /// - Parameters:
    ///   - file: the prompt's name.
    ///   - published: the text of `expectedResults.json`, or empty.
    package init(
        _ engine: KnownAnswerEngine, file: String, prompt: Span<UInt8>, response: Span<UInt8>,
        published: Span<UInt8>
    ) {
        self.file = file
        guard let asked = outline("the prompt", prompt, .undetermined),
            let answered = outline("the response", response, .malformed)
        else { return }
        findings += ResponseForm(asked, answered).findings
        var judgedGroups = compare(engine, prompt, response)
        if !published.isEmpty, let known = outline("expectedResults", published, .undetermined) {
            for (index, set) in known.sets.enumerated()
            where index < min(asked.sets.count, answered.sets.count) {
                judgedGroups.merge(
                    compare(set, asked.sets[index], answered.sets[index], index),
                    uniquingKeysWith: max)
            }
        }
        for (index, set) in asked.sets.enumerated() {
            // Whether a secret is right, only the other party can tell.
            for tgId in set.agreementsWithOwnKeys {
                judgedGroups[GroupKey(set: index, tgId: tgId)] = nil
            }
        }
        judged = judgedGroups.values.reduce(0, +)
    }

    /// Cases with an answer that is wrong, malformed or missing.
    package var wrongCases: Int {
        var seen = Set<[Int]>()
        for finding in findings where finding.kind != .undetermined {
            if let tgId = finding.tgId, let tcId = finding.tcId { seen.insert([tgId, tcId]) }
        }
        return seen.count
    }

    package func count(_ kind: ResponseFinding.Kind) -> Int { findings.count { $0.kind == kind } }

    private mutating func outline(
        _ name: String, _ text: Span<UInt8>, _ kind: ResponseFinding.Kind
    ) -> DocumentOutline? {
        do throws(VectorError) {
            return try DocumentOutline(file: name, text: text)
        } catch {
            findings.append(
                ResponseFinding(
                    kind: kind, tgId: nil, tcId: nil, message: error.description, values: []))
            return nil
        }
    }

    private struct GroupKey: Hashable {
        let set: Int
        let tgId: Int
    }

    /// The modules answer the prompt; the response stands in the place of the published answers.
    private mutating func compare(
        _ engine: KnownAnswerEngine, _ prompt: Span<UInt8>, _ response: Span<UInt8>
    ) -> [GroupKey: Int] {
        let result = engine.run(
            VectorTexts(
                file: file, prompt: prompt, answers: response, secrets: Span(),
                answersItself: false))
        var judged: [GroupKey: Int] = [:]
        for (index, set) in result.sets.enumerated() {
            cases += set.cases
            for check in set.checks {
                let key = GroupKey(set: index, tgId: check.tgId)
                judged[key] = max(judged[key] ?? 0, check.counts.executed)
            }
            for finding in set.findings { add(finding) }
            if let problem = set.problem { add(problem) }
        }
        if let problem = result.problem { add(problem) }
        return judged
    }

    private mutating func add(_ finding: CaseFinding) {
        let failing = finding.answers.filter { $0.verdict == .fail }
        var values: [ResponseFinding.Value] = []
        if !failing.isEmpty && !finding.expected.isEmpty {
            values.append(.init("response", finding.expected.uppercased()))
        }
        for answer in finding.answers {
            if case .error(let message) = answer.verdict {
                values.append(.init(answer.role.rawValue, "error: \(message)"))
            } else if let value = answer.value {
                values.append(.init(answer.role.rawValue, value.uppercased()))
            }
        }
        let isError = finding.answers.contains { answer in
            if case .error = answer.verdict { true } else { false }
        }
        // Modules that agree on a negative case by different plaintexts are no news here.
        if failing.isEmpty && !isError { return }
        let message: String
        if failing.isEmpty {
            message = "a module failed on the case"
        } else if finding.field.isEmpty {
            let names = failing.map(\.role.rawValue).joined(separator: " and ")
            message = "\(names) could not verify the answer"
        } else {
            message = finding.field
        }
        findings.append(
            ResponseFinding(
                kind: failing.isEmpty ? .undetermined : .wrong, tgId: finding.tgId,
                tcId: finding.tcId, message: message, values: values))
    }

    private mutating func add(_ problem: VectorError) {
        let isResponse = problem.file != file
        let message = VectorError(
            file: isResponse ? "the response" : file, place: problem.place,
            message: problem.message
        ).description
        if findings.contains(where: { $0.message == message }) { return }
        findings.append(
            ResponseFinding(
                kind: isResponse ? .malformed : .undetermined, tgId: nil, tcId: nil,
                message: message, values: []))
    }

    /// Published answers beside the response, field by field, where there is one right answer.
    private mutating func compare(
        _ published: JSONTree, _ asked: JSONTree, _ answered: JSONTree, _ index: Int
    ) -> [GroupKey: Int] {
        var judged: [GroupKey: Int] = [:]
        for group in published["testGroups"]?.elements ?? [] {
            guard let tgId = group["tgId"]?.integer,
                let questions = asked.group(tgId), let answers = answered.group(tgId)
            else { continue }
            let questionsByID = questions.casesByID
            let answersByID = answers.casesByID
            for known in group["tests"]?.elements ?? [] {
                guard let tcId = known["tcId"]?.integer, let question = questionsByID[tcId],
                    let answer = answersByID[tcId]
                else { continue }
                let shape = AnswerShape(set: asked, group: questions, question: question)
                if shape?.isRandom ?? asked.isRandom { continue }
                let wanted = shape?.compared(known) ?? known
                judged[GroupKey(set: index, tgId: tgId), default: 0] += 1
                for difference in wanted.differences(answer, at: "") {
                    findings.append(
                        ResponseFinding(
                            kind: .wrong, tgId: tgId, tcId: tcId, message: difference.path,
                            values: [
                                .init("response", difference.found ?? "nothing"),
                                .init("published", difference.wanted),
                            ]))
                }
            }
        }
        return judged
    }
}

extension JSONTree {
    fileprivate func group(_ tgId: Int) -> JSONTree? {
        self["testGroups"]?.elements.first { $0["tgId"]?.integer == tgId }
    }

    fileprivate var casesByID: [Int: JSONTree] {
        let cases = (self["tests"]?.elements ?? []).compactMap { element in
            element["tcId"]?.integer.map { ($0, element) }
        }
        return Dictionary(cases, uniquingKeysWith: { first, _ in first })
    }

    /// Whether a set that is not in the table asks for keys, signatures or agreements, of which
    /// there is more than one that is right.
    fileprivate var isRandom: Bool {
        let (name, mode) = (self["algorithm"]?.string ?? "", self["mode"]?.string ?? "")
        return mode.lowercased().hasSuffix("gen") || name.hasPrefix("KAS") || name.hasPrefix("KTS")
    }
}
