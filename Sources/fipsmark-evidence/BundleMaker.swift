import Algorithms
import Approval
import BenchRecord
import CanonicalJSON
import CommandSupport
import Evidence
import EvidenceSigning
import FoundationEssentials
import OpenSSLModule

/// Puts the files of one bundle together.
struct BundleMaker {
    let results: Results
    let bytes: [UInt8]
    let hashing: LibraryHashing
    let signer: (key: SigningKey, signer: Manifest.Signer)?
    /// The digest of the manifest before; empty for the first.
    let previous: String

    func files(
        _ contents: ContentOptions, _ environment: Environment
    ) throws(CommandError) -> [(path: String, bytes: [UInt8])] {
        let policy = try BundleMaker.policy(contents.certificates)
        let vectors = EmbeddedTables.vectorOrigins.lock(results)
        let bench = try BundleMaker.bench(contents, results)
        return try files(
            given: [
                (BundleSources.resultsPath, bytes),
                (BundleSources.policyPath, canonical(policy.json)),
                (BundleSources.environmentPath, canonical(environment.json)),
                (BundleSources.vectorsPath, canonical(vectors.json)),
                (BundleSources.benchPath, canonical(bench.json)),
            ], policy, environment, vectors, bench, contents.options, original: "")
    }

    /// - Parameter given: the sources' bytes, of which the others are the values.
    func files(
        given: [(path: String, bytes: [UInt8])], _ policy: RulesInForce,
        _ environment: Environment, _ vectors: VectorLock, _ bench: BenchExcerpt,
        _ options: BundleOptions, original: String
    ) throws(CommandError) -> [(path: String, bytes: [UInt8])] {
        let problems = Replay.problems(results, policy)
        if let first = problems.first {
            throw CommandError("the results contradict themselves: \(first)")
        }
        let byPath = Dictionary(uniqueKeysWithValues: given.map { ($0.path, $0.bytes) })
        let sources = BundleSources(
            results: results, policy: policy, environment: environment, vectors: vectors,
            bench: bench, digests: BundleSources.Digests(files: byPath, hashing),
            controls: try EmbeddedTables.controls(), options: options, hashing: hashing)
        let bundle: Bundle
        do throws(SigningFailure) {
            bundle = try Bundle(
                sources, given: given, signer: signer?.key, place: signer?.signer ?? .nobody,
                hashedBy: hashing.computedBy,
                previous: previous, original: original)
        } catch {
            throw CommandError("cannot sign: \(error.message)")
        }
        if let first = bundle.problems.first {
            throw CommandError("the bundle would be wrong, and nothing was written: \(first)")
        }
        try requireSuccess(hashing)
        return bundle.files
    }

    private func canonical(_ value: JSONValue) -> [UInt8] {
        Array(value.canonicalLine.utf8)
    }

    static func policy(_ path: String?) throws(CommandError) -> RulesInForce {
        let text = try path.map { path throws(CommandError) in try FileBytes.read(path) }
        do throws(CertificateFileError) {
            return try RulesInForce(certificates: text ?? CertificateOptions.embedded)
        } catch {
            throw CommandError(
                "\(path ?? "the embedded table"): line \(error.line): \(error.message)")
        }
    }

    /// The record of `bench` where one is given, else what the run itself timed.
    private static func bench(
        _ contents: ContentOptions, _ results: Results
    ) throws(CommandError) -> BenchExcerpt {
        guard let path = contents.bench else {
            return BenchExcerpt(
                of: results, machine: contents.observe ? Observation.machine(of: results) : [:])
        }
        var history: [BenchRecord] = []
        for path in contents.history { history.append(try record(path)) }
        return BenchExcerpt(try record(path), history: history)
    }

    private static func record(_ path: String) throws(CommandError) -> BenchRecord {
        let data = Data(try FileBytes.read(path))
        do throws(BenchRecord.FormatError) {
            return try BenchRecord(decoding: data, name: path)
        } catch {
            throw CommandError(error.description)
        }
    }
}
