import Algorithms
import Approval
import BenchRecord
import CommandSupport
import GcryptModule
import Glibc
import KernelModule
import KnownAnswers
import OpenSSLModule
import Reports
import Throughput
import VectorFiles

/// One run under way: the modules behind their gates and the record that fills up.
struct Session {
    private let provider: OpenSSLModule
    private let gates: [Gate]
    private let policy: PolicyOptions
    private let progress: Progress
    private(set) var record: RunRecord

    init(
        _ options: ModuleOptions, _ progress: Progress, knownAnswersRequested: Bool,
        withKernel: Bool = false
    ) throws(CommandError) {
        self.progress = progress
        policy = options.policy
        let startedAt = UTCTime.now
        let certificates = try options.policy.certificates.table()
        progress.step("loading the FIPS provider, which tests itself")
        do throws(ModuleError) {
            provider = try options.loadProvider()
        } catch {
            throw CommandError(error)
        }
        var modules: [any Module] = [provider]
        var missing: String?
        var failed = false
        switch options.loadCrossCheck() {
        case .success(let module): modules.append(module)
        case .failure(let error):
            missing = error.message
            if case .selfTestFailed = error { failed = true }
        }
        var kernelMissing: String?
        if withKernel {
            do throws(ModuleError) {
                modules.append(try KernelModule())
            } catch {
                kernelMissing = error.message
            }
        }
        gates = modules.map { options.policy.gate($0) }
        let provider = provider
        var digests: [String] = []
        for module in modules {
            let file = module.identity.path
            // The kernel is no file of this process.
            digests.append(
                file.hasPrefix("/") ? try Session.digest(of: file, through: provider) : "unknown")
        }
        record = RunRecord(
            toolVersion: Tool.version, startedAt: startedAt, asOf: options.policy.certificates.date,
            modules: zip(modules, digests).map { module, digest in
                RunRecord.ModuleRecord(
                    identity: module.identity, sha256: digest, certificates: certificates,
                    asOf: options.policy.certificates.date)
            }, crossCheckMissing: missing, crossCheckFailed: failed,
            crossCheckRequired: options.requireCrossCheck,
            knownAnswersRequested: knownAnswersRequested)
        record.kernelMissing = kernelMissing
        record.libraries = try Session.libraries(through: provider)
        record.loadSelfTests = provider.loadSelfTests
    }

    mutating func runSelfTests() throws(CommandError) {
        progress.step("forcing the module's self-tests")
        do throws(ModuleError) {
            record.selfTestsForced = true
            record.forcedSelfTests = try provider.runSelfTests()
        } catch {
            throw CommandError(error)
        }
    }

    mutating func runKnownAnswers(_ files: ShippedVectors) throws(CommandError) {
        let engine = KnownAnswerEngine(gates)
        progress.step("running known-answer tests")
        for (index, name) in files.names.enumerated() {
            progress.share("running \(name)", Double(index) / Double(files.names.count))
            let provider = provider
            var digest = ""
            let set = try files.run(name, engine) { text throws(CommandError) in
                digest = try Session.sha256(text, through: provider)
            }
            record.vectorFiles.append(RunRecord.VectorFile(name: name, sha256: digest))
            // Two files of one set would give checks of one ID.
            if let other = record.sets.first(where: { $0.isSameSet(as: set) }) {
                throw CommandError("\(name) and \(other.file) hold the same vector set")
            }
            record.sets.append(set)
        }
    }

    /// Runs the files and folders that a user named; nothing that is wrong with one keeps another
    /// from being run.
    mutating func runVectorFiles(_ paths: [String], threads: Int) {
        progress.step("looking for vector files")
        let found = VectorInputs.find(paths: paths)
        let provider = provider
        var run = VectorRun(KnownAnswerEngine(teams: teams(threads))) { text in
            (try? Session.sha256(text, through: provider)) ?? ""
        }
        progress.step("running \(found.count) vector files")
        for (index, input) in found.enumerated() {
            progress.share("running \(input.name)", Double(index) / Double(found.count))
            run.run(input)
        }
        record.vectorsAreShipped = false
        record.sets = run.sets
        record.inputs = run.inputs
        record.vectorFiles = run.files
    }

    /// Makes vectors from a seed and runs them.
    mutating func runFresh(
        _ seed: String, cases: Int, emit: String?, threads: Int
    ) throws(CommandError) {
        progress.step("making and running fresh vectors")
        let engine = KnownAnswerEngine(teams: teams(threads))
        var run = try FreshRun(seed: seed, cases: cases, emit: emit, engine)
        for (index, algorithm) in Algorithm.table.enumerated() {
            let share = Double(index) / Double(Algorithm.table.count)
            progress.share("making and running \(algorithm.name)", share)
            try run.run(algorithm)
        }
        record.vectorsAreShipped = false
        record.sets = run.sets
    }

