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

    func shared(_ list: [String]) -> [String] {
        if let known = lists[list] { return known }
        let kept = list.map(shared)
        lists[kept] = kept
        return kept
    }
}

extension NodeSpeed {
    /// How long a message was does not tell what is timed.
    private static let told: Set<String> = [
        "started", "profile", "quietness", "clean batches per mille",
    ]

    /// - Returns: nil where nothing was measured, or nobody looked on what machine.
    init?(_ text: [UInt8], _ words: SharedWords) throws(RecordError) {
        let excerpt = try BenchExcerpt(text)
        var points = excerpt.points.filter(\.isMeasured)
        let isCoarse = excerpt.origin == "run"
        if isCoarse { points = NodeSpeed.longest(points) }
        if points.isEmpty || excerpt.machine.isEmpty { return nil }
        let fields = excerpt.machine.filter { !NodeSpeed.told.contains($0.name) }
            .map { "\(Evidence.line($0.name))=\(Evidence.line($0.value))" }
        self.init(
            machine: words.shared(fields.joined(separator: "\n")), isCoarse: isCoarse,
            points: words.shared(points.map { Evidence.line($0.id, most: 120) }),
            picoseconds: points.map { Float($0.picosecondsPerOperation) },
            low: points.map { Float($0.lowPicoseconds) })
    }

    /// A run times every operation at several lengths on both modules: of the one under test, the
    /// longest message of each, where its cost stands out of the noise.
    private static func longest(_ points: [BenchExcerpt.Point]) -> [BenchExcerpt.Point] {
        var places: [String: Int] = [:]
        var longest: [BenchExcerpt.Point] = []
        for point in points where point.module == "openssl" {
            let name = "\(point.algorithm)/\(point.operation)"
            if let place = places[name] {
                if longest[place].messageBytes < point.messageBytes { longest[place] = point }
            } else {
                places[name] = longest.count
                longest.append(point)
            }
        }
        return longest
    }
}
