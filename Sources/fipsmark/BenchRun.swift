import Algorithms
import BenchRecord
import CRuntime
import CommandSupport
import Glibc
import KnownAnswers
import Reports
import Throughput

/// One run of `fipsmark bench`: the modules, what is measured of them, and the processes that do.
struct BenchRun {
    private let options: ModuleOptions
    private let profile: BenchProfile
    private let messageBytes: [Int]
    private let progress: Progress
    private let startedAt: String
    let fingerprint: BenchRecord.Fingerprint
    private var store: FloorStore
    private var noises: [BenchJob.Noise] = []
    private var remarks: [String] = []
    /// Before anything is measured, with a reason where nothing will be.
    private var points: [BenchRecord.Point] = []
    private let doubledEvery: Int
    private var against: BenchJob.OtherModule?
    private let threads: Int
    private var startUps: [BenchRecord.StartUp] = []
    private var scalings: [BenchRecord.Scaling]?

    /// Known answers come first: what is wrong is not timed.
    init(
        _ options: ModuleOptions, _ profile: BenchProfile, _ selection: PointOptions,
        base: BenchRecord?, _ progress: Progress
    ) throws(CommandError) {
        self.options = options
        self.profile = profile
        self.progress = progress
        doubledEvery = selection.doubled
        threads = selection.threads ?? 0
        let choice = try selection.choice(base)
        messageBytes = choice.messageBytes
        startedAt = UTCTime.now
        var session = try Session(options, progress, knownAnswersRequested: true)
        try session.runKnownAnswers(ShippedVectors(of: Set(choice.points.map(\.algorithm))))
        let record = session.finish()
        if options.requireCrossCheck, let missing = record.crossCheckMissing {
            throw CommandError("libgcrypt is required and is not there: \(missing)")
        }
        fingerprint = BenchRecord.Fingerprint(
            fields: try BenchFingerprint(
                record.modules, configurationPath: options.provider.configurationPath,
                digest: { bytes throws(CommandError) in try session.sha256(bytes) }
            ).fields)
        store = FloorStore(fingerprint)
        if let missing = record.crossCheckMissing, selection.roles.contains(.gcrypt) {
            remarks.append("libgcrypt is not measured: \(missing)")
        }
        points = try BenchRun.unmeasured(choice, record, session)
    }

    /// The points before anything is measured; failed where known answers are wrong.
    private static func unmeasured(
        _ choice: PointOptions.Choice, _ record: RunRecord, _ session: Session
    ) throws(CommandError) -> [BenchRecord.Point] {
        var digests: [String: String] = [:]
        var points: [BenchRecord.Point] = []
        for point in choice.points {
            let definition = point.workload.definition
            if digests[definition.name] == nil {
                digests[definition.name] = try session.sha256(
                    Array("\(definition.name): \(definition.words)".utf8))
            }
            for role in record.modules.map(\.identity.role) where choice.includes(point, role) {
                var new = BenchRecord.Point(
                    id: point.id(role), module: role.rawValue, algorithm: point.algorithm,
                    operation: point.operation, messageBytes: point.messageBytes,
                    workload: definition.name,
                    workloadDigest: digests[definition.name] ?? "", state: .inconclusive)
                let isWrong = record.sets.contains { set in
                    let counts = set.counts(role)
                    return set.setName == point.algorithm && counts.fail + counts.error > 0
                }
                if isWrong {
                    new.state = .failed
                    new.reason = "known answers are wrong: see fipsmark kat"
                }
                points.append(new)
            }
        }
        return points
    }

    /// Before any time is spent: a base that cannot be compared with.
    static func requireSame(
        _ base: BenchRecord, _ fingerprint: BenchRecord.Fingerprint, name: String
    ) throws(CommandError) {
        let here = BenchRecord(
            toolVersion: "", startedAt: "", finishedAt: "", profile: "", fingerprint: fingerprint,
            quietness: BenchRecord.Quietness(grade: "", cleanPerMille: 0, remarks: []), points: [])
        try BenchComparison(base: base, candidate: here)
            .requireSameFingerprint(force: false, base: name)
    }

    /// Measures and puts together what came of it.
    mutating func measure() throws(CommandError) -> BenchRecord {
        let open = points.filter { $0.state == .inconclusive }.map(\.id)
        let measured = try measure(
            open, processes: profile.processes, milliseconds: profile.milliseconds)
        for index in points.indices {
            if let answers = measured[points[index].id] {
                points[index] = BenchEstimate.complete(points[index], answers)
            } else if points[index].state == .inconclusive {
                points[index].reason = "interrupted before it was measured"
            }
        }
        return record(points)
    }

