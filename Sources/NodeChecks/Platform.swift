package import Approval

/// A distribution as its own files name it, with what is known of its modules.
package struct Platform: Sendable, Equatable {
    /// `ID` of os-release; empty where there is none.
    package let id: String
    package let version: String
    package let variant: String
    package let name: String
    package let known: KnownPlatform?

    /// Reads os-release(5), which stands in one of two places.
    package init(_ files: HostTree) {
        let text = files.read("/etc/os-release").text ?? files.read("/usr/lib/os-release").text
        let fields = Platform.fields(text ?? "")
        let id = fields["ID"] ?? ""
        let version = fields["VERSION_ID"] ?? ""
        self.id = id
        self.version = version
        variant = fields["VARIANT_ID"] ?? ""
        name = fields["PRETTY_NAME"] ?? (id.isEmpty ? "unknown" : "\(id) \(version)")
        var kin = [id]
        kin += (fields["ID_LIKE"] ?? "").split(separator: " ").map(String.init)
        let likeRHEL = kin.contains { ["rhel", "centos"].contains($0) }
        known = KnownPlatform.find(id, version)
        isRHELFamily = likeRHEL && id != "amzn" || known?.isRHELFamily ?? false
    }

    /// Whether the system-wide crypto-policy decides what its libraries do.
    package let isRHELFamily: Bool

    package var isBottlerocket: Bool { id == "bottlerocket" }

    /// Whether a certificate is of this platform's vendor, for this platform.
    package func owns(_ certificate: Certificate) -> Bool {
        known?.owns(certificate) ?? false
    }

    /// STIG IDs, or SRG IDs where there is no STIG, that the check answers on this platform.
    package func requirements(_ check: NodeCheck) -> [String] {
        known?.requirements.filter { $0.check == check.id }.flatMap(\.ids) ?? []
    }

    /// The assignments of os-release, without their quotes.
    private static func fields(_ text: String) -> [String: String] {
        var fields: [String: String] = [:]
        for line in text.split(whereSeparator: \.isNewline) {
            let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count != 2 || line.hasPrefix("#") { continue }
            var value = parts[1]
            for quote in ["\"", "'"] where value.count > 1 && value.hasPrefix(quote) {
                if value.hasSuffix(quote) { value = value.dropFirst().dropLast() }
            }
            fields[String(parts[0])] = String(value)
        }
        return fields
    }
}

