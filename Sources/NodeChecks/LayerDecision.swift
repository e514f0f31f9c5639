import Approval

/// What is known of the cryptography of one file of a layer. The first that holds decides:
///
/// - No Go program: told. What the loader brings is judged by the checks of libraries.
/// - No package of cryptography is linked: nothing to decide. The table of functions says so.
/// - `boringcrypto`, or a version such as `go1.19.4b7`: undecided. BoringCrypto is linked in, no
///   version of it is told, and Go makes no statement (Go, src/crypto/internal/boring/README.md).
/// - `microsoft_systemcrypto=1`, `systemcrypto`, `opensslcrypto`, `strictfipsruntime`: undecided.
///   The system's libcrypto is loaded at run time (microsoft/go, eng/doc/fips/README.md;
///   golang-fips/go, README.md); O03 and C01 judge that of this node.
/// - `GOFIPS140=latest`: against. It is the toolchain's own code (Go, FIPS 140-3 Compliance), which
///   no certificate names.
/// - `GOFIPS140` of an active certificate, letter for letter in the table: for, where `fips140` is
///   `on` or `only` by default; undecided where only the variable GODEBUG of its process could say.
///   `v1.0.0-c2097c7c` is the snapshot of certificate 5247 (Go, lib/fips140/certified.txt); plain
///   `v1.0.0`, as Go 1.24.3 has it, is a snapshot with another digest (lib/fips140/fips140.sum).
/// - `GOFIPS140` of a certificate that ended: against. The table of certificates says so.
/// - Any other `GOFIPS140`: undecided. The dated table may be behind.
/// - Red Hat's toolchain with cgo and without `no_openssl`: undecided. It loads libcrypto while the
///   kernel's flag is on (golang-fips/go, README.md).
/// - None of it, and cryptography is linked: against. Only a frozen module is validated (Go, FIPS
///   140-3 Compliance; SP 800-53, SC-13).
struct LayerDecision {
    /// From the best to the worst, as a layer is as good as its worst file.
    enum Standing: Int, CaseIterable {
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

    /// Decides by what Go's build information says; `linked` is a package of cryptography.
    init(
        _ build: GoBuildInformation, _ linked: String?, _ table: CertificateTable,
        asOf date: CalendarDate
    ) {
        let library = build.library
        if linked?.isEmpty ?? false {
            self.init(.noCryptography, "links no cryptography")
        } else if !library.isEmpty {
            self.init(.undecided, library)
        } else if !build.module.isEmpty && build.module != "off" {
            self.init(build, table, date)
        } else if build.isRedHats {
            self.init(
                .undecided, "loads libcrypto at run time while the kernel's flag is on")
        } else if linked == nil {
            self.init(
                .undecided, "its table of functions is too long to look for cryptography")
        } else {
            self.init(.against, "Go's own cryptography, of no validated module")
        }
    }

    /// By the module of Go's own that was built in.
    private init(_ build: GoBuildInformation, _ table: CertificateTable, _ date: CalendarDate) {
        if build.module == "latest" {
            self.init(.against, "the toolchain's own module, of no validated version")
            return
        }
        var near = "unknown to table dated \(table.date)"
        let all = table.certificates
        // By place: a certificate is a large value to copy.
        for at in all.indices where all[at].module == "Go Cryptographic Module" {
            if all[at].exactVersions.contains(build.module) {
                let status = all[at].status(asOf: date)
                let text = "certificate \(all[at].id), \(status.rawValue) as of \(date)"
                if status != .active {
                    self.init(.against, text)
                } else if build.isOnByDefault {
                    self.init(.validated, text)
                } else {
                    self.init(.undecided, text + ", but FIPS mode is off by default")
                }
                return
            }
            if build.module == all[at].version {
                near = "another snapshot than that of certificate " + all[at].id
            }
        }
        self.init(.undecided, near)
    }
}

extension GoBuildInformation {
    /// Which snapshot of Go's own module was chosen.
    fileprivate var module: String { values[0] }

    /// A library that is linked in or loaded, whose certificate the file does not tell; empty
    /// where there is none.
    fileprivate var library: String {
        if mentions("boringcrypto") || mentions("boring") || isBoringBranch {
            return "BoringCrypto is linked in, of a version that is not told"
        }
        if values[2] == "1" || mentions("systemcrypto") || mentions("opensslcrypto")
            || mentions("ms_nocgo_opensslcrypto")
        {
            return "loads the system's libcrypto at run time"
        }
        return mentions("strictfipsruntime")
            ? "loads libcrypto at run time, and stops where that is not in FIPS mode" : ""
    }

    /// Whether a word stands in the version (`go1.22.5 X:strictfipsruntime`,
    /// `go1.27.3-X:boringcrypto`, `+boring`), the experiments or the tags
    /// (`goexperiment.systemcrypto`). `nosystemcrypto` is another word.
    @inline(never)
    private func mentions(_ word: String) -> Bool {
        let text = Array("\(version),\(values[1]),\(values[4]),".utf8)
        let wanted = Array(word.utf8)
        var from = 0
        while let place = text.place(of: wanted, from: from) {
            let end = place + wanted.count
            if end < text.count && place > 0 && !GoBuildInformation.isOfWord(text[place - 1])
                && !GoBuildInformation.isOfWord(text[end])
            {
                return true
            }
            from = place + 1
        }
        return false
    }

    private static func isOfWord(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x5F
    }

    /// `go1.18.10b7`, of the branch that was before the experiment; go1.18beta1 is none.
    private var isBoringBranch: Bool {
        var isBehind = false
        var hasDigit = false
        for byte in version.utf8 {
            if byte <= 32 { break }
            let isDigit = (0x30...0x39).contains(byte)
            if isBehind && !isDigit { return false }
            hasDigit = isBehind
            if byte == 0x62 { isBehind = true }
        }
        return hasDigit
    }

    /// Red Hat's toolchain takes OpenSSL wherever cgo is on and no tag says otherwise.
    fileprivate var isRedHats: Bool {
        Array(version.utf8).place(of: Array("(Red Hat".utf8), from: 0) != nil && values[6] == "1"
            && !mentions("no_openssl")
    }

    /// What GODEBUG says of FIPS mode where the process's variable does not.
    private var mode: String {
        var mode = ""
        // The last one counts (internal/godebug).
        for word in values[5].split(separator: ",") where word.hasPrefix("fips140=") {
            mode = String(word)
        }
        return mode
    }

    fileprivate var isOnByDefault: Bool { mode == "fips140=on" || mode == "fips140=only" }

    /// What bears on cryptography, for people.
    var facts: String {
        var facts = version
        for (index, name) in GoBuildInformation.named.enumerated() {
            // Of all defaults only this one decides.
            let value = index == 5 ? mode : values[index]
            if !value.isEmpty { facts += "; " + name + "=" + value }
        }
        return facts
    }
}
