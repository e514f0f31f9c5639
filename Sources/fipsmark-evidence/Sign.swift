import Algorithms
import ArgumentParser
import CanonicalJSON
import CommandSupport
import Evidence
import EvidenceSigning
import OpenSSLModule

struct Sign: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Sign what 'accept --format json' prints, so that a fleet counts it.",
        discussion: """
            Each line is a record, and gives a line: a DSSE envelope over it. '-' is standard \
            input, of which each record is signed as it comes.

            The FIPS module signs; where it fails or is missing, as on a node that is not \
            accepted, pass --outside, and libcrypto's own providers do.

            Exit codes: 0 all signed; 1 the signing itself failed; 2 there was nothing to sign, or \
            nothing to sign with; 64 wrong usage. The verdict of a record is not asked.

            Examples:
              fipsmark evidence sign accept.json --key key.pem --output accept.signed.json
              fipsmark accept --interval 6h --format json | fipsmark evidence sign - --key key.pem
            """)

    @Argument(help: "The file of records, or '-'.")
    var records: String

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "Write to a file instead of standard output: whole or not at all.", valueName: "file"))
    var output: String?

    @OptionGroup(title: "Signature") var keys: KeyOptions
    @OptionGroup(title: "Module") var provider: ProviderOptions

    func validate() throws {
        if keys.noSign { throw ValidationError("--no-sign leaves nothing to do") }
        if records == "-" && output != nil {
            throw ValidationError("'-' is signed as it comes; redirect standard output instead")
        }
    }

    func run() throws {
        keys.prepare()
        leaving { () throws(CommandError) in
            let module = try loadModule()
            let hashing = try LibraryHashing.of(module)
            guard let signer = try keys.signer(module.map { ($0, true) })?.key else {
                throw CommandError("there is no key")
            }
            if records == "-" {
                while let line = readLine() {
                    try ReportFile.writeToStandardOutput(try envelope(line, signer, hashing))
                }
            } else {
                let text = String(decoding: try FileBytes.read(records), as: UTF8.self)
                var envelopes = ""
                for line in text.split(separator: "\n") {
                    envelopes += try envelope(String(line), signer, hashing)
                }
                if envelopes.isEmpty { throw CommandError("\(records) holds no record") }
                if let output {
                    try ReportFile.write(envelopes, to: output)
                } else {
                    try ReportFile.writeToStandardOutput(envelopes)
                }
            }
            return .passed
        }
    }

    private func loadModule() throws(CommandError) -> OpenSSLModule? {
        if keys.outside { return nil }
        do throws(ModuleError) {
            return try provider.load()
        } catch {
            throw CommandError("\(error.message); pass --outside to sign without the module")
        }
    }

    private func envelope(
        _ line: String, _ signer: SigningKey, _ hashing: LibraryHashing
    ) throws(CommandError) -> String {
        // As it was printed, so that its digest is that of the file.
        let record = Array((line + "\n").utf8)
        do throws(RecordError) {
            let root = try JSONReader.read(record)
            for member in ["cmvpTable", "exitCode", "status"]
            where try root.members()[member] == nil {
                throw RecordError(at: 0, "it has no '\(member)'")
            }
        } catch {
            throw CommandError(
                "cannot sign a line of \(records) that 'accept --format json' did not print: byte "
                    + "\(error.position): \(Evidence.line(error.message))")
        }
        let text: String
        do throws(SigningFailure) {
            text = try Envelope(
                signing: record, type: Envelope.acceptanceType, by: signer, hashing
            ).text
        } catch {
            throw CommandError("cannot sign: \(error.message); see --outside", .failed)
        }
        try requireSuccess(hashing)
        return text
    }
}
