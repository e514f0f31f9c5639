import CanonicalJSON
import Evidence

/// A bundle of evidence, summed up file by file in whatever order they come.
///
/// What is held together: the signature over the manifest, the manifest's digests of the results
/// and the environment, and the verdicts of both. That every other file follows from the sources
/// is for `fipsmark verify` to say, which takes a second for each bundle.
package struct BundleParts {
    package static let names: Set<String> = [
        BundleSources.resultsPath, BundleSources.environmentPath, BundleSources.benchPath,
        Manifest.path, Manifest.envelopePath,
    ]

    private var report: NodeReport?
    private var environment: (digest: String, name: String, kernel: NodeReport.Kernel)?
    private var speed: (digest: String, value: NodeSpeed?)?
    private var manifest: (value: Manifest, digest: String)?
    /// And the digest of the manifest, as the statement has it.
    private var signed: (vouching: Vouching, manifest: String)?

    package init() {}

    /// Whether this is a bundle at all, or a results.json alone.
    package var hasManifest: Bool { manifest != nil }

    package var hasResults: Bool { report != nil }

    package mutating func add(
        _ name: String, _ text: [UInt8], place: String, folder: String, _ trust: FleetTrust
    ) throws(FleetProblem) {
        do throws(RecordError) {
            switch name {
            case BundleSources.resultsPath:
                do throws(FleetProblem) {
                    // A name for now: the environment may still tell a better one.
                    report = try ReportReader.read(
                        text, name: folder, place: place, trust.hashing)
                } catch {
                    throw RecordError(at: 0, error.message)
                }
            case BundleSources.environmentPath:
                let value = try Environment(text)
                environment = (
                    trust.hashing.sha256(text), value.nodeName ?? "", BundleParts.kernel(value)
                )
            case BundleSources.benchPath:
                speed = (trust.hashing.sha256(text), try NodeSpeed(text, trust.words))
            case Manifest.path: manifest = (try Manifest(text), trust.hashing.sha256(text))
            case Manifest.envelopePath: signed = BundleParts.check(text, trust)
            default: break
            }
        } catch {
            throw FleetProblem(
                "\(place)/\(name)", "byte \(error.position): \(Evidence.line(error.message))")
        }
    }

    private static func kernel(_ environment: Environment) -> NodeReport.Kernel {
        switch environment.fact("kernel/fips_enabled")?.output {
        case "1": .on
        case "0": .off
        default: .unknown
        }
    }

    private static func check(
        _ text: [UInt8], _ trust: FleetTrust
    ) -> (vouching: Vouching, manifest: String) {
        do throws(RecordError) {
            let envelope = try Envelope(text, isForeign: false)
            if envelope.payloadType != Envelope.statementType {
                return (.broken("the envelope is over no in-toto statement"), "")
            }
            return (trust.vouching(envelope), try manifestDigest(in: envelope.payload))
        } catch {
            let reason = Evidence.line(error.message)
            return (.broken("envelope: byte \(error.position): \(reason)"), "")
        }
    }

    /// Among the subjects of the statement.
    private static func manifestDigest(in payload: [UInt8]) throws(RecordError) -> String {
        var reader = try CanonicalReader(payload)
        try reader.open()
        try reader.skip("_type")
        try reader.skip("predicate")
        let start = reader.position
        if try reader.string("predicateType") != Statement.testResultType {
            throw RecordError(at: start, "the statement is of another kind")
        }
        try reader.key("subject")
        var found = ""
        try reader.eachElement { item throws(RecordError) in
            try item.open()
            try item.key("digest")
            try item.open()
            let digest = try item.string("sha256")
            try item.close()
            if try item.string("name") == Manifest.path && found.isEmpty { found = digest }
            try item.close()
        }
        try reader.close()
        try reader.finish()
        return found
    }

    /// The report that the parts give, once no more come.
    package func finish(place: String) throws(FleetProblem) -> NodeReport {
        guard var report else {
            throw FleetProblem(place, "it has no readable results.json")
        }
        // results.json alone: nothing says anything about it.
        guard let manifest else { return report }
        report.place = place
        report.source = place
        if let environment {
            if !environment.name.isEmpty { report.node = environment.name }
            report.kernel = environment.kernel
            report.layers["kernel"] =
                switch environment.kernel {
                case .on: .full
                case .off: NodeReport.Verdict.none
                case .unknown: .unknown
                }
        }
        do throws(RecordError) {
            try ReportReader.checkName(report.node)
        } catch {
            throw FleetProblem(place, error.message)
        }
        report.speed = speed?.value
        report.vouching = signed?.vouching ?? Vouching(state: .unsigned)
        let problem = mismatch(report, manifest)
        if report.vouching.state != .broken && !problem.isEmpty {
            report.vouching = .broken(problem, by: report.vouching.keyID)
        }
        return report
    }

    private func mismatch(
        _ report: NodeReport, _ manifest: (value: Manifest, digest: String)
    ) -> String {
        if let signed, signed.manifest != manifest.digest {
            return "the signature is over another manifest"
        }
        var files = [
            (BundleSources.resultsPath, report.digest),
            (BundleSources.environmentPath, environment?.digest ?? ""),
        ]
        // Without it nothing is known of speed, and nothing is wrong.
        if let speed { files.append((BundleSources.benchPath, speed.digest)) }
        for (path, digest) in files
        where !manifest.value.files.contains(where: { $0.path == path && $0.sha256 == digest }) {
            return "\(path) is not the one that the manifest lists"
        }
        return ""
    }
}
