import Glibc

/// Talk. Data goes to standard output.
package enum StandardError {
    package static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// One line, with the program's name before it. On a terminal it takes the place of whatever
    /// progress stands there.
    package static func say(_ message: String) {
        write((isTerminal ? clearLine : "") + "fipsmark: \(shown(message))\n")
    }

    /// A file's name may hold what a terminal takes as an order.
    private static func shown(_ message: String) -> String {
        let isOrder: (Unicode.Scalar) -> Bool = { $0.properties.generalCategory == .control }
        if !message.unicodeScalars.contains(where: { isOrder($0) && $0 != "\n" }) { return message }
        var shown = ""
        for scalar in message.unicodeScalars {
            shown.unicodeScalars.append(isOrder(scalar) && scalar != "\n" ? "?" : scalar)
        }
        return shown
    }

    /// Back to the first column, and nothing after it.
    package static let clearLine = "\r\u{1B}[K"

    /// A failure to talk is not worth failing for.
    package static func write(_ text: String) {
        var text = text
        text.withUTF8 { _ = Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
