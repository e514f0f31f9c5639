import BenchRecord
import Evidence

extension Inventory {
    /// Three columns, as kubectl prints them: the name, when the node was made, and its labels as
    /// `map[KEY:VALUE KEY:VALUE]`; neither keys nor values of labels can have a space or a bracket.
    ///
    ///     kubectl get nodes --no-headers -o custom-columns=\
    ///     NAME:.metadata.name,MADE:.metadata.creationTimestamp,LABELS:.metadata.labels
    package init(_ text: [UInt8]) throws(ScopesError) {
        self.init()
        var number = 0
        for line in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            let words = String(decoding: line, as: UTF8.self).split(
                separator: " ", maxSplits: 2, omittingEmptySubsequences: true)
            if words.isEmpty { continue }
            let name = String(words[0])
            if name.utf8.count > FleetLimits.nameBytes {
                throw ScopesError(number, "the node's name has \(name.utf8.count) bytes")
            }
            var created: Int?
            if words.count > 1 && words[1] != "<none>" {
                guard let seconds = UTCTime.seconds(String(words[1])) else {
                    throw ScopesError(
                        number,
                        "'\(shown(String(words[1])))' is no time such as 2026-01-31T12:00:00Z; see "
                            + "'fipsmark fleet --help' for the command that writes this file")
                }
                created = seconds
            }
            let labels = words.count > 2 ? try Inventory.labels(words[2], number) : [:]
            let node = Node(createdAt: created, labels: labels)
            if nodes.updateValue(node, forKey: name) != nil {
                throw ScopesError(number, "the node '\(name)' stands twice")
            }
        }
    }

    private static func labels(
        _ text: Substring, _ line: Int
    ) throws(ScopesError) -> [String: String] {
        var rest = text.drop { $0 == " " }
        while rest.last == " " || rest.last == "\r" { rest.removeLast() }
        if rest == "<none>" { return [:] }
        guard rest.hasPrefix("map["), rest.hasSuffix("]") else {
            throw ScopesError(line, "'\(shown(String(rest)))' are no labels such as map[a:b c:d]")
        }
        var labels: [String: String] = [:]
        for pair in rest.dropFirst(4).dropLast().split(separator: " ") {
            guard let colon = pair.firstIndex(of: ":") else {
                throw ScopesError(line, "'\(shown(String(pair)))' is no label")
            }
            labels[String(pair[..<colon])] = String(pair[pair.index(after: colon)...])
        }
        return labels
    }
}
