import Algorithms
import Approval
import CTrials
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

    /// Loads the provider under test, which tests itself meanwhile.
    func load() -> LoadedModule {
        do throws(ModuleError) {
            let module = try ProviderOptions.load(path, configurationPath: configurationPath)
            self.module = module
            return LoadedModule(
                identity: module.identity, sha256: digest(module.identity.path) ?? "", failure: nil)
        } catch {
            return LoadedModule(identity: nil, sha256: "", failure: error)
        }
    }

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
        guard let file, !file.contains("/libcrypto") else { return options.providerPath }
        return file
    }()

    private lazy var configurationPath: String? = {
        if options.moduleConfig != nil || getenv("FIPSMARK_MODULE_CONFIG") != nil {
            return options.configurationPath
        }
        let settings = ProviderSettings(ConfigurationTree(of: sheets[.program]))
        return settings.moduleConfiguration
            ?? ProviderConfiguration.defaultPath(forProvider: path)
    }()

    private func read(_ kind: FactSheets.Kind) -> FactSheet {
        // Which module it is hangs on what programs get, so that it is asked for only by others.
        var module: [String] { [path, configurationPath ?? ""] }
        switch kind {
        case .program: return ViewProcess.read(["program"], seconds: 120)
        case .contrast:
            return ViewProcess.read(["contrast"], configuration: "/dev/null", seconds: 120)
        case .gcrypt: return ViewProcess.read(["gcrypt"] + module, seconds: 300)
        case .faults:
            return ViewProcess.read(
                ["faults"] + module + [quiet ? "quiet" : "loud"], configuration: "/dev/null",
                showsTalk: true, seconds: 3_600)
        case .module: return FactSheet(report: moduleRows().map(FactSheet.row).joined())
        }
    }

    private func digest(_ path: String) -> String? {
        module.flatMap { try? Session.digest(of: path, through: $0) }
    }
}

// MARK: - The module under test

extension LibraryFacts {
    /// A few of each family, all of which are through in some milliseconds.
    private static let knownAnswers: Set<String> = [
        "ACVP-AES-CBC", "ACVP-AES-CCM", "ACVP-AES-CTR", "ACVP-AES-ECB", "ACVP-AES-GCM",
        "ACVP-AES-GMAC", "ACVP-AES-KW", "ACVP-AES-XTS", "CMAC-AES", "SHA-1", "SHA2-256",
        "SHA2-512", "SHA3-256", "SHAKE-128", "HMAC-SHA2-256", "KMAC-128", "KDA-HKDF",
        "KDA-OneStep", "KDF", "ctrDRBG", "hashDRBG", "hmacDRBG", "ECDSA-sigVer", "RSA-sigVer",
        "KAS-ECC-CDH-Component", "EDDSA-sigVer", "ML-KEM-encapDecap", "ML-DSA-sigVer",
    ]

    private func moduleRows() -> [[String]] {
        var rows = integrityRows()
        guard let module else { return rows + [[FactSheet.end]] }
        for event in module.loadSelfTests { rows.append(["load-event"] + event.fields) }
        do throws(ModuleError) {
            for event in try module.runSelfTests() { rows.append(["forced"] + event.fields) }
            rows.append(["self-test", "passed"])
        } catch {
            rows.append(["self-test", error.message])
        }
        let engine = KnownAnswerEngine([Gate(module, for: .test)])
        let files = ShippedVectors(of: LibraryFacts.knownAnswers)
        for name in files.names {
            do throws(CommandError) {
                let set = try files.run(name, engine)
                let counts = set.counts(.openssl)
                rows.append([
                    "known-answers", set.setName, "\(counts.pass + counts.notComparable)",
                    "\(counts.fail)", "\(counts.error)", "\(set.durationNanoseconds)",
                ])
            } catch {
                rows.append(["known-answers", name, "0", "0", "1", "0"])
            }
        }
        rows.append(["state", module.failureSinceLoad ?? "operational"])
        return rows + [[FactSheet.end]]
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
            let recorded = configuration.moduleMAC, let bytes = try? FileBytes.read(path)
        else { return rows + [["mac-missing", configurationPath ?? "no configuration"]] }
        let mac = FileIntegrity.mac(of: bytes)
        rows.append([
            "mac", Hexadecimal.encode(mac.span),
            recorded.filter { $0 != ":" }.lowercased(), configurationPath,
        ])
        return rows
    }
}

extension ConfigurationTree {
    /// As a child process saw where it is.
    init(of program: FactSheet) {
        self.init(
            path: program.value("configuration") ?? "", host: HostTree(root: "/"),
            includeDirectory: getenv("OPENSSL_CONF_INCLUDE").map { String(cString: $0) },
            workingDirectory: program.value("configuration", 1) ?? "/")
    }
}
