import Algorithms
import Approval
import ArgumentParser
import CRuntime
import FoundationEssentials
import Glibc
import Throughput

/// What a process that measures runs: reads a job, and writes how far it is and the answer, a line
/// each.
struct BenchReplicate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench-replicate",
        abstract: "Measure what standard input asks for, for 'fipsmark bench'.",
        shouldDisplay: false)

    @OptionGroup(title: "Modules") var modules: ModuleOptions

    func run() throws {
        try leaving { () throws(CommandError) in
            cruntime_catch_interruptions(0)
            let job = try BenchReplicate.job()
            var engine = ReplicateEngine(modules: try modules.gates(job.against), job)
            var isAbandoned = false
            let answer = engine.run(
                Point.all(messageBytes: job.messageBytes),
                progress: { share in
                    do throws(CommandError) {
                        try ReportFile.writeToStandardOutput("\(share)\n")
                    } catch {
                        isAbandoned = true
                    }
                }, isInterrupted: { isAbandoned || cruntime_is_interrupted() != 0 })
            do {
                let text = String(decoding: try JSONEncoder().encode(answer), as: UTF8.self)
                try ReportFile.writeToStandardOutput(text + "\n")
            } catch {
                throw CommandError("cannot write what was measured: \(error)")
            }
            return .passed
        }
    }

    private static func job() throws(CommandError) -> BenchJob {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(STDIN_FILENO, &chunk, chunk.count)
            if count < 0 && errno == EINTR { continue }
            if count <= 0 { break }
            bytes += chunk[..<count]
        }
        do {
            return try JSONDecoder().decode(BenchJob.self, from: Data(bytes))
        } catch {
            throw CommandError("standard input holds no job of 'fipsmark bench'")
        }
    }
}

extension ModuleOptions {
    /// The modules that there are, each behind its gate.
    fileprivate func gates(
        _ against: BenchJob.OtherModule?
    ) throws(CommandError) -> [(label: String, gate: Gate)] {
        do throws(ModuleError) {
            var gates = [("openssl", policy.gate(try loadProvider()))]
            if let against {
                let other = try ProviderOptions.load(
                    against.path, configurationPath: against.configurationPath)
                gates.append((BenchJob.OtherModule.controlLabel, policy.gate(try loadProvider())))
                gates.append((BenchJob.OtherModule.label, policy.gate(other)))
            } else if case .success(let module) = loadCrossCheck() {
                gates.append(("gcrypt", policy.gate(module)))
            }
            return gates
        } catch {
            throw CommandError(error)
        }
    }

    /// The same options as words of a command line.
    var arguments: [String] {
        var words: [String] = []
        if let path = provider.provider { words += ["--provider", path] }
        if let path = provider.moduleConfig { words += ["--module-config", path] }
        if policy.legacy { words.append("--legacy") }
        if let day = policy.certificates.asOf { words += ["--as-of", day] }
        return words
    }
}
