import Algorithms
import Foundation
import OpenSSLModule
import Testing

/// The provider itself: where it comes from, what it says of itself, what it refuses to be.
@Suite struct OpenSSLModuleTests {
    @Test func identifiesItself() throws {
        let module = try Provider.load()
        #expect(module.identity.role == .openssl && module.identity.approvedMode)
        #expect(module.identity.name.contains("OpenSSL FIPS Provider"))
        #expect(module.identity.version.first?.isNumber == true)
        #expect(module.identity.reachedThrough.contains("libcrypto"))
    }

    @Test func recordsSelfTests() throws {
        let module = try Provider.load()
        let forced = try module.runSelfTests()
        #expect(forced.contains { $0.type == "Module_Integrity" })
        #expect(forced.allSatisfy { $0.phase == "Pass" && $0.durationNanoseconds > 0 })
        #expect(forced.count > 20)
    }

    /// Names of all providers are known; under `fips=yes` only the module's own are handed out.
    @Test func admitsOnlyItsOwn() throws {
        let module = try Provider.load()
        let known = try module.knownNames()
        func find(_ operation: KnownName.Operation, _ name: String) throws -> KnownName {
            try #require(
                known.first {
                    $0.operation == operation
                        && ([$0.name] + $0.aliases).contains { $0.uppercased() == name }
                }, "\(name)")
        }
        #expect(module.admits(try find(.cipher, "AES-256-GCM")))
        #expect(module.admits(try find(.digest, "SHA2-256")))
        #expect(module.admits(try find(.drbg, "CTR-DRBG")))
        #expect(!module.admits(try find(.digest, "MD5")))
        #expect(!module.admits(try find(.cipher, "CHACHA20-POLY1305")))
        #expect(known.allSatisfy { $0.name.contains { $0.isLetter } })
    }

    /// A damaged file is a module that fails; damage anywhere, from the header to the last byte.
    @Test(arguments: [0, 4, 24, 5000, 100_000, 1_000_000, 2_000_000, -1])
    func refusesADamagedFile(_ offset: Int) throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "fipsmark-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var bytes = try Data(contentsOf: URL(filePath: Provider.path))
        bytes[offset < 0 ? bytes.count + offset : offset] ^= 1
        let copy = folder.appending(path: "fips.so")
        try bytes.write(to: copy)
        let configuration = try Provider.configuration()
        do throws(ModuleError) {
            _ = try OpenSSLModule(providerPath: copy.path, configuration: configuration)
            Issue.record("a provider with byte \(offset) turned over was loaded")
        } catch {
            guard case .selfTestFailed(let message) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(message.contains(copy.path))
        }
    }

    @Test func configurationWithoutIntegrityValueIsAnError() throws {
        let file = FileManager.default.temporaryDirectory.appending(
            path: "fipsmark-\(UUID().uuidString).cnf")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data("[fips_sect]\nactivate = 1\n".utf8).write(to: file)
        #expect(throws: ModuleError.self) { try ProviderConfiguration(path: file.path) }
    }
}

/// The provider that `Scripts/test` names, else the system's.
enum Provider {
    static let path =
        ProcessInfo.processInfo.environment["FIPSMARK_PROVIDER"]
        ?? ProviderConfiguration.defaultProviderPath()

    static func configuration() throws(ModuleError) -> ProviderConfiguration? {
        guard let path = ProviderConfiguration.defaultPath(forProvider: path) else { return nil }
        return try ProviderConfiguration(path: path)
    }

    static func load() throws(ModuleError) -> OpenSSLModule {
        try OpenSSLModule(providerPath: path, configuration: try configuration())
    }
}
