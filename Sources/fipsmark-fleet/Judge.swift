import Algorithms
import Approval
import ArgumentParser
import BenchRecord
import CommandSupport
import Evidence
import EvidenceSigning
import Fleet
import Glibc
import OpenSSLModule

struct Judge: ParsableCommand {
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text
        case json
        case csv
        case openmetrics
        case html
    }

    static let configuration = CommandConfiguration(
        commandName: "judge",
        abstract: "Roll up the reports of nodes, and hold them against the switches.",
        discussion: """
            Example: fipsmark fleet bundles --scopes scopes.yaml --allowed-key fleet.pub.pem
            """)

    @Argument(help: ArgumentHelp("What to read; '-' for standard input.", valueName: "report"))
    var reports: [String]

    @Option(
        help: ArgumentHelp(
            "Tenants, projects, clusters and their switches, in YAML.",
            discussion: "Default: one cluster with all nodes in it, switched on.",
            valueName: "file"))
    var scopes: String?

    @Option(
        help: ArgumentHelp(
            "A public key that may sign, in PEM; once for each.", valueName: "file"))
    var allowedKey: [String] = []

    @Option(help: ArgumentHelp("What kubectl says of the nodes.", valueName: "file"))
    var inventory: String?

    @Option(
        help: ArgumentHelp(
            "How old a report may be: 90m, 24h, 7d.",
            discussion: "Beside the ages that the scopes demand; the shorter one counts.",
            valueName: "age"))
    var maxAge: String?

    @Option(
        help: ArgumentHelp(
            "Judge as at that time (2026-11-22T12:00:00Z) or at the end of that day. Default: now.",
            valueName: "time"))
    var asOf: String?

    @Option(
        help: ArgumentHelp(
            "Use this table of CMVP certificates instead of the embedded one.", valueName: "file"))
    var certificates: String?

    @Option(help: "What is printed.")
    var format = Format.text

    @Option(
        help: ArgumentHelp(
            "Write to a file instead of standard output: whole or not at all.", valueName: "file"))
    var output: String?

    @Option(
        help: ArgumentHelp("Threads that read. Default: one for each core.", valueName: "count"))
    var threads: Int?

    @OptionGroup(title: "Summary") var summary: SummaryOptions

    func validate() throws {
        if reports.isEmpty { throw ValidationError("name reports, folders of them, or '-'") }
        if let asOf, UTCTime.seconds(asOf) == nil && CalendarDate(asOf) == nil {
            throw ValidationError(
                "--as-of takes 2026-11-22 or 2026-11-22T12:00:00Z, not '\(asOf)'")
        }
        if let maxAge, (try? Scopes.seconds(maxAge, 0)) == nil {
            throw ValidationError("--max-age takes 90m, 24h or 7d, not '\(maxAge)'")
        }
        if let threads, !(1...256).contains(threads) {
            throw ValidationError("--threads takes 1 to 256")
        }
    }

    func run() throws {
        leaving { () throws(CommandError) in
            let platform = try scopes.map { path throws(CommandError) in
                try ScopesFile.read(path)
            }
            let known = try inventory.map { path throws(CommandError) in
                try Judge.inventory(path)
            }
            let options = try options()
            let signer = try summary.signer()
            let keys = try allowedKey.map { path throws(CommandError) in
                let pem = try FileBytes.read(path)
                _ = try KeyFiles.verificationKey(pem: pem, path)
                return (path: path, pem: pem)
            }
            let cores = Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))
            var collector = FleetCollector(threads: threads ?? cores) {
                () throws(FleetProblem) in
                do throws(CommandError) {
                    return try Judge.trust(keys)
                } catch {
                    throw FleetProblem("libcrypto", error.message)
                }
            }
            let input: FleetReports
            do throws(FleetProblem) {
                input = try collector.collect(reports)
            } catch {
                throw CommandError("\(error.place): \(error.message)")
            }
            let fleet = RollUp(
                input, scopes: platform ?? .everything, inventory: known ?? Inventory(),
                options: options)
            try write(fleet)
            try summary.write(fleet, scopes: scopes, signer)
            return ExitStatus(rawValue: fleet.exitCode) ?? .undetermined
        }
    }

    private func write(_ fleet: RollUp) throws(CommandError) {
        let text =
            switch format {
            case .text: fleet.text
            case .json: fleet.json(toolVersion: Tool.version)
            case .csv: fleet.csv
            case .openmetrics: fleet.metrics
            case .html: fleet.html
            }
        if let output {
            try ReportFile.write(text, to: output)
        } else {
            try ReportFile.writeToStandardOutput(text)
        }
    }

    private func options() throws(CommandError) -> RollUp.Options {
        var now = time(nil)
        if let asOf {
            now = UTCTime.seconds(asOf) ?? UTCTime.seconds("\(asOf)T23:59:59Z") ?? now
        }
        guard let day = CalendarDate(String(UTCTime.text(now).prefix(10))) else {
            throw CommandError("the clock shows no day")
        }
        var options = RollUp.Options(now: now, asOf: day)
        options.maximumAgeSeconds = maxAge.flatMap { try? Scopes.seconds($0, 0) }
        var table = CertificateOptions()
        table.certificates = certificates
        for certificate in try table.table().certificates {
            if let sunset = certificate.sunset { options.sunsets[certificate.id] = "\(sunset)" }
        }
        return options
    }

    private static func trust(
        _ keys: [(path: String, pem: [UInt8])]
    ) throws(CommandError) -> FleetTrust {
        let keys = try keys.map { item throws(CommandError) in
            try KeyFiles.verificationKey(pem: item.pem, item.path)
        }
        do throws(ModuleError) {
            return FleetTrust(hashing: try LibraryHashing(nil), keys: keys)
        } catch {
            throw CommandError(error)
        }
    }

    private static func inventory(_ path: String) throws(CommandError) -> Inventory {
        let text = try FileBytes.read(path)
        do throws(ScopesError) {
            return try Inventory(text)
        } catch {
            throw CommandError("\(path): \(error.description)")
        }
    }
}
