import ArgumentParser
import CanonicalJSON
import CommandSupport
import Evidence
import EvidenceSigning
import Glibc
import OpenSSLModule

struct Redact: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a bundle that names no machine, from one that does.",
        discussion: """
            Names of nodes, machine IDs and namespaces become pseudonyms by HMAC-SHA2-256 with \
            the organisation's key: the same name gives the same pseudonym, and nobody without \
            the key can tell which name it was. Environment variables and the kernel's command \
            line are left out. The new manifest names the digest of the original one. The results \
            stay as they are.

            Example: fipsmark redact bundles/0123456789abcdef --pseudonym-key organisation.key \
            --output redacted --key key.pem
            """)

    @Argument(help: "The folder of the bundle.")
    var bundle: String

    @Option(
        help: ArgumentHelp(
            "A file of at least 16 bytes that only the organisation knows.", valueName: "file"))
    var pseudonymKey: String

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The folder that bundles are kept in.", valueName: "folder"))
    var output: String

    @Option(
        help: ArgumentHelp(
            "The public key that is trusted for the original.",
            discussion: "Whoever signs a redaction vouches for what it was made of.",
            valueName: "file"))
    var originalKey: String?

    @OptionGroup(title: "Signature") var keys: KeyOptions

    func run() throws {
        keys.prepare()
        leaving { () throws(CommandError) in
            // Nothing is tested here, so what libcrypto offers is enough.
            let hashing = try LibraryHashing.of(nil)
            let original = try BundleFolder.read(bundle)
            try requireVerified(original, hashing)
            let secret = try FileBytes.read(pseudonymKey)
            if secret.count < 16 {
                throw CommandError("\(pseudonymKey) has \(secret.count) bytes; 16 are needed")
            }
            let redaction = Redaction { hashing.hmac(key: secret, Array($0.utf8)) }
            let (folder, files) = try redacted(original, redaction, hashing)
            try BundleFolder.keep(files, as: folder, in: output)
            return .passed
        }
    }

    /// As 'verify' does it; without a key as far as that goes.
    private func requireVerified(
        _ original: [String: [UInt8]], _ hashing: LibraryHashing
    ) throws(CommandError) {
        let trusted = try originalKey.map { path throws(CommandError) in
            try KeyFiles.verificationKey(path)
        }
        let verification = try Verification(original, key: trusted, hashing)
        if trusted == nil {
            StandardError.say(
                "warning: nobody is known to have signed the original; pass --original-key")
            if original[Manifest.envelopePath] == nil { return }
        }
        if let line = verification.lines.first(where: { !$0.holds && !$0.isAboutTheSigner }) {
            throw CommandError(
                "\(bundle) is not verified, and so not redacted: \(line.text); see "
                    + "'fipsmark verify'"
            )
        }
    }

    /// The new bundle names the original's manifest, and so must be made of what that lists.
    private func requireUnchanged(
        _ sources: BundleSources, _ manifest: Manifest
    ) throws(CommandError) {
        if manifest.toolVersion != Tool.version {
            throw CommandError(
                "\(bundle): fipsmark \(Evidence.line(manifest.toolVersion)) made it, and this is "
                    + "\(Tool.version); redact with that version")
        }
        for (path, digest) in sources.digests.all
        where !manifest.files.contains(where: { $0.path == path && $0.sha256 == digest }) {
            throw CommandError(
                "\(bundle): \(path) is not the one that the manifest lists; see 'fipsmark verify'")
        }
    }

    private func redacted(
        _ original: [String: [UInt8]], _ redaction: Redaction, _ hashing: LibraryHashing
    ) throws(CommandError) -> (String, [(path: String, bytes: [UInt8])]) {
        let controls = try EmbeddedTables.controls()
        let manifest: Manifest
        let sources: BundleSources
        do throws(SourceError) {
            manifest = try Manifest(files: original)
            sources = try BundleSources(
                files: original, options: manifest.options, controls: controls, hashing: hashing)
        } catch {
            throw CommandError("\(bundle): \(error.description)")
        }
        try requireUnchanged(sources, manifest)
        var kept = sources.digests.all.map { ($0.path, original[$0.path] ?? []) }
        let renamed: Environment
        do throws(Redaction.Failure) {
            kept.removeAll { $0.0 == BundleSources.environmentPath }
            try redaction.requireNoNames(sources.environment, in: kept)
            renamed = try redaction.environment(sources.environment)
        } catch {
            throw CommandError(error.message)
        }
        kept.append(
            (BundleSources.environmentPath, Array(renamed.json.canonicalLine.utf8)))
        let maker = BundleMaker(
            results: sources.results, bytes: original[BundleSources.resultsPath] ?? [],
            hashing: hashing, signer: try keys.signerOutside(),
            previous: manifest.previous)
        let files = try maker.files(
            given: kept, sources.policy, renamed, sources.vectors, sources.bench, sources.options,
            original: hashing.sha256(original[Manifest.path] ?? []))
        return (sources.runID, files)
    }
}
