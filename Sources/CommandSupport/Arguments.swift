import CRuntime
import Glibc

/// How a command begins.
package enum Arguments {
    /// The program's name and its arguments.
    package static var all: [String] {
        Array(
            sequence(state: Int32(0)) { index -> String? in
                defer { index += 1 }
                return cruntime_argument(index).map { String(cString: $0) }
            })
    }

    /// The same. From here on a closed pipe, and a file that may not grow, are errors of a write,
    /// reported as such.
    package static func begin() -> [String] {
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
        return all
    }
}
