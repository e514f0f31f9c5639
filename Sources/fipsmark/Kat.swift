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

    func run() throws {
        try leaving { () throws(CommandError) in
            let progress = Progress(output)
            let files = try vectors.files()
            var session = try Session(modules, progress, knownAnswersRequested: true)
            try session.runKnownAnswers(files)
            return try output.deliver(session.finish())
        }
    }
}
