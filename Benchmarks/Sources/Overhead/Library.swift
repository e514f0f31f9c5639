import Algorithms
import Approval
import CLoop
import Glibc
import OpenSSLModule

/// The provider twice: behind our gate, and in a library context of the C loop's own.
struct Library {
    let gate: Gate
    let context: UnsafeMutableRawPointer

    struct Failure: Error {
        let message: String
    }

    init() throws {
        gate = Gate(try Library.module(), for: .test)
        context = try Library.plainContext()
    }

    static func module() throws -> OpenSSLModule {
        let (provider, configuration) = try paths()
        return try OpenSSLModule(
            providerPath: provider, configuration: ProviderConfiguration(path: configuration))
    }

    private static func paths() throws -> (provider: String, configuration: String) {
        let provider =
            getenv("FIPSMARK_PROVIDER").map { String(cString: $0) }
            ?? ProviderConfiguration.defaultProviderPath()
        guard let configuration = ProviderConfiguration.defaultPath(forProvider: provider) else {
            throw Failure(message: "no fipsmodule.cnf for \(provider)")
        }
        return (provider, configuration)
    }

    /// The C loop is configured the ordinary way, from a file.
    static func plainContext() throws -> UnsafeMutableRawPointer {
        let (provider, configuration) = try paths()
        let file = "/tmp/fipsmark-benchmarks-\(getpid()).cnf"
        defer { unlink(file) }
        // fipsinstall writes a section header of its own; what follows it belongs to ours.
        let parameters = try lines(of: configuration).filter { !$0.hasPrefix("[") }
        let text =
            [
                "openssl_conf = main", "[main]", "providers = providers", "[providers]",
                "fips = module", "[module]", "module = \(provider)",
            ] + parameters
        guard let output = fopen(file, "w") else { throw Failure(message: "cannot write \(file)") }
        fputs(text.joined(separator: "\n") + "\n", output)
        fclose(output)
        guard let context = cloop_library(file) else {
            throw Failure(message: "the C loop cannot load \(provider)")
        }
        return context
    }

    static func bytes(of path: String) throws -> [UInt8] {
        guard let input = fopen(path, "r") else { throw Failure(message: "cannot read \(path)") }
        defer { fclose(input) }
        fseek(input, 0, SEEK_END)
        var bytes = [UInt8](repeating: 0, count: ftell(input))
        rewind(input)
        let count = fread(&bytes, 1, bytes.count, input)
        if count != bytes.count { throw Failure(message: "cannot read \(path) whole") }
        return bytes
    }

    private static func lines(of path: String) throws -> [Substring] {
        guard let input = fopen(path, "r") else { throw Failure(message: "cannot read \(path)") }
        defer { fclose(input) }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = fread(&bytes, 1, bytes.count, input)
        return String(decoding: bytes[..<count], as: UTF8.self).split(separator: "\n")
    }
}
