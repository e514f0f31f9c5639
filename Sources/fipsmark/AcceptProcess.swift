import CRuntime
import CommandSupport
import Glibc

/// `fipsmark accept` in a process of its own with a limit of time: what reports to Kubernetes must
/// report whatever becomes of the checks, a crash of a library among it.
struct AcceptProcess {
    /// Its exit code; undetermined where there is a fault.
    let status: ExitStatus
    let output: String
    /// What is to be said where there is no verdict of `accept` itself.
    let fault: String?

    /// Whether it was cut short because this process is told to stop.
    var isStopped: Bool { fault != nil && cruntime_is_interrupted() != 0 }

    /// Far more than any report has.
    private static let limitBytes = 4 << 20

    /// - Parameters:
    ///   - arguments: those of `accept`.
    ///   - beginning: of a report. What begins otherwise, such as a help, is no verdict.
    static func run(_ arguments: [String], seconds: Int, beginning: String) -> AcceptProcess {
        let child: ChildProcess
        do throws(ChildProcess.StartFault) {
            child = try ChildProcess(["accept", "--quiet"] + arguments, leadsGroup: true)
        } catch {
            return AcceptProcess(output: "", status: nil, fault: error.message)
        }
        let (bytes, cut) = child.collect(seconds: seconds, limitBytes: limitBytes)
        let end = child.wait()
        let output = String(decoding: bytes, as: UTF8.self)
        var status: ExitStatus?
        if case .code(let code) = end { status = ExitStatus(rawValue: code) }
        var fault = cut.map { words($0, seconds) }
        if fault == nil && status == nil { fault = "fipsmark accept \(end)" }
        if fault == nil && !output.hasPrefix(beginning) {
            fault = "fipsmark accept printed no verdict"
        }
        return AcceptProcess(output: output, status: status, fault: fault)
    }

    private init(output: String, status: ExitStatus?, fault: String?) {
        self.output = output
        self.fault = fault
        self.status = fault == nil ? status ?? .undetermined : .undetermined
    }

    private static func words(_ cut: ChildProcess.Cut, _ seconds: Int) -> String {
        switch cut {
        case .late: "fipsmark accept did not end within \(seconds) s; see --timeout"
        case .tooMuch: "fipsmark accept wrote more than 4 MiB"
        case .interrupted: "fipsmark was told to stop"
        case .fault(let code): "its output: \(String(cString: strerror(code)))"
        }
    }
}
