/// What decides of a processor how fast it is: fields of a machine's fingerprint, from the text of
/// /proc/cpuinfo (proc(5)).
package enum ProcessorFields {
    /// Features whose presence makes a module choose other code.
    private static let features: Set<String> = [
        "ssse3", "sse4_1", "avx", "avx2", "avx512f", "avx512vl", "avx512ifma", "aes", "vaes",
        "pclmulqdq", "vpclmulqdq", "sha_ni", "bmi1", "bmi2", "adx", "gfni", "rdrand", "rdseed",
        "asimd", "pmull", "sha1", "sha2", "sha3", "sha512", "sve", "sve2",
    ]

    /// By name; what the text does not tell is empty.
    package static func read(cpuinfo text: String) -> [String: String] {
        var values: [String: String] = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { continue }
            let name = trimmed(parts[0])
            // Those of the first processor.
            if values[name] == nil { values[name] = trimmed(parts[1]) }
        }
        func joined(_ names: [String], _ separator: String) -> String {
            names.compactMap { values[$0] }.joined(separator: separator)
        }
        let flags = (values["flags"] ?? values["Features"] ?? "").split(separator: " ")
            .map(String.init)
        return [
            "cpuModel": values["model name"] ?? joined(["CPU implementer", "CPU part"], " "),
            "cpuFamily": joined(
                ["cpu family", "model", "stepping", "CPU variant", "CPU revision"], "/"),
            "cpuMicrocode": values["microcode"] ?? "",
            "cpuFeatures": flags.filter(features.contains).sorted().joined(separator: " "),
            "hypervisor": flags.contains("hypervisor") ? "yes" : "no",
        ]
    }

    /// Without blanks and ends of lines around it.
    package static func trimmed(_ text: Substring) -> String {
        let blank: Set<Character> = [" ", "\t", "\n"]
        var rest = text.drop { blank.contains($0) }
        while let last = rest.last, blank.contains(last) { rest.removeLast() }
        return String(rest)
    }
}
