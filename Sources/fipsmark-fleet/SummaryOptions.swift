import Algorithms
import ArgumentParser
import CommandSupport
import Evidence
import EvidenceSigning
import Fleet
import Glibc
import OpenSSLModule

/// The signed summary of the aggregator.
struct SummaryOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Write a signed in-toto summary (svr) with the digest of each report.",
            discussion: "No module is tested here, so that libcrypto's own providers sign.",
            valueName: "file"))
    var summary: String?

    @Option(
        help: ArgumentHelp(
            "The private key that signs the summary, in PEM.",
            discussion: "Readable by its owner alone; 'fipsmark evidence keygen' makes one.",
            valueName: "file"))
    var summaryKey: String?

    func validate() throws {
        if (summary == nil) != (summaryKey == nil) {
            throw ValidationError("--summary and --summary-key belong together")
        }
    }

    /// Read before anything is judged: a wrong key must not cost the work.
    func signer() throws(CommandError) -> SigningKey? {
        try summaryKey.map { path throws(CommandError) in
            try KeyFiles.signingKey(path, in: nil)
        }
    }

    func write(
        _ fleet: RollUp, scopes: String?, _ signer: SigningKey?
    ) throws(CommandError) {
        guard let signer, let summary else { return }
        let hashing: LibraryHashing
        do throws(ModuleError) {
            hashing = try LibraryHashing(nil)
        } catch {
            throw CommandError(error)
        }
        let policy = try scopes.map { path throws(CommandError) in
            let name = path.split(separator: "/").last.map(String.init) ?? path
            return (name: name, sha256: hashing.sha256(try FileBytes.read(path)))
        }
        let text: String
        do throws(SigningFailure) {
            text = try FleetSummary.envelope(
                FleetSummary.statement(fleet, policy: policy), signer, hashing)
        } catch {
            throw CommandError("cannot sign: \(error.message)", .failed)
        }
        if hashing.hasFailed { throw CommandError("libcrypto failed to compute a digest", .failed) }
        try ReportFile.write(text, to: summary)
    }
}
