import Evidence
import Markup

extension MachineSpeed {
    /// A table with a picture in each row: the range, the middle half, and who is slow.
    var section: Element {
        var details = Element("details")
        var summary = Element("summary")
        summary.add(Element("b", text: "speed"))
        summary.add(
            Element(
                "span",
                text: "\(RollUp.number(nodes, "node")), \(name), by "
                    + (isCoarse ? "tables of runs" : "bench")))
        let slow = points.filter { !$0.outliers.isEmpty }.count
        summary.add(
            Element(
                "small",
                text: slow == 0
                    ? "no node is slower at one point than at its others"
                    : "\(RollUp.number(slow, "point")) with slower nodes (dots)"))
        details.add(summary)
        var table = Element("table")
        var head = Element("tr")
        for title in ["point", "nodes", "fastest", "median", "slowest", "over the median"] {
            head.add(Element("th", [("scope", "col")], text: title))
        }
        table.add(Element("thead", [], [.element(head)]))
        var body = Element("tbody")
        for point in points.sorted(by: PointDistribution.isMoreTelling) {
            var row = Element("tr")
            for text in [
                point.id, "\(point.nodes)", PointDistribution.time(point.minimum),
                PointDistribution.time(point.median), PointDistribution.time(point.maximum),
            ] {
                row.add(Element("td", text: Evidence.line(text)))
            }
            var cell = Element("td")
            cell.add(point.picture)
            row.add(cell)
            body.add(row)
        }
        table.add(body)
        details.add(FleetPage.scrolling(table))
        return details
    }
}

extension PointDistribution {
    /// Of the most that is drawn, in times the median: what is slower stands at the edge.
    private static let most = 4.0
    private static let least = 0.5
    private static let width = 320.0
    private static let mostDots = 50

    private func place(_ picoseconds: Int) -> Int {
        let ratio = Double(picoseconds) / Double(max(median, 1))
        let share = (ratio - Self.least) / (Self.most - Self.least)
        return Int((min(max(share, 0), 1) * (Self.width - 8)).rounded()) + 4
    }

    fileprivate var picture: Element {
        var picture = Element(
            "svg",
            [
                ("viewBox", "0 0 320 20"), ("role", "img"),
                (
                    "aria-label",
                    "\(id): \(Self.time(minimum)) to \(Self.time(maximum)), median "
                        + "\(Self.time(median)), \(outliers.count) slower beyond the noise"
                ),
            ])
        func line(_ from: Int, _ to: Int, _ top: String, _ bottom: String) -> Element {
            Element("line", [("x1", "\(from)"), ("x2", "\(to)"), ("y1", top), ("y2", bottom)])
        }
        picture.add(line(place(minimum), place(maximum), "10", "10"))
        picture.add(line(place(median), place(median), "2", "18"))
        let left = place(lowerQuartile)
        picture.add(
            Element(
                "rect",
                [
                    ("x", "\(left)"), ("y", "6"), ("height", "8"),
                    ("width", "\(max(place(upperQuartile) - left, 2))"),
                ]))
        for value in outliers.suffix(Self.mostDots) {
            picture.add(Element("circle", [("cx", "\(place(value))"), ("cy", "10"), ("r", "4")]))
        }
        return picture
    }
}
