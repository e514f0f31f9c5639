import CanonicalJSON

/// Checks a bundle: everything that can be derived is derived again and compared byte for byte.
package struct Verification {
    /// Whoever verifies signatures; a key that somebody trusts.
    package protocol PublicKey {
        /// As this program writes it.
        var pem: String { get }
        /// As securesystemslib calls it.
        var scheme: String { get }
        func verifies(_ signature: [UInt8], of message: [UInt8]) -> Bool
    }

    package enum Result: Int32, Sendable {
        case passing = 0
        /// Verified, and the run did not pass.
        case findings = 1
        case notVerified = 2
    }

    /// What was held against what, in words.
    package struct Line: Sendable {
        package let holds: Bool
        package let text: String
        /// Whether it says no more than that nobody is known to have signed.
        package var isAboutTheSigner = false
    }

    package private(set) var lines: [Line] = []
    package private(set) var manifest: Manifest?
    private var isTrusted = false

    package var result: Result {
        guard let manifest, isTrusted, lines.allSatisfy(\.holds) else { return .notVerified }
        return manifest.verdict == .pass ? .passing : .findings
    }

    /// - Parameters:
    ///   - files: all files of the bundle by their paths below it.
    ///   - key: the key that is trusted; nil where nobody is.
    ///   - embeddedKey: reads the key that the bundle itself carries, to tell consistency.
    ///   - origins: where the vectors that ship were published.
    ///   - previous: the manifest of the bundle before this one, where it is at hand.
    package init(
        files: [String: [UInt8]], key: (any PublicKey)?,
        embeddedKey: ([UInt8]) -> (any PublicKey)?, previous: [UInt8]?, isForeign: Bool,
        controls: ControlMap, origins: VectorOrigins, toolVersion: String,
        hashing: any Hashing
    ) {
        do throws(SourceError) {
            let manifest = try Manifest(files: files)
            self.manifest = manifest
            checkFiles(files, manifest, hashing)
            // What follows from changed files says no more about them.
            if !lines.allSatisfy(\.holds) { return }
            let carried = files[BundleFiles.publicKeyPath].flatMap(embeddedKey)
            let envelope = signedEnvelope(files, manifest, key, carried, isForeign, hashing)
            guard let envelope else { return }
            let sources = try BundleSources(
                files: files, options: manifest.options, controls: controls, hashing: hashing)
            checkManifest(manifest, sources)
            checkStatement(
                envelope, files, manifest, sources, hasKey: key != nil, isForeign)
            // Another program signs the manifest alone, which lists the node's own envelope, if
            // there is one.
            if !isForeign || files[BundleFiles.assessmentEnvelopePath] != nil {
                checkAssessment(files, sources, isForeign ? carried : key ?? carried)
            }
            if lines.contains(where: { !$0.holds && !$0.isAboutTheSigner }) { return }
            checkTables(sources, origins)
            checkDerivation(files, manifest, sources, toolVersion)
            for problem in Replay.problems(sources.results, sources.policy) {
                fail("replay: \(problem)")
            }
            if lines.allSatisfy(\.holds) {
                pass(
                    "replay: verdict, counts, rules and certificates follow, as of "
                        + "\(sources.results.asOf)")
            }
            checkChain(manifest, previous, hashing)
        } catch {
            fail(error.description)
        }
    }

    private mutating func pass(_ text: String) { lines.append(Line(holds: true, text: text)) }

    private mutating func fail(_ text: String) { lines.append(Line(holds: false, text: text)) }

    /// No file is missing, none is there beside, and each has its digest.
    private mutating func checkFiles(
        _ files: [String: [UInt8]], _ manifest: Manifest, _ hashing: any Hashing
    ) {
        var isWhole = true
        var listed: Set<String> = [
            Manifest.path, Manifest.envelopePath, Manifest.timestampPath,
        ]
        if manifest.options.cmmc { listed.formUnion(BundleSources.artifactLogPaths) }
        for file in manifest.files {
            let isNew = listed.insert(file.path).inserted
            let path = Evidence.line(file.path)
            if !isNew {
                fail("files: the manifest lists \(path) twice")
            } else if let bytes = files[file.path] {
                if bytes.count == file.bytes && hashing.sha256(bytes) == file.sha256 { continue }
                fail("files: \(path) is not the one that the manifest lists")
            } else {
                fail("files: \(path) is missing")
            }
            isWhole = false
        }
        for path in files.keys.sorted() where !listed.contains(path) {
            fail("files: \(Evidence.line(path)) is not in the manifest")
            isWhole = false
        }
        if files[Manifest.timestampPath] != nil {
            pass("files: manifest.tsr is there too; nobody checked it, and it is not signed")
        }
        if isWhole { pass("files: all \(manifest.files.count) are there, and none beside") }
    }

    private mutating func checkManifest(_ manifest: Manifest, _ sources: BundleSources) {
        let derived = Manifest(
            sources: sources, files: manifest.files, signer: manifest.signer,
            keyID: manifest.keyID, hashedBy: manifest.hashedBy, previous: manifest.previous,
            original: manifest.original)
        if derived == manifest {
            pass("manifest: its counts and its verdict are those of results.json")
        } else {
            fail("manifest: its counts, verdict or times are not those of results.json")
        }
    }

    /// What needs the manifest alone, before anything large is parsed: no more is done for what the
    /// key did not sign. Nil where that is so.
    private mutating func signedEnvelope(
        _ files: [String: [UInt8]], _ manifest: Manifest, _ key: (any PublicKey)?,
        _ carried: (any PublicKey)?, _ isForeign: Bool, _ hashing: any Hashing
    ) -> Envelope? {
        guard let text = files[Manifest.envelopePath] else {
            fail("signature: there is none; nobody vouches for this bundle")
            return nil
        }
        guard let signer = key ?? carried else {
            fail("signature: no key to check it with; pass --key")
            return nil
        }
        // It names files and checks, each of which stands in the manifest or in the results.
        let results = files[BundleSources.resultsPath]?.count ?? 0
        if text.count > 2 * (results + (files[Manifest.path]?.count ?? 0)) + 1 << 16 {
            fail("signature: the envelope is too large for this bundle")
            return nil
        }
        do throws(RecordError) {
            let envelope = try Envelope(text, isForeign: isForeign)
            let problem =
                isForeign
                ? nil : Verification.problem(envelope, files, manifest, signer, hashing)
            if let problem {
                fail("signature: \(problem)")
            } else if envelope.payloadType != Envelope.statementType {
                fail("signature: it is over no in-toto statement")
            } else if !signer.verifies(envelope.signature, of: envelope.signedBytes) {
                fail("signature: it is not by \(key == nil ? "the key in the bundle" : "the key")")
            } else if !coversManifest(envelope, files, hashing) {
                fail("signature: its statement does not name this manifest")
            } else {
                return envelope
            }
        } catch {
            fail("signature: byte \(error.position): \(Evidence.line(error.message))")
        }
        return nil
    }

    /// What our own envelopes have beyond a right signature.
    private static func problem(
        _ envelope: Envelope, _ files: [String: [UInt8]], _ manifest: Manifest,
        _ signer: any PublicKey, _ hashing: any Hashing
    ) -> String? {
        if files[BundleFiles.publicKeyPath] != Array(signer.pem.utf8) {
            return "signer.pub.pem is not the key that is trusted"
        }
        let keyID = signer.keyID(hashing)
        if envelope.keyID != keyID || manifest.keyID != keyID {
            return "its keyid is not that of the key"
        }
        if !envelope.isCanonical(scheme: signer.scheme) {
            return "it is not in the one form that fipsmark gives it"
        }
        return nil
    }

    private mutating func checkStatement(
        _ envelope: Envelope, _ files: [String: [UInt8]], _ manifest: Manifest,
        _ sources: BundleSources, hasKey: Bool, _ isForeign: Bool
    ) {
        let statement = Statement.testResult(
            manifest, manifestDigest: sources.hashing.sha256(files[Manifest.path] ?? []), sources)
        if !isForeign && envelope.payload != Array(statement.canonicalText.utf8) {
            fail("signature: its statement is not the one that this bundle gives")
        } else if isForeign, let problem = Statement.foreignProblem(envelope.payload, sources) {
            fail("signature: \(problem)")
        } else if !hasKey {
            lines.append(
                Line(
                    holds: false,
                    text: "signature: signer unknown: consistency only; pass --key",
                    isAboutTheSigner: true))
        } else {
            isTrusted = true
            pass(
                "signature: by the key that is trusted, over the manifest"
                    + (isForeign ? "" : " and all files"))
        }
    }

    /// A statement of another program must at least have this manifest among its subjects.
    private func coversManifest(
        _ envelope: Envelope, _ files: [String: [UInt8]], _ hashing: any Hashing
    ) -> Bool {
        guard let manifest = files[Manifest.path],
            let statement = try? JSONReader.read(envelope.payload),
            let subjects = try? statement.elements("subject")
        else { return false }
        let digest = hashing.sha256(manifest)
        return subjects.contains { subject in
            (try? subject.member("digest").string("sha256")) == digest
        }
    }

    private mutating func checkAssessment(
        _ files: [String: [UInt8]], _ sources: BundleSources, _ key: (any PublicKey)?
    ) {
        guard let key, let text = files[BundleFiles.assessmentEnvelopePath],
            let assessment = files[BundleFiles.assessmentPath]
        else { return fail("signature: the OSCAL results have none of their own") }
        let statement = BundleFiles.assessmentStatement(
            String(decoding: assessment, as: UTF8.self), sources.hashing)
        let envelope = try? Envelope(text, isForeign: false)
        if envelope?.payload != statement || envelope?.isCanonical(scheme: key.scheme) != true
            || !key.verifies(envelope?.signature ?? [], of: envelope?.signedBytes ?? [])
        {
            fail("signature: that of the OSCAL results is not by the key over them")
        }
    }

    /// What a program of this version would have put in beside the results.
    private mutating func checkTables(_ sources: BundleSources, _ origins: VectorOrigins) {
        if origins.lock(sources.results).json != sources.vectors.json {
            fail("derivation: vectors.lock.json does not follow from the results")
        }
        let own = try? RulesInForce(certificates: sources.policy.certificateText)
        if own?.json != sources.policy.json {
            fail("derivation: the rules of policy.json are not those of this version")
        }
    }

    /// Every projection again, from the sources, byte for byte.
    private mutating func checkDerivation(
        _ files: [String: [UInt8]], _ manifest: Manifest, _ sources: BundleSources,
        _ toolVersion: String
    ) {
        if manifest.toolVersion != toolVersion {
            return fail(
                "derivation: fipsmark \(Evidence.line(manifest.toolVersion)) made the bundle, and "
                    + "this is \(toolVersion); verify with that version")
        }
        let given = sources.digests.all.map { ($0.path, files[$0.path] ?? []) }
        let derived = BundleFiles(sources, given: given) { _ in
            guard let key = files[BundleFiles.publicKeyPath],
                let envelope = files[BundleFiles.assessmentEnvelopePath]
            else { return nil }
            return BundleFiles.Signed(
                publicPEM: String(decoding: key, as: UTF8.self),
                assessmentEnvelope: String(decoding: envelope, as: UTF8.self))
        }
        var differing: [String] = []
        let present = files.filter { $0.key != Manifest.timestampPath }
        let logs = sources.artifactLogs(files: present.map { ($0.key, $0.value) })
        for file in derived.files + logs where files[file.path] != file.bytes {
            differing.append(file.path)
        }
        for path in differing {
            fail("derivation: \(path) does not follow from the sources")
        }
        if derived.listing != manifest.files {
            fail("derivation: the manifest does not list what the sources give")
        } else if differing.isEmpty {
            pass("derivation: \(derived.files.count) files follow from the sources, byte for byte")
        }
    }

    private mutating func checkChain(
        _ manifest: Manifest, _ previous: [UInt8]?, _ hashing: any Hashing
    ) {
        guard let previous else {
            if !manifest.previous.isEmpty {
                pass("chain: not followed; --previous takes the bundle before it")
            }
            return
        }
        if hashing.sha256(previous) == manifest.previous {
            pass("chain: it follows the bundle that was named")
        } else {
            fail("chain: it does not follow the bundle that was named")
        }
    }
}

extension Verification.PublicKey {
    package func keyID(_ hashing: any Hashing) -> String {
        Envelope.keyID(publicPEM: pem, scheme: scheme, hashing)
    }
}
