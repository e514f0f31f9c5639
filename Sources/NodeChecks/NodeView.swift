package import Algorithms
package import Approval

/// Everything that the checks look at: files, the kernel's answers, facts of the libraries.
///
/// Facts that cost something are closures, called when the first check asks and kept. A test puts
/// in its own.
package final class NodeView {
    package let options: AcceptOptions
    package let certificates: CertificateTable
    package let asOf: CalendarDate
    /// The file system of the host, or of the image: below `--host-root`.
    package let files: HostTree
    /// Where /proc is read: below the host's root if it has one, else this process's own, which
    /// is the same kernel's.
    package let kernel: HostTree
    package let system: SystemFacts
    /// The variables of the allow-list that are set. No other is read.
    package let environment: [String: String]
    private let loadProvider: () -> LoadedModule
    /// What is known of the libraries.
    package let sheets: FactSheets
    /// Asks the running kernel; a view without it has no kernel to ask.
    package var askKernel: () -> KernelConduct = {
        KernelConduct(unreachable: "nothing asks the kernel here")
    }

    package init(
        options: AcceptOptions, certificates: CertificateTable, asOf: CalendarDate,
        files: HostTree, system: SystemFacts, environment: [String: String],
        sheets: FactSheets = FactSheets(), loadProvider: @escaping () -> LoadedModule
    ) {
        self.options = options
        self.certificates = certificates
        self.asOf = asOf
        self.files = files
        kernel = files.list("/proc/sys", limit: 1) == nil ? HostTree(root: "/") : files
        self.system = system
        self.environment = environment
        self.loadProvider = loadProvider
        self.sheets = sheets
    }

    /// The FIPS provider; the first check that asks loads it.
    package private(set) lazy var provider = loadProvider()

    /// What AF_ALG shows of the kernel's mode; empty where nobody asks it.
    package var kernelProofs: () -> [KernelProof] = { [] }
    package private(set) lazy var proofs = kernelProofs()

    /// What the configuration of programs says of providers.
    package private(set) lazy var programSettings = readProgramSettings()

    /// The libgcrypt that was found, with its certificate.
    private(set) lazy var gcryptBuild = GcryptBuild(self)

    package private(set) lazy var flag = KernelFlag(kernel.read(KernelFlag.path))
    package private(set) lazy var platform = Platform(files)
    /// The programs of the platform that lie below the host's root.
    private(set) lazy var layers = LayerFiles(files)
    package private(set) lazy var isContainer = detectContainer()
    /// What the kernel did when it was asked; the first check that wants to know asks.
    package private(set) lazy var kernelConduct = askKernel()

    package var summary: NodeSummary {
        let match = certificate
        return NodeSummary(
            node: environment["NODE_NAME"] ?? system.nodeName,
            openSSL: provider.identity?.version ?? "none",
            certificate: match?.certificate?.id ?? (match == nil ? "none" : "unknown"),
            kernel: flag.word,
            platform: platform.name, release: system.kernelRelease, machine: system.machine,
            sunset: match?.certificate?.sunset)
    }

    /// What the table says of the FIPS provider; nil where there is none.
    package var certificate: CertificateMatch? {
        provider.identity.map {
            certificates.match($0, sha256: provider.sha256, asOf: asOf)
        }
    }
}

extension NodeView {
    private func readProgramSettings() -> ProviderSettings {
        let program = sheets[.program]
        return ProviderSettings(
            ConfigurationTree(
                path: program.value("configuration") ?? "", host: image,
                includeDirectory: environment["OPENSSL_CONF_INCLUDE"],
                workingDirectory: program.value("configuration", 1) ?? "/"))
    }

    /// The certificate whose exact version is the kernel's own, or its release; nil where the table
    /// has none. A name alone is no ground.
    package var kernelCertificate: Certificate? {
        var versions = [system.kernelRelease]
        if let version = kernel.read("/proc/sys/crypto/fips_version").text?.trimmed {
            versions.append(version)
        }
        // RPM releases end in the machine: 6.1.41-64.118.amzn2023.x86_64.
        versions += versions.filter { $0.hasSuffix("." + system.machine) }.map {
            String($0.dropLast(system.machine.count + 1))
        }
        return certificates.certificates.first { certificate in
            certificate.kind == .kernel
                && certificate.exactVersions.contains { versions.contains($0) }
        }
    }

    /// Whether what is looked at is a container, by the marks of its runtime.
    private func detectContainer() -> Bool {
        for path in [
            "/.dockerenv", "/run/.containerenv",
            "/var/run/secrets/kubernetes.io/serviceaccount/token",
        ] where files.hasFile(path) == true {
            return true
        }
        if files.root != "/" { return false }
        return Mount.all(kernel)?.contains { $0.point == "/" && $0.type == "overlay" } ?? false
    }
}

/// A module as it was loaded for the checks, or why it was not.
package struct LoadedModule: Sendable {
    package let identity: ModuleIdentity?
    /// Of the file, in lower case; empty where it was not loaded.
    package let sha256: String
    /// Why it was not loaded; nil where it was.
    package let failure: ModuleError?

    package init(identity: ModuleIdentity?, sha256: String, failure: ModuleError?) {
        self.identity = identity
        self.sha256 = sha256
        self.failure = failure
    }
}

/// What system calls say of the kernel that runs.
package struct SystemFacts: Sendable {
    /// uname: node name, release and machine.
    package var nodeName: String
    package var kernelRelease: String
    package var machine: String
    /// The file of the libcrypto that this process uses; nil where the loader does not say.
    package var libcryptoPath: String?
    /// Whether getrandom answers without waiting.
    package var randomIsReady: Bool
    /// The type of the file system of an open file, as statfs has it.
    package var fileSystemType: @Sendable (Int32) -> UInt?
    /// Whether a path below /proc lies behind a mount; nil where the kernel cannot say.
    package var crossesMount: @Sendable (String) -> Bool?

    package init(
        nodeName: String, kernelRelease: String, machine: String,
        libcryptoPath: String?, randomIsReady: Bool,
        fileSystemType: @escaping @Sendable (Int32) -> UInt?,
        crossesMount: @escaping @Sendable (String) -> Bool?
    ) {
        self.nodeName = nodeName
        self.kernelRelease = kernelRelease
        self.machine = machine
        self.libcryptoPath = libcryptoPath
        self.randomIsReady = randomIsReady
        self.fileSystemType = fileSystemType
        self.crossesMount = crossesMount
    }
}

/// The only variables whose values are read and printed.
package enum ShownVariables {
    package static let names = [
        "FIPSMARK_MODULE_CONFIG", "FIPSMARK_PROVIDER", "FIPS_CHECK", "FIPS_DISABLE",
        "FIPS_ENABLED", "GNUTLS_FORCE_FIPS_MODE", "GNUTLS_SKIP_FIPS_INTEGRITY_CHECKS", "GODEBUG",
        "LD_LIBRARY_PATH", "LD_PRELOAD", "LIBGCRYPT_FORCE_FIPS_MODE", "NODE_NAME", "NSS_FIPS",
        "OPENSSL_CONF", "OPENSSL_CONF_INCLUDE", "OPENSSL_FIPS", "OPENSSL_FORCE_FIPS_MODE",
        "OPENSSL_MODULES", "SSL_CERT_DIR", "SSL_CERT_FILE",
    ]
}
