import BenchRecord
import CommandSupport
import Glibc
import Reports

/// The metrics of `accept`, where node_exporter or another collector finds them.
enum MetricsFile {
    /// What was told before must not outlive a fault: where it cannot be replaced it is removed.
    static func write(_ text: String, to path: String) throws(CommandError) {
        // The collector is another user, whatever this one's files are like.
        umask(0o022)
        do throws(CommandError) {
            try ReportFile.write(text, to: path)
        } catch {
            var status = stat()
            if lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG { unlink(path) }
            throw error
        }
    }

    /// What cannot be written is said, and changes no verdict.
    static func writeUnknown(_ reason: String, to path: String) {
        do throws(CommandError) {
            try write(AcceptMetrics.unknown(reason, time: UTCTime.now), to: path)
        } catch {
            StandardError.say("error: \(error.message)")
        }
    }
}
