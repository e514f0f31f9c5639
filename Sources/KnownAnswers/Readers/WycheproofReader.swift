import Approval

/// Reads the tests of one Wycheproof group. Those that policy decides, or nobody, are left out and
/// counted.
struct WycheproofReader: VectorReader, ~Escapable, ~Copyable {
    static var hasManyCases: Bool { false }

    private var cursor: JSONCursor
    private var remaining: Int
    private var isFirst = true
    private let form: WycheproofForm
    /// Why tests were left out, with how many each.
    private(set) var leftOut: [(verdict: Verdict, cases: Int)] = []

    /// Reads what the group gives to all its tests.
    @_lifetime(copy text)
    init(
        file: String, text: Span<UInt8>, _ group: WycheproofPlan.Group, _ form: WycheproofForm,
        into vector: inout VectorCase
    ) throws(VectorError) {
        cursor = JSONCursor(file: file, text: text, at: group.start)
        remaining = group.tests
        self.form = form
        vector.beginGroup()
        var keyMembers: [(member: String, field: VectorField)] = []
        switch form {
        case .signature: keyMembers = [("wx", .qx), ("wy", .qy)]
        case .plainSignature(let members): keyMembers = members
        default: break
        }
        if !keyMembers.isEmpty {
            for (name, field) in keyMembers {
                guard let word = group.words[name] else {
                    throw cursor.error("the group's public key has no \(name)")
                }
                try cursor.set(field, word, &vector)
            }
        }
        vector.keepForGroup()
    }

    private enum Outcome {
        case valid
        case invalid
        case acceptable
    }

    /// The places of a test's members.
    private struct Test {
        var tcId: Int?
        var outcome: Outcome?
        var flags: [Range<Int>] = []
        var values: [(field: VectorField, place: Range<Int>)] = []
        var numbers: [(field: VectorField, number: Int)] = []
    }

    mutating func nextCase(
        of group: VectorGroup, into vector: inout VectorCase
    ) throws(VectorError) -> Bool {
        while remaining > 0 {
            remaining -= 1
            if !isFirst { try cursor.expect(",") }
            isFirst = false
            _ = try cursor.peek()
            let start = cursor.position
            let test = try readTest()
            guard let tcId = test.tcId, let outcome = test.outcome else {
                cursor.position = start
                throw cursor.error("the test has no \(test.tcId == nil ? "tcId" : "result")")
            }
            vector.beginCase()
            vector.set(.tcId, integer: tcId)
            vector.hasAnswer = true
            let isRight = outcome != .invalid
            vector.set(.testPassed, integer: isRight ? 1 : 0)
            if let verdict = verdict(outcome, test.flags) {
                leave(verdict)
                continue
            }
            for (field, place) in test.values { try cursor.set(field, place, &vector) }
            for (field, number) in test.numbers { vector.set(field, integer: number) }
            if let verdict = complete(&vector, group) {
                leave(verdict)
                continue
            }
            return true
        }
        return false
    }

    private mutating func readTest() throws(VectorError) -> Test {
        var test = Test()
        try cursor.expect("{")
        var isFirst = true
        while let key = try cursor.nextKey(&isFirst) {
            let name = cursor.text.extracting(key)
            if name.matches("tcId") {
                let tcId = try cursor.integer()
                if tcId < 0 { throw cursor.error("tcId is negative") }
                test.tcId = tcId
            } else if name.matches("result") {
                test.outcome = try readOutcome()
            } else if name.matches("flags") {
                try cursor.expect("[")
                var isFirstFlag = true
                while try cursor.nextElement(&isFirstFlag) {
                    test.flags.append(try cursor.string())
                }
            } else if let (field, unit) = form.number(of: name) {
                let number = try cursor.integer()
                if number < 0 || number > 1 << 32 {
                    throw cursor.error("\(cursor.text.string(key)) is no length or count")
                }
                test.numbers.append((field, number * unit))
            } else if let field = form.field(of: name) {
                if test.values.contains(where: { $0.field == field }) {
                    throw cursor.error("\(cursor.text.string(key)) stands twice")
                }
                test.values.append((field, try cursor.string()))
            } else {
                try cursor.skip()
            }
        }
        return test
    }

    private mutating func readOutcome() throws(VectorError) -> Outcome {
        let range = try cursor.string()
        let word = cursor.text.extracting(range)
        if word.matches("valid") { return .valid }
        if word.matches("invalid") { return .invalid }
        if word.matches("acceptable") { return .acceptable }
        throw cursor.error("the result is neither valid, invalid nor acceptable")
    }

