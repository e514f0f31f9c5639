import CanonicalJSON

/// The files of a bundle, but the manifest and the envelope over it, as they are derived.
package struct BundleFiles {
    package static let sumsPath = "SHA256SUMS"
    package static let publicKeyPath = "signer.pub.pem"
    package static let assessmentPath = "oscal/assessment-results.json"
    package static let assessmentEnvelopePath = "oscal/assessment-results.dsse.json"

    /// What a signer adds, which nobody else can derive; nil in a bundle without a signature.
    package struct Signed {
        package let publicPEM: String
        /// The envelope over the OSCAL assessment results.
        package let assessmentEnvelope: String

        package init(publicPEM: String, assessmentEnvelope: String) {
            self.publicPEM = publicPEM
            self.assessmentEnvelope = assessmentEnvelope
        }
    }

    package let files: [(path: String, bytes: [UInt8])]
    /// In the order of their paths.
    package let listing: [Manifest.File]

    /// - Parameters:
    ///   - given: the five sources' own bytes.
    ///   - signed: called with the assessment results, which are signed on their own.
    package init<Failure: Error>(
        _ sources: BundleSources, given: [(path: String, bytes: [UInt8])],
        signed: (_ assessment: String) throws(Failure) -> Signed?
    ) throws(Failure) {
        var files = given
        var assessment = ""
        for projection in Projection.chosen(sources.options) {
            let text = projection.derive(sources)
            if projection.path == BundleFiles.assessmentPath { assessment = text }
            files.append((projection.path, Array(text.utf8)))
        }
        if let signed = try signed(assessment) {
            files.append((BundleFiles.publicKeyPath, Array(signed.publicPEM.utf8)))
            files.append(
                (BundleFiles.assessmentEnvelopePath, Array(signed.assessmentEnvelope.utf8)))
        }
        let hashing = sources.hashing
        func entry(_ file: (path: String, bytes: [UInt8])) -> Manifest.File {
            Manifest.File(
                path: file.path, sha256: hashing.sha256(file.bytes), bytes: file.bytes.count)
        }
        var listing = files.map(entry).sorted { $0.path < $1.path }
        let sums = Array(listing.map { "\($0.sha256)  \($0.path)\n" }.joined().utf8)
        files.append((BundleFiles.sumsPath, sums))
        listing.append(entry((BundleFiles.sumsPath, sums)))
        self.files = files
        self.listing = listing.sorted { $0.path < $1.path }
    }

    /// The payload of the envelope over the assessment results; the digest is of the canonical
    /// JSON, without the newline at the end of the file.
    package static func assessmentStatement(
        _ assessment: String, _ hashing: any Hashing
    ) -> [UInt8] {
        let canonical = assessment.hasSuffix("\n") ? String(assessment.dropLast()) : assessment
        let statement = Statement.document(assessmentPath, sha256: hashing.sha256(canonical))
        return Array(statement.canonicalText.utf8)
    }
}
