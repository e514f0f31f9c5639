package import Approval
package import ArgumentParser
import CPolicy
import Glibc

/// The table of certificates, and the day for which policy is asked.
package struct CertificateOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Decide as on that day. Default: today, in UTC.",
            discussion: "Rules and certificates that change on a known day are taken as they stand "
                + "then; drafts never decide.", valueName: "date"))
    package var asOf: String?

    @Option(
        help: ArgumentHelp(
            "Use this table of CMVP certificates instead of the embedded one.", valueName: "file"))
    package var certificates: String?

    package init() {}

    package func validate() throws {
        if let asOf, CalendarDate(asOf) == nil {
            throw ValidationError("--as-of takes a date such as 2030-12-31, not '\(asOf)'")
        }
    }

    package var date: CalendarDate {
        asOf.flatMap { CalendarDate($0) } ?? CertificateOptions.today
    }

    package func table() throws(CommandError) -> CertificateTable {
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

    /// The table as the compiler embedded it.
    package static var embedded: [UInt8] {
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