    /// The modules once for each thread; the provider itself is loaded once.
    private func teams(_ count: Int) -> [[Gate]] {
        var teams = [gates]
        while teams.count < count {
            var team = [policy.gate(OpenSSLModule(sharing: provider))]
            for gate in gates.dropFirst() {
                let module: (any Module)? =
                    gate.role == .kernel ? try? KernelModule() : try? GcryptModule()
                if let module { team.append(policy.gate(module)) }
            }
            // A team with other modules would not give the same report.
            if team.count < gates.count { break }
            teams.append(team)
        }
        return teams
    }

    mutating func runRejectionSweep() throws(CommandError) {
        progress.step("asking for what must be refused")
        let child = ContrastProcess()
        var strictGates: [Gate] = []
        for gate in gates {
            do throws(ModuleError) {
                record.names += try RejectionSweep.names(
                    of: gate, tested: record.tested(gate.identity.role))
            } catch {
                throw CommandError(error)
            }
            // As a program would ask: what only a test may do is refused too.
            let strict = Gate(
                gate.ungatedForRejectionSweep, for: .service,
                asOf: policy.certificates.date)
            record.limits += RejectionSweep.limits(of: strict)
            strictGates.append(strict)
        }
        let contrast = child.finish()
        record.trials = Session.trials(
            strictGates, record.modules.map(\.certificate), contrast, policy.certificates.date)
        record.contrast = contrast
    }

    /// What the modules do when they are asked directly, for an explanation: without a contrast.
    static func trials(_ options: ModuleOptions) throws(CommandError) -> [RejectionSweep.Trial] {
        var session = try Session(
            options, Progress(), knownAnswersRequested: false)
        let record = session.finish()
        let date = options.policy.certificates.date
        let gates = session.gates.map {
            Gate($0.ungatedForRejectionSweep, for: .service, asOf: date)
        }
        return trials(
            gates, record.modules.map(\.certificate), Contrast(missing: "not asked"), date)
    }

    /// Each module under the overlay of its own certificate, where the table knows one.
    private static func trials(
        _ gates: [Gate], _ matches: [CertificateMatch], _ contrast: Contrast, _ date: CalendarDate
    ) -> [RejectionSweep.Trial] {
        zip(gates, matches).flatMap { gate, match in
            RejectionSweep.trials(
                of: gate, contrast: contrast,
                overlay: match.certificate.flatMap { CertificateOverlay.of(certificate: $0.id) },
                asOf: date)
        }
    }

    mutating func runThroughput(_ points: [Point], _ profile: Profile) {
        let message = "timing \(points.count) points"
        progress.step(message)
        record.measurements = ThroughputEngine(gates, profile).run(points) { share in
            progress.share(message, share)
        }
    }

    /// What became of the module meanwhile; the last thing that a command asks.
    mutating func finish() -> RunRecord {
        progress.done()
        record.moduleFailure = provider.failureSinceLoad
        return record
    }

    private static func libraries(
        through provider: OpenSSLModule
    ) throws(CommandError) -> [RunRecord.Library] {
        let found = OpenSSLModule.library
        // Where nobody can say which file it is, there is none to hash.
        if found.path.isEmpty { return [] }
        return [
            RunRecord.Library(
                name: "libcrypto", version: found.version, path: found.path,
                sha256: try digest(of: found.path, through: provider))
        ]
    }

    /// The digest of a module's file, by the module under test: it does all cryptography of a run.
    static func digest(
        of path: String, through provider: OpenSSLModule
    ) throws(CommandError) -> String {
        do throws(CommandError) {
            return try FileBytes.withMapped(path) { bytes throws(CommandError) in
                try sha256(bytes, through: provider)
            }
        } catch {
            throw CommandError("\(path): \(error.message)", error.status)
        }
    }

    private static func sha256(
        _ bytes: Span<UInt8>, through provider: OpenSSLModule
    ) throws(CommandError) -> String {
        var output = [UInt8](repeating: 0, count: Hash.sha2_256.outputBytes)
        do {
            let digest = try Gate(provider, for: .service).digest(.sha2_256)
            var span = output.mutableSpan
            try digest.hash(bytes, into: &span)
        } catch {
            throw CommandError("cannot compute a digest: \(error)", .failed)
        }
        return Hexadecimal.encode(output.span)
    }

    /// SHA-256 in hexadecimal, by the module under test.
    func sha256(_ bytes: [UInt8]) throws(CommandError) -> String {
        try Session.sha256(bytes.span, through: provider)
    }
}