    /// What the flags make of a test that is not plainly valid: a parameter that is not approved is
    /// refused, right or wrong, and what is acceptable is to be right where its flag is approved.
    private func verdict(_ outcome: Outcome, _ flags: [Range<Int>]) -> Verdict? {
        if outcome == .valid { return nil }
        let rules = flags.compactMap { WycheproofFlag.rule(cursor.text.string($0)) }
        if let refusing = rules.first(where: { !$0.status.isApproved }) {
            return .refused(refusing)
        }
        if outcome == .invalid || !rules.isEmpty { return nil }
        let names = flags.map { cursor.text.string($0) }.joined(separator: ", ")
        return .unsupported(
            Unsupported(.undecided, "acceptable, under \(names.isEmpty ? "no flag" : names)"))
    }

    private mutating func leave(_ verdict: Verdict) {
        if let index = leftOut.firstIndex(where: { $0.verdict == verdict }) {
            leftOut[index].cases += 1
        } else {
            leftOut.append((verdict, 1))
        }
    }

    /// Makes of the members what the executors take.
    private func complete(_ vector: inout VectorCase, _ group: VectorGroup) -> Verdict? {
        switch form {
        case .authenticatedCipher(joinsTag: true): vector.joinTag()
        case .authenticatedCipher, .derivation, .gmac, .keyWrap, .plainSignature: break
        case .decapsulation:
            let bytes = vector.bytes(.seed).count
            if bytes != 64 {
                return .unsupported(
                    Unsupported(.undecided, "a seed of \(bytes) bytes, not of d and z"))
            }
            vector.splitSeed()
        case .agreement(let point): return point.takeApart(&vector).map { .unsupported($0) }
        case .mac:
            for value in group.macLengths { vector.take(value) }
            vector.set(.keyLen, integer: 8 * vector.bytes(.key).count)
        case .xts: vector.padTweak()
        case .signature(nil): vector.decodeSignature()
        case .signature(let bytes?):
            let count = vector.bytes(.signature).count
            if count != 2 * bytes {
                return .unsupported(
                    Unsupported(
                        .undecided, "a signature of \(count) bytes is not two numbers of \(bytes)"))
            }
            vector.splitSignature(bytes)
        }
        return nil
    }
}

extension VectorGroup {
    fileprivate var macLengths: [PropertyValue] {
        guard let bits = try? integer(.macLen) else { return [] }
        return [PropertyValue(.macLen, integer: bits)]
    }
}

extension VectorCase {
    /// CCM's ciphertext ends in its tag (SP 800-38C, section 6.1).
    fileprivate mutating func joinTag() {
        if !has(.ct) || !has(.tag) { return }
        let (ciphertext, tag) = (copy(of: .ct), copy(of: .tag))
        let start = end
        append(ciphertext.span)
        append(tag.span)
        point(.ct, at: start)
    }

    /// IEEE 1619, section 5.1: the number of a data unit is little-endian, so zeros follow.
    fileprivate mutating func padTweak() {
        let tweak = copy(of: .tweakValue)
        if tweak.count >= 16 { return }
        let padded = tweak + [UInt8](repeating: 0, count: 16 - tweak.count)
        let start = end
        append(padded.span)
        point(.tweakValue, at: start)
    }

    /// The numbers of a signature in strict DER; of any other, a module is given the octets alone.
    fileprivate mutating func decodeSignature() {
        let encoded = copy(of: .signature)
        guard let numbers = SignatureEncoding.numbers(in: encoded) else { return }
        set(.r, encoded[numbers.r])
        set(.s, encoded[numbers.s])
    }

    /// FIPS 203, algorithm 19: the seed is d, then z.
    fileprivate mutating func splitSeed() {
        let seed = copy(of: .seed)
        set(.d, seed[..<32])
        set(.z, seed[32...])
        remove(.seed)
    }

    /// IEEE 1363: the two numbers, one behind the other.
    fileprivate mutating func splitSignature(_ bytes: Int) {
        let joined = copy(of: .signature)
        set(.r, joined[..<bytes])
        set(.s, joined[bytes...])
        remove(.signature)
    }

    private mutating func set(_ field: VectorField, _ octets: ArraySlice<UInt8>) {
        let start = end
        let octets = Array(octets)
        append(octets.span)
        point(field, at: start)
    }

    private func copy(of field: VectorField) -> [UInt8] {
        let bytes = bytes(field)
        return bytes.indices.map { bytes[$0] }
    }
}
