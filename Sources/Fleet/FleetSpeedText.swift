import Evidence

extension PointDistribution {
    /// Those with the slowest nodes beside their peers come first.
    static func isMoreTelling(_ one: PointDistribution, _ other: PointDistribution) -> Bool {
        (one.slowest, other.id) > (other.slowest, one.id)
    }

    /// How many times as long the slowest node takes as the one in the middle.
    var slowest: Double { Double(maximum) / Double(max(median, 1)) }

    /// A time in a unit that it can be read in.
    static func time(_ picoseconds: Int) -> String {
        let value = Double(picoseconds)
        for (unit, size) in [("s", 1e12), ("ms", 1e9), ("µs", 1e6)] where value >= size {
            return decimal(value / size) + " " + unit
        }
        return decimal(value / 1000) + " ns"
    }

    private static func decimal(_ value: Double) -> String {
        let tenths = Int((min(value, 1e15) * 10).rounded())
        return tenths >= 1000 ? "\((tenths + 5) / 10)" : "\(tenths / 10).\(tenths % 10)"
    }
}

extension RollUp {
    private static let mostPoints = 8
    private static let mostMachines = 4

    /// The points of each processor, those with the slowest nodes first.
    var speedLines: [String] {
        if machines.isEmpty { return [] }
        var lines: [String] = []
        for machine in machines.prefix(RollUp.mostMachines) {
            let source = machine.isCoarse ? "tables of runs" : "bench"
            lines.append("")
            lines += RollUp.wrapped(
                "speed of \(RollUp.number(machine.nodes, "node")), \(machine.name), by \(source)",
                indent: 0)
            lines.append(RollUp.speedRow("point", "nodes", "median", "quartiles", "slowest"))
            let points = machine.points.sorted(by: PointDistribution.isMoreTelling)
            for point in points.prefix(RollUp.mostPoints) {
                let width = Double(point.upperQuartile - point.lowerQuartile)
                lines.append(
                    RollUp.speedRow(
                        point.id, "\(point.nodes)", PointDistribution.time(point.median),
                        "±\(RollUp.percent(width / 2 / Double(max(point.median, 1))))",
                        "+\(RollUp.percent(point.slowest - 1))"))
            }
            if points.count > RollUp.mostPoints {
                lines.append("  \(points.count - RollUp.mostPoints) more: --format json has all")
            }
        }
        if machines.count > RollUp.mostMachines {
            let more = RollUp.number(machines.count - RollUp.mostMachines, "more processor")
            lines += ["", "\(more): --format json has all"]
        }
        return lines
    }

    private static func percent(_ share: Double) -> String {
        let tenths = Int((min(share, 1e6) * 1000).rounded())
        return tenths >= 100 ? "\((tenths + 5) / 10) %" : "\(tenths / 10).\(tenths % 10) %"
    }

    private static func speedRow(
        _ name: String, _ nodes: String, _ median: String, _ quartiles: String, _ slowest: String
    ) -> String {
        // The end of an ID tells points apart.
        let shown = name.count <= 44 ? name : "…\(name.suffix(43))"
        return left(shown, 44) + right(nodes, 7) + right(median, 10) + right(quartiles, 10)
            + right(slowest, 9)
    }
}
