import Evidence

extension RollUp {
    /// F12 and F13: told, and deciding nothing.
    mutating func judgeSpeed() {
        // Where some are vouched for, nobody else says what is usual.
        let isVouched = nodes.contains { $0.vouchedSpeed != nil }
        let speeds = nodes.indices.compactMap { index in
            (isVouched ? nodes[index].vouchedSpeed : nodes[index].speed).map { (index, $0) }
        }
        let speed = FleetSpeed(speeds)
        machines = speed.machines
        for slow in speed.slow {
            let node = nodes[slow.node]
            if let message = slow.slownessMessage {
                add(.slowerThanPeers, node.scope, node.name, .warning, message)
            }
            if let message = slow.lossMessage {
                add(.accelerationLost, node.scope, node.name, .warning, message)
            }
        }
    }
}

extension FleetNode {
    fileprivate var speed: NodeSpeed? { reports.lazy.compactMap(\.speed).first }

    fileprivate var vouchedSpeed: NodeSpeed? {
        reports.lazy.filter { $0.vouching.state == .allowed }.compactMap(\.speed).first
    }
}

extension SlowNode {
    private static let mostPoints = 3

    private func isLost(_ ratio: Double) -> Bool {
        ratio / (general ?? 1) >= FleetSpeed.lostFactor
    }

    /// Nil where nothing but lost acceleration is to be told.
    fileprivate var slownessMessage: String? {
        let some = points.filter { !isLost($0.ratio) }
        var parts: [String] = []
        if let general { parts.append("everything takes \(SlowNode.percent(general)) longer") }
        if !some.isEmpty { parts.append(SlowNode.words(some)) }
        if parts.isEmpty { return nil }
        return parts.joined(separator: "; ") + tail
    }

    fileprivate var lossMessage: String? {
        let lost = points.filter { isLost($0.ratio) }
        var parts: [String] = []
        if !missingFeatures.isEmpty {
            parts.append("the processor shows no \(missingFeatures.joined(separator: " "))")
        }
        if !lost.isEmpty { parts.append(SlowNode.words(lost)) }
        if parts.isEmpty { return nil }
        return parts.joined(separator: "; ") + tail
    }

    private var tail: String {
        let differs =
            differences.isEmpty ? "" : "; differs: \(differences.prefix(2).joined(separator: "; "))"
        return " (\(peers) peers, \(machine))" + differs
    }

    private static func words(_ points: [(id: String, ratio: Double)]) -> String {
        let shown = points.prefix(mostPoints).map { "\($0.id) \(percent($0.ratio)) longer" }
        let more = points.count > mostPoints ? " and \(points.count - mostPoints) more" : ""
        return shown.joined(separator: ", ") + more
    }

    private static func percent(_ ratio: Double) -> String {
        "\(Int(((min(ratio, 1e6) - 1) * 100).rounded())) %"
    }
}
