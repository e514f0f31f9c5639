/// What was found out about the libraries, mostly by a child process: rows of a key and its
/// fields, in the order in which they were found.
///
/// A child may crash or hang in the library that it looks at. What it wrote until then counts, and
/// the fault says that there is no more.
package struct FactSheet: Sendable {
    package let rows: [[String]]
    /// Why the sheet is not whole; nil where it is.
    package let fault: String?

    /// The last line of a whole report.
    package static let end = "end"

    package init(report: String, fault: String? = nil) {
        var rows = report.lines().map { line in
            line.utf8.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
                .map { String(Substring($0)) }
        }
        let isWhole = rows.last == [FactSheet.end]
        if isWhole { rows.removeLast() }
        self.rows = rows
        self.fault = isWhole ? nil : fault ?? "the report was cut short"
    }

    package init(missing reason: String) {
        rows = []
        fault = reason
    }

    /// The fields of each row with that key.
    package func all(_ key: String) -> [[String]] {
        rows.filter { $0.first == key }.map { Array($0.dropFirst()) }
    }

    /// A field of the first row with that key.
    package func value(_ key: String, _ index: Int = 0) -> String? {
        guard let row = rows.first(where: { $0.first == key }), index + 1 < row.count else {
            return nil
        }
        return row[index + 1]
    }

    /// One row as it is written. What would break it, or move a terminal's cursor, becomes a space.
    package static func row(_ fields: [String]) -> String {
        var bytes: [UInt8] = []
        for (index, field) in fields.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: "\t")) }
            for byte in field.utf8 { bytes.append(byte < 32 || byte == 127 ? 32 : byte) }
        }
        bytes.append(UInt8(ascii: "\n"))
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// The sheets of one node, each made when the first check asks for it.
package final class FactSheets {
    package enum Kind: String, Sendable, CaseIterable {
        /// libcrypto's default context, as programs get it.
        case program
        /// The module under test, in a context of our own: its file and its load.
        case module
        case selfTests = "self-tests"
        case knownAnswers = "known-answers"
        /// Damaged copies and corrupted self-tests.
        case faults
        case gcrypt
    }

    private let read: (Kind) -> FactSheet
    let digest: (String) -> String?
    private var known: [Kind: FactSheet] = [:]
    /// Whether the module is to be damaged.
    package let injectsFaults: Bool

    /// - Parameter digest: SHA-256 of a file in hexadecimal; nil where it cannot be had.
    package init(
        injectsFaults: Bool = false, digest: @escaping (String) -> String? = { _ in nil },
        read: @escaping (Kind) -> FactSheet = { _ in FactSheet(missing: "it was not looked at") }
    ) {
        self.injectsFaults = injectsFaults
        self.read = read
        self.digest = digest
    }

    package subscript(kind: Kind) -> FactSheet {
        if let sheet = known[kind] { return sheet }
        let sheet = read(kind)
        known[kind] = sheet
        return sheet
    }

    /// A file with its digest, as evidence.
    func withDigest(_ path: String) -> String {
        digest(path).map { "\(path) sha256 \($0)" } ?? path
    }
}
