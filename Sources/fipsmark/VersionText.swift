import Algorithms
import CRuntime
import Glibc
import OpenSSLModule

/// What `fipsmark --version` prints: which sources, and exactly which file.
enum VersionText {
    static func printAndExit() -> Never {
        do throws(CommandError) {
            try ReportFile.writeToStandardOutput(text())
        } catch {
            StandardError.say("error: \(error.message)")
            exit(error.status.rawValue)
        }
        exit(ExitStatus.passed.rawValue)
    }

    static var commit: String {
        let commit = String(cString: cruntime_commit())
        return commit.isEmpty ? "unknown (built without make)" : commit
    }

    private static func text() -> String {
        "fipsmark \(Fipsmark.version)\ncommit \(commit)\n\(digestLines())"
    }

    /// Hashed as it lies on this disk, now: a record made beforehand would survive a change.
    private static func digestLines() -> String {
        let bytes: [UInt8]
        do throws(CommandError) {
            bytes = try FileBytes.read(ChildProcess.program)
        } catch {
            return "sha256 unknown: \(error.message)\n"
        }
        let digest = DefaultDigest(bytes)
        if digest.value.isEmpty {
            return "sha256 unknown: the default digest of \(digest.library) is refused; "
                + "see 'openssl list -providers'\n"
        }
        return "sha256 \(Hexadecimal.encode(digest.value.span))\n"
            + "hashed by the provider \(digest.provider) of \(digest.library)\n"
    }
}
