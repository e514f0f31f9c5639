import ArgumentParser
import CommandSupport

/// What a history knows of the noise of each point, read through `fipsmark-history`.
struct HistoryNoise: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A history of fipsmark-history, whose noise of a point counts where it is the greater.",
            valueName: "file"))
    var history: String?

    /// By ID, as shares; empty where no history is named.
    ///
    /// - Parameter record: the file whose machine, module and workloads the runs must have.
    func noise(of record: String) throws(CommandError) -> [String: Double] {
        guard let history else { return [:] }
        let program = try CompanionProgram.history.executable()
        var noise: [String: Double] = [:]
        for line in try HistoryNoise.output(program, ["noise", record, "--history", history])
            .split(separator: "\n")
        {
            // Millionths, runs and the point's ID.
            let words = line.split(separator: " ", maxSplits: 2)
            guard words.count == 3, let millionths = Int(words[0]) else {
                throw CommandError("\(program) is of another version: it says '\(line)'")
            }
            noise[String(words[2])] = Double(millionths) / 1e6
        }
        return noise
    }

    private static func output(
        _ program: String, _ arguments: [String]
    ) throws(CommandError) -> String {
        let child: ChildProcess
        do throws(ChildProcess.StartFault) {
            child = try ChildProcess(arguments, of: program)
        } catch {
            throw CommandError("cannot read the history: \(program): \(error.message)")
        }
        let (bytes, cut) = child.collect(seconds: limitSeconds, limitBytes: limitBytes)
        if child.wait() != .code(0) {
            throw CommandError(
                cut == nil
                    ? "fipsmark-history could not tell the noise, for the reason above"
                    : "fipsmark-history did not tell the noise within \(limitSeconds) s")
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let limitSeconds = 60
    private static let limitBytes = 16 << 20
}
