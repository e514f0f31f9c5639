import Approval
import ArgumentParser
import BenchRecord
import CommandSupport
import KernelModule
import NodeChecks
import Reports
import Throughput

struct Accept: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Decide whether this node may carry FIPS workloads, and say why not.",
        discussion: """
            Looks at the kernel, OpenSSL, libgcrypt, their certificates and the container, and \
            gives one verdict. The first line is the verdict; 'fipsmark explain ID' says what a \
            check is for.

            Status: full (0, no warning), partial (0, with warnings or waivers), none (1: a \
            required check failed), unknown (2: a required check was not decided).

            A file of waivers is JSON: {"format": "fipsmark waivers 1", "waivers": [{"id": \
            "K07", "owner": "…", "reason": "…", "expires": "2026-12-31"}]}

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

    @OptionGroup(title: "Modules") var provider: ProviderOptions
    @OptionGroup(title: "Policy") var certificates: CertificateOptions
    @OptionGroup(title: "Output") var output: AcceptOutputOptions

    func run() throws {
        try leaving { () throws(CommandError) in
            do throws(CommandError) {
                return try decide()
            } catch {
                // Whoever reads only what Kubernetes keeps must not find nothing there.
                let message = error.message.prefix(900)
                output.writeTerminationMessage("FIPS UNKNOWN error: \(message)\n")
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
        try output.deliver(acceptance)
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

    @OptionGroup var target: ReportTarget

    func deliver(_ acceptance: Acceptance) throws(CommandError) {
        let text =
            switch format {
            case .text: acceptance.text
            case .json:
                acceptance.json(
                    ReportingTool(
                        version: Tool.version, sha256: VersionText.sha256,
                        time: UTCTime.now))
            case .junit: acceptance.junit
            case .sonobuoy: acceptance.sonobuoy
            }
        try target.deliver(text, headline: acceptance.headline)
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
