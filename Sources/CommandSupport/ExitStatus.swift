package import Algorithms
import Glibc

/// The exit codes of every command.
package enum ExitStatus: Int32 {
    case passed = 0
    case failed = 1
    case undetermined = 2
}

/// Whatever ends a command early, as one line on standard error and an exit code.
package struct CommandError: Error {
    package let message: String
    package let status: ExitStatus

    package init(_ message: String, _ status: ExitStatus = .undetermined) {
        self.message = message
        self.status = status
    }

    /// A module that does not pass its own tests has failed; all else could not be determined.
    package init(_ error: ModuleError) {
        if case .selfTestFailed = error {
            self.init(error.message, .failed)
        } else {
            self.init(error.message, .undetermined)
        }
    }
}

/// Runs a command's body and leaves with its status, at once: what libcrypto and the provider give
/// back one by one, for 2 ms, the kernel takes back with the process.
package func leaving(_ body: () throws(CommandError) -> ExitStatus) -> Never {
    let status: ExitStatus
    do throws(CommandError) {
        status = try body()
    } catch {
        StandardError.say("error: \(error.message)")
        status = error.status
    }
    fflush(nil)
    _exit(status.rawValue)
}
