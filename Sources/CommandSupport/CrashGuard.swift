package import Algorithms
import CRuntime
import Glibc

/// Turns a crash or a hang inside a module's own start-up into a failed check.
package enum CrashGuard {
    /// Far above the second or two that self-tests take under emulation.
    private static let limitSeconds: UInt32 = 60

    /// Whether the dynamic loader takes the file, tried in a child: on a damaged one it may crash
    /// or stop the process before any code of ours, or of the module, runs.
    package static func isLoadable(_ path: String) -> Bool {
        cruntime_is_loadable(path, limitSeconds) == 1
    }

    package static func run<Result>(
        loading path: String, _ body: () throws(ModuleError) -> Result
    ) throws(ModuleError) -> Result {
        let message =
            "fipsmark: error: the FIPS provider \(path) crashed or hung in its own start-up; "
            + "the file is damaged, reinstall it\n"
        // Kept for the life of the process: the handler may run at any time in between.
        let text = strdup(message)
        cruntime_begin_crash_guard(text, ExitStatus.failed.rawValue, limitSeconds)
        defer { cruntime_end_crash_guard() }
        return try body()
    }
}
