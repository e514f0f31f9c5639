import NodeChecks

/// A child process that looks at a library, and its fact sheet.
enum ViewProcess {
    /// A sheet is some ten thousand bytes.
    private static let limitBytes = 1 << 20

    /// - Parameters:
    ///   - configuration: OPENSSL_CONF of the child; nil for that of this process.
    ///   - showsTalk: whether what it says on standard error is passed on.
    static func read(
        _ arguments: [String], configuration: String? = nil, showsTalk: Bool = false,
        seconds: Int
    ) -> FactSheet {
        read(seconds) { () throws(ChildProcess.StartFault) in
            try ChildProcess(
                ["view"] + arguments, configuration: configuration, isSilent: !showsTalk)
        }
    }

    /// What programs get, looked at by a child that is this process once more: libcrypto has not
    /// read its configuration here.
    static func readProgram(seconds: Int) -> FactSheet {
        read(seconds) { () throws(ChildProcess.StartFault) in
            try ChildProcess(seconds: seconds) { _ in
                ProgramView.writeSheet()
                return 0
            }
        }
    }

    private static func read(
        _ seconds: Int, _ start: () throws(ChildProcess.StartFault) -> ChildProcess
    ) -> FactSheet {
        let child: ChildProcess
        do throws(ChildProcess.StartFault) {
            child = try start()
        } catch {
            return FactSheet(missing: error.message)
        }
        let (bytes, cut) = child.collect(seconds: seconds, limitBytes: limitBytes)
        return FactSheet(
            report: String(decoding: bytes, as: UTF8.self),
            fault: "the child process is not through: \(fault(cut, child.wait(), seconds))")
    }

    private static func fault(
        _ cut: ChildProcess.Cut?, _ end: ChildProcess.End, _ seconds: Int
    ) -> String {
        switch cut {
        case .late: "it did not come to an end within \(seconds) s"
        case .tooMuch: "it wrote more than \(limitBytes) bytes"
        case .interrupted: "fipsmark was told to stop"
        case .fault: "its output could not be read"
        case nil: "it \(end)"
        }
    }
}
