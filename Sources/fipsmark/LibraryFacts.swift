import Algorithms
import Approval
import CTrials
import CommandSupport
import Glibc
import KnownAnswers
import NodeChecks
import OpenSSLModule

/// What `accept` finds out about the libraries: in this process the module under test, in children
/// whatever changes or may end a process.
final class LibraryFacts {
    private let options: ProviderOptions
    private let injectsFaults: Bool
    private let quiet: Bool
    private var module: OpenSSLModule?
    private(set) lazy var sheets = FactSheets(
        injectsFaults: injectsFaults, digest: { [unowned self] in digest($0) },
        read: { [unowned self] in read($0) })

    init(_ options: ProviderOptions, injectsFaults: Bool, quiet: Bool) {
        self.options = options
        self.injectsFaults = injectsFaults
        self.quiet = quiet
    }

    func load() -> LoadedModule { loaded }

    /// The files of the module under test, of libcrypto and of libgcrypt.
    func files(withGcrypt: Bool) -> [String] {
        let gcrypt = withGcrypt ? sheets[.gcrypt].value("library", 1) : nil
        let libcrypto = NodeFacts.system().libcryptoPath
        return [path, configurationPath ?? "", libcrypto ?? "", gcrypt ?? ""]
    }

    /// The provider under test, which tests itself while it is loaded.
    private lazy var loaded: LoadedModule = {
        // Before libcrypto is touched here: what programs get is looked at by a fork.
        let program = sheets[.program]
        do throws(ModuleError) {
            let isLoadable = program.all("provider").contains { $0.count > 4 && $0[4] == path }
            let module = try ProviderOptions.load(
                path, configurationPath: configurationPath, isLoadable: isLoadable)
            self.module = module
            let sha256 = try? Session.digest(of: module.identity.path, through: module)
            return LoadedModule(identity: module.identity, sha256: sha256 ?? "", failure: nil)
        } catch {
            return LoadedModule(identity: nil, sha256: "", failure: error)
        }
    }()

    /// The one that was named, else the one that programs get, whatever it is called, else that of
    /// libcrypto's directory.
    private lazy var path: String = {
        if options.provider != nil || getenv("FIPSMARK_PROVIDER") != nil {
            return options.providerPath
        }
        let sheet = sheets[.program]
        let approved = sheet.value("approved-provider")
        let file = sheet.all("provider").first { $0.first == approved && $0.count > 4 }?[4]
        // A provider inside libcrypto itself is no module of its own.
        if let file, !file.contains("/libcrypto") { return file }
        // One that did not load is still the one that programs were to get.
        let named = settings.fips?.value("module") ?? ""
        return named.hasPrefix("/") ? named : options.providerPath
    }()

    private lazy var settings = ProviderSettings(ConfigurationTree(of: sheets[.program]))

    private lazy var configurationPath: String? = {
        if options.moduleConfig != nil || getenv("FIPSMARK_MODULE_CONFIG") != nil {
            return options.configurationPath
        }
        return settings.moduleConfiguration
            ?? ProviderConfiguration.defaultPath(forProvider: path)
    }()

    private func read(_ kind: FactSheets.Kind) -> FactSheet {
        // Which module it is hangs on what programs get, so that it is asked for only by others.
        var module: [String] { [path, configurationPath ?? ""] }
        switch kind {
        case .program: return ViewProcess.readProgram(seconds: 120)
        case .gcrypt: return ViewProcess.read(["gcrypt"] + module, seconds: 300)
        case .faults:
            return ViewProcess.read(
                ["faults"] + module + [quiet ? "quiet" : "loud"], configuration: "/dev/null",
                showsTalk: true, seconds: 3_600)
        case .module: return sheet(moduleRows())
        case .selfTests: return sheet(selfTestRows())
        case .knownAnswers: return sheet(knownAnswerRows())
        }
    }

    private func sheet(_ rows: [[String]]) -> FactSheet {
        FactSheet(report: (rows + [[FactSheet.end]]).map(FactSheet.row).joined())
    }

    private func digest(_ path: String) -> String? {
        if path == load().identity?.path { return load().sha256 }
        return module.flatMap { try? Session.digest(of: path, through: $0) }
    }
}

// MARK: - The module under test

extension LibraryFacts {
    /// A few of each family.
    private static let knownAnswers: Set<String> = [
        "ACVP-AES-CBC", "ACVP-AES-CCM", "ACVP-AES-CTR", "ACVP-AES-ECB", "ACVP-AES-GCM",
        "ACVP-AES-GMAC", "ACVP-AES-KW", "ACVP-AES-XTS", "CMAC-AES", "SHA-1", "SHA2-256",
        "SHA2-384", "SHA2-512", "SHA3-256", "SHAKE-128", "HMAC-SHA2-256", "KMAC-128", "KDA-HKDF",
        "KDA-OneStep", "KDF", "ctrDRBG", "hashDRBG", "hmacDRBG", "ECDSA-sigVer", "RSA-sigVer",
        "KAS-ECC-CDH-Component", "EDDSA-sigVer", "ML-KEM-encapDecap", "ML-DSA-sigVer",
    ]

