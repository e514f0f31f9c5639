import BenchRecord
import CRuntime
import CommandSupport
import Glibc
import NodeChecks
import Throughput

/// What is done again and again until this process is told to stop.
enum Rounds {
    /// How often it is looked whether something changed.
    private static let lookNanoseconds = 2_000_000_000

    /// The milliseconds of an interval; nil where the text is none, or one of no use.
    static func milliseconds(_ text: String) -> Int? {
        // A month: whoever judges less often has no continuous run.
        TimeSpan.milliseconds(text).flatMap { $0 <= 31 * 86_400_000 ? $0 : nil }
    }

    /// When the next round begins: a tenth of the interval earlier or later, so that nodes that
    /// were started together do not work together for ever.
    static func next(after start: Int, milliseconds: Int) -> Int {
        let tenth = UInt64(milliseconds) * 100_000
        var random = SystemRandomNumberGenerator()
        let shift = Int(random.next(upperBound: 2 * tenth + 1)) - Int(tenth)
        return start + milliseconds * 1_000_000 + shift
    }

    /// Waits, and says whether this process is told to stop. It ends before its time where
    /// something changed.
    static func isStopped(before time: Int?, orChanged hasChanged: () -> Bool = { false }) -> Bool {
        var look = Clock.nanoseconds() + lookNanoseconds
        while cruntime_is_interrupted() == 0 {
            let now = Clock.nanoseconds()
            if let time, now >= time { return false }
            if now >= look {
                if hasChanged() { return false }
                look = now + lookNanoseconds
            }
            // In steps: the signal may come just before the call.
            let step = min(500_000_000, (time ?? .max) - now)
            _ = poll(nil, 0, Int32((step + 999_999) / 1_000_000))
        }
        return true
    }

    /// Removes what a process that was killed left half written of a file. In a container each has
    /// the same number, so that the next one could never write its own.
    static func removeLeftovers(of path: String) {
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { String(path[...$0]) } ?? "."
        let name = slash.map { path[path.index(after: $0)...] } ?? path[...]
        let names = HostTree(root: folder).list("/", limit: 100_000) {
            isLeftover($0, of: name)
        }
        for name in names ?? [] { unlink("\(folder)/\(name)") }
    }

    /// As `ReportFile` names what is not whole yet.
    static func isLeftover(_ name: String, of file: Substring) -> Bool {
        let sign = "\(file).fipsmark-"
        return name.hasPrefix(sign) && Int(String(name.dropFirst(sign.count))) != nil
    }
}
