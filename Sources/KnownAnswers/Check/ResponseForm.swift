/// Whether a response has the form that the server of ACVP takes: nothing missing, nothing twice,
/// nothing else.
struct ResponseForm {
    private(set) var findings: [ResponseFinding] = []
    private let hexadecimal = Set(VectorField.allCases.filter { $0.form == .octets }.map(\.name))

    init(_ prompt: DocumentOutline, _ response: DocumentOutline) {
        if prompt.sets.count != response.sets.count {
            add(
                nil, nil,
                "the prompt has \(prompt.sets.count) vector sets, "
                    + "the response \(response.sets.count)")
        }
        for (asked, answered) in zip(prompt.sets, response.sets) {
            checkHead(asked, answered)
            checkGroups(asked, answered)
        }
    }

    private mutating func add(
        _ tgId: Int?, _ tcId: Int?, _ message: String, _ kind: ResponseFinding.Kind = .malformed,
        _ values: [ResponseFinding.Value] = []
    ) {
        findings.append(
            ResponseFinding(kind: kind, tgId: tgId, tcId: tcId, message: message, values: values))
    }

    private mutating func checkHead(_ asked: JSONTree, _ answered: JSONTree) {
        for name in ["vsId", "algorithm", "mode", "revision"] {
            // NIST writes a mode that there is none of as an empty one.
            let absent = JSONTree.string("")
            let (wanted, found) = (asked[name] ?? absent, answered[name] ?? absent)
            if wanted.differences(found, at: name).isEmpty { continue }
            add(
                nil, nil, "\(name) is not the prompt's", .malformed,
                [.init("prompt", wanted.shown), .init("response", found.shown)])
        }
    }

    private mutating func checkGroups(_ asked: JSONTree, _ answered: JSONTree) {
        let questions = asked["testGroups"]?.elements ?? []
        let answers = answered["testGroups"]?.elements ?? []
        let numbers = answers.map { $0["tgId"]?.integer }
        let wanted = Set(questions.compactMap { $0["tgId"]?.integer })
        for (number, group) in zip(numbers, answers) {
            guard let number else {
                add(nil, nil, "a group has no tgId")
                continue
            }
            if !wanted.contains(number) { add(number, nil, "the prompt has no such group") }
            if group["tests"] == nil { add(number, nil, "the group has no tests") }
        }
        for question in questions {
            guard let tgId = question["tgId"]?.integer else { continue }
            let found = answers.filter { $0["tgId"]?.integer == tgId }
            if found.count > 1 { add(tgId, nil, "the group stands \(found.count) times") }
            checkCases(asked, question, found.first, tgId)
        }
    }

    private mutating func checkCases(
        _ set: JSONTree, _ group: JSONTree, _ answers: JSONTree?, _ tgId: Int
    ) {
        var found: [Int: JSONTree] = [:]
        for answer in answers?["tests"]?.elements ?? [] {
            guard let tcId = answer["tcId"]?.integer else {
                add(tgId, nil, "a case has no tcId")
                continue
            }
            if found.updateValue(answer, forKey: tcId) != nil {
                add(tgId, tcId, "the case stands twice")
            }
        }
        var wantedOfGroup: [String] = []
        var isKnown = false
        for question in group["tests"]?.elements ?? [] {
            guard let tcId = question["tcId"]?.integer else { continue }
            guard let answer = found.removeValue(forKey: tcId) else {
                add(tgId, tcId, "there is no answer", .missing)
                continue
            }
            let shape = AnswerShape(set: set, group: group, question: question)
            // Of what is not in the table it is not known what an answer looks like.
            guard let shape else { continue }
            wantedOfGroup = shape.groupFields
            isKnown = true
            for fault in shape.faults(answer) { add(tgId, tcId, fault) }
            checkValues(answer, question, tgId, tcId)
        }
        for tcId in found.keys.sorted() { add(tgId, tcId, "the prompt has no such case") }
        for name in wantedOfGroup where answers?[name] == nil {
            add(tgId, nil, "the group has no \(name)")
        }
        if isKnown, let answers { checkValues(answers, group, tgId, nil) }
    }

    /// Hexadecimal is whole bytes, and nothing may stand in the place of what was asked: it would
    /// be the answer to another question.
    private mutating func checkValues(
        _ answer: JSONTree, _ question: JSONTree, _ tgId: Int, _ tcId: Int?
    ) {
        for member in answer.members {
            if ["tests", "tgId", "tcId"].contains(member.name) { continue }
            checkHexadecimal(member, "", tgId, tcId)
            if let asked = question[member.name],
                !asked.differences(member.value, at: "").isEmpty
            {
                add(
                    tgId, tcId, "\(member.name) is not the prompt's", .malformed,
                    [.init("prompt", asked.shown), .init("response", member.value.shown)])
            }
        }
    }

    private mutating func checkHexadecimal(
        _ member: JSONTree.Member, _ path: String, _ tgId: Int, _ tcId: Int?
    ) {
        for (index, entry) in member.value.elements.enumerated() {
            for inner in entry.members {
                checkHexadecimal(inner, "\(member.name)[\(index)].", tgId, tcId)
            }
        }
        if member.name == "resultsArray" || !hexadecimal.contains(member.name) { return }
        guard let text = member.value.string else {
            add(tgId, tcId, "\(path)\(member.name) is no string of hexadecimal")
            return
        }
        if !text.utf8.allSatisfy({ Hexadecimal.isDigit($0) }) {
            add(tgId, tcId, "\(path)\(member.name) is not hexadecimal")
        } else if text.utf8.count % 2 == 1 {
            add(tgId, tcId, "\(path)\(member.name) has an odd number of hexadecimal digits")
        }
    }
}

extension Hexadecimal {
    fileprivate static func isDigit(_ character: UInt8) -> Bool {
        switch character {
        case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
        default: false
        }
    }
}
