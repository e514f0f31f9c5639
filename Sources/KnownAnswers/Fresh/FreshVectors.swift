package import Algorithms
package import Approval

/// Makes prompts that nobody has seen before, from a seed, and runs them.
///
/// Published vectors can be answered from a list; these cannot. Where the way in which a question
/// was made tells its answer (a plaintext that was encrypted, a signature with a key at hand), that
/// answer is expected; else both modules must agree. What is not approved is not asked.
package struct FreshVectors {
    private let engine: KnownAnswerEngine
    private let gate: Gate
    private let seed: [UInt8]
    private let cases: Int
    private let digest: any Digest

    /// - Parameters:
    ///   - seed: any text.
    ///   - cases: how many cases each combination of parameters has.
    ///   - engine: the module under test comes first; it hashes the seed, and its ciphertexts and
    ///     codes become the questions of the other direction.
    package init(
        seed: String, cases: Int, _ engine: KnownAnswerEngine
    ) throws(ServiceError) {
        self.engine = engine
        gate = engine.teams[0][0]
        self.seed = Array(seed.utf8)
        self.cases = cases
        digest = try gate.digest(.sha2_256)
    }

    /// The vector sets of an algorithm, one for each revision.
    package func sets(of algorithm: Algorithm) throws(ModuleError) -> [FreshSet] {
        let bytes = FreshBytes(seed: seed, algorithm: algorithm.name, digest)
        let maker = FreshMaker(gate: gate, bytes: bytes, cases: cases)
        var made: [FreshSet] = []
        for revision in algorithm.revisions {
            for set in maker.sets(of: algorithm, revision) {
                var set = set
                try addReversed(&set, bytes)
                if set.cases > 0 { made.append(set) }
            }
        }
        if let failure = bytes.failure { throw failure }
        return made
    }

    /// Every case on every module.
    package func run(_ set: FreshSet, file: String) -> DocumentResult {
        let (prompt, truths) = (set.prompt, set.truths)
        return engine.run(
            VectorTexts(
                file: file, prompt: prompt.span, answers: truths.span, secrets: Span(),
                answersItself: false))
    }

    /// What the module under test answers, in the shape of expectedResults.json.
    package func answers(to set: FreshSet) throws(ModuleError) -> ResponseText {
        let prompt = set.prompt
        let result = engine.run(
            VectorTexts(
                file: set.name, prompt: prompt.span, answers: Span(), secrets: Span(),
                answersItself: false), responding: true)
        guard let response = result.response, result.problem == nil else {
            throw .failed(call: set.name, detail: result.problem?.description ?? "no response")
        }
        return response
    }

    /// Asks back what the module under test makes of the questions so far.
    private func addReversed(_ set: inout FreshSet, _ bytes: FreshBytes) throws(ModuleError) {
        let asked = set.reversible
        if asked.groups.isEmpty { return }
        let response = Array(try answers(to: asked).string.utf8)
        let outline: DocumentOutline
        do throws(VectorError) {
            outline = try DocumentOutline(file: set.name, text: response.span)
        } catch {
            throw .failed(call: set.name, detail: error.description)
        }
        var answers: [Int: JSONTree] = [:]
        for group in outline.sets[0]["testGroups"]?.elements ?? [] {
            for answer in group["tests"]?.elements ?? [] {
                if let tcId = answer["tcId"]?.integer { answers[tcId] = answer }
            }
        }
        var tcId = 1
        for group in asked.groups {
            let given = group.cases.indices.map { answers[tcId + $0] }
            tcId += group.cases.count
            let reversed = FreshReverser(bytes).reverse(group, given)
            set.add(reversed.members, reversed.cases)
        }
    }
}

/// Turns questions with their answers around.
struct FreshReverser {
    private let bytes: FreshBytes

    init(_ bytes: FreshBytes) {
        self.bytes = bytes
    }

    /// - Parameter answers: in the order of the group's cases; nil where there is none.
    func reverse(_ group: FreshGroup, _ answers: [JSONTree?]) -> FreshGroup {
        guard let reversal = group.reversal else { return FreshGroup(group.members, []) }
        var cases: [FreshCase] = []
        for (one, answer) in zip(group.cases, answers) {
            guard let answer else { continue }
            switch reversal {
            case .decryption(let isAuthenticated):
                cases += decryptions(one, answer, isAuthenticated)
            case .verification(let code, _), .verificationTest(let code, _):
                cases += verifications(one, answer, code)
            }
        }
        let turned: FreshMember
        switch reversal {
        case .decryption: turned = FreshMember("direction", "decrypt")
        case .verification(_, let word): turned = FreshMember("direction", word)
        case .verificationTest(_, let word): turned = FreshMember("testType", word)
        }
        let members = group.members.map { $0.name == turned.name ? turned : $0 }
        return FreshGroup(members, cases)
    }

    private func decryptions(
        _ one: FreshCase, _ answer: JSONTree, _ isAuthenticated: Bool
    ) -> [FreshCase] {
        guard let plaintext = one.octets("pt") else { return [] }
        let kept = one.question.filter { $0.name != "pt" }
        let made = ["iv", "ct", "tag"].compactMap { name in
            answer[name]?.octets.map { FreshMember(name, $0) }
        }
        let right = FreshCase(kept + made, truth: [FreshMember("pt", plaintext)])
        if !isAuthenticated { return [right] }
        // Of ciphertext and tag either may be broken; CCM and key wrapping have them in one.
        let candidates = made.filter { $0.name != "iv" && $0.value != .octets([]) }
        let chosen = candidates[bytes.number(below: candidates.count)].name
        let broken = made.map { member in
            if member.name == chosen, case .octets(let octets) = member.value {
                return FreshMember(chosen, bytes.breaking(octets))
            }
            return member
        }
        return [right, FreshCase(kept + broken, truth: [FreshMember("testPassed", false)])]
    }

    private func verifications(
        _ one: FreshCase, _ answer: JSONTree, _ code: String
    ) -> [FreshCase] {
        guard let octets = answer[code]?.octets else { return [] }
        return [
            FreshCase(
                one.question + [FreshMember(code, octets)],
                truth: [FreshMember("testPassed", true)]),
            FreshCase(
                one.question + [FreshMember(code, bytes.breaking(octets))],
                truth: [FreshMember("testPassed", false)]),
        ]
    }
}

extension JSONTree {
    /// The bytes of a string of hexadecimal.
    var octets: [UInt8]? {
        guard let digits = string?.utf8.map({ UInt8($0) }), digits.count % 2 == 0 else {
            return nil
        }
        var octets: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            let pair = String(decoding: digits[index..<index + 2], as: UTF8.self)
            guard let octet = UInt8(pair, radix: 16) else { return nil }
            octets.append(octet)
        }
        return octets
    }
}
