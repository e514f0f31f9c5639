import Evidence
import Glibc
import Statistics

/// One benchmark point over all nodes with one processor.
package struct PointDistribution: Sendable, Equatable {
    package let id: String
    package let nodes: Int
    /// Picoseconds for an operation.
    package let minimum: Int
    package let lowerQuartile: Int
    package let median: Int
    package let upperQuartile: Int
    package let maximum: Int
    /// Of nodes that are slower than their peers beyond the noise.
    package let outliers: [Int]
}

/// The nodes with one processor, and how fast they are.
package struct MachineSpeed: Sendable {
    /// The processor in words.
    package let name: String
    /// Whether the tables of runs are compared, which are less exact than `bench`.
    package let isCoarse: Bool
    package let nodes: Int
    package let points: [PointDistribution]
}

/// A node that is not as fast as its peers.
struct SlowNode {
    /// Among those that were compared.
    let node: Int
    let peers: Int
    let machine: String
    /// How many times as long everything takes; nil within the noise.
    var general: Double?
    /// Points that take longer than the node's others do, the worst first.
    var points: [(id: String, ratio: Double)] = []
    /// Features of the processor that its peers have.
    var missingFeatures: [String] = []
    /// Fields in which it differs from most of its peers.
    var differences: [String] = []
}

/// How fast the nodes of a fleet are beside each other.
///
/// Nodes are compared where they have the same processor, whatever else differs: that a node has
/// another module, kernel or microcode is what may explain it, and is told.
struct FleetSpeed {
    /// With fewer nodes nobody can say what is usual.
    static let leastNodes = 4
    /// With fewer points nobody can tell a slow node from slow points.
    static let leastPoints = 3
    /// What is smaller is told to nobody.
    static let leastExcess = 1.05
    /// As much as a processor's own instructions for a cipher or a hash bring at the least.
    static let lostFactor = 1.5
    /// Of all comparisons of one processor together, under a normal distribution.
    private static let falseAlarms = 0.01

    private(set) var machines: [MachineSpeed] = []
    private(set) var slow: [SlowNode] = []

    /// - Parameter speeds: of nodes, by their index.
    init(_ speeds: [(node: Int, speed: NodeSpeed)]) {
        var groups: [String: [(node: Int, speed: NodeSpeed)]] = [:]
        var fields: [String: [String: String]] = [:]
        for item in speeds {
            if fields[item.speed.machine] == nil {
                fields[item.speed.machine] = item.speed.fields
            }
            let known = fields[item.speed.machine] ?? [:]
            let processor = ["cpuModel", "cpuFamily", "hypervisor"].map { known[$0] ?? "" }
            groups[
                processor.joined(separator: "\n") + (item.speed.isCoarse ? "\nrun" : "\nbench"),
                default: []
            ].append(item)
        }
        for (_, members) in groups.sorted(by: { $0.key < $1.key }) {
            compare(members, fields)
        }
    }

    private mutating func compare(
        _ members: [(node: Int, speed: NodeSpeed)], _ fields: [String: [String: String]]
    ) {
        let columns = PointColumns(members.map(\.speed))
        let isCoarse = members[0].speed.isCoarse
        let first = fields[members[0].speed.machine] ?? [:]
        let name = Evidence.line(
            (first["cpuModel"] ?? "unknown processor")
                + (first["hypervisor"] == "yes" ? ", virtual" : ""))
        var outliers: [[Int]] = Array(repeating: [], count: columns.names.count)
        if members.count >= FleetSpeed.leastNodes {
            let usual = FleetSpeed.usualFields(members.map { fields[$0.speed.machine] ?? [:] })
            for member in columns.judge(isCoarse: isCoarse, falseAlarms: FleetSpeed.falseAlarms) {
                for point in member.points { outliers[point.column].append(point.value) }
                var node = SlowNode(
                    node: members[member.row].node, peers: members.count - 1, machine: name)
                node.general = member.general
                node.points = member.points.map { (columns.names[$0.column], $0.ratio) }
                let own = fields[members[member.row].speed.machine] ?? [:]
                node.missingFeatures = FleetSpeed.missing(own, usual)
                node.differences = FleetSpeed.differences(own, usual)
                slow.append(node)
            }
            lookForFeatures(members, fields, usual, name)
        }
        machines.append(
            MachineSpeed(
                name: name, isCoarse: isCoarse, nodes: members.count,
                points: columns.names.indices.map {
                    columns.distribution($0, outliers: outliers[$0])
                }))
    }

    /// Nodes without features of their peers may be as fast, where nothing that uses them is timed.
    private mutating func lookForFeatures(
        _ members: [(node: Int, speed: NodeSpeed)], _ fields: [String: [String: String]],
        _ usual: [String: String], _ name: String
    ) {
        let known = Set(slow.map(\.node))
        for member in members where !known.contains(member.node) {
            let own = fields[member.speed.machine] ?? [:]
            let missing = FleetSpeed.missing(own, usual)
            if missing.isEmpty { continue }
            var node = SlowNode(node: member.node, peers: members.count - 1, machine: name)
            node.missingFeatures = missing
            slow.append(node)
        }
    }

