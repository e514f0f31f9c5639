import Algorithms
import Approval
import ArgumentParser
import OpenSSLModule

/// What the rejection sweep runs in a child process: the default provider is never loaded beside
/// the module under test.
struct ContrastCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "contrast",
        abstract: "Ask the default provider for what is refused elsewhere.", shouldDisplay: false)

    func run() throws {
        try leaving { () throws(CommandError) in
            let contrast: OpenSSLContrast
            do throws(ModuleError) {
                contrast = try OpenSSLContrast()
            } catch {
                throw CommandError(error)
            }
            let report = Contrast.report(
                offers: { contrast.offers($0, $1) }, perform: { contrast.perform($0) })
            try ReportFile.writeToStandardOutput(report)
            return .passed
        }
    }
}
