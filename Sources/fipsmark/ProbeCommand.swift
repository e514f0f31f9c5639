import Algorithms
import Approval
import ArgumentParser
import CTrials
import Glibc
import NodeChecks
import OpenSSLModule

/// The few checks that a kubelet may run again and again: 0 or 1, and nothing else.
struct ProbeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "probe",
        abstract: "Say quickly whether programs here get FIPS cryptography: exit 0 or 1.",
        discussion: """
            For a startup or readiness probe. Checks the kernel's flag (K01, K02), the providers \
            and properties that programs get (O03, O04, O05), one known answer, and that MD5 is \
            refused. What cannot be determined is 1.

            With --cached a probe that passed is not repeated while nothing changes: the module's \
            file, the configuration, libcrypto, the variables, the kernel's flag, the boot. The \
            directory may be an emptyDir; a file in it of another user is not believed.

            Example: fipsmark probe --cached /run/fipsmark
            """)

    @Option(help: "The whole node, or the module in its container.")
    var profile = AcceptProfile.node

    @Option(help: ArgumentHelp("Remember a pass in this directory.", valueName: "dir"))
    var cached: String?

    func run() throws {
        let cache = cached.map { ProbeCache(directory: $0) }
        if cache?.holds == true {
            let failures = QuickLook(profile).kernelFailures()
            say(failures, "passed before, and nothing changed since")
            throw ExitCode(failures.isEmpty ? 0 : 1)
        }
        let look = QuickLook(profile)
        look.cache = cache
        // A library that ends its process, or hangs, ends a child's.
        let code = withExtendedLifetime(look) {
            ctrials_apart(
                { argument in
                    guard let argument else { return 1 }
                    let look = Unmanaged<QuickLook>.fromOpaque(argument).takeUnretainedValue()
                    return look.run() ? 0 : 1
                }, Unmanaged.passUnretained(look).toOpaque(), 20)
        }
        if code != 0 && code != 1 {
            say(["O05 the library ended its process or did not answer within 20 s"], "")
        }
        throw ExitCode(code == 0 ? 0 : 1)
    }

    private func say(_ failures: [String], _ passed: String) {
        QuickLook.say(failures, passed)
    }
}

/// What a probe looks at.
final class QuickLook {
    private let profile: AcceptProfile
    var cache: ProbeCache?

    init(_ profile: AcceptProfile) { self.profile = profile }

    /// In a process that has not touched libcrypto. Whether everything is as it must be.
    func run() -> Bool {
        var failures = kernelFailures()
        var passed = ""
        do throws(ModuleError) {
            let context = try DefaultContext()
            var rows = ProgramView.rows(context)
            rows.append(
                ["configuration", DefaultContext.configurationPath, ProgramView.workingDirectory])
            let sheet = FactSheet(report: (rows + [[FactSheet.end]]).map(FactSheet.row).joined())
            let module = QuickLook.module(context)
            let view = view(sheet, module)
            failures += QuickLook.failures(["O03", "O04", "O05"], view)
            if !context.hashesRightly() { failures.append("O10 SHA2-256 of abc is wrong") }
            if case .done = context.perform(Rejection.md5) {
                failures.append("O11 MD5 is served")
            }
            passed = "\(module.identity?.name ?? "") \(module.identity?.version ?? "")"
            if failures.isEmpty, let cache {
                cache.store(
                    view.programSettings.tree.files
                        + [module.identity?.path ?? "", DefaultContext.library[2]])
            }
        } catch {
            failures.append("O01 \(error.message)")
        }
        QuickLook.say(failures, passed)
        return failures.isEmpty
    }

    /// What files alone tell, whatever was remembered.
    func kernelFailures() -> [String] {
        if profile == .module { return [] }
        let nothing = LoadedModule(identity: nil, sha256: "", failure: nil)
        return QuickLook.failures(["K01", "K02"], view(FactSheet(missing: ""), nothing))
    }

    static func say(_ failures: [String], _ passed: String) {
        let verdict = failures.isEmpty ? "FIPS PASS \(passed)" : "FIPS FAIL"
        for line in [verdict] + failures { FactRow.write([line]) }
    }

    private static func failures(_ ids: [String], _ view: NodeView) -> [String] {
        ids.compactMap { id in
            guard let finding = NodeCheck.judges[id].map({ $0(view) }) else {
                return "\(id) is not implemented"
            }
            let isWarning = finding.severity == .warning || finding.severity == .information
            if isWarning || [.pass, .notApplicable, .informational].contains(finding.outcome) {
                return nil
            }
            return "\(id) \(finding.observed)"
        }
    }

    private func view(_ sheet: FactSheet, _ module: LoadedModule) -> NodeView {
        NodeView(
            options: AcceptOptions(profile: profile, policy: .configured),
            certificates: CertificateTable(date: .epoch, certificates: []), asOf: .epoch,
            files: HostTree(root: "/"), system: NodeFacts.system(),
            environment: NodeFacts.environment(),
            sheets: FactSheets(read: {
                $0 == .program ? sheet : FactSheet(missing: "not looked at")
            }),
            loadProvider: { module })
    }

    private static func module(_ context: DefaultContext) -> LoadedModule {
        let approved = context.approvedProvider
        guard let found = context.providers.first(where: { $0.name == approved }) else {
            return LoadedModule(
                identity: nil, sha256: "",
                failure: .couldNotRun("programs get no FIPS provider"))
        }
        if !found.isRunning {
            return LoadedModule(
                identity: nil, sha256: "",
                failure: .selfTestFailed("\(found.title) is in its error state"))
        }
        return LoadedModule(
            identity: ModuleIdentity(
                role: .openssl, name: found.title, version: found.version,
                buildInformation: found.build, path: found.file, reachedThrough: "libcrypto",
                approvedMode: true), sha256: "", failure: nil)
    }
}
