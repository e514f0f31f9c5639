import Algorithms
import ArgumentParser
import CommandSupport
import Evidence
import EvidenceSigning
import Glibc
import OpenSSLModule

struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Verify a bundle: signature, digests, and that everything follows from its sources.",
        discussion: """
            No FIPS provider is needed: libcrypto's own providers check digests and signatures. \
            Every file is derived again from the sources and compared byte for byte.

            Exit codes: 0 verified, and the run passed; 1 verified, and it did not; 2 not \
            verified; 64 wrong usage. Without --key nobody is known to have signed: 2.

            Example: fipsmark verify bundles/0123456789abcdef --key key.pub.pem
            """)

    @Argument(help: "The folder of the bundle.")
    var bundle: String

    @Option(
        help: ArgumentHelp(
            "The public key that is trusted, in PEM; not the one in the bundle.",
            valueName: "file"))
    var key: String?

    @Option(
        help: ArgumentHelp(
            "The bundle before this one, to check the chain.", valueName: "bundle"))
    var previous: String?

    @Flag(
        help: ArgumentHelp(
            "Take an envelope that another program wrote over this manifest.",
            discussion: "In any form that DSSE allows; fipsmark's own have one form."))
    var foreign = false

    func run() throws {
        leaving { () throws(CommandError) in
            let hashing = try LibraryHashing.of(nil)
            let trusted = try key.map { path throws(CommandError) in
                try requireOutside(path)
                return try KeyFiles.verificationKey(path)
            }
            let files = try BundleFolder.read(bundle)
            let before = try previous.map { folder throws(CommandError) in
                try FileBytes.read("\(folder)/\(Manifest.path)")
            }
            let verification = try Verification(
                files, key: trusted, previous: before, isForeign: foreign, hashing)
            try requireSuccess(hashing)
            try ReportFile.writeToStandardOutput(
                VerificationText.text(
                    verification, key: trusted.map { $0.fingerprint(hashing) },
                    checkedBy: hashing.computedBy))
            return ExitStatus(rawValue: verification.result.rawValue) ?? .undetermined
        }
    }

    /// The key beside a signature was put there by whoever signed.
    private func requireOutside(_ path: String) throws(CommandError) {
        guard let file = realpath(path, nil), let folder = realpath(bundle, nil) else { return }
        defer {
            free(file)
            free(folder)
        }
        if String(cString: file).hasPrefix(String(cString: folder) + "/") {
            throw CommandError(
                "\(path) lies in the bundle itself, where whoever signed put it; pass the key that "
                    + "its owner gave you")
        }
    }
}

extension Verification {
    /// By the tables and the version of this program.
    init(
        _ files: [String: [UInt8]], key: VerificationKey?, previous: [UInt8]? = nil,
        isForeign: Bool = false, _ hashing: LibraryHashing
    ) throws(CommandError) {
        self.init(
            files: files, key: key, embeddedKey: { try? VerificationKey(pem: $0) },
            previous: previous, isForeign: isForeign, controls: try EmbeddedTables.controls(),
            origins: EmbeddedTables.vectorOrigins, toolVersion: Tool.version, hashing: hashing)
    }
}
