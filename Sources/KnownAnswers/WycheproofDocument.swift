import Algorithms
import Approval

extension KnownAnswerEngine {
    /// Runs a Wycheproof file, version 1: each group of the file is one of the set. Ciphers
    /// decrypt, codes and signatures are verified, since a test says whether that may succeed.
    package func run(wycheproof file: String, text: Span<UInt8>) -> DocumentResult {
        let plan = WycheproofPlan(file: file, text: text)
        var result = DocumentResult(problem: plan.problem)
        if plan.algorithm.isEmpty { return result }
        let set = WycheproofRun(self, file, text, plan).run()
        if set.cases > 0 || set.problem != nil || plan.problem == nil { result.sets = [set] }
        return result
    }
}

/// One Wycheproof file under way.
private struct WycheproofRun {
    private let engine: KnownAnswerEngine
    private let file: String
    private let text: SharedText
    private let plan: WycheproofPlan
    private let setName: String
    private let algorithm: Algorithm?
    private let revision: String

    init(
        _ engine: KnownAnswerEngine, _ file: String, _ text: Span<UInt8>, _ plan: WycheproofPlan
    ) {
        self.engine = engine
        self.file = file
        self.text = SharedText(text)
        self.plan = plan
        setName = WycheproofForm.setName(plan.algorithm)
        algorithm = Algorithm.named(setName)
        revision = algorithm?.revisions.first ?? "1.0"
    }

    /// What came of a group.
    private struct Outcome {
        var checks: [GroupCheck] = []
        var findings: [CaseFinding] = []
        var cases = 0
        var problem: VectorError?
    }

    func run() -> SetResult {
        let began = Threads.nanoseconds()
        var outcomes = [Outcome](repeating: Outcome(), count: plan.groups.count)
        let memories = engine.teams.map { ThreadMemory(modules: $0.count) }
        unsafe outcomes.withUnsafeMutableBufferPointer { outcomes in
            let slots = unsafe outcomes
            Threads.share(plan.groups.count, among: engine.teams.count) { item, thread in
                do throws(VectorError) {
                    unsafe try run(
                        item, engine.teams[thread], memories[thread], &slots[item])
                } catch {
                    unsafe slots[item].problem = error
                }
            }
        }
        var result = SetResult(
            file: file, setName: setName, revision: revision,
            family: algorithm?.family.rawValue ?? SetResult.familyOfOthers)
        for outcome in outcomes {
            result.add(outcome.checks, outcome.findings, cases: outcome.cases)
            if result.problem == nil { result.problem = outcome.problem }
        }
        result.durationNanoseconds = Threads.nanoseconds() - began
        return result
    }

    private func run(
        _ index: Int, _ gates: [Gate], _ memory: ThreadMemory, _ outcome: inout Outcome
    ) throws(VectorError) {
        let planned = plan.groups[index]
        if planned.tests == 0 { return }
        let values = properties(planned)
        let refused = RefusedSet(named: setName)?.rule { name in
            values.first { $0.property.name == name }?.text
        }
        if let refusal = engine.refusing(refused) {
            return leaveOut(planned.tests, refusal, index, gates, &outcome)
        }
        if let reason = unreadable(planned) {
            return leaveOut(planned.tests, .unsupported(reason), index, gates, &outcome)
        }
        guard let algorithm, let form = form(planned, algorithm) else {
            let reason = Unsupported(.notInTable, "\(setName) is not in the table")
            return leaveOut(planned.tests, .unsupported(reason), index, gates, &outcome)
        }
        let group = VectorGroup(
            tgId: index + 1, algorithm: algorithm, revision: revision, values: values)
        var run = GroupRun(
            setName: setName, revision: revision, gates: gates, peers: gates,
            sheets: memory.sheets)
        defer {
            outcome.checks += run.checks
            outcome.findings = run.findings
            outcome.cases += run.cases
        }
        try unsafe execute(index, form, group, &run, gates, &memory.vector.pointee, &outcome)
    }

    private func execute(
        _ index: Int, _ form: WycheproofForm, _ group: VectorGroup, _ run: inout GroupRun,
        _ gates: [Gate], _ vector: inout VectorCase, _ outcome: inout Outcome
    ) throws(VectorError) {
        var reader = try WycheproofReader(
            file: file, text: text.span, plan.groups[index], form, into: &vector)
        var problem: VectorError?
        do throws(VectorError) {
            try run.execute(group, &reader, &vector)
        } catch {
            problem = error
        }
        for (verdict, cases) in reader.leftOut {
            leaveOut(cases, verdict, index, gates, &outcome)
        }
        if let problem { throw problem }
    }

    private func leaveOut(
        _ cases: Int, _ verdict: Verdict, _ index: Int, _ gates: [Gate], _ outcome: inout Outcome
    ) {
        outcome.cases += cases
        outcome.checks += gates.map { gate in
            .leavingOut(
                cases, for: verdict, setName: setName, revision: revision, tgId: index + 1,
                role: gate.role)
        }
    }

