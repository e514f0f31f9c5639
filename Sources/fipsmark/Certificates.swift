import Approval
import ArgumentParser
import CommandSupport
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
        leaving { () throws(CommandError) in
            let table = try certificates.table()
            let list = CertificateList(table, search: search, asOf: certificates.date)
            try output.target.write(output.format == .json ? list.json : list.text)
            return list.isEmpty ? .failed : .passed
        }
    }
}
