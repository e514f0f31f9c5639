import ArgumentParser

/// Vectors that are made for one run.
struct FreshOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Make new vectors from a seed instead of running known ones.",
            discussion: """
                The seed is any text. Block i of the bytes for an algorithm is SHA-256 of the \
                seed, the algorithm's name and i as a 64-bit big-endian number, joined; the \
                module under test hashes. Every approved combination of parameters is asked. \
                What a question does not answer by how it was made, both modules must agree on.
                """, valueName: "seed"))
    var fresh: String?

    @Option(
        help: ArgumentHelp(
            "With --fresh, write each set into a folder of its own there.",
            discussion: "prompt.json and expectedResults.json, in NIST's format. The same seed "
                + "gives the same prompts, and the same answers but for random ones.",
            valueName: "folder"))
    var emit: String?

    @Option(
        help: ArgumentHelp(
            "With --fresh, cases of each combination of parameters. Default: 1.",
            valueName: "count"))
    var cases: Int?

    private static let most = 10_000

    func validate() throws {
        if fresh == nil && (emit != nil || cases != nil) {
            throw ValidationError("--emit and --cases go with --fresh")
        }
        if let cases, !(1...FreshOptions.most).contains(cases) {
            throw ValidationError("--cases takes a number from 1 to \(FreshOptions.most)")
        }
    }
}
