import CanonicalJSON

/// Whoever signs a bundle.
package protocol EvidenceSigner {
    /// SubjectPublicKeyInfo in PEM, ending in a newline.
    var publicPEM: String { get }
    /// As securesystemslib calls it: `ecdsa-sha2-nistp256` or `ecdsa-sha2-nistp384`.
    var scheme: String { get }
    /// ECDSA in DER.
    func sign(_ message: [UInt8]) throws(SigningFailure) -> [UInt8]
}

extension EvidenceSigner {
    package func keyID(_ hashing: any Hashing) -> String {
        Envelope.keyID(publicPEM: publicPEM, scheme: scheme, hashing)
    }
}

package struct SigningFailure: Error {
    package let message: String

    package init(message: String) { self.message = message }
}

/// Puts all files of a bundle together, the manifest and its signature last.
package struct Bundle {
    private let sources: BundleSources
    package let files: [(path: String, bytes: [UInt8])]

    /// - Parameters:
    ///   - given: the five sources' own bytes, of which `sources` are the values.
    ///   - signer: nil where nobody signs.
    ///   - place: where the signer's key is.
    ///   - previous: the digest of the manifest before this one; empty for the first.
    ///   - original: the digest of the manifest that this is a redaction of; empty for none.
    package init(
        _ sources: BundleSources, given: [(path: String, bytes: [UInt8])],
        signer: (any EvidenceSigner)?, place: Manifest.Signer, hashedBy: String, previous: String,
        original: String
    ) throws(SigningFailure) {
        self.sources = sources
        let derived = try BundleFiles(sources, given: given) {
            (assessment) throws(SigningFailure) in
            guard let signer else { return nil }
            return BundleFiles.Signed(
                publicPEM: signer.publicPEM,
                assessmentEnvelope: try Envelope(
                    signing: BundleFiles.assessmentStatement(assessment, sources.hashing),
                    by: signer, sources.hashing
                ).text)
        }
        let manifest = Manifest(
            sources: sources, files: derived.listing, signer: signer == nil ? .nobody : place,
            keyID: signer?.keyID(sources.hashing) ?? "", hashedBy: hashedBy,
            previous: previous, original: original)
        let text = Array(manifest.text.utf8)
        var files = derived.files + [(Manifest.path, text)]
        if let signer {
            let statement = Statement.testResult(
                manifest, manifestDigest: sources.hashing.sha256(text), sources)
            let envelope = try Envelope(
                signing: Array(statement.canonicalText.utf8), by: signer, sources.hashing)
            files.append((Manifest.envelopePath, Array(envelope.text.utf8)))
        }
        self.files = files + sources.artifactLogs(files: files)
    }

    /// What validators of OSCAL let through: references that lead nowhere, unknown IDs. Empty for
    /// a bundle that may be written.
    package var problems: [String] {
        var problems: [String] = []
        for file in files
        where file.path.hasPrefix("oscal/") && !file.path.hasSuffix(".dsse.json") {
            do throws(RecordError) {
                problems += OSCALReferences.problems(
                    in: try JSONReader.read(file.bytes).jsonValue, controls: sources.controls
                ).map { "\(file.path)\($0)" }
            } catch {
                problems.append("\(file.path): byte \(error.position): \(error.message)")
            }
        }
        return problems
    }
}
