import ArgumentParser
import BenchRecord
import History

struct Noise: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "How far runs of a record's points differ where nothing changed.",
        discussion: """
            A line for each point with at least five runs of the record's machine, module and \
            workload: the standard deviation in millionths, how many runs it is of, and the \
            point. Of the last 30 runs those after the last change count; the deviation is 1.4826 \
            times the median absolute one. 'fipsmark compare --history' reads it.

            Example: fipsmark-history noise record.json
            """)

    @Argument(help: ArgumentHelp("A record; '-' is standard input.", valueName: "record"))
    var record: String

    @OptionGroup var options: HistoryOptions

    func run() throws {
        try leaving {
            let noise = try options.open().noise(of: Streams.record(record))
            let lines = noise.map { point in
                "\(Int((point.relative * 1e6).rounded())) \(point.runs) \(point.point)\n"
            }
            try Streams.print(lines.joined())
            return .passed
        }
    }
}
