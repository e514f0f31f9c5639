import Approval
import ArgumentParser
import CPolicy
import Glibc
import Reports

struct Certificates: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List or search the table of CMVP certificates.",
        discussion: """
            The table is dated: what is not in it may be validated all the same. The status is \
            that of a day: after its sunset a certificate is historical. A module is matched by \
            the SHA-256 of its file or by its exact version, never by a name alone or the \
            beginning of a version. No module is loaded.

            Exit codes: 0 something was found; 1 nothing was; 2 the table cannot be read; \
            64 wrong usage.

            Examples:
              fipsmark certificates 3.1.2
              fipsmark certificates "Red Hat" --as-of 2029-12-31 --format json
            """)

    @Argument(help: "A number, or a part of a module's name or version. Default: all.")
    var search: String?

    @OptionGroup(title: "Policy") var certificates: CertificateOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        try leaving { () throws(CommandError) in
            let table = try certificates.table()
            let list = CertificateList(table, search: search, asOf: certificates.date)
            try output.target.write(output.format == .json ? list.json : list.text)
            return list.isEmpty ? .failed : .passed
        }
    }
}

/// The table of certificates, and the day for which policy is asked.
struct CertificateOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Decide as on that day. Default: today, in UTC.",
            discussion: "Rules and certificates that change on a known day are taken as they stand "
                + "then; drafts never decide.", valueName: "date"))
    var asOf: String?

    @Option(
        help: ArgumentHelp(
            "Use this table of CMVP certificates instead of the embedded one.", valueName: "file"))
    var certificates: String?

    func validate() throws {
        if let asOf, CalendarDate(asOf) == nil {
            throw ValidationError("--as-of takes a date such as 2030-12-31, not '\(asOf)'")
        }
    }

    var date: CalendarDate {
        asOf.flatMap { CalendarDate($0) } ?? CertificateOptions.today
    }

    func table() throws(CommandError) -> CertificateTable {
        let name = certificates ?? "the embedded table"
        let text =
            if let certificates {
                try FileBytes.read(certificates)
            } else {
                CertificateOptions.embedded
            }
        do throws(CertificateFileError) {
            return try CertificateFile.read(text)
        } catch {
            throw CommandError("\(name): line \(error.line): \(error.message)")
        }
    }

    private static var embedded: [UInt8] {
        Array(
            UnsafeBufferPointer(
                start: cpolicy_certificates_address(), count: cpolicy_certificates_count))
    }

    private static var today: CalendarDate {
        var now = time(nil)
        var parts = tm()
        gmtime_r(&now, &parts)
        let year = Int(parts.tm_year) + 1900
        guard let date = CalendarDate(year, Int(parts.tm_mon) + 1, Int(parts.tm_mday)) else {
            preconditionFailure("gmtime_r gave no date")
        }
        return date
    }
}
