/// One entry of /proc/crypto.
struct KernelAlgorithm {
    let name: String
    let driver: String
    let selfTest: String
    /// Nil where this kernel has no such line.
    let fips: Bool?
    let isInternal: Bool

    static func all(_ text: String) -> [KernelAlgorithm] {
        var entries: [KernelAlgorithm] = []
        var fields: [Substring: String] = [:]
        func finish() {
            if let name = fields["name"] {
                entries.append(
                    KernelAlgorithm(
                        name: name, driver: fields["driver"] ?? "",
                        selfTest: fields["selftest"] ?? "missing",
                        fips: fields["fips"].map { $0 == "yes" },
                        isInternal: fields["internal"] == "yes"))
            }
            fields = [:]
        }
        // Most of the lines are of other fields.
        let beginnings = ["name", "driver", "selftest", "fips", "internal"].map(\.utf8)
        for line in text.lines(withEmpty: true) {
            if line.isEmpty {
                finish()
                continue
            }
            if !beginnings.contains(where: { line.utf8.starts(with: $0) }) { continue }
            guard let colon = line.firstIndex(of: ":") else { continue }
            // The driver's name holds `fips` on any kernel, so only what stands before the colon
            // is a field's name.
            let key = line[..<colon].trimmed
            fields[key[...]] = line[line.index(after: colon)...].trimmed
        }
        finish()
        return entries
    }

    /// The sets of which a FIPS kernel shows at least one.
    static let sets = ["aes", "gcm", "sha2", "hmac", "drbg"]

    /// Which of the sets the algorithm belongs to; nil for what is approved in none of them.
    var set: String? {
        // By its name it is any generator (`stdrng`).
        if driver.hasPrefix("drbg_") { return "drbg" }
        if name.hasPrefix("hmac(sha") { return name == "hmac(sha1)" ? nil : "hmac" }
        if ["sha224", "sha256", "sha384", "sha512"].contains(name) { return "sha2" }
        if name.hasPrefix("gcm(") || name.hasPrefix("rfc4106(gcm(") { return "gcm" }
        if name == "aes" { return "aes" }
        let modes = ["ecb", "cbc", "ctr", "xts", "ccm", "cmac"]
        return modes.contains { name == "\($0)(aes)" } ? "aes" : nil
    }
}