    private func moduleRows() -> [[String]] {
        _ = load()
        var rows = integrityRows()
        guard let module else { return rows }
        for event in module.loadSelfTests { rows.append(["load-event"] + event.fields) }
        rows.append(["state", module.failureSinceLoad ?? "operational"])
        return rows
    }

    private func selfTestRows() -> [[String]] {
        _ = load()
        guard let module else { return [] }
        do throws(ModuleError) {
            return try module.runSelfTests().map { ["forced"] + $0.fields }
                + [["self-test", "passed"]]
        } catch {
            return [["self-test", error.message]]
        }
    }

    private func knownAnswerRows() -> [[String]] {
        _ = load()
        guard let module else { return [] }
        let engine = KnownAnswerEngine([Gate(module, for: .test)])
        let files = ShippedVectors(of: LibraryFacts.knownAnswers)
        return files.names.map { name in
            do throws(CommandError) {
                let set = try AbridgedVectors.run(name, engine)
                let counts = set.counts(.openssl)
                return [
                    "known-answers", set.setName, "\(counts.pass + counts.notComparable)",
                    "\(counts.fail)", "\(counts.error)", "\(set.durationNanoseconds)",
                ]
            } catch {
                return ["known-answers", name, "0", "0", "1", "0"]
            }
        }
    }

    /// The module's file against the value that is recorded for it; the key is public
    /// (FIPS_KEY_STRING of OpenSSL's providers/fips), but a vendor may build with another.
    private func integrityRows() -> [[String]] {
        var unique = [UInt8](repeating: 0, count: 32)
        let count = ctrials_note(path, "GNU", 3, &unique, unique.count)
        var rows: [[String]] = []
        if count > 0 {
            unique.removeLast(unique.count - Int(count))
            rows.append(["build-id", Hexadecimal.encode(unique.span)])
        }
        guard let configurationPath,
            let configuration = try? ProviderConfiguration(path: configurationPath),
            let recorded = configuration.moduleMAC,
            let mac = try? FileBytes.withMapped(path, { FileIntegrity.mac(of: $0) })
        else { return rows + [["mac-missing", configurationPath ?? "no configuration"]] }
        let computed = Hexadecimal.encode(mac.span)
        let written = recorded.filter { $0 != ":" }.lowercased()
        rows.append(["mac", computed, written, configurationPath])
        if computed != written { rows.append(verification(configuration)) }
        return rows
    }

    /// What the openssl program says of the value that the public key does not give: a vendor who
    /// built the module with another key (Configure --fips-key) built that into the program too.
    private func verification(_ configuration: ProviderConfiguration) -> [String] {
        guard let program = opensslProgram else {
            return ["mac-program", "", "no openssl program belongs to this libcrypto"]
        }
        // Its own libcrypto must compute a MAC, also where the node's configuration is the fault.
        let arguments = [
            "fipsinstall", "-verify", "-quiet", "-module", path, "-in", configuration.path,
            "-section_name", configuration.section,
        ]
        let child: ChildProcess
        do throws(ChildProcess.StartFault) {
            child = try ChildProcess(
                arguments, of: program, configuration: "/dev/null", isSilent: true,
                leadsGroup: true)
        } catch {
            return ["mac-program", program, "it could not be started"]
        }
        let seconds = 10
        let cut = child.collect(seconds: seconds, limitBytes: 1 << 20).cut
        let end = child.wait()
        let answer =
            cut != nil
            ? "it did not end by itself within \(seconds) s"
            : end == .code(0) ? "passed" : "it \(end)"
        return ["mac-program", program, answer]
    }

    /// The one that was built with libcrypto: of `/usr/lib/…/libcrypto.so.3` it is
    /// `/usr/bin/openssl`.
    private var opensslProgram: String? {
        var parts = (NodeFacts.system().libcryptoPath ?? "").split(separator: "/").dropLast()
        while let name = parts.popLast() {
            if !name.hasPrefix("lib") { continue }
            let program = parts.map { "/\($0)" }.joined() + "/bin/openssl"
            return access(program, X_OK) == 0 ? program : nil
        }
        return nil
    }
}

extension ConfigurationTree {
    /// As a child process saw where it is.
    init(of program: FactSheet) {
        self.init(
            path: program.value("configuration") ?? "",
            workingDirectory: program.value("configuration", 1) ?? "/")
    }

    /// Of this process's own files and variables.
    init(path: String, workingDirectory: String) {
        self.init(
            path: path, host: HostTree(root: "/"),
            includeDirectory: getenv("OPENSSL_CONF_INCLUDE").map { String(cString: $0) },
            workingDirectory: workingDirectory)
    }
}

extension SelfTestEvent {
    fileprivate var fields: [String] { [type, description, phase, "\(durationNanoseconds)"] }
}
