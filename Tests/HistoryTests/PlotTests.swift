import HistoryPlots
import Testing

@Suite struct PlotTests {
    private func plot(_ values: [Double], marks: [Int] = []) -> HistoryPlot {
        HistoryPlot(
            title: "a <point> & more",
            segments: [
                HistoryPlot.Segment(
                    remarks: [], nanoseconds: values,
                    times: values.indices.map { $0 * 3600 },
                    marks: marks.map {
                        HistoryPlot.Mark(
                            index: $0, label: "+3 %", text: "step <here>", isAccepted: false)
                    })
            ])
    }

    @Test func aStepIsASteppedLine() {
        let values = Array(repeating: 100.0, count: 30) + Array(repeating: 110.0, count: 30)
        let lines = plot(values, marks: [30]).terminalText.split(separator: "\n")
        let dots = lines.filter { $0.contains("●") }
        #expect(dots.count == 2 && dots.allSatisfy { $0.filter { $0 == "●" }.count == 30 })
        // The mark stands below the first run of the new level.
        let mark = lines.first { $0.contains("▲") && $0.contains("└") }
        #expect(mark?.prefix { $0 != "▲" }.count == 42)
    }

    @Test(arguments: [0, 1, 2, 65, 66, 67, 1000, 12345])
    func anyNumberOfRunsFits(_ count: Int) throws {
        let made = plot(
            (0..<count).map { 100 + Double($0 % 7) }, marks: count > 1 ? [count - 1] : [])
        #expect(made.terminalText.split(separator: "\n").allSatisfy { $0.count <= 80 })
        try XMLDocumentCheck.parse(made.svg)
        #expect(made.svg.contains("a &lt;point&gt; &amp; more"))
    }

    @Test func textOfRecordsIsEscapedOnAPage() {
        let page = HistoryPlot.page([plot([1, 2, 3], marks: [2])], madeAt: "<now>")
        #expect(page.contains("step &lt;here&gt;") && !page.contains("step <here>"))
        #expect(page.contains("&lt;now&gt;") && !page.contains("<point>"))
    }
}
