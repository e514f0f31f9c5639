import Foundation
import Testing

/// The limits of ARCHITECTURE.md, read from the ELF file: it must start on RHEL 9 and Amazon
/// Linux 2023.
@Suite struct ExecutableTests {
    private let folder = URL(filePath: "/")

    @Test func needsNoOtherLibraries() throws {
        let allowed: Set = ["libc.so.6", "libm.so.6", "libgcc_s.so.1", "libcrypto.so.3"]
        let needed = try readelf("--dynamic").matches(
            of: /\(NEEDED\)\s+Shared library: \[([^\]]+)\]/
        ).map { String($0.output.1) }
        #expect(needed.contains("libcrypto.so.3"), "the node's own libcrypto")
        let others = needed.filter { !allowed.contains($0) }
        #expect(others.allSatisfy { $0.wholeMatch(of: /ld-linux[^\/]*\.so\.[0-9]+/) != nil })
    }

    @Test func needsNoNewerGlibc() throws {
        let versions = try readelf("--version-info")
            .matches(of: /GLIBC_([0-9]+)\.([0-9]+)/)
            .compactMap { match in
                Int(match.output.1).flatMap { a in Int(match.output.2).map { (a, $0) } }
            }
        #expect(!versions.isEmpty)
        let newer = versions.filter { $0 > (2, 34) }
        #expect(newer.isEmpty)
    }

    @Test func isSmall() throws {
        let attributes = try FileManager.default.attributesOfItem(atPath: Fipsmark.binary)
        let bytes = try #require(attributes[.size] as? Int)
        #expect(bytes < 20_000_000)
    }

    private func readelf(_ option: String) throws -> String {
        let outcome = try Command.run(
            "/usr/bin/env", ["readelf", "--wide", option, try Fipsmark.binary],
            environment: ["LC_ALL": "C"], folder: folder)
        try #require(outcome.status == 0, "\(outcome.talk)")
        return outcome.output
    }
}
