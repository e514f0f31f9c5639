import Algorithms
import Approval
import ArgumentParser
import BenchRecord
import CanonicalJSON
import CommandSupport
import Evidence
import EvidenceSigning
import Glibc
import OpenSSLModule

struct Create: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make a bundle of evidence of a run.",
        discussion: """
            RESULTS is what 'fipsmark run --format json' wrote. The bundle is a folder below \
            --output, named by the first 16 digits of the SHA-256 of the results; the same results \
            give the same bytes, signatures apart. It is there whole or not at all.

            Exit codes: 0 it is there, and signed where that was asked; 2 it is not, or the module \
            under test could not sign it; 64 wrong usage.

            Examples:
              fipsmark evidence results.json --output bundles --key key.pem
              fipsmark evidence results.json --output bundles --no-sign --cmmc
            """)

    @Argument(help: "The results of a run.")
    var results: String

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The folder that bundles are kept in.", valueName: "folder"))
    var output: String

    @OptionGroup(title: "Contents") var contents: ContentOptions
    @OptionGroup(title: "Signature") var keys: KeyOptions
    @OptionGroup(title: "Module") var provider: ProviderOptions

    func run() throws {
        keys.prepare()
        leaving { () throws(CommandError) in
            let bytes = try FileBytes.read(results)
            let run = try Create.read(bytes, results)
            Create.warnOfPrivateVectors(run)
            let module = try loadModule(run)
            let hashing = try LibraryHashing.of(module?.provider)
            let signer = try keys.signer(module)
            if signer == nil && !keys.noSign {
                StandardError.say(
                    "warning: the module under test cannot sign; the bundle has no signature. "
                        + "Pass --outside to sign outside the module")
            }
            let maker = BundleMaker(
                results: run, bytes: bytes, hashing: hashing, signer: signer,
                previous: try BundleChain.newest(in: output, before: run).map {
                    hashing.sha256($0.text)
                } ?? "")
            let name = String(hashing.sha256(bytes).prefix(16))
            let files = try maker.files(contents, observation(run, hashing))
            try BundleFolder.keep(files, as: name, in: output)
            // A key was given and nothing is signed: nobody may take that for what was asked.
            return signer == nil && !keys.noSign ? .undetermined : .passed
        }
    }

    private static func read(_ bytes: [UInt8], _ path: String) throws(CommandError) -> Results {
        do throws(RecordError) {
            let results = try Results(bytes)
            if results.toolVersion != Tool.version {
                throw RecordError(
                    at: 0,
                    "fipsmark \(Evidence.line(results.toolVersion)) wrote it, and this is "
                        + "\(Tool.version); use the programs of one version")
            }
            return results
        } catch {
            throw CommandError(
                "\(path): byte \(error.position): \(Evidence.line(error.message)); results are "
                    + "taken as fipsmark wrote them, byte for byte")
        }
    }

    /// What ships is public. Of other files the results may hold keys or bits of a generator, where
    /// a case failed, and nothing can take them out of what is signed.
    private static func warnOfPrivateVectors(_ run: Results) {
        let strange = Set(
            EmbeddedTables.vectorOrigins.lock(run).files.filter { !$0.ships }.map(\.file))
        let cases = run.sets.reduce(0) { $0 + (strange.contains($1.file) ? $1.findingCount : 0) }
        if cases == 0 { return }
        StandardError.say(
            "warning: the results hold values of \(cases) cases of vectors that do not ship; the "
                + "bundle is public only if those are")
    }

    /// The module of the run, where it is on this machine and well.
    private func loadModule(
        _ run: Results
    ) throws(CommandError) -> (provider: OpenSSLModule, isUnderTest: Bool)? {
        let isWell = !run.checks.contains {
            ($0.id.hasPrefix("state/openssl") || $0.id.hasPrefix("self-test/openssl"))
                && $0.outcome == .fail
        }
        if !isWell {
            StandardError.say("warning: the module failed in this run; it is not asked to sign")
            return nil
        }
        let module: OpenSSLModule
        do throws(ModuleError) {
            module = try provider.load()
        } catch {
            StandardError.say("warning: \(error.message); libcrypto computes the digests instead")
            return nil
        }
        let digests: LibraryDigests
        do throws(ModuleError) {
            digests = try LibraryDigests(module)
        } catch {
            throw CommandError(error)
        }
        let digest = try FileBytes.withMapped(module.identity.path) { bytes throws(CommandError) in
            Evidence.hexadecimal(digests.sha256(bytes))
        }
        let isUnderTest = digest == run.moduleUnderTest.sha256
        if !isUnderTest {
            StandardError.say(
                "warning: \(module.identity.path) is another file than the module of the run")
        }
        return (module, isUnderTest)
    }

    private func observation(
        _ run: Results, _ hashing: LibraryHashing
    ) -> Environment {
        contents.observe
            ? Observation.environment(
                of: run, configurationPath: provider.configurationPath, hashing)
            : Environment(isObserved: false, observedAt: run.startedAt, facts: [], files: [])
    }
}

/// What goes into a bundle.
struct ContentOptions: ParsableArguments {
    @Flag(
        help: ArgumentHelp(
            "Look at this machine, and record what an assessor would ask of it.",
            discussion: "Only where the run was made here, just now: 'fipsmark run --evidence' "
                + "does it."))
    var observe = false

    @Option(
        help: ArgumentHelp(
            "A record of 'fipsmark bench --format json', in the place of the run's own table.",
            valueName: "file"))
    var bench: String?

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Earlier records of bench, whose course is shown beside --bench.",
            valueName: "file"))
    var history: [String] = []

    @Option(
        help: ArgumentHelp(
            "The table of CMVP certificates that the run was made with. Default: the embedded one.",
            valueName: "file"))
    var certificates: String?

    @Option(
        name: .customLong("format"), parsing: .upToNextOption,
        help: ArgumentHelp(
            "The optional files to write. Default: all of them.",
            discussion: Projection.optional.map(\.name).joined(separator: ", "),
            valueName: "name"))
    var formats: [String] = []

    @Option(help: "The version of CycloneDX: 1.7, or 1.6 for older readers.")
    var cyclonedx = BundleOptions.BillOfMaterials.current

    @Option(help: "OSCAL findings: narrow, where the run decides them, or none.")
    var findings = BundleOptions.Findings.narrow

    @Flag(help: "Add the two logs of the CMMC assessment guide.")
    var cmmc = false

    @Option(help: "Mark the report and OSCAL's documents with a word, such as CUI.")
    var marking = ""

    var options: BundleOptions {
        var options = BundleOptions()
        options.billOfMaterials = cyclonedx
        options.findings = findings
        options.cmmc = cmmc
        options.marking = marking
        if !formats.isEmpty { options.formats = Set(formats) }
        return options
    }

    func validate() throws {
        if !history.isEmpty && bench == nil { throw ValidationError("--history needs --bench") }
        let known = Projection.optional.map(\.name)
        if let stray = formats.first(where: { !known.contains($0) }) {
            throw ValidationError(
                "--format takes \(known.joined(separator: ", ")), not '\(stray)'")
        }
    }
}

extension BundleOptions.BillOfMaterials: ExpressibleByArgument {}
extension BundleOptions.Findings: ExpressibleByArgument {}
