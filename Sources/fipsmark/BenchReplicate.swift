import Algorithms
import Approval
import ArgumentParser
import BenchRecord
import CRuntime
import CommandSupport
import FoundationEssentials
import Glibc
import OpenSSLModule
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
        leaving { () throws(CommandError) in
            cruntime_catch_interruptions(0)
            let job = try BenchReplicate.job()
            let start = Clock.nanoseconds()
            let provider = try modules.loadedProvider()
            let load = Clock.nanoseconds() - start
            var engine = ReplicateEngine(modules: try modules.gates(provider, job.against), job)
            var isAbandoned = false
            let points = Point.all(messageBytes: job.messageBytes)
            var answer = engine.run(
                points,
                progress: { share in
                    do throws(CommandError) {
                        try ReportFile.writeToStandardOutput("\(share)\n")
                    } catch {
                        isAbandoned = true
                    }
                }, isInterrupted: { isAbandoned || cruntime_is_interrupted() != 0 })
            answer.startUp = BenchRecord.StartUp(
                loadPicoseconds: 1000 * load, selfTests: provider.loadSelfTests.map(\.timed))
            if job.threads > 0 && !answer.isInterrupted {
                answer.scalings = try modules.scalings(provider, job, points)
            }
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
    fileprivate func loadedProvider() throws(CommandError) -> OpenSSLModule {
        do throws(ModuleError) {
            return try loadProvider()
        } catch {
            throw CommandError(error)
        }
    }

    /// How the provider's points scale with threads.
    fileprivate func scalings(
        _ provider: OpenSSLModule, _ job: BenchJob, _ points: [Point]
    ) throws(CommandError) -> [BenchRecord.Scaling] {
        var own = [policy.gate(provider)]
        var shared = [policy.gate(provider)]
        while own.count < job.threads {
            own.append(policy.gate(try loadedProvider()))
            shared.append(policy.gate(OpenSSLModule(sharing: provider)))
        }
        let scaling = ThreadScaling(own: own, shared: shared)
        let asked = Set(job.points)
        return points.compactMap { point in
            let id = point.id(.openssl)
            let isOver = cruntime_is_interrupted() != 0
            return asked.contains(id) && !isOver ? scaling.measure(point, id: id) : nil
        }
    }

    /// The modules that there are, each behind its gate.
    fileprivate func gates(
        _ provider: OpenSSLModule, _ against: BenchJob.OtherModule?
    ) throws(CommandError) -> [(label: String, gate: Gate)] {
        do throws(ModuleError) {
            var gates = [("openssl", policy.gate(provider))]
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

extension SelfTestEvent {
    fileprivate var timed: BenchRecord.SelfTest {
        BenchRecord.SelfTest(
            type: type, description: description, picoseconds: 1000 * durationNanoseconds)
    }
}
