import Algorithms
import KnownAnswers

/// The text of a vector file, of which some cases can be left out.
struct VectorText {
    let file: String
    let text: String
    private let head: [Substring]
    private let groups: [[Substring]]

    init(_ file: String, _ text: String) {
        self.file = file
        self.text = text
        var blocks: [[Substring]] = [[]]
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.isEmpty { blocks.append([]) } else { blocks[blocks.count - 1].append(line) }
        }
        head = blocks[0]
        groups = blocks.dropFirst().filter { !$0.isEmpty }
    }

    /// The cases that the module under test passes, of groups that `keep` takes by their first two
    /// lines; nil without any.
    func passing(
        _ engine: KnownAnswerEngine, inGroups keep: (String) -> Bool
    ) -> VectorText? {
        var kept: [[Substring]] = []
        for group in groups where keep("\(group[0]) \(group[1])") {
            let cases = group.dropFirst(2).filter { line in
                let alone = Array(joined([Array(group.prefix(2)) + [line]]).utf8)
                let counts = try? engine.run(file: file, text: alone.span).counts(.openssl)
                return counts.map { $0.pass + $0.notComparable == 1 } ?? false
            }
            if !cases.isEmpty { kept.append(group.prefix(2) + cases) }
        }
        return kept.isEmpty ? nil : VectorText(file, joined(kept))
    }

    private func joined(_ groups: [[Substring]]) -> String {
        let count = groups.reduce(0) { $0 + $1.count - 2 }
        let head = head.map { $0.hasPrefix("cases ") ? "cases \(count)" : String($0) }
        let bodies = groups.map { $0.joined(separator: "\n") }
        return ([head.joined(separator: "\n")] + bodies).joined(separator: "\n\n") + "\n"
    }
}
