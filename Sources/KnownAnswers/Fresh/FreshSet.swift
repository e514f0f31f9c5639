package import Algorithms

/// A value of a prompt or of an answer.
enum FreshValue: Equatable {
    case octets([UInt8])
    case integer(Int)
    case word(String)
    case boolean(Bool)
    case objects([[FreshMember]])
    case object([FreshMember])
}

struct FreshMember: Equatable {
    let name: String
    let value: FreshValue

    init(_ name: String, _ value: FreshValue) {
        self.name = name
        self.value = value
    }

    init(_ name: String, _ octets: [UInt8]) { self.init(name, .octets(octets)) }
    init(_ name: String, _ integer: Int) { self.init(name, .integer(integer)) }
    init(_ name: String, _ word: String) { self.init(name, .word(word)) }
    init(_ name: String, _ boolean: Bool) { self.init(name, .boolean(boolean)) }
}

/// One case: what is asked, and the answer where it follows from how the question was made.
struct FreshCase {
    let question: [FreshMember]
    let truth: [FreshMember]?

    init(_ question: [FreshMember], truth: [FreshMember]? = nil) {
        self.question = question
        self.truth = truth
    }

    func octets(_ name: String) -> [UInt8]? {
        for member in question where member.name == name {
            if case .octets(let octets) = member.value { return octets }
        }
        return nil
    }
}

struct FreshGroup {
    /// How the answers to a group become the questions of another.
    enum Reversal {
        /// What was encrypted is decrypted; where it is authenticated, broken ones as well.
        case decryption(isAuthenticated: Bool)
        /// The code in this field is verified, right and broken; the group's direction is this.
        case verification(code: String, direction: String)
        /// The same, where the group's test type says what is asked.
        case verificationTest(code: String, testType: String)
    }

    let members: [FreshMember]
    let cases: [FreshCase]
    let reversal: Reversal?

    init(_ members: [FreshMember], _ cases: [FreshCase], _ reversal: Reversal? = nil) {
        self.members = members
        self.cases = cases
        self.reversal = reversal
    }
}

/// A vector set that was made for one run, in NIST's format.
package struct FreshSet {
    package let algorithm: Algorithm
    package let revision: String
    /// A name for a folder: `SHA2-512-224-1.0`.
    package let name: String
    private(set) var groups: [FreshGroup] = []
    private let vsId: Int

    /// - Parameter part: what tells sets of one algorithm and revision apart.
    init(_ algorithm: Algorithm, _ revision: String, part: String = "") {
        self.algorithm = algorithm
        self.revision = revision
        let stem = String(algorithm.name.map { $0 == "/" ? "-" : $0 })
        name = "\(stem)-\(revision)\(part)"
        vsId = (Algorithm.table.firstIndex(of: algorithm) ?? 0) + 1
    }

    mutating func add(
        _ members: [FreshMember], _ cases: [FreshCase], _ reversal: FreshGroup.Reversal? = nil
    ) {
        if !cases.isEmpty { groups.append(FreshGroup(members, cases, reversal)) }
    }

    package var cases: Int { groups.reduce(0) { $0 + $1.cases.count } }

    /// The prompt as a file holds it.
    package var prompt: [UInt8] {
        text { group, tgId, firstCase in
            let cases = group.cases.enumerated().map { index, one in
                FreshText.object([FreshMember("tcId", firstCase + index)] + one.question)
            }
            return (
                [FreshMember("tgId", tgId)]
                    + (group.members.contains { $0.name == "testType" }
                        ? [] : [FreshMember("testType", "AFT")]) + group.members, cases
            )
        }
    }

    /// The answers that are known, in the shape of expectedResults.json. A group without any has
    /// no place in it.
    var truths: [UInt8] {
        text { group, tgId, firstCase in
            let cases = group.cases.enumerated().compactMap { index, one in
                one.truth.map {
                    FreshText.object([FreshMember("tcId", firstCase + index)] + $0)
                }
            }
            return cases.isEmpty ? nil : ([FreshMember("tgId", tgId)], cases)
        }
    }

    /// The set of those groups whose answers become questions, each with its own place.
    var reversible: FreshSet {
        var set = self
        set.groups = groups.filter { $0.reversal != nil }
        return set
    }

    private func text(
        _ group: (FreshGroup, Int, Int) -> (members: [FreshMember], cases: [String])?
    ) -> [UInt8] {
        var head = [
            FreshMember("vsId", vsId), FreshMember("algorithm", algorithm.nameWithoutMode),
        ]
        if let mode = algorithm.mode { head.append(FreshMember("mode", mode)) }
        head += [FreshMember("revision", revision), FreshMember("isSample", false)]
        var groupTexts: [String] = []
        var firstCase = 1
        for (index, one) in groups.enumerated() {
            if let (members, cases) = group(one, index + 1, firstCase) {
                let tests = cases.joined(separator: ",\n")
                groupTexts.append(
                    FreshText.beginning(members) + ",\"tests\":[\n\(tests)\n]}")
            }
            firstCase += one.cases.count
        }
        let whole =
            FreshText.beginning(head) + ",\"testGroups\":["
            + groupTexts.joined(separator: ",") + "]}\n"
        return Array(whole.utf8)
    }
}

/// JSON as NIST writes it: hexadecimal in upper case.
private enum FreshText {
    static func object(_ members: [FreshMember]) -> String {
        "{" + members.map { "\"\($0.name)\":\(value($0.value))" }.joined(separator: ",") + "}"
    }

    /// Without its end: more members follow.
    static func beginning(_ members: [FreshMember]) -> String {
        String(object(members).dropLast())
    }

    private static func value(_ value: FreshValue) -> String {
        switch value {
        case .octets(let octets): "\"\(Hexadecimal.encode(octets.span).uppercased())\""
        case .integer(let integer): String(integer)
        case .word(let word): "\"\(word)\""
        case .boolean(let boolean): boolean ? "true" : "false"
        case .objects(let objects): "[" + objects.map(object).joined(separator: ",") + "]"
        case .object(let members): object(members)
        }
    }
}
