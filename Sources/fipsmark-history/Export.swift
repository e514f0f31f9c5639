import ArgumentParser
import BenchExports
import BenchRecord

extension BenchExport: ExpressibleByArgument {}

struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write records in the format of another tool.",
        discussion: """
            benchstat, otava and csv take several records; the others one. Points without a number \
            are never given one: where a format cannot say so they are left out, and named on \
            standard error.

            Example: fipsmark-history export benchstat old-*.json --output old.txt
            """)

    @Argument(help: "The format.")
    var format: BenchExport

    @Argument(help: ArgumentHelp("Records; '-' is standard input.", valueName: "record"))
    var records: [String]

    @OptionGroup var output: OutputOption

    func validate() throws {
        if records.count > 1 && !format.takesSeveralRecords {
            throw ValidationError("\(format.rawValue) takes one record, not \(records.count)")
        }
    }

    func run() throws {
        try leaving {
            let all = try records.map(Streams.record)
            for point in format.leftOut(of: all) { Streams.say("left out: \(point)") }
            try Streams.write(format.text(of: all), to: output.output)
            return .passed
        }
    }
}
