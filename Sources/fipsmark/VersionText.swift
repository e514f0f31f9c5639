import CRuntime
import CommandSupport
import Glibc
import KnownAnswers
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

    /// Of this executable as it lies on this disk, now: a record made beforehand would survive a
    /// change. A reason where there is none.
    static func digest() -> (digest: DefaultDigest?, reason: String) {
        let path = ChildProcess.program
        let file = open(path, O_RDONLY | O_CLOEXEC)
        if file < 0 { return (nil, "cannot read \(path): \(String(cString: strerror(errno)))") }
        defer { close(file) }
        var code: Int32 = 0
        let digest = DefaultDigest { memory in
            while true {
                let count = read(file, &memory, memory.count)
                if count < 0 && errno == EINTR { continue }
                if count < 0 { code = errno }
                return max(count, 0)
            }
        }
        if code != 0 { return (nil, "cannot read \(path): \(String(cString: strerror(code)))") }
        if digest.value.isEmpty {
            return (nil, "\(digest.library) refused SHA2-256; see 'openssl list -providers'")
        }
        return (digest, "")
    }

    /// In hexadecimal, or empty.
    static var sha256: String {
        digest().digest.map { Hexadecimal.encode($0.value.span) } ?? ""
    }

    private static func text() -> String {
        let head = "fipsmark \(Tool.version)\ncommit \(commit)\n"
        let (digest, reason) = digest()
        guard let digest else { return head + "sha256 unknown: \(reason)\n" }
        return head + "sha256 \(Hexadecimal.encode(digest.value.span))\n"
            + "hashed by the provider \(digest.provider) of \(digest.library)\n"
    }
}
