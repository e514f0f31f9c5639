import CKATs
import CommandSupport
import Glibc
import KnownAnswers

/// The vector files that ship with one case of each group, for a check that must be through in
/// milliseconds: every curve, hash and mode of a file is asked, and no Monte Carlo test.
enum AbridgedVectors {
    private static let casesOfAGroup = 1
    /// One group of each of these curves; others take as long and are seldom used.
    private static let curves = ["P-256", "P-384", "P-521", "ED-25519", "ED-448"]

    static func run(_ name: String, _ engine: KnownAnswerEngine) throws(CommandError) -> SetResult {
        do throws(VectorError) {
            return try engine.run(file: name, text: text(name).span)
        } catch {
            throw CommandError(error)
        }
    }

    private static func text(_ name: String) -> [UInt8] {
        guard let whole = ShippedVectors.bytes(name), let base = whole.baseAddress else {
            return []
        }
        var head: [UInt8] = []
        var groups: [UInt8] = []
        var (cases, rows) = (0, 0)
        var (isHead, isLeftOut) = (true, false)
        var seen: [String] = []
        var start = 0
        while start < whole.count {
            // Files are long and most of their lines are left out: the C library finds their ends.
            let end =
                memchr(base + start, 10, whole.count - start)
                .map { UnsafeRawPointer($0) - UnsafeRawPointer(base) } ?? whole.count
            let line = UnsafeBufferPointer(rebasing: whole[start..<end])
            start = end + 1
            if line.starts(with: "group ".utf8) {
                isHead = false
                isLeftOut = isToBeLeftOut(String(decoding: line, as: UTF8.self), &seen)
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
        _ group: String, _ seen: inout [String]
    ) -> Bool {
        let words = group.split(separator: " ")
        if words.contains("testType=MCT") { return true }
        guard let word = words.first(where: { $0.hasPrefix("curve=") }) else { return false }
        let curve = String(word.dropFirst(6))
        if !curves.contains(curve) || seen.contains(curve) { return true }
        seen.append(curve)
        return false
    }
}
