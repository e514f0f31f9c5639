import Algorithms
package import Approval

/// Runs vector sets against every module behind a gate and sets their answers side by side.
package struct KnownAnswerEngine {
    /// One set of modules for each thread, in each the one under test first.
    let teams: [[Gate]]
    /// What files of our own format are read into, one after the other, by the calling thread.
    private let memory: ThreadMemory

    /// - Parameter gates: the modules, the one under test first.
    package init(_ gates: [Gate]) {
        self.init(teams: [gates])
    }

    /// - Parameter teams: for each thread its own modules, which no other uses.
    package init(teams: [[Gate]]) {
        self.teams = teams
        memory = ThreadMemory(modules: teams.first?.count ?? 0)
    }

    /// The verdict of cases which a rule refuses without a service of their own. Where the caller
    /// allows legacy use they are no more refused, and merely not in the table.
    func refusing(_ rule: Rule?) -> Verdict? {
        guard let rule else { return nil }
        let passes = rule.status == .legacyUse && (teams.first?.first?.allowsLegacyUse ?? false)
        return passes ? nil : .refused(rule)
    }

    /// Runs one file of the project's own format.
    ///
    /// - Throws: `VectorError` where the file cannot be read to its end; nothing of it counts then.
    package func run(file: String, text: Span<UInt8>) throws(VectorError) -> SetResult {
        let began = Threads.nanoseconds()
        var table = try VectorTable(file: file, text: text)
        guard let algorithm = Algorithm.named(table.setName) else {
            throw table.setError("vector set \(table.setName) is not in the table")
        }
        guard algorithm.revisions.contains(table.revision) else {
            throw table.setError(
                "\(table.setName) has no revision \(table.revision), only "
                    + algorithm.revisions.joined(separator: ", "))
        }
        var run = GroupRun(
            setName: algorithm.name, revision: table.revision, gates: teams[0], peers: teams[0],
            sheets: memory.sheets)
        try unsafe run.execute(algorithm, &table, &memory.vector.pointee)
        var result = SetResult(
            file: file, setName: algorithm.name, revision: table.revision,
            family: algorithm.family.rawValue, cases: run.cases, checks: run.checks,
            findings: run.findings)
        result.durationNanoseconds = Threads.nanoseconds() - began
        return result
    }
}

extension GroupRun {
    /// Runs every group of a file.
    fileprivate mutating func execute(
        _ algorithm: Algorithm, _ table: inout VectorTable, _ vector: inout VectorCase
    ) throws(VectorError) {
        while let group = try table.nextGroup(algorithm, into: &vector) {
            try execute(group, &table, &vector)
        }
    }
}