    /// Points that seem slower, again in fresh processes, for three times as long.
    mutating func confirm(_ ids: [String]) throws(CommandError) -> BenchRecord {
        progress.step("measuring \(ids.count) slower points again")
        let measured = try measure(
            ids, processes: max(3, profile.processes), milliseconds: 3 * profile.milliseconds)
        return record(
            points.filter { ids.contains($0.id) }
                .map { BenchEstimate.complete($0, measured[$0.id] ?? []) })
    }

    /// Measures the module under test beside another build of it, in each process.
    mutating func compare(
        against other: BenchJob.OtherModule
    ) throws(CommandError) -> BenchComparison {
        against = other
        let role = "\(ModuleIdentity.Role.openssl.rawValue)/"
        let ids = points.filter { $0.state == .inconclusive && $0.id.hasPrefix(role) }
            .map { String($0.id.dropFirst(role.count)) }
        let labels = [
            ModuleIdentity.Role.openssl.rawValue, BenchJob.OtherModule.controlLabel,
            BenchJob.OtherModule.label,
        ]
        let measured = try measure(
            ids.flatMap { id in labels.map { "\($0)/\(id)" } }, processes: profile.processes,
            milliseconds: profile.milliseconds)
        return BenchComparison(ids: ids, answers: measured)
    }

    private func record(_ points: [BenchRecord.Point]) -> BenchRecord {
        let quietness = BenchRecord.Quietness(
            noises, stored: store.floor, floorFile: store.path, group: ControlGroup(),
            remarks: remarks)
        var record = BenchRecord(
            toolVersion: Tool.version, startedAt: startedAt,
            finishedAt: UTCTime.now, profile: profile.rawValue, fingerprint: fingerprint,
            quietness: quietness, points: points)
        record.findings = BenchSanity.findings(record)
        record.startUp = BenchEstimate.startUp(startUps)
        record.scalings = scalings
        return record
    }

    /// What each process answered, by point.
    private mutating func measure(
        _ ids: [String], processes: Int, milliseconds: Int
    ) throws(CommandError) -> [String: [BenchJob.PointAnswer]] {
        var answers: [BenchJob.Answer] = []
        if ids.isEmpty { return [:] }
        while answers.count < processes && cruntime_is_interrupted() == 0 {
            answers.append(
                try replicate(ids, milliseconds, number: answers.count + 1, of: processes))
            // Where a later process saw the core more alone than this one, what passed for clean
            // was not.
            if answers.count == processes, let floor = store.floor {
                answers.removeAll { $0.noise.floorInUse > floor * 1.01 && !isRepeated }
                if answers.count < processes { isRepeated = true }
            }
        }
        noises += answers.map(\.noise)
        startUps += answers.compactMap(\.startUp)
        if answers.contains(where: \.isInterrupted) || cruntime_is_interrupted() != 0 {
            remarks.append("interrupted: what was complete by then is there")
        }
        var byPoint: [String: [BenchJob.PointAnswer]] = [:]
        for point in answers.flatMap(\.points) { byPoint[point.id, default: []].append(point) }
        return byPoint
    }

    private var isRepeated = false

    private mutating func replicate(
        _ ids: [String], _ milliseconds: Int, number: Int, of processes: Int
    ) throws(CommandError) -> BenchJob.Answer {
        let job = BenchJob(
            points: ids, messageBytes: messageBytes, milliseconds: milliseconds,
            floor: store.floor, doubledEvery: doubledEvery, against: against,
            threads: number == 1 && scalings == nil && against == nil ? threads : 0)
        let message = "measuring \(ids.count) points, process \(number) of \(processes)"
        progress.step(message)
        let process = try ReplicateProcess(job, modules: options.arguments)
        let start = Clock.nanoseconds()
        let answer = try process.finish { share in
            let elapsed = Double(Clock.nanoseconds() - start) / 1e9
            let whole = elapsed / max(share, 0.01)
            let left = Int(whole * (1 - share) + whole * Double(processes - number))
            progress.share("\(message), \(left) s left,", share)
        }
        scalings = scalings ?? answer.scalings
        if let floor = answer.noise.floor, let problem = store.learn(floor) {
            remarks.append(problem)
        }
        return answer
    }
}
