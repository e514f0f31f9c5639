import Algorithms
import Approval
import GcryptModule
import Glibc
import OpenSSLModule

/// The rejection sweep beside loading the provider once. Each is timed in a process of its own,
/// this program again, since a provider tests itself once in a process.
enum SweepCost {
    static let name = "rejection sweep"

    static func measure(rounds: Int) throws -> Comparison {
        try Comparison.measure(
            rounds: rounds, timing: { try number(of: "child=load") },
            { try number(of: "child=sweep") })
    }

    /// What a child process does; nil where this is none.
    static func runChild(_ argument: String) throws -> String? {
        switch argument {
        case "child=load":
            return "\(try Comparison.time { _ = try Library.plainContext() })"
        case "child=sweep":
            var modules: [any Module] = [try Library.module()]
            if let other = try? GcryptModule() { modules.append(other) }
            return "\(try Comparison.time { try sweep(modules) })"
        case "child=contrast":
            let contrast = try OpenSSLContrast()
            return Contrast.report(
                offers: { contrast.offers($0, $1) }, perform: { contrast.perform($0) })
        default: return nil
        }
    }

    /// What `fipsmark run` does, the contrast one after the other with the rest, so that its
    /// processor time counts whole.
    private static func sweep(_ modules: [any Module]) throws {
        guard let contrast = Contrast(report: try output(of: "child=contrast")) else {
            throw Library.Failure(message: "the contrast run was cut short")
        }
        let today = CalendarDate("2026-01-01")
        guard let today else { throw Library.Failure(message: "no such day") }
        var unclassified = 0
        for module in modules {
            let gate = Gate(module, for: .service)
            let rows = try RejectionSweep.names(of: gate, tested: [])
            unclassified += rows.filter { $0.class == .unclassified }.count
            _ = RejectionSweep.limits(of: gate)
            _ = RejectionSweep.trials(of: gate, contrast: contrast, overlay: nil, asOf: today)
        }
        if unclassified > 0 { throw Library.Failure(message: "\(unclassified) names unclassified") }
    }

    private static func number(of argument: String) throws -> Int {
        guard let number = Int(try output(of: argument)) else {
            throw Library.Failure(message: "no time of \(argument)")
        }
        return number
    }

    private static func output(of argument: String) throws -> String {
        let program = CommandLine.arguments[0]
        guard let stream = popen("OPENSSL_CONF=/dev/null exec '\(program)' \(argument)", "r")
        else { throw Library.Failure(message: "no child process") }
        var output: [UInt8] = []
        while case let next = fgetc(stream), next != EOF { output.append(UInt8(next)) }
        if pclose(stream) != 0 { throw Library.Failure(message: "\(argument) failed") }
        return String(decoding: output, as: UTF8.self)
    }
}
