import Algorithms
import Approval
import CommandSupport
import Glibc
import NodeChecks
import OpenSSLModule

/// What this program starts itself for, and nobody else does. Its words are taken as they are: to
/// parse them as commands are parsed takes 3 ms, of which `accept` has not many.
enum OwnProcess: String {
    /// What the rejection sweep compares with: the default provider is never loaded beside the
    /// module under test.
    case contrast
    /// What `accept` asks of a process that is changed by it, or may be ended: rows of a fact sheet
    /// on standard output, each as soon as it is known.
    case view

    /// Does the work and leaves, where the words ask for it.
    static func runIfAsked(_ words: [String]) {
        guard let process = words.first.flatMap(OwnProcess.init(rawValue:)) else { return }
        do throws(CommandError) {
            switch process {
            case .contrast: try writeContrast()
            case .view: writeView(words.dropFirst().first ?? "", Array(words.dropFirst(2)))
            }
        } catch {
            StandardError.say("error: \(error.message)")
            _exit(error.status.rawValue)
        }
        // What was written is written: nothing is kept in memory for the end.
        _exit(ExitStatus.passed.rawValue)
    }

    private static func writeContrast() throws(CommandError) {
        let contrast: OpenSSLContrast
        do throws(ModuleError) {
            contrast = try OpenSSLContrast()
        } catch {
            throw CommandError(error)
        }
        let report = Contrast.report(
            offers: { contrast.offers($0, $1) }, perform: { contrast.perform($0) })
        try ReportFile.writeToStandardOutput(report)
    }

    private static func writeView(_ kind: String, _ arguments: [String]) {
        FactRow.writeSheet { () throws(ModuleError) in
            switch FactSheets.Kind(rawValue: kind) {
            case .faults: try FaultView.write(arguments)
            case .gcrypt: try GcryptView.write(arguments)
            case .program, .module, .selfTests, .knownAnswers, nil:
                throw .couldNotRun("no view of \(kind)")
            }
        }
    }
}

enum FactRow {
    /// A whole sheet: its rows, what went wrong, and the end.
    static func writeSheet(_ body: () throws(ModuleError) -> Void) {
        do throws(ModuleError) {
            try body()
        } catch {
            write(["fault", error.message])
        }
        write([FactSheet.end])
    }

    /// At once: the next step may be the process's last.
    static func write(_ fields: [String]) { write([fields]) }

    /// What one step found, together: whoever reads wakes up for each call.
    static func write(_ rows: [[String]]) {
        var text = rows.map(FactSheet.row).joined()
        text.withUTF8 { _ = Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
    }
}
