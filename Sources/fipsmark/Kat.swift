import Algorithms
import Approval
import KnownAnswers
import Reports
import ArgumentParser

struct Kat: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kat",
        abstract: "Run the known-answer tests alone.",
        discussion: """
            Every case is put to the FIPS provider and to libgcrypt; deterministic answers must \
            equal the published value, random ones are verified by both.
            """)

    @OptionGroup(title: "Modules") var modules: ModuleOptions
    @OptionGroup(title: "Vectors") var vectors: VectorOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    @Argument(help: "Vector files and folders.") var paths: [String] = []

    func run() throws {
        if !paths.isEmpty { return try tryOut() }
        try leaving { () throws(CommandError) in
            let progress = Progress(output)
            let files = try vectors.files()
            var session = try Session(modules, progress, knownAnswersRequested: true)
            try session.runKnownAnswers(files)
            return try output.deliver(session.finish())
        }
    }
}

extension Kat {
    func tryOut() throws {
        let gates = [Gate(try modules.loadProvider(), for: .test)] + (try modules.loadCrossCheck().map { [Gate($0, for: .test)] }.get())
        let engine = KnownAnswerEngine(gates)
        for path in paths {
            let prompt = try FileBytes.read(path + "/prompt.json")
            let answers = (try? FileBytes.read(path + "/expectedResults.json")) ?? []
            let secrets = (try? FileBytes.read(path + "/internalProjection.json")) ?? []
            let texts = VectorTexts(file: path, prompt: prompt.span, answers: answers.span, secrets: secrets.span, answersItself: false)
            let result = engine.run(texts)
            if let p = result.problem { print("PROBLEM", p.description) }
            for set in result.sets {
                print(set.setName, set.revision, set.cases, "\(set.durationNanoseconds/1000) us", set.problem?.description ?? "")
                for g in gates {
                    let c = set.counts(g.identity.role)
                    print("   ", g.identity.role, "pass", c.pass, "fail", c.fail, "err", c.error, "uns", c.unsupported, "ref", c.refused, "nc", c.notComparable)
                    var seen: [String: Int] = [:]
                    for check in set.checks where check.role == g.identity.role { for r in check.reasons { seen[r.verdict.explanation, default: 0] += r.cases } }
                    for (k, v) in seen.sorted(by: { $0.value > $1.value }).prefix(6) { print("        ", v, k) }
                }
                for f in set.findings.prefix(4) { print("   FINDING", f.tgId, f.tcId, f.field, f.expected.prefix(80), f.answers.map { "\($0.role) \($0.verdict.explanation) \(($0.value ?? "-").prefix(80))" }) }
            }
        }
    }
}
