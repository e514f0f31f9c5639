import Algorithms
import ArgumentParser
import KnownAnswers

/// The exit codes of every command.
enum ExitStatus: Int32 {
    case passed = 0
    case failed = 1
    case undetermined = 2
}

/// Whatever ends a command early, as one line on standard error and an exit code.
struct CommandError: Error {
    let message: String
    let status: ExitStatus

    init(_ message: String, _ status: ExitStatus = .undetermined) {
        self.message = message
        self.status = status
    }

    /// A module that does not pass its own tests has failed; all else could not be determined.
    init(_ error: ModuleError) {
        if case .selfTestFailed = error {
            self.init(error.message, .failed)
        } else {
            self.init(error.message, .undetermined)
        }
    }

    init(_ error: VectorError) {
        self.init(error.description)
    }
}

/// Runs a command's body and leaves with its status.
func leaving(_ body: () throws(CommandError) -> ExitStatus) throws {
    let status: ExitStatus
    do throws(CommandError) {
        status = try body()
    } catch {
        StandardError.say("error: \(error.message)")
        status = error.status
    }
    throw ExitCode(status.rawValue)
}
