import Approval

/// What is known of the cryptography of one file of a layer.
///
/// | what the file says | decision | ground |
/// |---|---|---|
/// | no Go program | told | what the loader brings is judged by the checks of libraries |
/// | no package of cryptography is linked | no cryptography | the table of functions |
/// | `boringcrypto`, or a version such as `go1.19.4b7` | undecided | Go's crypto/internal/boring: BoringCrypto is linked in, no version of it is told, and Go does not support it |
/// | `microsoft_systemcrypto=1`, `systemcrypto`, `opensslcrypto`, `strictfipsruntime` | undecided | the system's libcrypto is loaded at run time (Microsoft's and golang-fips' READMEs); O03 and C01 judge that of this node |
/// | `GOFIPS140=latest` | against | Go, FIPS 140-3 Compliance: the toolchain's own code, which no certificate names |
/// | `GOFIPS140` of an active certificate, `fips140=on` or `only` by default | for | the table of certificates, letter for letter: `v1.0.0-c2097c7c` is the snapshot of certificate 5247 (Go's lib/fips140/certified.txt), `v1.0.0` of Go 1.24.0 to 1.24.3 is another text |
/// | the same, off by default | undecided | only the variable GODEBUG of its process could say |
/// | `GOFIPS140` of a certificate that ended | against | the table of certificates |
/// | any other `GOFIPS140` | undecided | unknown to the dated table, which may be behind |
/// | Red Hat's toolchain with cgo and without `no_openssl` | undecided | golang-fips: libcrypto while the kernel's flag is on |
/// | none of it, and cryptography is linked | against | Go, FIPS 140-3 Compliance: only a frozen module is validated; SP 800-53 SC-13 |
struct LayerDecision: Equatable {
    /// From the best to the worst, as a layer is as good as its worst file.
    enum Standing: Int {
        case noCryptography
        case told
        case validated
        case undecided
        case unread
        case against
    }

    let standing: Standing
    let reason: String

    init(_ standing: Standing, _ reason: String) {
        self.standing = standing
        self.reason = reason
    }

    /// Decides by what Go's build information says.
    init(
        _ build: GoBuildInformation, _ linked: LinkedCryptography, _ table: CertificateTable,
        asOf date: CalendarDate
    ) {
        let known = LayerDecision.byModule(build, table, date)
        if linked == .none {
            self.init(.noCryptography, "links no cryptography")
        } else if let library = LayerDecision.library(build) {
            self.init(.undecided, library)
        } else if let known {
            self = known
        } else if build.isRedHats {
            self.init(.undecided, "loads libcrypto at run time while the kernel's flag is on")
        } else if linked == .unknown {
            self.init(.undecided, "its table of functions is too long to look for cryptography")
        } else {
            self.init(.against, "Go's own cryptography, of no validated module")
        }
    }

    /// A library that is linked in or loaded, whose certificate the file does not tell.
    private static func library(_ build: GoBuildInformation) -> String? {
        let experiments = build.experiments
        if experiments.contains("boringcrypto") || build.isBoringBranch {
            return "BoringCrypto is linked in, of a version that is not told"
        }
        if build.settings["microsoft_systemcrypto"] == "1"
            || experiments.contains("systemcrypto") || experiments.contains("opensslcrypto")
            || experiments.contains("ms_nocgo_opensslcrypto")
        {
            return "loads the system's libcrypto at run time"
        }
        return experiments.contains("strictfipsruntime")
            ? "loads libcrypto at run time, and stops where that is not in FIPS mode" : nil
    }

    /// Which module of Go's own was built in.
    private static func byModule(
        _ build: GoBuildInformation, _ table: CertificateTable, _ date: CalendarDate
    ) -> LayerDecision? {
        let setting = build.settings["GOFIPS140"] ?? "off"
        if setting == "off" || setting.isEmpty { return nil }
        if setting == "latest" {
            return LayerDecision(.against, "the toolchain's own module, of no validated version")
        }
        let certificates = table.certificates.filter { $0.module == "Go Cryptographic Module" }
        guard let certificate = certificates.first(where: { $0.exactVersions.contains(setting) })
        else {
            let near = certificates.first { $0.version == setting.prefix { $0 != "-" } }
            return LayerDecision(
                .undecided,
                near.map { "another snapshot than that of certificate \($0.id)" }
                    ?? "unknown to table dated \(table.date)")
        }
        let status = certificate.status(asOf: date)
        let text = "certificate \(certificate.id), \(status.rawValue) as of \(date)"
        if status != .active { return LayerDecision(.against, text) }
        return build.isOnByDefault
            ? LayerDecision(.validated, text)
            : LayerDecision(.undecided, text + ", but FIPS mode is off by default")
    }
}

extension GoBuildInformation {
    /// Of the settings, of the version and of the build's tags.
    fileprivate var experiments: Set<String> {
        var names = words(settings["GOEXPERIMENT"] ?? "")
        let prefix = "goexperiment."
        for tag in words(settings["-tags"] ?? "") {
            names.append(tag.hasPrefix(prefix) ? String(tag.dropFirst(prefix.count)) : tag)
        }
        // go1.22.5 X:strictfipsruntime, go1.27.3-X:boringcrypto, and +boring of a distribution.
        for word in version.split(whereSeparator: { " -+".contains($0) }) {
            if word.hasPrefix("X:") { names += words(String(word.dropFirst(2))) }
            if word == "boring" { names.append("boringcrypto") }
        }
        return Set(names)
    }

    private func words(_ text: String) -> [String] {
        text.split { $0 == "," || $0 == " " }.map(String.init)
    }

    /// `go1.18.10b7`, of the branch that was before the experiment; go1.18beta1 is none.
    fileprivate var isBoringBranch: Bool {
        let number = version.prefix { $0 != " " }
        guard let mark = number.lastIndex(of: "b") else { return false }
        let digits = number[number.index(after: mark)...]
        return !digits.isEmpty && digits.allSatisfy { $0.isASCII && $0.isNumber }
    }

    fileprivate var isRedHats: Bool {
        version.contains("(Red Hat") && settings["CGO_ENABLED"] == "1"
            && !words(settings["-tags"] ?? "").contains("no_openssl")
    }

    /// What the process does where its variable GODEBUG says nothing.
    var isOnByDefault: Bool {
        let mode = words(settings["DefaultGODEBUG"] ?? "").last { $0.hasPrefix("fips140=") }
        return mode == "fips140=on" || mode == "fips140=only"
    }

    /// What bears on cryptography, for people.
    var facts: String {
        var facts = [version]
        for name in GoBuildInformation.named {
            guard var value = settings[name] else { continue }
            // Of all defaults only this one decides.
            if name == "DefaultGODEBUG" {
                value = words(value).last { $0.hasPrefix("fips140=") } ?? ""
            }
            if !value.isEmpty { facts.append("\(name)=\(value.prefix(120))") }
        }
        return facts.joined(separator: "; ")
    }
}
