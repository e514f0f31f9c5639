package import Algorithms
package import ArgumentParser
import Glibc
package import OpenSSLModule

/// Which FIPS provider is tested.
package struct ProviderOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The FIPS provider's shared library.",
            discussion:
                "Default: FIPSMARK_PROVIDER, else fips.so where libcrypto keeps its modules.",
            valueName: "path"))
    package var provider: String?

    @Option(
        help: ArgumentHelp(
            "The provider's fipsmodule.cnf, made by 'openssl fipsinstall'.",
            discussion: "Default: FIPSMARK_MODULE_CONFIG, else fipsmodule.cnf beside the provider, "
                + "else that of the system.",
            valueName: "path"))
    package var moduleConfig: String?

    package init() {}

    /// Loads the provider under test; it runs its self-tests meanwhile.
    package func load() throws(ModuleError) -> OpenSSLModule {
        try ProviderOptions.load(providerPath, configurationPath: configurationPath)
    }

    /// - Parameter isLoadable: whether another process has loaded that file already; else one
    ///   tries, since the loader ends a process for some damage.
    package static func load(
        _ path: String, configurationPath: String?, isLoadable: Bool = false
    ) throws(ModuleError) -> OpenSSLModule {
        var status = stat()
        if stat(path, &status) != 0 {
            throw .couldNotRun(
                "no FIPS provider at \(path) (\(String(cString: strerror(errno)))); "
                    + "install openssl-provider-fips or pass --provider")
        }
        if status.st_mode & S_IFMT != S_IFREG {
            throw .couldNotRun("the FIPS provider \(path) is not a file; pass --provider FILE")
        }
        if access(path, R_OK) != 0 {
            throw .couldNotRun(
                "cannot read the FIPS provider \(path): \(String(cString: strerror(errno)))")
        }
        if !isLoadable && !CrashGuard.isLoadable(path) {
            throw .selfTestFailed(
                "the FIPS provider \(path) cannot be loaded as a shared library; "
                    + "the file is damaged, reinstall it")
        }
        let configuration: ProviderConfiguration? =
            if let configurationPath {
                try ProviderConfiguration(path: configurationPath)
            } else {
                nil
            }
        return try CrashGuard.run(loading: path) { () throws(ModuleError) in
            try OpenSSLModule(providerPath: path, configuration: configuration)
        }
    }

    /// Nil where the provider carries its own integrity value and no file stands beside it.
    package var configurationPath: String? {
        moduleConfig ?? ProviderConfiguration.defaultPath(forProvider: providerPath)
    }

    /// Absolute: libcrypto would look for a relative path where it keeps its modules.
    package var providerPath: String {
        var path = ProviderConfiguration.defaultProviderPath()
        if let provider {
            path = provider
        } else if let named = getenv("FIPSMARK_PROVIDER"), named.pointee != 0 {
            path = String(cString: named)
        }
        guard let absolute = realpath(path, nil) else { return path }
        defer { free(absolute) }
        return String(cString: absolute)
    }
}
