package import Algorithms

/// One certificate of the CMVP, or one module on its list of those in process, as our dated table
/// has it.
package struct Certificate: Sendable, Equatable {
    /// The number, or a word for what has none yet; unique in a table.
    package let id: String
    package let module: String
    package let kind: Kind
    package let standard: Standard
    /// The overall security level; empty where the table has none.
    package let level: String
    /// The version in the words of its source, for people.
    package let version: String
    /// Versions as a module says them itself, letter for letter.
    package let exactVersions: [String]
    /// Names as a module says them itself, letter for letter.
    package let moduleNames: [String]
    /// Whether an exact version names one build, as `3.0.7-395c1a240fbfffd8` does, so that nobody
    /// else's module has it.
    package let versionNamesBuild: Bool
    /// SHA-256 of the files that are known to be the module, in lower case.
    package let files: [String]
    /// The status on the table's date.
    package let status: Status
    package let validated: CalendarDate?
    package let sunset: CalendarDate?
    /// Verbatim.
    package let caveat: String
    package let source: String
    package let note: String
    /// The tested operational environments; empty where the table does not list them.
    package let environments: [TestedEnvironment]

    /// What kind of module it is. A module is only held against those of its kind.
    package enum Kind: String, Sendable, CaseIterable {
        case openssl
        case libgcrypt
        case gnutls
        case nss
        case kernel
        case awsLC = "aws-lc"
        case other
    }

    package enum Standard: String, Sendable, CaseIterable {
        case fips140Second = "FIPS 140-2"
        case fips140Third = "FIPS 140-3"
    }

    package enum Status: String, Sendable, CaseIterable {
        case active
        /// For existing systems only.
        case historical
        case revoked
        case inProcess = "in process"
        /// Later than the date that is asked about.
        case notYetValidated = "not yet validated"
        case unknown
    }

    package init(
        id: String, module: String, kind: Kind, standard: Standard, level: String,
        version: String, exactVersions: [String], moduleNames: [String], versionNamesBuild: Bool,
        files: [String], status: Status, validated: CalendarDate?, sunset: CalendarDate?,
        caveat: String, source: String, note: String, environments: [TestedEnvironment] = []
    ) {
        self.id = id
        self.module = module
        self.kind = kind
        self.standard = standard
        self.level = level
        self.version = version
        self.exactVersions = exactVersions
        self.moduleNames = moduleNames
        self.versionNamesBuild = versionNamesBuild
        self.files = files
        self.status = status
        self.validated = validated
        self.sunset = sunset
        self.caveat = caveat
        self.source = source
        self.note = note
        self.environments = environments
    }

    /// The CMVP moved what was left of FIPS 140-2 to its historical list after this day.
    private static let lastDayOfFIPS1402 = CalendarDate.on("2026-09-21")

    /// The status on a day: a certificate is active up to its sunset and historical from the next
    /// day on.
    package func status(asOf date: CalendarDate) -> Status {
        if status != .active { return status }
        if let validated, date < validated { return .notYetValidated }
        if let sunset, sunset < date { return .historical }
        if standard == .fips140Second && Certificate.lastDayOfFIPS1402 < date {
            return .historical
        }
        return .active
    }
}

/// The certificates that we know of, and the day on which that was looked up.
package struct CertificateTable: Sendable, Equatable {
    package let date: CalendarDate
    package let certificates: [Certificate]

    package init(date: CalendarDate, certificates: [Certificate]) {
        self.date = date
        self.certificates = certificates
    }

    /// The certificates whose number, module, version or note has the text, in any case.
    package func search(_ text: String) -> [Certificate] {
        let wanted = text.lowercased()
        return certificates.filter { certificate in
            [
                certificate.id, certificate.module, certificate.version, certificate.kind.rawValue,
                certificate.standard.rawValue, certificate.caveat,
            ].contains { $0.lowercased().contains(wanted) }
                || certificate.exactVersions.contains { $0.lowercased() == wanted }
        }
    }
}

/// Which certificate covers a module, on what grounds, and what it was worth on a day.
package struct CertificateMatch: Sendable, Equatable {
    package enum Basis: String, Sendable {
        /// The file is one that the table knows by its SHA-256.
        case file = "SHA-256 of the file"
        /// The version names one build alone.
        case build = "exact version, which names the build"
        case nameAndVersion = "exact name and version; the file is not known"
        case none
    }

    package let basis: Basis
    package let certificate: Certificate?
    /// Others of which as much is true, such as rebrands.
    package let others: [String]
    package let tableDate: CalendarDate
    package let asOf: CalendarDate
    /// Why a certificate of the same version is none of this module's; empty where there is none.
    package let remark: String

    /// The status on the day that is asked about; nil where no certificate is known.
    package var status: Certificate.Status? { certificate?.status(asOf: asOf) }

    /// In words: what is not in the table is not called invalid, since the table may be behind.
    package var statement: String {
        guard let certificate, let status else {
            return "unknown to table dated \(tableDate)" + (remark.isEmpty ? "" : "; \(remark)")
        }
        let ended = certificate.sunset.map { sunset in
            status == .historical && sunset < asOf ? " since its sunset \(sunset)" : ""
        }
        return "\(status.rawValue)\(ended ?? "") as of \(asOf)"
    }
}

extension CertificateTable {
    /// The certificate of a module: by the file, else by exact version. A name alone, or the
    /// beginning of a version, is no ground.
    package func match(
        _ identity: ModuleIdentity, sha256: String, asOf: CalendarDate
    ) -> CertificateMatch {
        let kind: Certificate.Kind =
            switch identity.role {
            case .openssl: .openssl
            case .gcrypt: .libgcrypt
            case .kernel: .kernel
            }
        let ofKind = certificates.filter { $0.kind == kind }
        let byFile = ofKind.filter { $0.files.contains(sha256) }
        if !byFile.isEmpty { return matched(byFile, .file, asOf) }
        let sameVersion = ofKind.filter { $0.exactVersions.contains(identity.version) }
        // A table that knows the files of a certificate knows that this one is none of them.
        let open = sameVersion.filter(\.files.isEmpty)
        let byBuild = open.filter(\.versionNamesBuild)
        if !byBuild.isEmpty { return matched(byBuild, .build, asOf) }
        let byName = open.filter { $0.moduleNames.contains(identity.name) }
        if !byName.isEmpty { return matched(byName, .nameAndVersion, asOf) }
        let remark =
            sameVersion.isEmpty
            ? ""
            : "\(sameVersion.map(\.id).joined(separator: ", ")) has this version and "
                + (open.isEmpty ? "another file" : "no such name")
        return CertificateMatch(
            basis: .none, certificate: nil, others: [], tableDate: date, asOf: asOf,
            remark: remark)
    }

    private func matched(
        _ found: [Certificate], _ basis: CertificateMatch.Basis, _ asOf: CalendarDate
    ) -> CertificateMatch {
        CertificateMatch(
            basis: basis, certificate: found.first, others: found.dropFirst().map(\.id),
            tableDate: date, asOf: asOf, remark: "")
    }
}
