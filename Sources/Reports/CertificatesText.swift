package import Approval
import CanonicalJSON

/// The table of certificates, or a part of it, on one day.
package struct CertificateList: Sendable {
    private let table: CertificateTable
    private let certificates: [Certificate]
    private let asOf: CalendarDate

    /// - Parameter search: a text that a certificate has in its number, module or version; nil for
    ///   all.
    package init(_ table: CertificateTable, search: String?, asOf: CalendarDate) {
        self.table = table
        certificates = search.map { table.search($0) } ?? table.certificates
        self.asOf = asOf
    }

    package var isEmpty: Bool { certificates.isEmpty }

    package var text: String {
        var lines = [
            "\(certificates.count) of \(table.certificates.count) certificates in the table dated "
                + "\(table.date), as of \(asOf)"
        ]
        for certificate in certificates {
            lines += ["", "\(certificate.id)  \(certificate.module)"]
            for (name, value) in fields(certificate) where !value.isEmpty {
                let wrapped = TextLayout.wrapped(value, indent: 12)
                lines.append(
                    "  \(TextLayout.left(name, 10))" + (wrapped.first ?? "").dropFirst(12))
                lines += wrapped.dropFirst()
            }
        }
        lines += ["", "What is not in the table may be validated all the same: see csrc.nist.gov."]
        return lines.joined(separator: "\n") + "\n"
    }

    private func fields(_ certificate: Certificate) -> [(String, String)] {
        [
            ("standard", standard(certificate)),
            ("status", certificate.status(asOf: asOf).rawValue),
            ("sunset", certificate.sunset?.description ?? ""),
            ("version", certificate.version),
            ("matched", certificate.exactVersions.joined(separator: ", ")),
            ("named", certificate.moduleNames.joined(separator: ", ")),
            ("files", certificate.files.joined(separator: ", ")),
            ("caveat", certificate.caveat), ("note", certificate.note),
            ("source", certificate.source),
        ]
    }

    private func standard(_ certificate: Certificate) -> String {
        let level = certificate.level.isEmpty ? "" : ", level \(certificate.level)"
        return certificate.standard.rawValue + level
    }

    /// RFC 8785, as every record is.
    package var json: String {
        let value: JSONValue = [
            "tableDate": .string(table.date.description), "asOf": .string(asOf.description),
            "certificates": .array(
                certificates.map { certificate in
                    [
                        "id": .string(certificate.id), "module": .string(certificate.module),
                        "kind": .string(certificate.kind.rawValue),
                        "standard": .string(certificate.standard.rawValue),
                        "level": .string(certificate.level),
                        "version": .string(certificate.version),
                        "exactVersions": .strings(certificate.exactVersions),
                        "moduleNames": .strings(certificate.moduleNames),
                        "files": .strings(certificate.files),
                        "status": .string(certificate.status(asOf: asOf).rawValue),
                        "sunset": .string(certificate.sunset?.description ?? ""),
                        "caveat": .string(certificate.caveat),
                        "note": .string(certificate.note), "source": .string(certificate.source),
                    ]
                }),
        ]
        return value.canonicalLine
    }
}

extension JSONValue {
    static func strings(_ values: [String]) -> JSONValue { .array(values.map { .string($0) }) }
}

extension CertificateMatch {
    /// One sentence with the certificate, the grounds and the date of the table.
    var summary: String {
        guard let certificate else { return "certificate: \(statement)" }
        let level = certificate.level.isEmpty ? "" : ", level \(certificate.level)"
        var words =
            "certificate \(certificate.id) (\(certificate.standard.rawValue)\(level)): "
            + "\(statement), by \(basis.rawValue); table dated \(tableDate)"
        if let sunset = certificate.sunset { words += "; sunset \(sunset)" }
        if !others.isEmpty { words += "; also \(others.joined(separator: ", "))" }
        return words
    }

    /// What a report says of a module's certificate.
    var lines: [String] {
        var lines = TextLayout.wrapped(summary, indent: 11)
        if let caveat = certificate?.caveat, !caveat.isEmpty {
            lines += TextLayout.wrapped("caveat: \(caveat)", indent: 11)
        }
        return lines
    }

    var json: JSONValue {
        [
            "basis": .string(basis.rawValue), "id": .string(certificate?.id ?? ""),
            "module": .string(certificate?.module ?? ""),
            "standard": .string(certificate?.standard.rawValue ?? ""),
            "level": .string(certificate?.level ?? ""),
            "status": .string(status?.rawValue ?? "unknown to the table"),
            "statement": .string(statement),
            "sunset": .string(certificate?.sunset?.description ?? ""),
            "caveat": .string(certificate?.caveat ?? ""),
            "source": .string(certificate?.source ?? ""), "others": .strings(others),
            "tableDate": .string(tableDate.description), "asOf": .string(asOf.description),
        ]
    }
}