    private func form(
        _ group: WycheproofPlan.Group, _ algorithm: Algorithm
    ) -> WycheproofForm? {
        if algorithm.kind == .keyAgreement(.ellipticCurveSecret) {
            return .agreement(
                WycheproofPoint(
                    Curve(rawValue: curveName(group)), isEncoded: group.type == "EcdhTest"))
        }
        let isJoined = group.type == "EcdsaP1363Verify"
        let curve = Curve(rawValue: curveName(group))
        // On a curve that is not in the table no signature is taken apart.
        return WycheproofForm(algorithm.kind, numberBytes: isJoined ? curve?.fieldBytes : nil)
    }

    /// Why tests of this type are not read; nil where they are.
    private func unreadable(_ group: WycheproofPlan.Group) -> Unsupported? {
        switch algorithm?.kind {
        case .keyAgreement(.ellipticCurveSecret): WycheproofPoint.unreadable(group.type)
        case .postQuantum where group.type != "MLKEMTest": Unsupported(.testType, group.type)
        default: nil
        }
    }

    private func curveName(_ group: WycheproofPlan.Group) -> String {
        group.words["curve"].map { WycheproofForm.curveName(text.span.string($0)) } ?? ""
    }

    private func propertiesOfRSA(_ group: WycheproofPlan.Group) -> [PropertyValue] {
        func name(_ member: String) -> String {
            let word = group.words[member].map { text.span.string($0) } ?? ""
            if word.hasPrefix("SHAKE") { return "SHAKE-\(word.dropFirst(5))" }
            return Hash(mentionedIn: word)?.rawValue ?? word
        }
        let isPSS = group.words["mgf"] != nil
        var values = [
            PropertyValue(.sigType, text: isPSS ? "pss" : "pkcs1v1.5"),
            PropertyValue(.hashAlg, text: name("sha")),
        ]
        if let bits = group.sizes["keySize"] {
            values.append(PropertyValue(.modulo, integer: bits))
        }
        if !isPSS { return values }
        let mask = name("mgf")
        if let bytes = group.sizes["sLen"] {
            values.append(PropertyValue(.saltLen, integer: bytes))
        }
        if mask == "MGF1" {
            values.append(PropertyValue(.maskHash, text: name("mgfSha")))
        } else {
            values.append(PropertyValue(.maskFunction, text: mask.lowercased()))
        }
        return values
    }

    /// The group's parameters as ACVP states them.
    private func properties(_ group: WycheproofPlan.Group) -> [PropertyValue] {
        var values = [PropertyValue(.testType, text: "AFT")]
        func add(_ property: GroupProperty, _ text: String) {
            values.append(PropertyValue(property, text: text))
        }
        func addSize(_ property: GroupProperty, _ size: String, dividedBy divisor: Int = 1) {
            guard let bits = group.sizes[size] else { return }
            values.append(PropertyValue(property, integer: bits / divisor))
        }
        switch algorithm?.kind {
        case .gcm, .ccm, .gmac:
            add(.direction, "decrypt")
            addSize(.keyLen, "keySize")
            addSize(.ivLen, "ivSize")
            addSize(.tagLen, "tagSize")
        case .hmac, .cmac:
            add(.direction, "ver")
            addSize(.macLen, "tagSize")
        case .sha3Derived:
            values = [PropertyValue(.testType, text: "MVT")]
            add(.xof, "false")
            addSize(.macLen, "tagSize")
        case .keyWrap:
            add(.direction, "decrypt")
            add(.kwCipher, "cipher")
            addSize(.keyLen, "keySize")
        case .keyAgreement:
            // Tests of the primitive, which has a single key of each party.
            return WycheproofPoint.properties(curve: curveName(group))
        case .blockCipher:
            add(.direction, "encrypt")
            add(.tweakMode, "hex")
            // Two keys, of which ACVP states the length of one.
            addSize(.keyLen, "keySize", dividedBy: 2)
        case .keyDerivation:
            let hash = Hash(mentionedIn: plan.algorithm)?.rawValue ?? plan.algorithm
            values = [PropertyValue(.testType, text: "VAL"), PropertyValue(.hmacAlg, text: hash)]
        case .postQuantum:
            values = [PropertyValue(.testType, text: "VAL")]
            add(.function, "decapsulation")
            add(.keyFormat, "seed")
            add(.parameterSet, group.words["parameterSet"].map { text.span.string($0) } ?? "")
        case .rsa: values += propertiesOfRSA(group)
        case .eddsa:
            add(.curve, curveName(group))
            add(.preHash, "false")
        default:
            if group.words["curve"] != nil { add(.curve, curveName(group)) }
            let hash = group.words["sha"].map { text.span.string($0) } ?? ""
            let shake = ["SHAKE128": "SHAKE-128", "SHAKE256": "SHAKE-256"][hash]
            add(.hashAlg, shake ?? Hash(mentionedIn: hash)?.rawValue ?? hash)
        }
        return values
    }
}
