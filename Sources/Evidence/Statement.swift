import Approval
package import CanonicalJSON

/// The in-toto statements that are signed.
package enum Statement {
    package static let format = "https://in-toto.io/Statement/v1"
    package static let testResultType = "https://in-toto.io/attestation/test-result/v0.1"
    /// Of aggregators, which say no more than that they checked.
    static let knownTypes = [
        "https://in-toto.io/attestation/svr/v0.1", "https://in-toto.io/attestation/svr/v0.2",
        "https://slsa.dev/verification_summary/v1",
    ]

    /// Over the manifest, every file, and the module files that the run was about, so that the
    /// statement is found by a module's digest: in-toto Statement v1, predicate test-result v0.1.
    package static func testResult(
        _ manifest: Manifest, manifestDigest: String, _ sources: BundleSources
    ) -> JSONValue {
        let files =
            [(Manifest.path, manifestDigest)]
            + manifest.files.map { ($0.path, $0.sha256) }
        let results = sources.results
        let failed = results.checks.filter { $0.isRequiredFailure || $0.isRequiredAndOpen }
        let warned = results.checks.filter { $0.isWarning }
        let passed = results.checks.filter { $0.outcome == .pass }
        // The predicate has three words; what could not be determined did not pass.
        let word =
            results.verdict != .pass ? "FAILED" : warned.isEmpty ? "PASSED" : "WARNED"
        // FAILED without a failed test would contradict itself.
        let failures =
            failed.isEmpty && results.verdict != .pass
            ? [results.headline] : failed.map(\.id)
        return [
            "_type": .string(format), "predicateType": .string(testResultType),
            "subject": .array((files + moduleFiles(results)).map(descriptor)),
            "predicate": [
                "result": .string(word),
                "configuration": .array(
                    [
                        (BundleSources.policyPath, sources.digests.policy),
                        (BundleSources.vectorsPath, sources.digests.vectors),
                    ].map(descriptor)),
                "passedTests": .array(passed.map { .string(Evidence.line($0.id)) }),
                "warnedTests": .array(warned.map { .string(Evidence.line($0.id)) }),
                "failedTests": .array(failures.map { .string(Evidence.line($0)) }),
            ],
        ]
    }

    /// What another program's statement lacks to vouch for the run; nil where nothing is wrong.
    static func foreignProblem(_ payload: [UInt8], _ sources: BundleSources) -> String? {
        guard let statement = try? JSONReader.read(payload),
            (try? statement.string("_type")) == format,
            let predicate = try? statement.string("predicateType")
        else { return "it is over no in-toto statement" }
        if predicate == testResultType {
            let result = try? statement.member("predicate").string("result")
            let hasPassed = sources.results.verdict == .pass
            let words = hasPassed ? ["PASSED", "WARNED"] : ["FAILED"]
            return words.contains(result ?? "") ? nil : "its result is not that of the run"
        }
        return knownTypes.contains(predicate)
            ? nil : "nobody knows what its predicate \(Evidence.line(predicate)) says"
    }

    /// The statement of compliance-trestle's `sign` over one OSCAL document.
    package static func document(_ path: String, sha256: String) -> JSONValue {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        return [
            "_type": .string(format),
            "predicateType":
                "https://oscal-compass.github.io/compliance-trestle/predicates/oscal-signing/v1",
            "subject": .array([descriptor(name, sha256)]),
            "predicate": [
                "canonicalization": "RFC8785", "digestAlgorithm": "sha256",
                "digestSource": "canonical-json",
            ],
        ]
    }

    /// `fips.so`, libgcrypt and libcrypto, by their names without the folder.
    private static func moduleFiles(_ results: Results) -> [(String, String)] {
        let modules = results.modules.filter(\.isFile).map { ($0.path, $0.sha256) }
        let files = modules + results.libraries.map { ($0.path, $0.sha256) }
        return files.map { path, digest in
            let name = path.split(separator: "/").last.map(String.init) ?? path
            return ("module:\(Evidence.line(name))", digest)
        }
    }

    /// A subject, or what else has a digest.
    package static func descriptor(_ name: String, _ sha256: String) -> JSONValue {
        ["name": .string(name), "digest": ["sha256": .string(sha256)]]
    }
}