/// What is known of a distribution beforehand.
package struct KnownPlatform: Sendable, Equatable {
    /// Where the provider's integrity value stands.
    package enum IntegrityValue: String, Sendable {
        case embedded = "in section .rodata1 of the provider's file"
        case configuration = "in fipsmodule.cnf (module-mac)"
        case besideLibrary = "in a .hmac file beside the library"
        case otherModule = "in a module that is no OpenSSL FIPS provider"
    }

    package struct Requirement: Sendable, Equatable {
        package let check: String
        package let ids: [String]
    }

    let id: String
    /// The version or its beginning, up to a point; empty for all.
    let version: String
    /// How the modules of its certificates are called in the table.
    let modules: [String]
    package let integrityValue: IntegrityValue
    let isRHELFamily: Bool
    package let requirements: [Requirement]

    private init(
        _ id: String, _ version: String, _ modules: [String], _ integrityValue: IntegrityValue,
        rhel: Bool = false, _ requirements: [(String, [String])] = []
    ) {
        self.id = id
        self.version = version
        self.modules = modules
        self.integrityValue = integrityValue
        isRHELFamily = rhel
        self.requirements = requirements.map { Requirement(check: $0.0, ids: $0.1) }
    }

    /// `Amazon Linux 2` is no beginning of `Amazon Linux 2023`.
    func owns(_ certificate: Certificate) -> Bool {
        modules.contains { name in
            certificate.module == name || certificate.module.hasPrefix(name + " ")
        }
    }

    static func find(_ id: String, _ version: String) -> KnownPlatform? {
        all.first { known in
            known.id == id
                && (known.version.isEmpty || version == known.version
                    || version.hasPrefix(known.version + "."))
        }
    }

    /// DISA has no STIG for these: the general requirements of operating systems.
    private static let general = [
        (
            "K01",
            [
                "SRG-OS-000033-GPOS-00014", "SRG-OS-000396-GPOS-00176",
                "SRG-OS-000478-GPOS-00223",
            ]
        )
    ]

    static let all = [
        // Its kernel is Amazon Linux 2023's, and its own programs use AWS-LC and Go's module.
        KnownPlatform(
            "bottlerocket", "", ["Amazon Linux 2023", "AWS-LC"], .otherModule, general),
        KnownPlatform("amzn", "2023", ["Amazon Linux 2023"], .embedded, general),
        KnownPlatform("amzn", "2", ["Amazon Linux 2"], .besideLibrary),
        KnownPlatform(
            "rhel", "10", ["Red Hat Enterprise Linux 10"], .embedded, rhel: true,
            [("K01", ["RHEL-10-000500"]), ("K06", ["RHEL-10-300010"])]),
        KnownPlatform(
            "rhel", "9", ["Red Hat Enterprise Linux 9"], .embedded, rhel: true,
            [
                ("K01", ["RHEL-09-671010"]), ("K06", ["RHEL-09-215105"]),
                ("K10", ["RHEL-09-671010"]),
            ]),
        KnownPlatform(
            "rhel", "8", ["Red Hat Enterprise Linux 8"], .besideLibrary, rhel: true,
            [("K01", ["RHEL-08-010020"]), ("K06", ["RHEL-08-010020"])]),
        KnownPlatform(
            "rhcos", "", ["Red Hat Enterprise Linux 9"], .embedded, rhel: true,
            [("K01", ["CNTR-OS-000340", "CNTR-OS-000510", "CNTR-OS-001080"])]),
        KnownPlatform(
            "ol", "9", ["Oracle Linux 9"], .embedded, rhel: true,
            [("K01", ["OL09-00-000070", "OL09-00-000241"])]),
        KnownPlatform(
            "ol", "8", ["Oracle Linux 8"], .besideLibrary, rhel: true,
            [("K01", ["OL08-00-010020", "OL08-00-010181", "OL08-00-010182"])]),
        KnownPlatform(
            "ol", "7", ["Oracle Linux 7"], .besideLibrary, rhel: true,
            [("K01", ["OL07-00-021350"])]),
        KnownPlatform("almalinux", "9", ["AlmaLinux 9"], .embedded, rhel: true),
        KnownPlatform("almalinux", "8", ["AlmaLinux 8"], .besideLibrary, rhel: true),
        KnownPlatform("rocky", "9", ["Rocky Linux 9"], .embedded, rhel: true),
        KnownPlatform("rocky", "8", ["Rocky Linux 8"], .besideLibrary, rhel: true),
        KnownPlatform(
            "ubuntu", "24.04", ["Ubuntu 24.04"], .configuration, [("K01", ["UBTU-24-600030"])]),
        KnownPlatform(
            "ubuntu", "22.04", ["Ubuntu 22.04"], .configuration, [("K01", ["UBTU-22-671010"])]),
        KnownPlatform("ubuntu", "20.04", ["Ubuntu 20.04"], .besideLibrary),
        KnownPlatform(
            "sles", "15", ["SUSE"], .embedded, [("K01", ["SLES-15-010510"])]),
        KnownPlatform(
            "sles", "12", ["SUSE"], .besideLibrary, [("K01", ["SLES-12-010420"])]),
        KnownPlatform(
            "sle-micro", "5", ["SUSE"], .embedded, [("K01", ["SLEM-05-671010"])]),
        KnownPlatform("debian", "", [], .configuration),
        KnownPlatform("chainguard", "", ["Chainguard"], .configuration),
        KnownPlatform("wolfi", "", ["Chainguard"], .configuration),
        KnownPlatform("azurelinux", "", ["Azure Linux"], .otherModule),
        KnownPlatform("mariner", "", ["Azure Linux"], .besideLibrary),
    ]
}
