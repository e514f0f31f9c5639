import CommandSupport

/// What is being done, on standard error: one line that is rewritten on a terminal, a line for
/// each step elsewhere, nothing under `--quiet`.
struct Progress {
    private let shown: Bool
    private let terminal = StandardError.isTerminal

    init(_ options: OutputOptions) {
        shown = !options.target.quiet
    }

    init(shown: Bool) { self.shown = shown }

    /// None at all.
    init() { shown = false }

    func step(_ message: String) {
        if !shown { return }
        if terminal {
            StandardError.write(StandardError.clearLine + message)
        } else {
            StandardError.say(message)
        }
    }

    /// A share of a long step, from 0 to 1; too frequent for anything but a terminal.
    func share(_ message: String, _ share: Double) {
        if !shown || !terminal { return }
        StandardError.write(StandardError.clearLine + "\(message) \(Int(share * 100)) %")
    }

    func done() {
        if shown && terminal { StandardError.write(StandardError.clearLine) }
    }
}
