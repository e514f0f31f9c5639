import Foundation
import Testing

@testable import NodeChecks

/// What Go's linker wrote into an executable, and what somebody made of it.
@Suite struct GoBuildInformationTests {
    private let tree = TreeOfFiles()

    private func read(_ bytes: [UInt8]) throws -> GoBuildInformation? {
        try tree.executable(bytes).flatMap(GoBuildInformation.read)
    }

    private func linked(_ fixture: ExecutableFixture) throws -> String? {
        try #require(try tree.executable(fixture.bytes)).linkedCryptography()
    }

    @Test(arguments: [
        (ExecutableFixture.Format.inline, true), (.inline, false), (.pointers, true),
        (.pointers, false),
    ])
    func bothFormatsAreRead(_ format: ExecutableFixture.Format, _ hasSections: Bool) throws {
        var fixture = ExecutableFixture()
        fixture.format = format
        fixture.hasSections = hasSections
        fixture.version = "go1.22.5 (Red Hat 1.22.5-1.el9) X:strictfipsruntime"
        fixture.settings = [
            "-compiler=gc", "-ldflags=\"-s -w\"", "-tags=\"a b\"", "DefaultGODEBUG=x=1,fips140=on",
            "CGO_ENABLED=1", "GOFIPS140=v1.0.0-c2097c7c", "vcs=git",
        ]
        let build = try #require(try read(fixture.bytes))
        #expect(build.version == fixture.version)
        #expect(build.path == "example.com/program")
        #expect(
            build.values == [
                "v1.0.0-c2097c7c", "", "", "", "a b", "x=1,fips140=on", "1",
            ])
        #expect(
            build.facts == "\(fixture.version); GOFIPS140=v1.0.0-c2097c7c; -tags=a b; "
                + "DefaultGODEBUG=fips140=on; CGO_ENABLED=1")
    }

    @Test func itLiesOnAMultipleOfSixteen() throws {
        var fixture = ExecutableFixture()
        for hasSections in [true, false] {
            fixture.hasSections = hasSections
            fixture.shift = 8
            #expect(try read(fixture.bytes) == nil)
            fixture.shift = 4096
            #expect(try read(fixture.bytes)?.version == "go1.27.3")
        }
    }

    @Test func aBuildWithoutModulesHasAVersion() throws {
        var fixture = ExecutableFixture()
        fixture.format = .pointers
        var bytes = fixture.bytes
        let magic = try #require(place(of: " Go buildinf:", in: bytes)) - 1
        // The second string's address.
        bytes.replaceSubrange((magic + 24)..<(magic + 32), with: [UInt8](repeating: 0, count: 8))
        let build = try #require(try read(bytes))
        #expect(build.version == "go1.27.3" && build.values.allSatisfy(\.isEmpty))
    }

    private func place(of text: String, in bytes: [UInt8]) -> Int? {
        let wanted = Array(text.utf8)
        return bytes.indices.first { bytes[$0...].starts(with: wanted) }
    }

    @Test(arguments: [ExecutableFixture.Format.inline, .pointers])
    func aFileThatIsCutAnywhereSaysNothingElse(_ format: ExecutableFixture.Format) throws {
        var fixture = ExecutableFixture()
        fixture.format = format
        fixture.settings = ["GOFIPS140=latest"]
        let bytes = fixture.bytes
        var (read, damaged) = (0, 0)
        for count in 0..<bytes.count {
            guard let build = try self.read(Array(bytes[..<count])) else { continue }
            if build.version.isEmpty {
                damaged += 1
            } else {
                #expect(build.version == "go1.27.3", "cut to \(count) bytes")
                // The old format has its text apart, without which it is a build without modules.
                #expect(build.values[0] == "latest" || format == .pointers)
                read += 1
            }
        }
        // The section headers at the end are not needed; within the strings it is damaged.
        #expect(read > 250 && damaged > 30)
    }

    /// Each byte of headers and build information in turn: no length or offset leads astray.
    @Test(arguments: [ExecutableFixture.Format.inline, .pointers])
    func anyByteMayBeWrong(_ format: ExecutableFixture.Format) throws {
        var fixture = ExecutableFixture()
        fixture.format = format
        fixture.libraries = ["libcrypto.so.3"]
        let bytes = fixture.bytes
        for index in bytes.indices {
            for value in [0x00, 0x7F, 0xFF] as [UInt8] {
                var wrong = bytes
                wrong[index] = value
                guard let executable = try tree.executable(wrong) else { continue }
                if let build = GoBuildInformation.read(executable) {
                    #expect(build.version.utf8.count <= 3 * 256)
                }
                _ = executable.linkedCryptography()
                #expect(executable.libraries.utf8.count <= 64 * 3 * 66)
            }
        }
    }

    @Test(
        arguments: [
            [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01], [0xFF, 0xFF, 0xFF, 0x7F],
            [0x80, 0x80, 0x80, 0x80], [0x00],
        ] as [[UInt8]])
    func aLengthThatNoStringHasIsDamage(_ length: [UInt8]) throws {
        var bytes = ExecutableFixture().bytes
        let start = try #require(place(of: "go1.27.3", in: bytes)) - 1
        bytes.replaceSubrange(start..<(start + length.count), with: length)
        #expect(try read(bytes)?.version == "")
    }

    @Test(arguments: [-1, Int.max, 0, 1 << 40, ExecutableFixture.address + (1 << 20)])
    func anAddressOutsideIsDamage(_ address: Int) throws {
        var fixture = ExecutableFixture()
        fixture.format = .pointers
        var bytes = fixture.bytes
        let start = try #require(place(of: " Go buildinf:", in: bytes)) + 15
        let number = (0..<8).map { UInt8(truncatingIfNeeded: address >> (8 * $0)) }
        bytes.replaceSubrange(start..<(start + 8), with: number)
        #expect(try read(bytes)?.version == "")
    }

    @Test(
        arguments: [
            (
                ["", "main.main", "crypto/tls.(*Conn).Read", ""],
                "crypto/tls"
            ),
            (
                ["", "crypto/ecdsa.Sign[go.shape.*crypto/internal/fips140/nistec.P256Point]", ""],
                "crypto/ecdsa"
            ),
            (["", "crypto/internal/sysrand.Read", "crypto/subtle.XORBytes", ""], ""),
            (["", "crypto/fips140.Enabled", "crypto.init", "main.crypto/tls", ""], ""),
            (["", "golang.org/x/crypto/blake2b.Sum256", ""], "golang.org/x/crypto/blake2b"),
            (["", "main.main", ""], ""),
        ] as [([String], String)])
    func cryptographyIsKnownByItsPackage(
        _ functions: [String], _ expected: String
    ) throws {
        var fixture = ExecutableFixture()
        fixture.functions = functions
        #expect(try linked(fixture) == expected)
        fixture.hasSections = false
        #expect(try linked(fixture) == expected)
    }

    /// The names lie behind the header; what follows them is not searched. A header that says
    /// something else is not believed.
    @Test(arguments: [(0xFFFF_FFFA, 24), (0xFFFF_FFF0, 32), (0xFFFF_FFF1, 32)])
    func namesLieBehindTheHeader(_ magic: Int, _ place: Int) throws {
        func fixture(_ start: Int, _ end: Int, magic: Int = magic) -> ExecutableFixture {
            var fixture = ExecutableFixture()
            fixture.tableHeader = ExecutableFixture.header([
                (0, magic), (place, start), (place + 8, end),
            ])
            fixture.functions = ["main.main", "crypto/aes.Encrypt", "crypto/tls.Read", ""]
            return fixture
        }
        #expect(try linked(fixture(72, 72 + 29)) == "crypto/aes")
        #expect(try linked(fixture(72, 72 + 9)) == "")
        for (start, end) in [(0, 80), (81, 81), (90, 80), (72, 1 << 20), (-1, 80), (257, 400)] {
            #expect(try linked(fixture(start, end)) == "crypto/aes")
        }
        #expect(try linked(fixture(72, 72 + 9, magic: 0xFFFF_FFFB)) == "crypto/aes")
        var distant = fixture(72, 72 + 29)
        distant.tableAddress = Int.max
        #expect(try linked(distant) == "crypto/aes")
    }

    /// A table is read in parts of 64 KiB; a name may lie across two.
    @Test(arguments: [-12, -7, -1, 0, 1])
    func aNameAcrossTwoPartsIsFound(_ shift: Int) throws {
        var fixture = ExecutableFixture()
        fixture.functions = [
            String(repeating: "x", count: (1 << 16) + shift), "crypto/sha3.Sum256", "",
        ]
        #expect(try linked(fixture) == "crypto/sha3")
    }

    @Test func aTableWithoutAnEndIsUnknown() throws {
        var fixture = ExecutableFixture()
        fixture.functions = [String(repeating: "x", count: 17 << 20)]
        #expect(try linked(fixture) == nil)
        // As many names that do not count as would take seconds to look at.
        fixture.functions = Array(repeating: "crypto/subtle.f", count: 20_000) + [""]
        #expect(try linked(fixture) == nil)
        fixture.functions = Array(repeating: "crypto/subtle.f", count: 2000) + ["crypto/aes.f", ""]
        #expect(try linked(fixture) == "crypto/aes")
    }

    @Test func librariesAreThoseOfTheLoader() throws {
        var fixture = ExecutableFixture()
        fixture.isGo = false
        fixture.libraries = ["libc.so.6", "libcrypto.so.3"]
        let executable = try #require(try tree.executable(fixture.bytes))
        #expect(executable.libraries == "libc.so.6, libcrypto.so.3")
        #expect(GoBuildInformation.read(executable) == nil)
        fixture.libraries = []
        #expect(try #require(try tree.executable(fixture.bytes)).libraries.isEmpty)
    }
}
