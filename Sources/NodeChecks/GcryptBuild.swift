import Algorithms
import Approval

/// Which build of libgcrypt this is, and what the table of certificates says of it.
///
/// Its version alone, such as 1.10.0, is that of every distribution's build. A build is named by
/// what its vendor had it say (`--with-fips-module-version`) or by the version of its package.
struct GcryptBuild {
    let version: String
    let path: String
    let names: [String]
    let match: CertificateMatch

    /// Nil where no libgcrypt was found.
    init?(_ view: NodeView) {
        let sheet = view.sheets[.gcrypt]
        guard let version = sheet.value("library"), let path = sheet.value("library", 1) else {
            return nil
        }
        var names: [String] = []
        // The last word: `Red Hat Enterprise Linux 9 libgcrypt 1.10.0-8b6840b590cedd43`.
        for part in (sheet.value("library", 2) ?? "").split(separator: ";") {
            let words = part.split(separator: " ")
            if words.first == "fips-mode", words.count > 2, let last = words.last {
                names.append(String(last))
            }
        }
        if let package = view.image.packageVersion(of: "libgcrypt20", with: path) {
            names.append(package)
        }
        let sha256 = view.sheets.digest(path) ?? ""
        var match = GcryptBuild.match(version, path, sha256, view)
        for name in names where match.certificate == nil {
            match = GcryptBuild.match(name, path, sha256, view)
        }
        self.version = version
        self.path = path
        self.names = names
        self.match = match
        // A rebuild of the same package has the same version on another platform.
        if let certificate = match.certificate {
            isHome = match.basis == .file || view.platform.owns(certificate)
        } else {
            isHome = false
        }
    }

    private static func match(
        _ version: String, _ path: String, _ sha256: String, _ view: NodeView
    ) -> CertificateMatch {
        view.certificates.match(
            ModuleIdentity(
                role: .gcrypt, name: "libgcrypt", version: version, buildInformation: "",
                path: path, reachedThrough: "", approvedMode: false),
            sha256: sha256, asOf: view.asOf)
    }

    /// Whether the certificate is this node's platform's, or the file is the very one.
    private let isHome: Bool

    /// The certificate of exactly this build.
    var certificate: Certificate? { isHome ? match.certificate : nil }

    var isValidated: Bool { certificate != nil && match.status == .active }

    var statement: String {
        let build = names.isEmpty ? "" : " (\(names.joined(separator: ", ")))"
        let head = "libgcrypt \(version)\(build): "
        let label = "\(head)cross-check only, not validated cryptography; "
        guard let found = match.certificate else { return label + match.statement }
        if !isHome {
            return "\(label)certificate \(found.id) has this version on another platform"
        }
        let known = "certificate \(found.id), \(match.statement), by \(match.basis.rawValue)"
        return (isValidated ? head : label) + known
    }
}

extension HostTree {
    /// What dpkg says of a package, where the file is one of its own: nobody vouches for a copy.
    package func packageVersion(of package: String, with file: String) -> String? {
        let folder = "/var/lib/dpkg/info"
        var owns = false
        for name in list(folder) ?? []
        where name == "\(package).list" || name.hasPrefix("\(package):") && name.hasSuffix(".list")
        {
            for line in read("\(folder)/\(name)").text?.split(separator: "\n") ?? []
            // What dpkg wrote as /lib may be /usr/lib to the loader, and the other way round.
            where line == file || "/usr\(line)" == file || line == "/usr\(file)" {
                owns = true
            }
        }
        if !owns { return nil }
        var isHere = false
        for line in read("/var/lib/dpkg/status", limit: 32 << 20).text?.split(separator: "\n") ?? []
        {
            if line.hasPrefix("Package: ") {
                isHere = line == "Package: \(package)"
            } else if isHere, line.hasPrefix("Version: ") {
                return String(line.dropFirst(9))
            }
        }
        return nil
    }
}
