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
        let names = ["name", "driver", "selftest", "fips", "internal"]
        var fields: [String?] = [nil, nil, nil, nil, nil]
        func finish() {
            if let name = fields[0] {
                entries.append(
                    KernelAlgorithm(
                        name: name, driver: fields[1] ?? "", selfTest: fields[2] ?? "missing",
                        fips: fields[3].map { $0 == "yes" }, isInternal: fields[4] == "yes"))
            }
            for index in fields.indices { fields[index] = nil }
        }
        for line in text.lines(withEmpty: true) {
            if line.isEmpty {
                finish()
                continue
            }
            // Most of the lines are of other fields. The driver's name holds `fips` on any kernel,
            // so only what stands before the colon is a field's name.
            guard let index = names.firstIndex(where: { line.utf8.starts(with: $0.utf8) }),
                let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")),
                line[..<colon].trimmed == names[index]
            else { continue }
            fields[index] = line[line.utf8.index(after: colon)...].trimmed
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