    /// The value that most have, of each field.
    private static func usualFields(_ all: [[String: String]]) -> [String: String] {
        var counts: [String: [String: Int]] = [:]
        for fields in all {
            for (name, value) in fields { counts[name, default: [:]][value, default: 0] += 1 }
        }
        return counts.compactMapValues { values in
            values.max { ($0.value, $1.key) < ($1.value, $0.key) }
                .flatMap { $0.value * 2 > all.count ? $0.key : nil }
        }
    }

    private static func missing(_ own: [String: String], _ usual: [String: String]) -> [String] {
        let has = Set((own["cpuFeatures"] ?? "").split(separator: " "))
        return (usual["cpuFeatures"] ?? "").split(separator: " ").filter { !has.contains($0) }
            .map(String.init)
    }

    private static let telling = [
        "ia32cap", "armcap", "openssl.version", "openssl.sha256", "libcrypto", "kernel",
        "cpuMicrocode", "gcrypt.version",
    ]

    private static func differences(
        _ own: [String: String], _ usual: [String: String]
    ) -> [String] {
        telling.filter { own[$0] != usual[$0] }.map { name in
            let value = own[name].map { Evidence.line($0, most: 40) } ?? "none"
            let peers = usual[name].map { Evidence.line($0, most: 40) } ?? "none"
            return name.hasSuffix("sha256") ? name : "\(name) \(value), not \(peers)"
        }
    }
}

/// Values of points in columns, a row for each node.
private struct PointColumns {
    private(set) var names: [String] = []
    private var values: [[(row: Int32, value: Float, low: Float)]] = []
    private let rows: Int

    /// A node that is slow, by its row.
    struct Outlier {
        let row: Int
        var general: Double?
        var points: [(column: Int, ratio: Double, value: Int)] = []
    }

    init(_ speeds: [NodeSpeed]) {
        rows = speeds.count
        var places: [String: Int] = [:]
        for (row, speed) in speeds.enumerated() {
            for (index, name) in speed.points.enumerated() {
                let column = places[name] ?? names.count
                if column == names.count {
                    places[name] = column
                    names.append(name)
                    values.append([])
                }
                values[column].append(
                    (Int32(row), speed.picoseconds[index], speed.low[index]))
            }
        }
    }

    func distribution(_ column: Int, outliers: [Int]) -> PointDistribution {
        let sorted = values[column].map { Double($0.value) }.sorted()
        func at(_ share: Double) -> Int { Int(Sample.quantile(sorted, share).rounded()) }
        return PointDistribution(
            id: names[column], nodes: sorted.count, minimum: at(0), lowerQuartile: at(0.25),
            median: at(0.5), upperQuartile: at(0.75), maximum: at(1), outliers: outliers.sorted())
    }

    /// What a node needs for everything, and what it needs longer than for its other points.
    func judge(isCoarse: Bool, falseAlarms: Double) -> [Outlier] {
        let compared = names.indices.filter { values[$0].count >= FleetSpeed.leastNodes }
        var medians: [Int: Double] = [:]
        var ratios: [[Double]] = Array(repeating: [], count: rows)
        for column in compared {
            let median = Sample.median(values[column].map { Double($0.value) })
            medians[column] = median
            for item in values[column] {
                ratios[Int(item.row)].append(Double(item.value) / median)
            }
        }
        var general = ratios.map(PointColumns.pace)
        let usual = Sample.median(general)
        for row in general.indices { general[row] /= usual }
        let most = limit(general.map(log), isCoarse, falseAlarms / Double(rows))
        var outliers = general.indices.map { row in
            Outlier(row: row, general: general[row] > most ? general[row] : nil)
        }
        let comparisons = Double(compared.reduce(0) { $0 + values[$1].count })
        for column in compared {
            // Beside the node's own pace: one that is slow throughout is told once.
            let usual = values[column].map { (medians[column] ?? 1) * general[Int($0.row)] }
            let own = zip(values[column], usual).map { log(Double($0.value) / $1) }
            let most = limit(own, isCoarse, falseAlarms / comparisons)
            for (item, usual) in zip(values[column], usual) where Double(item.low) / usual > most {
                outliers[Int(item.row)].points.append(
                    (column, Double(item.value) / (medians[column] ?? 1), Int(item.value)))
            }
        }
        return outliers.filter { $0.general != nil || !$0.points.isEmpty }.map { outlier in
            var outlier = outlier
            outlier.points.sort { ($0.ratio, $1.column) > ($1.ratio, $0.column) }
            return outlier
        }
    }

    /// What three quarters of a node's points bear out, at the least: a value of a point, since
    /// between one that is lost and one that is not lies nothing that both would show.
    private static func pace(_ ratios: [Double]) -> Double {
        ratios.count < FleetSpeed.leastPoints ? 1 : ratios.sorted()[ratios.count / 4]
    }

    /// The ratio above which nobody of the sample is by chance: its noise is told by the median of
    /// the distances to the median, which outliers do not move.
    private func limit(_ logs: [Double], _ isCoarse: Bool, _ share: Double) -> Double {
        let median = Sample.median(logs)
        let distance = Sample.median(logs.map { abs($0 - median) })
        // 1.4826 makes it the deviation of a normal distribution.
        let noise = max(1.4826 * distance, isCoarse ? 0.05 : 0.005)
        let factor = StudentT.quantile(1 - share, freedom: max(logs.count - 1, 1))
        return max(exp(median + factor * noise), FleetSpeed.leastExcess)
    }
}
