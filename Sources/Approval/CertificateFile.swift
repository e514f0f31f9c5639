import CanonicalJSON

/// What makes a file no table of certificates, with the line.
package struct CertificateFileError: Error, Equatable, Sendable {
    package let line: Int
    package let message: String

    package init(line: Int, message: String) {
        self.line = line
        self.message = message
    }
}

/// Reads a table of certificates: JSON with strings only, whole or not at all.
package enum CertificateFile {
    static let format = "fipsmark certificates 1"

    package static func read(
        _ text: [UInt8]
    ) throws(CertificateFileError) -> CertificateTable {
        do throws(RecordError) {
            return try table(try JSONReader.read(text))
        } catch {
            let before = text.prefix(error.position)
            throw CertificateFileError(
                line: 1 + before.count { $0 == UInt8(ascii: "\n") }, message: error.message)
        }
    }

    private static func table(_ root: JSONNode) throws(RecordError) -> CertificateTable {
        try root.requireOnly(["format", "date", "certificates"])
        if try root.string("format") != format {
            throw RecordError(at: try root.member("format").position, "expected \(format)")
        }
        let date = try date(root, "date")
        var certificates: [Certificate] = []
        var seen: Set<String> = []
        for node in try root.elements("certificates") {
            let certificate = try certificate(node)
            if !seen.insert(certificate.id).inserted {
                throw RecordError(at: node.position, "the ID \(certificate.id) stands twice")
            }
            certificates.append(certificate)
        }
        if certificates.isEmpty {
            throw RecordError(at: root.position, "the table has no certificates")
        }
        return CertificateTable(date: date, certificates: certificates)
    }

    private static let members: Set<String> = [
        "id", "module", "kind", "standard", "level", "version", "exactVersions", "moduleNames",
        "versionNamesBuild", "files", "status", "validated", "sunset", "caveat", "source", "note",
        "environments",
    ]

    private static func certificate(_ node: JSONNode) throws(RecordError) -> Certificate {
        try node.requireOnly(members)
        let validated = try has(node, "validated") ? date(node, "validated") : nil
        let sunset = try has(node, "sunset") ? date(node, "sunset") : nil
        if let validated, let sunset, sunset < validated {
            throw RecordError(
                at: try node.member("sunset").position,
                "the sunset \(sunset) lies before the validation on \(validated)")
        }
        let certificate = Certificate(
            id: try word(node, "id"), module: try word(node, "module"),
            kind: try node.word("kind", of: Certificate.Kind.self),
            standard: try node.word("standard", of: Certificate.Standard.self),
            level: try level(node), version: try optional(node, "version"),
            exactVersions: try words(node, "exactVersions"),
            moduleNames: try words(node, "moduleNames"),
            versionNamesBuild: try has(node, "versionNamesBuild")
                ? node.word("versionNamesBuild", of: Answer.self) == .yes : false,
            files: try files(node), status: try node.word("status", of: Certificate.Status.self),
            validated: validated, sunset: sunset, caveat: try optional(node, "caveat"),
            source: try word(node, "source"), note: try optional(node, "note"),
            environments: try environments(node))
        if certificate.versionNamesBuild && certificate.exactVersions.isEmpty {
            throw RecordError(
                at: node.position, "\(certificate.id) has no exactVersions that could name a build")
        }
        return certificate
    }

    private static func environments(
        _ node: JSONNode
    ) throws(RecordError) -> [TestedEnvironment] {
        if !(try has(node, "environments")) { return [] }
        var environments: [TestedEnvironment] = []
        for element in try node.elements("environments") {
            try element.requireOnly(["system", "machine", "processor"])
            environments.append(
                TestedEnvironment(
                    system: try word(element, "system"), machine: try word(element, "machine"),
                    processor: try word(element, "processor")))
        }
        return environments
    }

    private enum Answer: String {
        case yes
        case no
    }

    private static func has(_ node: JSONNode, _ name: String) throws(RecordError) -> Bool {
        try node.members()[name] != nil
    }

    private static func date(
        _ node: JSONNode, _ name: String
    ) throws(RecordError) -> CalendarDate {
        let text = try node.string(name)
        if let date = CalendarDate(text) { return date }
        throw RecordError(
            at: try node.member(name).position, "'\(text)' is no date, such as 2026-04-15")
    }

    private static func word(_ node: JSONNode, _ name: String) throws(RecordError) -> String {
        let text = try node.string(name)
        if text.isEmpty {
            throw RecordError(at: try node.member(name).position, "'\(name)' is empty")
        }
        return text
    }

    private static func optional(
        _ node: JSONNode, _ name: String
    ) throws(RecordError) -> String {
        try has(node, name) ? node.string(name) : ""
    }

    private static func level(_ node: JSONNode) throws(RecordError) -> String {
        let level = try optional(node, "level")
        if level.isEmpty || ["1", "2", "3", "4"].contains(level) { return level }
        throw RecordError(at: try node.member("level").position, "'\(level)' is no level, 1 to 4")
    }

    private static func words(
        _ node: JSONNode, _ name: String
    ) throws(RecordError) -> [String] {
        if !(try has(node, name)) { return [] }
        var words: [String] = []
        for element in try node.elements(name) {
            guard case .string(let word) = element.value, !word.isEmpty else {
                throw RecordError(
                    at: element.position, "'\(name)' holds strings that say something")
            }
            words.append(word)
        }
        return words
    }

    private static func files(_ node: JSONNode) throws(RecordError) -> [String] {
        let files = try words(node, "files")
        let digits = Set("0123456789abcdef")
        for file in files where file.count != 64 || !file.allSatisfy(digits.contains) {
            throw RecordError(
                at: try node.member("files").position,
                "'\(file)' is no SHA-256 of 64 lower-case hexadecimal digits")
        }
        return files
    }
}
