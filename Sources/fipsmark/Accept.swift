import Approval
import ArgumentParser
import BenchRecord
import CommandSupport
import KernelModule
import NodeChecks
import Reports
import Throughput

struct Accept: ParsableCommand {
    // Named, since ArgumentParser else finds the type's name by ways of reflection: 0.3 ms.
    static let configuration = CommandConfiguration(
        commandName: "accept",
        abstract: "Decide whether this node may carry FIPS workloads, and say why not.",
        discussion: """
            Looks at the kernel, OpenSSL, libgcrypt, their certificates and the container, and \
            gives one verdict. The first line is the verdict; 'fipsmark explain ID' says what a \
            check is for.

            Status: full (0, no warning), partial (0, with warnings or waivers), none (1: a \
            required check failed), unknown (2: a required check was not decided).

            A file of waivers is JSON: {"format": "fipsmark waivers 1", "waivers": [{"id": \
            "K07", "owner": "…", "reason": "…", "expires": "2026-12-31"}]}

            With --interval it goes on until it is told to stop: each round is a process of its \
            own, begins up to a tenth of the interval earlier or later, and at once where the \
            module, the configuration or the kernel's flag changed. A round without a verdict is \
            told as unknown. The exit code is that of the last verdict.

            Examples:
              fipsmark accept
              fipsmark accept --profile module --policy update-stream --format json
            """)

    @Option(help: "The whole node, or the module in its container.")
    var profile = AcceptProfile.node

    @Option(
        help: ArgumentHelp(
            "What must be known of the module's certificate.",
            discussion: "validated: an active one of exactly this module; update-stream: or a "
                + "vendor's later build; configured: whatever there is is told."))
    var policy = CertificatePolicy.validated

    @Option(
        help: ArgumentHelp(
            "Read the files of the host below this directory, and nothing outside it.",
            valueName: "dir"))
    var hostRoot = "/"

    @Option(help: ArgumentHelp("Waivers, with owner, reason and expiry.", valueName: "file"))
    var waivers: String?

    @Flag(help: "Exit with 1 where there is a warning.")
    var failOnWarn = false

    @Flag(help: "Leave libgcrypt and GnuTLS out.")
    var noCrossCheck = false

    @Flag(help: "Damage copies of the module and each of its self-tests: half a minute.")
    var injectFaults = false

    @Option(help: ArgumentHelp("Judge again and again: 30s, 10m, 6h, 7d.", valueName: "time"))
    var interval: String?

    @Option(help: ArgumentHelp("With --interval: when a round is ended.", valueName: "seconds"))
    var timeout: Int?

    @Option(help: ArgumentHelp("With --interval: keep the last records here.", valueName: "dir"))
    var results: String?

    @Option(help: ArgumentHelp("How many records; 10 by default.", valueName: "count"))
    var keep: Int?

    @Flag(help: .hidden)
    var round = false

    @OptionGroup(title: "Modules") var provider: ProviderOptions
    @OptionGroup(title: "Policy") var certificates: CertificateOptions
    @OptionGroup(title: "Output") var output: AcceptOutputOptions

    func validate() throws {
        if interval == nil && (timeout != nil || results != nil) || results == nil && keep != nil {
            throw ValidationError(
                "--timeout and --results go with --interval, --keep with --results")
        }
        if !(1...86_400).contains(timeout ?? 1) || !(1...10_000).contains(keep ?? 1) {
            throw ValidationError("--timeout takes 1 to 86400 seconds, --keep 1 to 10000")
        }
        guard let interval else { return }
        if Rounds.milliseconds(interval) == nil {
            throw ValidationError(
                "--interval takes 1ms to 31d, such as 30s or 6h, not '\(interval)'")
        }
        if output.target.output != nil || ![.text, .json].contains(output.format) {
            throw ValidationError(
                "--interval prints text or json for each round; leave --output out, and pass "
                    + "--results DIR to keep records")
        }
    }

    func run() {
        leaving { () throws(CommandError) in
            do throws(CommandError) {
                guard !round, let milliseconds = interval.flatMap(Rounds.milliseconds) else {
                    return try decide()
                }
                let rounds = AcceptRounds(
                    milliseconds: milliseconds, timeoutSeconds: timeout ?? 120, output: output,
                    folder: results.map { RecordFolder($0, keep: keep ?? 10) })
                return try rounds.run()
            } catch {
                // Whoever reads only what Kubernetes keeps must not find nothing there.
                let message = error.message.prefix(900)
                output.writeTerminationMessage("FIPS UNKNOWN error: \(message)\n")
                if let metrics = output.metrics {
                    MetricsFile.writeUnknown(error.message, to: metrics)
                }
                throw error
            }
        }
    }

