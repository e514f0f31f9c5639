import Glibc

/// Talk. Data goes to standard output.
package enum StandardError {
    package static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// One line, with the program's name before it. On a terminal it takes the place of whatever
    /// progress stands there.
    package static func say(_ message: String) {
        write((isTerminal ? clearLine : "") + "fipsmark: \(message)\n")
    }

    /// Back to the first column, and nothing after it.
    package static let clearLine = "\r\u{1B}[K"

    /// A failure to talk is not worth failing for.
    package static func write(_ text: String) {
        var text = text
        text.withUTF8 { _ = Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
