import CanonicalJSON

/// A source that cannot be read, with the byte.
package struct SourceError: Error {
    package let path: String
    package let position: Int
    package let message: String

    package var description: String { "\(path): byte \(position): \(Evidence.line(message))" }
}

extension BundleSources {
    /// Reads the five sources among the files of a bundle, in the form in which they were written.
    package init(
        files: [String: [UInt8]], options: BundleOptions, controls: ControlMap,
        hashing: any Hashing
    ) throws(SourceError) {
        self.init(
            results: try BundleSources.read(files, BundleSources.resultsPath, Results.init),
            policy: try BundleSources.read(files, BundleSources.policyPath, RulesInForce.init),
            environment: try BundleSources.read(
                files, BundleSources.environmentPath, Environment.init),
            vectors: try BundleSources.read(files, BundleSources.vectorsPath, VectorLock.init),
            bench: try BundleSources.read(files, BundleSources.benchPath, BenchExcerpt.init),
            digests: Digests(files: files, hashing), controls: controls, options: options,
            hashing: hashing)
    }

    static func read<Value>(
        _ files: [String: [UInt8]], _ path: String,
        _ body: ([UInt8]) throws(RecordError) -> Value
    ) throws(SourceError) -> Value {
        guard let bytes = files[path] else {
            throw SourceError(path: path, position: 0, message: "it is missing")
        }
        do throws(RecordError) {
            return try body(bytes)
        } catch {
            throw SourceError(path: path, position: error.position, message: error.message)
        }
    }
}

extension Manifest {
    /// The one among the files of a bundle.
    package init(files: [String: [UInt8]]) throws(SourceError) {
        self = try BundleSources.read(files, Manifest.path, Manifest.init)
    }
}

extension BundleSources.Digests {
    /// Of the five sources among the files of a bundle.
    package init(files: [String: [UInt8]], _ hashing: any Hashing) {
        func digest(_ path: String) -> String { hashing.sha256(files[path] ?? []) }
        self.init(
            results: digest(BundleSources.resultsPath), policy: digest(BundleSources.policyPath),
            environment: digest(BundleSources.environmentPath),
            vectors: digest(BundleSources.vectorsPath), bench: digest(BundleSources.benchPath))
    }
}