    private func decide() throws(CommandError) -> ExitStatus {
        let progress = Progress(shown: !output.target.quiet)
        let libraries = LibraryFacts(
            provider, injectsFaults: injectFaults, quiet: output.target.quiet)
        let view = try nodeView(libraries)
        let runner = AcceptRunner(clock: Clock.nanoseconds)
        let acceptance = runner.run(view) { progress.step("checking \($0.id) \($0.title)") }
        progress.done()
        output.writeTerminationMessage(acceptance.terminationMessage)
        try output.deliver(acceptance, round ? watched(view, libraries) : nil)
        return ExitStatus(rawValue: acceptance.exitCode) ?? .undetermined
    }

    private func nodeView(_ libraries: LibraryFacts) throws(CommandError) -> NodeView {
        // Without the tree every file would merely be absent.
        if HostTree(root: hostRoot).list("/", limit: 1) == nil {
            throw CommandError("cannot read the directory \(hostRoot); pass --host-root DIR")
        }
        let options = AcceptOptions(
            profile: profile, policy: policy, failOnWarning: failOnWarn,
            withoutCrossCheck: noCrossCheck, hostRoot: hostRoot, waivers: try readWaivers())
        let view = NodeView(
            options: options, certificates: try certificates.table(), asOf: certificates.date,
            files: HostTree(root: hostRoot), system: NodeFacts.system(),
            environment: NodeFacts.environment(),
            sheets: libraries.sheets, loadProvider: { libraries.load() })
        view.askKernel = KernelModule.conduct
        view.kernelProofs = { [unowned view] in view.kernelConduct.proofs }
        return view
    }

    /// The files that the verdict stands on: where one changes, it is judged again.
    private func watched(_ view: NodeView, _ libraries: LibraryFacts) -> [String] {
        var files = view.programSettings.tree.files + libraries.files(withGcrypt: !noCrossCheck)
        files.append(view.sheets[.program].value("configuration") ?? "")
        files.append(waivers ?? "")
        files.append(certificates.certificates ?? "")
        return files.filter { !$0.isEmpty && !$0.contains("\n") }
    }

    private func readWaivers() throws(CommandError) -> [Waiver] {
        guard let waivers else { return [] }
        let text = try FileBytes.read(waivers)
        do throws(CertificateFileError) {
            return try WaiverFile.read(text)
        } catch {
            throw CommandError("\(waivers): line \(error.line): \(error.message)")
        }
    }
}

/// Where an acceptance goes and what it looks like.
struct AcceptOutputOptions: ParsableArguments {
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text
        case json
        case junit
        case sonobuoy
    }

    @Option(
        help: ArgumentHelp(
            "What is printed: text for people, json for the canonical record, junit, or sonobuoy "
                + "for its manual results."))
    var format = Format.text

    @Option(
        help: ArgumentHelp(
            "Write the verdict and what to do there too, in at most 4,096 bytes.",
            discussion: "In a pod: /dev/termination-log.", valueName: "file"))
    var terminationLog: String?

    @Option(
        help: ArgumentHelp(
            "Write the verdict and every check there too, as OpenMetrics.",
            discussion: "For node_exporter's textfile collector: a name that ends in .prom.",
            valueName: "file"))
    var metrics: String?

    @OptionGroup var target: ReportTarget

    /// - Parameter files: a round's, which prints for `AcceptRounds` and for nobody else.
    func deliver(_ acceptance: Acceptance, _ files: [String]?) throws(CommandError) {
        let text =
            if let files {
                ([acceptance.headline, record(acceptance)] + files).joined(separator: "\n")
            } else {
                switch format {
                case .text: acceptance.text
                case .json: record(acceptance)
                case .junit: acceptance.junit
                case .sonobuoy: acceptance.sonobuoy
                }
            }
        try target.deliver(text, headline: acceptance.headline)
        if let metrics {
            try MetricsFile.write(
                acceptance.metrics(version: Tool.version, time: UTCTime.now), to: metrics)
        }
    }

    private func record(_ acceptance: Acceptance) -> String {
        acceptance.json(
            ReportingTool(version: Tool.version, sha256: VersionText.sha256, time: UTCTime.now))
    }

    /// What cannot be written is said, and changes no verdict.
    func writeTerminationMessage(_ text: String) {
        guard let terminationLog else { return }
        do throws(CommandError) {
            try ReportFile.overwrite(text, in: terminationLog)
        } catch {
            StandardError.say("error: \(error.message)")
        }
    }
}

extension AcceptProfile: ExpressibleByArgument {}
extension CertificatePolicy: ExpressibleByArgument {}
