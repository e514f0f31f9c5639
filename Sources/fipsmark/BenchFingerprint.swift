import Algorithms
import BenchRecord
import CommandSupport
import Glibc
import Reports
import Throughput

/// What decides how fast a machine is and which code it runs. No name of the machine is in it.
struct BenchFingerprint {
    private(set) var fields: [String: String] = [:]

    /// - Parameter digest: SHA-256 in hexadecimal, by the module under test.
    init(
        _ modules: [RunRecord.ModuleRecord], configurationPath: String?,
        digest: ([UInt8]) throws(CommandError) -> String
    ) throws(CommandError) {
        fields["suite"] = Tool.version
        let cpuinfo = SystemFile.read("/proc/cpuinfo") ?? ""
        fields.merge(ProcessorFields.read(cpuinfo: cpuinfo)) { _, new in new }
        readKernel()
        if let mask = getenv("OPENSSL_ia32cap") { fields["ia32cap"] = String(cString: mask) }
        if let mask = getenv("OPENSSL_armcap") { fields["armcap"] = String(cString: mask) }
        for module in modules {
            let role = module.identity.role.rawValue
            fields["\(role).version"] = "\(module.identity.name) \(module.identity.version)"
            fields["\(role).build"] = module.identity.buildInformation
            fields["\(role).sha256"] = module.sha256
            // Without the path behind it.
            let reached = module.identity.reachedThrough.split(separator: ", ").first
            if module.identity.role == .openssl { fields["libcrypto"] = reached.map(String.init) }
        }
        if let configurationPath {
            fields["openssl.config"] = try digest(FileBytes.read(configurationPath))
        }
        fields = fields.filter { !$0.value.isEmpty }
    }

    private mutating func readKernel() {
        var system = utsname()
        if uname(&system) == 0 {
            fields["kernel"] = withUnsafeBytes(of: system.release) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
        }
        let folder = "/sys/devices/system/cpu/vulnerabilities"
        guard let directory = opendir(folder) else { return }
        defer { closedir(directory) }
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasPrefix(".") { continue }
            guard let text = SystemFile.read("\(folder)/\(name)") else { continue }
            let state = ProcessorFields.trimmed(text[...])
            if state != "Not affected" { fields["mitigation.\(name)"] = state }
        }
    }
}
