package import Algorithms
import COpenSSL
import Glibc

/// The section of a `fipsmodule.cnf` that `openssl fipsinstall` wrote: the provider's parameters.
package struct ProviderConfiguration: Sendable {
    package let path: String
    /// The name of the section.
    package let section: String
    private(set) var parameters: [(name: String, value: String)]

    /// Reads the section that holds `module-mac`, whatever it is called.
    package init(path: String) throws(ModuleError) {
        self.path = path
        let text = try ProviderConfiguration.read(path)
        guard let configuration = NCONF_new_ex(nil, nil) else { throw failure("NCONF_new_ex") }
        defer { NCONF_free(configuration) }
        do throws(ModuleError) {
            try ProviderConfiguration.load(text, into: configuration)
        } catch {
            throw ProviderConfiguration.unusable(
                "cannot read module configuration \(path): \(error.message)")
        }
        guard let found = ProviderConfiguration.moduleSection(of: configuration) else {
            throw ProviderConfiguration.unusable(
                "module configuration \(path) has no section with module-mac")
        }
        section = found.name
        parameters = found.entries
    }

    /// The provider that is used where none is named: OPENSSL_MODULES, else libcrypto's own
    /// directory of modules.
    package static func defaultProviderPath() -> String {
        let directory =
            getenv("OPENSSL_MODULES").map { String(cString: $0) }
            ?? OPENSSL_info(OPENSSL_INFO_MODULES_DIR).map { String(cString: $0) } ?? ""
        return directory + "/fips.so"
    }

    /// The configuration that belongs to a provider where none is named: FIPSMARK_MODULE_CONFIG,
    /// else the one beside it, else the one of the system; nil where none exists, as with
    /// providers that carry their own integrity value.
    package static func defaultPath(forProvider provider: String) -> String? {
        if let named = getenv("FIPSMARK_MODULE_CONFIG"), named.pointee != 0 {
            return String(cString: named)
        }
        let beside = directory(of: provider) + "/fipsmodule.cnf"
        let system =
            OpenSSL_version(OPENSSL_DIR).map { String(cString: $0) }
            .flatMap { $0.split(separator: "\"").dropFirst().first } ?? ""
        return [beside, system + "/fipsmodule.cnf"].first { access($0, R_OK) == 0 }
    }

    /// The integrity value that the file records; nil where the module carries its own.
    package var moduleMAC: String? { parameters.last { $0.name == "module-mac" }?.value }

    /// The same with another integrity value.
    package func with(moduleMAC: String) -> ProviderConfiguration {
        var changed = self
        changed.parameters = parameters.filter { $0.name != "module-mac" }
        changed.parameters.append((name: "module-mac", value: moduleMAC))
        return changed
    }

    package static func providerName(ofFile path: String) -> String {
        let file = path.split(separator: "/").last.map(String.init) ?? path
        return file.hasSuffix(".so") ? String(file.dropLast(3)) : file
    }

    /// A configuration that names the provider and does not activate it: loading is a step of its
    /// own, whose failure is ours to read.
    package static func sectionText(
        providerName: String, providerPath: String, configuration: ProviderConfiguration?
    ) -> String {
        var lines = [
            "openssl_conf = fipsmark",
            "[fipsmark]", "providers = providers",
            "[providers]", "\(providerName) = module_under_test",
            "[module_under_test]", "module = \(quoted(providerPath))",
        ]
        for (name, value) in configuration?.parameters ?? []
        where name != "activate" && name != "module" {
            lines.append("\(name) = \(quoted(value))")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    static func load(_ text: String, into configuration: UnsafeMutablePointer<CONF>)
        throws(ModuleError)
    {
        let bytes = Array(text.utf8)
        guard let bio = BIO_new(BIO_s_mem()) else { throw failure("BIO_new") }
        defer { BIO_free(bio) }
        // Written, not lent: a bridged array is gone before the BIO is read.
        if BIO_write(bio, bytes, Int32(bytes.count)) != Int32(bytes.count) {
            throw failure("BIO_write")
        }
        var line = 0
        ErrorQueue.clear()
        if NCONF_load_bio(configuration, bio, &line) != 1 {
            throw .couldNotRun(
                "line \(line): \(ErrorQueue.drain().joined(separator: "; "))")
        }
    }

    private static func moduleSection(
        of configuration: UnsafeMutablePointer<CONF>
    ) -> (name: String, entries: [(name: String, value: String)])? {
        guard let sections = NCONF_get_section_names(configuration) else { return nil }
        defer { OPENSSL_sk_free(sections) }
        for index in 0..<OPENSSL_sk_num(sections) {
            let name = OPENSSL_sk_value(sections, index)?.assumingMemoryBound(to: CChar.self)
            let entries = values(of: configuration, section: name)
            if entries.contains(where: { $0.name == "module-mac" }) {
                return (name.map { String(cString: $0) } ?? "", entries)
            }
        }
        return nil
    }

    private static func values(
        of configuration: UnsafeMutablePointer<CONF>, section: UnsafePointer<CChar>?
    ) -> [(name: String, value: String)] {
        guard let entries = NCONF_get_section(configuration, section) else { return [] }
        return (0..<OPENSSL_sk_num(entries)).compactMap { index in
            guard
                let entry = OPENSSL_sk_value(entries, index)?
                    .assumingMemoryBound(to: CONF_VALUE.self),
                let name = entry.pointee.name, let value = entry.pointee.value
            else { return nil }
            return (String(cString: name), String(cString: value))
        }
    }

    private static func read(_ path: String) throws(ModuleError) -> String {
        // Without waiting: a pipe in the place of a file must not be read for ever.
        let file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        if file < 0 { throw unreadable(path, String(cString: strerror(errno))) }
        defer { close(file) }
        var status = stat()
        if fstat(file, &status) != 0 || status.st_mode & S_IFMT != S_IFREG {
            throw unreadable(path, "it is a directory, a pipe or a device, not a file")
        }
        // A configuration is a page at most. Zeros before it would take longer than all else here.
        var count = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: 1 << 20) { memory, used in
            count = Glibc.read(file, memory.baseAddress, memory.count)
            used = max(count, 0)
        }
        if count < 0 { throw unreadable(path, String(cString: strerror(errno))) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func unreadable(_ path: String, _ cause: String) -> ModuleError {
        unusable("cannot read module configuration \(path): \(cause)")
    }

    private static func unusable(_ cause: String) -> ModuleError {
        .couldNotRun(
            "\(cause); make one with 'openssl fipsinstall -module PROVIDER -out fipsmodule.cnf' "
                + "and pass --module-config")
    }

    /// A value in the syntax of config(5): no expansion of `$`, no comment, no line break.
    private static func quoted(_ value: String) -> String {
        var result = ""
        for character in value {
            if "\\$#\"'` ".contains(character) { result.append("\\") }
            result.append(character)
        }
        return result
    }

    private static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return String(path[..<slash])
    }
}
