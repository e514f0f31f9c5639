import Algorithms
import CanonicalJSON
import Evidence
import EvidenceSigning
import Foundation
import OpenSSLModule
import Testing

/// A whole bundle in memory, signed by a key that this process made in the real module.
struct MadeBundle {
    let module: OpenSSLModule
    let hashing: LibraryHashing
    let key: SigningKey
    let publicKey: VerificationKey
    var files: [String: [UInt8]] = [:]
    let controls: ControlMap

    init(
        _ kind: Sample.Kind = .unknown, text: String = "words",
        strength: SigningKey.Strength = .p256, options: BundleOptions = BundleOptions(),
        previous: String = "", isSigned: Bool = true
    ) throws {
        module = try MadeBundle.loadModule()
        hashing = try LibraryHashing(module)
        key = try SigningKey(generating: strength, in: module)
        publicKey = try VerificationKey(pem: Array(key.publicPEM.utf8))
        controls = try ControlMap(SampleBundle.controlText)
        let given = try MadeBundle.sources(kind, text: text)
        let sources = try BundleSources(
            files: given, options: options, controls: controls, hashing: hashing)
        let bundle = try Bundle(
            sources, given: sources.digests.all.map { ($0.path, given[$0.path] ?? []) },
            signer: isSigned ? key : nil, place: .moduleUnderTest, hashedBy: hashing.computedBy,
            previous: previous, original: "")
        #expect(bundle.problems.isEmpty)
        for file in bundle.files { files[file.path] = file.bytes }
    }

    private static func loadModule() throws -> OpenSSLModule {
        let environment = ProcessInfo.processInfo.environment
        let path = environment["FIPSMARK_PROVIDER"] ?? ProviderConfiguration.defaultProviderPath()
        let named =
            environment["FIPSMARK_MODULE_CONFIG"]
            ?? ProviderConfiguration.defaultPath(forProvider: path)
        return try OpenSSLModule(
            providerPath: path,
            configuration: named.map { try ProviderConfiguration(path: $0) })
    }

    /// The five sources as files.
    static func sources(_ kind: Sample.Kind, text: String) throws -> [String: [UInt8]] {
        let policy = try RulesInForce(certificates: SampleBundle.certificateText)
        let environment = Environment(
            isObserved: true, observedAt: "2026-11-22T12:00:07Z",
            facts: [
                Environment.Fact(
                    id: "host/name", title: "Name", command: "uname -n", output: "node-17",
                    isIdentity: true),
                Environment.Fact(
                    id: "os/release", title: "System", command: "cat /etc/os-release",
                    output: "ID=rhel on node-17\n\(text)"),
                Environment.Fact(
                    id: "variable/NODE_NAME", title: "Name", command: "printenv NODE_NAME",
                    output: "node-17", isIdentity: true),
            ], files: [])
        let vectors = VectorLock(files: [
            VectorLock.File(
                file: text, sha256: Sample.digest("d"), cases: 1, ships: false, origins: [])
        ])
        let bench = BenchExcerpt(origin: "run", machine: [], points: [], history: [])
        func bytes(_ value: JSONValue) -> [UInt8] { Array(value.canonicalLine.utf8) }
        return [
            BundleSources.resultsPath: Sample.results(kind, text: text),
            BundleSources.policyPath: bytes(policy.json),
            BundleSources.environmentPath: bytes(environment.json),
            BundleSources.vectorsPath: bytes(vectors.json),
            BundleSources.benchPath: bytes(bench.json),
        ]
    }

    func verification(
        of files: [String: [UInt8]]? = nil, key: VerificationKey? = nil, hasKey: Bool = true,
        previous: [UInt8]? = nil, isForeign: Bool = false
    ) -> Verification {
        Verification(
            files: files ?? self.files, key: hasKey ? key ?? publicKey : nil,
            embeddedKey: { try? VerificationKey(pem: $0) }, previous: previous,
            isForeign: isForeign, controls: controls,
            origins: VectorOrigins(readme: [], sums: []), toolVersion: "0.1.0", hashing: hashing)
    }

    func result(_ files: [String: [UInt8]]) -> Verification.Result {
        verification(of: files).result
    }
}
