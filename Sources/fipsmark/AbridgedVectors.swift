import CKATs
import CommandSupport
import KnownAnswers

/// The vector files that ship with one case of each group, for a check that must be through in
/// milliseconds: every hash and mode of a file is asked, one curve or parameter set, and no Monte
/// Carlo test.
enum AbridgedVectors {
    private static let casesOfAGroup = 1
    /// Of these curves and parameter sets one group each; the module's own self-tests have others,
    /// and `kat` has all.
    private static let used = ["P-256", "ED-25519", "ML-KEM-768", "ML-DSA-65"]

    static func run(_ name: String, _ engine: KnownAnswerEngine) throws(CommandError) -> SetResult {
        do throws(VectorError) {
            return try engine.run(file: name, text: text(name).span)
        } catch {
            throw CommandError(error)
        }
    }

    private static func text(_ name: String) -> [UInt8] {
        guard let whole = ShippedVectors.bytes(name) else { return [] }
        var head: [UInt8] = []
        var groups: [UInt8] = []
        var (cases, rows) = (0, 0)
        var (isHead, isLeftOut) = (true, false)
        var seen: [String] = []
        var rest = whole[...]
        while let line = ShippedVectors.nextLine(of: &rest) {
            if line.starts(with: "group ".utf8) {
                isHead = false
                isLeftOut = isToBeLeftOut(line, &seen)
                rows = -1
            } else if isHead {
                if line.starts(with: "set ".utf8) { append(line, to: &head) }
                continue
            } else if line.isEmpty || isLeftOut || rows >= casesOfAGroup {
                continue
            } else {
                // The names of the columns come first.
                rows += 1
                if rows > 0 { cases += 1 }
            }
            if isLeftOut { continue }
            if rows < 0 { groups.append(10) }
            append(line, to: &groups)
        }
        return head + "cases \(cases)\n".utf8 + groups
    }

    private static func append(_ line: UnsafeBufferPointer<UInt8>, to text: inout [UInt8]) {
        text.append(contentsOf: line)
        text.append(10)
    }

    private static func isToBeLeftOut(
        _ group: UnsafeBufferPointer<UInt8>, _ seen: inout [String]
    ) -> Bool {
        let words = group.split(separator: UInt8(ascii: " "))
        func value(of name: String) -> String? {
            let prefix = name.utf8
            guard let word = words.first(where: { $0.starts(with: prefix) }) else { return nil }
            return String(decoding: word.dropFirst(prefix.count), as: UTF8.self)
        }
        if value(of: "testType=") == "MCT" { return true }
        guard let set = value(of: "curve=") ?? value(of: "parameterSet=") else { return false }
        let kind = set + (value(of: "function=") ?? "")
        if !used.contains(set) || seen.contains(kind) { return true }
        seen.append(kind)
        return false
    }
}
