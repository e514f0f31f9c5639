import BenchRecord

extension BenchRecord {
    /// What a process pays before its first operation, the longest parts of it first.
    var startUpText: [String] {
        guard let startUp else { return [] }
        var lines = [
            "", TextLayout.left("Start-up of a process", 55) + "     time",
            timed("  the provider's load, with its self-tests", startUp.loadPicoseconds),
        ]
        let tests = startUp.selfTests.sorted { $0.picoseconds > $1.picoseconds }
        for test in tests.prefix(BenchRecord.shownParts) {
            lines.append(timed("    \(test.type) \(test.description)", test.picoseconds))
        }
        let rest = tests.dropFirst(BenchRecord.shownParts)
        if !rest.isEmpty {
            lines.append(
                timed("    \(rest.count) other self-tests", rest.reduce(0) { $0 + $1.picoseconds }))
        }
        let uses = points.filter { $0.module == "openssl" && $0.firstUsePicoseconds != nil }
            .sorted { $0.firstUsePicoseconds ?? 0 > $1.firstUsePicoseconds ?? 0 }
        for point in uses.prefix(BenchRecord.shownParts) {
            lines.append(timed("  first \(point.label)", point.firstUsePicoseconds ?? 0))
        }
        if uses.count > BenchRecord.shownParts {
            let others = uses.count - BenchRecord.shownParts
            lines.append("  (\(others) other first uses are in the JSON)")
        }
        return lines
    }

    /// How many times as much several threads do as one.
    var scalingText: [String] {
        guard let scalings, let first = scalings.first else { return [] }
        var lines = [
            "",
            TextLayout.left("\(first.threads) threads beside one, openssl", 47)
                + "own context    shared",
        ]
        for scaling in scalings {
            let point = points.first { $0.id == scaling.id }
            let bytes = point.map(\.messageBytes) ?? 0
            let name = (point?.label ?? "") + (bytes > 0 ? " \(TextLayout.bytes(bytes))" : "")
            lines.append(
                TextLayout.left("  \(name)", 47)
                    + TextLayout.right(times(scaling.ownPerMille), 11)
                    + TextLayout.right(times(scaling.sharedPerMille), 10))
        }
        return lines
    }

    /// Of self-tests and of first uses: the rest is short.
    private static let shownParts = 6

    private func timed(_ what: String, _ picoseconds: Int) -> String {
        TextLayout.left(what, 55)
            + TextLayout.right(TextLayout.duration(picoseconds: picoseconds), 9)
    }

    private func times(_ perMille: Int) -> String {
        let hundredths = (perMille + 5) / 10
        return "×\(hundredths / 100).\(hundredths % 100 / 10)\(hundredths % 10)"
    }
}
