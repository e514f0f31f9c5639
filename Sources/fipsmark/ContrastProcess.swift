import Approval

/// The child process of a contrast run. It works while the module under test is asked the same.
struct ContrastProcess {
    private var child: ChildProcess?
    private var fault: String?

    /// Far above the second that the slowest machine needs.
    private static let limitSeconds = 60
    private static let limitBytes = 1 << 20

    init() {
        do throws(ChildProcess.StartFault) {
            // Whatever the system's configuration would load into the child's default context,
            // it is not what is asked here.
            child = try ChildProcess(["contrast"], configuration: "/dev/null", isSilent: true)
        } catch {
            fault = error.message
        }
    }

    /// Waits for the child to end.
    func finish() -> Contrast {
        guard let child else { return Contrast(missing: fault ?? "no child process") }
        let bytes = child.collect(
            seconds: ContrastProcess.limitSeconds, limitBytes: ContrastProcess.limitBytes
        ).bytes
        guard child.wait() == .code(0),
            let contrast = Contrast(report: String(decoding: bytes, as: UTF8.self))
        else {
            return Contrast(missing: "the default provider could not be asked in a child process")
        }
        return contrast
    }
}
