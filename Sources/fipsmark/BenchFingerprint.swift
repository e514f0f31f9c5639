import Algorithms
import BenchRecord
import CommandSupport
import Glibc
import Reports
import Throughput

/// What decides how fast a machine is and which code it runs. No name of the machine is in it.
struct BenchFingerprint {
    private(set) var fields: [String: String] = [:]

    /// Features whose presence makes a module choose other code.
    private static let features: Set<String> = [
        "ssse3", "sse4_1", "avx", "avx2", "avx512f", "avx512vl", "avx512ifma", "aes", "vaes",
        "pclmulqdq", "vpclmulqdq", "sha_ni", "bmi1", "bmi2", "adx", "gfni", "rdrand", "rdseed",
        "asimd", "pmull", "sha1", "sha2", "sha3", "sha512", "sve", "sve2",
    ]

    /// - Parameter digest: SHA-256 in hexadecimal, by the module under test.
    init(
        _ modules: [RunRecord.ModuleRecord], configurationPath: String?,
        digest: ([UInt8]) throws(CommandError) -> String
    ) throws(CommandError) {
        fields["suite"] = Tool.version
        readProcessor()
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

    private mutating func readProcessor() {
        var values: [String: String] = [:]
        for line in (SystemFile.read("/proc/cpuinfo") ?? "").split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { continue }
            let name = BenchFingerprint.trimmed(parts[0])
            // Those of the first processor.
            if values[name] == nil { values[name] = BenchFingerprint.trimmed(parts[1]) }
        }
        fields["cpuModel"] =
            values["model name"]
            ?? ["CPU implementer", "CPU part"].compactMap { values[$0] }.joined(separator: " ")
        fields["cpuFamily"] =
            ["cpu family", "model", "stepping", "CPU variant", "CPU revision"]
            .compactMap { values[$0] }.joined(separator: "/")
        fields["cpuMicrocode"] = values["microcode"]
        let flags = (values["flags"] ?? values["Features"] ?? "").split(separator: " ")
            .map(String.init)
        fields["cpuFeatures"] = flags.filter(BenchFingerprint.features.contains).sorted()
            .joined(separator: " ")
        fields["hypervisor"] = flags.contains("hypervisor") ? "yes" : "no"
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
            let state = BenchFingerprint.trimmed(text[...])
            if state != "Not affected" { fields["mitigation.\(name)"] = state }
        }
    }

    private static func trimmed(_ text: Substring) -> String {
        let blank: Set<Character> = [" ", "\t", "\n"]
        var rest = text.drop { blank.contains($0) }
        while let last = rest.last, blank.contains(last) { rest.removeLast() }
        return String(rest)
    }
}
