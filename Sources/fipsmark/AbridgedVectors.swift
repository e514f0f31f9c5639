import CKATs
import CommandSupport
import KnownAnswers

/// The vector files that ship with one case of a group, for a check that must be through in
/// milliseconds: each value that a property has in a file is asked once, as every mode, of curves,
/// parameter sets and the hashes of signatures one, and no Monte Carlo test.
enum AbridgedVectors {
    private static let casesOfAGroup = 1
    /// Of these properties these values alone; the module's own self-tests have others, hashes have
    /// vectors of their own, and `kat` has all.
    private static let ofMany = ["curve=", "parameterSet=", "hashAlg="]
    private static let used = [
        "curve=P-256", "curve=ED-25519", "parameterSet=ML-KEM-768", "parameterSet=ML-DSA-65",
        "hashAlg=SHA2-256",
    ]

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
        var seen: Set<String> = []
        var rest = whole[...]
        while let line = ShippedVectors.nextLine(of: &rest) {
            if line.starts(with: "group ".utf8) {
                isHead = false
                isLeftOut = !hasNews(line, &seen)
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

    /// Whether a property of the group has a value that no group before it had.
    private static func hasNews(
        _ group: UnsafeBufferPointer<UInt8>, _ seen: inout Set<String>
    ) -> Bool {
        let properties = group.split(separator: UInt8(ascii: " ")).dropFirst(2)
            .map { String(decoding: $0, as: UTF8.self) }
        for property in properties {
            let isOfMany = ofMany.contains { property.hasPrefix($0) }
            if property == "testType=MCT" || isOfMany && !used.contains(property) { return false }
        }
        let known = seen.count
        seen.formUnion(properties)
        return seen.count > known
    }
}
