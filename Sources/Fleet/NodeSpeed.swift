import CanonicalJSON
import Evidence

/// What a fleet keeps of a node's benchmark points. Nodes of one build share their names.
package struct NodeSpeed: Sendable, Equatable {
    /// Fields of the machine's fingerprint, `name=value` in lines.
    package var machine: String
    /// Whether the run's own table is all there is: a few batches of each, on a machine that does
    /// other work too.
    package var isCoarse: Bool
    /// Of the points, as BenchExcerpt has them.
    package var points: [String]
    package var picoseconds: [Float]
    /// Lower ends of the intervals.
    package var low: [Float]

    package init(
        machine: String, isCoarse: Bool, points: [String], picoseconds: [Float], low: [Float]
    ) {
        self.machine = machine
        self.isCoarse = isCoarse
        self.points = points
        self.picoseconds = picoseconds
        self.low = low
    }

    /// By name.
    var fields: [String: String] {
        var fields: [String: String] = [:]
        for line in machine.split(separator: "\n") {
            let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { fields[String(parts[0])] = String(parts[1]) }
        }
        return fields
    }
}

/// Words that many reports have alike, each kept once; of one thread.
package final class SharedWords {
    private var words: [String: String] = [:]
    private var lists: [[String]: [String]] = [:]

    func shared(_ word: String) -> String {
        if let known = words[word] { return known }
        words[word] = word
        return word
    }

    /// In a form that can be shown.
    func shared(_ list: [String]) -> [String] {
        if let known = lists[list] { return known }
        let kept = list.map { shared(Evidence.line($0, most: 120)) }
        lists[list] = kept
        return kept
    }
}

extension NodeSpeed {
    /// Whatever else is told of a machine is of one run.
    private static let ofRun: Set<String> = [
        "started", "profile", "quietness", "clean batches per mille",
    ]

    /// One point in the place of an excerpt (`BenchExcerpt`), of which most is stepped over.
    private struct Row {
        let id: String
        let picoseconds: Int
        let low: Int
        let messageBytes: Int
        let isCounted: Bool

        init(_ reader: inout CanonicalReader) throws(RecordError) {
            try reader.open()
            try reader.skip("algorithm")
            try reader.skip("highPicoseconds")
            id = try reader.string("id")
            low = try reader.integer("lowPicoseconds")
            messageBytes = try reader.count("messageBytes")
            try reader.skip("module")
            try reader.skip("operation")
            picoseconds = try reader.integer("picosecondsPerOperation")
            isCounted = try reader.string("reason").isEmpty && picoseconds > 0
            try reader.close()
        }
    }

    /// - Returns: nil where nothing was measured, or nobody looked on what machine.
    init?(_ text: [UInt8], _ words: SharedWords) throws(RecordError) {
        var reader = try CanonicalReader(text)
        try reader.open()
        try reader.require("format", BenchExcerpt.format)
        try reader.skip("history")
        var fields: [String] = []
        try reader.key("machine")
        try reader.eachElement { item throws(RecordError) in
            try item.open()
            let name = try item.string("name")
            let value = try item.string("value")
            try item.close()
            if NodeSpeed.ofRun.contains(name) { return }
            fields.append("\(Evidence.line(name))=\(Evidence.line(value))")
        }
        let isCoarse = try reader.string("origin") == "run"
        var rows: [Row] = []
        try reader.key("points")
        try reader.eachElement { item throws(RecordError) in
            let row = try Row(&item)
            if row.isCounted { rows.append(row) }
        }
        try reader.close()
        try reader.finish()
        if isCoarse { rows = NodeSpeed.longest(rows) }
        if rows.isEmpty || fields.isEmpty { return nil }
        self.init(
            machine: words.shared(fields.joined(separator: "\n")), isCoarse: isCoarse,
            points: words.shared(rows.map(\.id)),
            picoseconds: rows.map { Float($0.picoseconds) }, low: rows.map { Float($0.low) })
    }

    /// A run times every operation at several lengths on both modules: of the one under test, the
    /// longest message of each, where its cost stands out of the noise.
    private static func longest(_ rows: [Row]) -> [Row] {
        var places: [Substring: Int] = [:]
        var longest: [Row] = []
        for row in rows where row.id.hasPrefix("openssl/") {
            // The length stands behind the last slash.
            let name = row.id[..<(row.id.lastIndex(of: "/") ?? row.id.endIndex)]
            if let place = places[name] {
                if longest[place].messageBytes < row.messageBytes { longest[place] = row }
            } else {
                places[name] = longest.count
                longest.append(row)
            }
        }
        return longest
    }
}
