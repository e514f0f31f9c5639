import BenchRecord
import CommandSupport
import Evidence
import EvidenceSigning
import Glibc
import OpenSSLModule

/// Looks at this machine as an assessor would, and records what to type and what was seen.
enum Observation {
    static func environment(
        of run: Results, configurationPath: String?, _ hashing: LibraryHashing
    ) -> Environment {
        Environment(
            isObserved: true, observedAt: UTCTime.now,
            facts: facts(configurationPath: configurationPath),
            files: files(of: run, configurationPath: configurationPath, hashing))
    }

    /// What decides how fast the run's own table is, by the names of a record of `bench`.
    static func machine(of run: Results) -> [String: String] {
        var fields = ProcessorFields.read(
            cpuinfo: read("/proc/cpuinfo", mostBytes: 1 << 16) ?? "")
        fields["kernel"] = system { $0.release }
        fields["openssl.version"] = "\(run.moduleUnderTest.name) \(run.moduleUnderTest.version)"
        fields["openssl.sha256"] = run.moduleUnderTest.sha256
        fields["libcrypto"] = run.libraries.first { $0.name == "libcrypto" }?.version
        for (name, variable) in [("ia32cap", "OPENSSL_ia32cap"), ("armcap", "OPENSSL_armcap")] {
            fields[name] = getenv(variable).map { shown(String(cString: $0)) }
        }
        return fields.filter { !$0.value.isEmpty }
    }

    private static func facts(configurationPath: String?) -> [Environment.Fact] {
        var facts = [
            Environment.Fact(
                id: "host/name", title: "Name of the node", command: "uname -n",
                output: system { $0.nodename }, isIdentity: true)
        ]
        facts += file("host/machine-id", "Machine ID", "/etc/machine-id", isIdentity: true)
        facts += [
            Environment.Fact(
                id: "kernel/release", title: "Kernel", command: "uname -srm",
                output: "\(system { $0.sysname }) \(system { $0.release }) "
                    + system { $0.machine })
        ]
        facts += file(
            "kernel/fips_enabled", "FIPS mode of the kernel", "/proc/sys/crypto/fips_enabled")
        facts += file("kernel/command-line", "Kernel command line", "/proc/cmdline")
        facts += file("os/release", "Operating system", "/etc/os-release")
        facts += file(
            "policy/back-ends", "What the policy comes to", "/etc/crypto-policies/state/CURRENT.pol"
        )
        facts += file(
            "policy/crypto-policies", "System-wide cryptographic policy",
            "/etc/crypto-policies/state/current")
        facts += file(
            "openssl/configuration", "Configuration of libcrypto",
            DefaultContext.configurationPath)
        if let configurationPath {
            facts += file(
                "openssl/module-configuration", "Configuration of the FIPS provider",
                configurationPath)
        }
        facts.append(
            Environment.Fact(
                id: "openssl/version", title: "libcrypto", command: "openssl version",
                output: OpenSSLModule.library.version))
        return facts + variables
    }

    /// What decides which cryptography a program gets, and where it ran.
    private static var variables: [Environment.Fact] {
        let deciding = ["OPENSSL_CONF", "OPENSSL_MODULES", "OPENSSL_FORCE_FIPS_MODE", "LD_PRELOAD"]
        let naming = ["NODE_NAME", "POD_NAME", "POD_NAMESPACE"]
        return (deciding + naming).compactMap { name in
            guard let value = getenv(name) else { return nil }
            return Environment.Fact(
                id: "variable/\(name)", title: "Environment variable \(name)",
                command: "printenv \(name)", output: shown(String(cString: value)),
                isIdentity: naming.contains(name))
        }
    }

    private static let mostBytes = 16384

    /// The text of a small file, or that there is none.
    private static func file(
        _ id: String, _ title: String, _ path: String, isIdentity: Bool = false
    ) -> [Environment.Fact] {
        let text = read(path).map(masked)
        let output = text ?? "cat: \(path): \(String(cString: strerror(errno)))"
        return [
            Environment.Fact(
                id: id, title: title, command: "cat \(path)", output: output,
                isIdentity: isIdentity && text != nil)
        ]
    }

    /// A configuration may hold the PIN of a token or the password of a store.
    private static func masked(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let name = line.prefix { $0 != "=" }.lowercased()
            let isSecret = ["pin", "password", "secret", "passphrase"].contains {
                name.contains($0)
            }
            return isSecret && name.count < line.count
                ? "\(line.prefix(name.count))= (left out)" : String(line)
        }.joined(separator: "\n")
    }

    /// Files of the kernel say that they have no bytes, so this reads to the end.
    private static func read(_ path: String, mostBytes: Int = mostBytes) -> String? {
        let file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        if file < 0 { return nil }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: mostBytes + 1)
        var used = 0
        while used < bytes.count {
            let count = bytes.withUnsafeMutableBytes {
                Glibc.read(file, $0.baseAddress.map { $0 + used }, $0.count - used)
            }
            if count < 0 { return nil }
            if count == 0 { break }
            used += count
        }
        let text = shown(String(decoding: bytes.prefix(min(used, mostBytes)), as: UTF8.self))
        return used > mostBytes ? "\(text)\n… (longer than \(mostBytes) bytes)" : text
    }

    private static func shown(_ text: String) -> String {
        var shown = text
        while shown.last == "\n" { shown.removeLast() }
        return shown
    }

    private static func system<Field>(_ field: (inout utsname) -> Field) -> String {
        var name = utsname()
        uname(&name)
        var value = field(&name)
        return withUnsafeBytes(of: &value) {
            String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
    }

    private static func files(
        of run: Results, configurationPath: String?, _ hashing: LibraryHashing
    ) -> [Environment.File] {
        var paths = run.modules.filter(\.isFile).map { ($0.role, $0.path) }
        paths += run.libraries.map { ($0.name, $0.path) }
        if let configurationPath { paths.append(("module configuration", configurationPath)) }
        paths.append(("libcrypto configuration", DefaultContext.configurationPath))
        return paths.compactMap { role, path in
            var status = stat()
            guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
                let digest = try? FileBytes.withMapped(
                    path,
                    { bytes throws(CommandError) in
                        Evidence.hexadecimal(hashing.sha256(bytes))
                    })
            else { return nil }
            let mode = String(status.st_mode & 0o7777, radix: 8)
            return Environment.File(
                role: role, path: path, sha256: digest, bytes: Int(status.st_size),
                mode: String(repeating: "0", count: max(0, 4 - mode.count)) + mode,
                owner: owner(status.st_uid), modifiedAt: UTCTime.text(status.st_mtim.tv_sec))
        }
    }

    private static func owner(_ number: uid_t) -> String {
        number == 0 ? "root" : "user \(number)"
    }
}
