/// What `openssl speed -mr` wrote, its standard output or that together with its standard error.
///
/// The format has no documentation; this follows what openssl 3.0.19 and 3.5.7 write. `+H` and `+F`
/// are a table of bytes a second; `+F2` to `+F8` are rates of public-key operations; those that
/// later versions number higher (KEMs, signatures) have names only in the lines of measuring,
/// `+DTP:name:operation:seconds` and `+Rnn:count:name:seconds`, on standard error.
package struct OpenSSLSpeedResult: Sendable {
    package struct Entry: Sendable, Equatable {
        /// As openssl names it: `AES-256-GCM`, `rsa 2048 sign`.
        package var name: String
        /// 0 for an operation without a message.
        package var messageBytes: Int
        package var picoseconds: Int
    }

    package private(set) var entries: [Entry] = []
    /// Lines that have no name or no rate, and so no entry.
    package private(set) var unusedLines: [String] = []

    private var lengths: [Int] = []
    /// What the last `+DT` or `+DTP` announced.
    private var announced: (name: String, messageBytes: Int)?

    /// nil where the text has no line of the format.
    package init?(_ text: String) {
        for line in text.split(whereSeparator: \.isNewline) where line.hasPrefix("+") {
            let fields = line.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
                .map(String.init)
            if !read(fields) { unusedLines.append(String(line)) }
        }
        if entries.isEmpty && unusedLines.isEmpty { return nil }
    }

    /// False where the line is one of results that cannot be used.
    private mutating func read(_ fields: [String]) -> Bool {
        switch fields[0] {
        case "H":
            lengths = fields.dropFirst().compactMap { Int($0) }
            return lengths.count == fields.count - 1
        case "F": return readTable(fields)
        case "DT":
            guard fields.count == 4, let bytes = Int(fields[3]) else { return false }
            announced = (fields[1], bytes)
            return true
        case "DTP":
            guard fields.count >= 4 else { return false }
            // Bits come first in older lines, a name in later ones: those alone are needed here.
            announced = Int(fields[1]) == nil ? ("\(fields[1]) \(fields[2])", 0) : nil
            return true
        case "R": return readMeasurement(fields)
        case "F2": return readRates(fields, "rsa", ["sign", "verify", "encrypt", "decrypt"])
        case "F3": return readRates(fields, "dsa", ["sign", "verify"])
        case "F4": return readRates(fields, "ecdsa", ["sign", "verify"])
        // A rate, and the same as seconds.
        case "F5": return readRates(fields.dropLast(), "ecdh", ["derive"])
        case "F8": return readRates(fields.dropLast(), "ffdh", ["derive"])
        case "F6", "F7":
            guard fields.count == 6 else { return false }
            let rates = ["\(fields[0])", fields[1], fields[2], fields[4], fields[5]]
            return readRates(rates[...], fields[3], ["sign", "verify"])
        case let other where other.first == "R":
            guard let number = Int(other.dropFirst()), number >= 13 else { return true }
            return readMeasurement(fields)
        // Their rates stand in the lines of measuring; alone they have no names.
        case "F9", "F10": return entries.contains { $0.name.hasSuffix(" keygen") }
        default: return false
        }
    }

    private mutating func readTable(_ fields: [String]) -> Bool {
        guard fields.count == lengths.count + 3, !lengths.isEmpty else { return false }
        for (bytes, field) in zip(lengths, fields.dropFirst(3)) {
            guard let rate = Double(field), rate.isFinite, rate >= 0 else { return false }
            // 0 is a length that was not measured.
            if rate > 0 { add(fields[2], bytes, 1e12 * Double(bytes) / rate) }
        }
        return true
    }

    private mutating func readRates(
        _ fields: [String].SubSequence, _ name: String, _ operations: [String]
    ) -> Bool {
        let fields = Array(fields)
        guard fields.count >= 4, fields.count <= 3 + operations.count else { return false }
        for (operation, field) in zip(operations, fields.dropFirst(3)) {
            guard let rate = Double(field), rate.isFinite, rate >= 0 else { return false }
            if rate > 0 { add("\(name) \(fields[2]) \(operation)", 0, 1e12 / rate) }
        }
        return true
    }

    private mutating func readRates(
        _ fields: [String], _ name: String, _ operations: [String]
    ) -> Bool {
        readRates(fields[...], name, operations)
    }

    /// `+R:count:name:seconds`, after the line that announced it.
    private mutating func readMeasurement(_ fields: [String]) -> Bool {
        guard fields.count == 4, let count = Double(fields[1]), let seconds = Double(fields[3]),
            seconds.isFinite, seconds >= 0
        else { return false }
        guard let announced, announced.name.hasPrefix(fields[2]), count > 0, seconds > 0 else {
            return false
        }
        add(announced.name, announced.messageBytes, 1e12 * seconds / count)
        return true
    }

    /// A later line replaces an earlier one: the table at the end is what openssl reports.
    private mutating func add(_ name: String, _ messageBytes: Int, _ picoseconds: Double) {
        guard picoseconds >= 0.5, picoseconds < 1e18 else { return }
        let entry = Entry(
            name: name, messageBytes: messageBytes, picoseconds: Int(picoseconds.rounded()))
        let place = entries.firstIndex { $0.name == name && $0.messageBytes == messageBytes }
        if let place { entries[place] = entry } else { entries.append(entry) }
    }
}
