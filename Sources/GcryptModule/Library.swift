import Algorithms
import CGcrypt
import Glibc
import Synchronization

/// libgcrypt, loaded at run time: the table of its functions and what it says about itself.
///
/// It holds constants alone, and libgcrypt locks its own state.
final class Library: @unchecked Sendable {
    /// Kept for the life of the process, as the library itself is.
    let calls: UnsafePointer<cgcrypt>
    let version: String
    let isApprovedMode: Bool
    /// What the self-test in the child process took.
    let selfTestNanoseconds: Int

    private static let loaded = Mutex<[String: Library]>([:])

    /// One library a process for each path: libgcrypt's state is the process's, so that it is
    /// tried before its first use and never beside it.
    static func shared(path: String) throws(ModuleError) -> Library {
        try loaded.withLock { (libraries) throws(ModuleError) in
            if let known = libraries[path] { return known }
            let made = try Library(path: path)
            libraries[path] = made
            return made
        }
    }

    /// libgcrypt aborts the process when it finds itself or the node broken. So a child process
    /// goes first, and this one follows only where the child came through.
    ///
    /// - Parameters:
    ///   - path: a file, or a name for the dynamic loader to find.
    ///   - trialSeconds: when a library that hangs is given up; far above what the slowest node
    ///     needs.
    init(path: String, trialSeconds: UInt32 = 60) throws(ModuleError) {
        var trial = cgcrypt_trial()
        cgcrypt_try(path, trialSeconds, &trial)
        try Library.require(trial, path)
        selfTestNanoseconds = Int(trial.self_test_nanoseconds)

        let table = UnsafeMutablePointer<cgcrypt>.allocate(capacity: 1)
        calls = UnsafePointer(table)
        if cgcrypt_load(path, table, &trial) == CGCRYPT_USABLE {
            cgcrypt_initialize(calls, &trial)
        }
        try Library.require(trial, path)
        version = calls.pointee.check_version(nil).map { String(cString: $0) } ?? "unknown"
        isApprovedMode = cgcrypt_control(calls, GCRYCTL_FIPS_MODE_P) != 0
    }

    /// The file that is mapped into this process.
    var mappedFile: String {
        guard let path = cgcrypt_path(calls) else { return "unknown" }
        defer { free(path) }
        return String(cString: path)
    }

    /// The lines of libgcrypt's own description that tell one build or mode from another.
    var buildInformation: String {
        guard let text = calls.pointee.get_config(0, nil) else { return "unknown" }
        defer { calls.pointee.free(text) }
        var kept: [String] = []
        for line in String(cString: text).split(separator: "\n") {
            // `key:value:value:`, where trailing values may be empty.
            let fields = line.split(separator: ":").map(String.init)
            if let key = fields.first,
                ["cc", "rnd-mod", "cpu-arch", "hwflist", "fips-mode", "rng-type"].contains(key)
            {
                kept.append("\(key) \(fields.dropFirst().joined(separator: " "))")
            }
        }
        return kept.joined(separator: "; ")
    }

    private static func require(_ trial: cgcrypt_trial, _ path: String) throws(ModuleError) {
        let reason = withUnsafeBytes(of: trial.reason) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        let install = "install libgcrypt20 (Debian) or libgcrypt (RHEL)"
        switch trial.outcome {
        case CGCRYPT_USABLE: return
        case CGCRYPT_NOT_LOADED:
            // The dynamic loader's words for a file that is nowhere, as opposed to one that it
            // found and cannot use.
            if reason.hasPrefix("\(path): cannot open shared object file: No such file") {
                throw .couldNotRun("\(path) is not installed; \(install)")
            }
            throw .couldNotRun("\(path) cannot be loaded (\(reason)); \(install) again")
        case CGCRYPT_SYMBOL_MISSING:
            throw .couldNotRun(
                "\(path) has no function \(reason); \(install) of version 1.8 or later")
        case CGCRYPT_NOT_INITIALIZED:
            throw .couldNotRun("\(path) cannot be initialised: \(reason)")
        case CGCRYPT_SELF_TEST_FAILED:
            throw .selfTestFailed("\(path): \(reason)")
        case CGCRYPT_NOT_TRIED:
            throw .couldNotRun("\(path) cannot be tried in a child process: \(reason)")
        default:
            throw death(trial, path)
        }
    }

    /// A library that ended its process, or that had to be ended.
    private static func death(_ trial: cgcrypt_trial, _ path: String) -> ModuleError {
        let manner =
            trial.outcome == CGCRYPT_TIMED_OUT
            ? "did not come to an end in time"
            : "ended its process" + (trial.signal > 0 ? " (\(signalName(trial.signal)))" : "")
        switch trial.next_fault {
        case CGCRYPT_NOT_LOADED:
            return .couldNotRun("\(path) \(manner) while it was loaded; install it again")
        case CGCRYPT_NOT_INITIALIZED:
            return .selfTestFailed(
                "\(path) \(manner) while it was initialised; its FIPS power-up tests failed, or "
                    + "/proc/sys/crypto/fips_enabled cannot be read")
        default:
            return .selfTestFailed("\(path) \(manner) while it tested itself")
        }
    }

    private static func signalName(_ signal: Int32) -> String {
        strsignal(signal).map { String(cString: $0) } ?? "signal \(signal)"
    }
}
