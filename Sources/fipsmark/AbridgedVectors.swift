import CKATs
import KnownAnswers

/// The vector files that ship with a few cases of each group, for a check that must be through in
/// milliseconds: every curve, hash and mode of a file is asked, and no Monte Carlo test.
enum AbridgedVectors {
    private static let casesOfAGroup = 2
    /// One case of each of these curves; others take as long and are seldom used.
    private static let curves = ["P-256", "P-384", "P-521", "ED-25519", "ED-448"]

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
        var cases = 0
        var rows = 0
        var most = casesOfAGroup
        var isLeftOut = false
        var seen: [String] = []
        for line in whole.split(separator: UInt8(ascii: "\n")) {
            if line.starts(with: "group ".utf8) {
                let words = String(decoding: line, as: UTF8.self).split(separator: " ")
                isLeftOut = words.contains("testType=MCT")
                if let curve = words.first(where: { $0.hasPrefix("curve=") })?.dropFirst(6) {
                    isLeftOut = !curves.contains { $0 == curve } || seen.contains { $0 == curve }
                    seen.append(String(curve))
                    most = 1
                }
                rows = -1
                if isLeftOut { continue }
                groups.append(UInt8(ascii: "\n"))
            } else if groups.isEmpty && !isLeftOut {
                if line.starts(with: "set ".utf8) { head += line + [UInt8(ascii: "\n")] }
                continue
            } else if isLeftOut || rows >= most {
                continue
            } else {
                // The names of the columns come first.
                rows += 1
                if rows > 0 { cases += 1 }
            }
            groups += line + [UInt8(ascii: "\n")]
        }
        return head + "cases \(cases)\n".utf8 + groups
    }
}
