import Foundation
import Testing

@testable import Fleet

/// Archives as Sonobuoy writes them, and as somebody writes them who means ill.
@Suite struct ArchiveTests {
    private let signer: Signer

    init() throws { signer = try Signer() }

    /// One member with its header, of ustar.
    static func member(
        _ name: String, _ content: [UInt8], type: UInt8 = UInt8(ascii: "0"), link: String = "",
        size: Int? = nil
    ) -> [UInt8] {
        var header = [UInt8](repeating: 0, count: 512)
        func put(_ bytes: [UInt8], at start: Int) {
            header.replaceSubrange(start..<start + bytes.count, with: bytes)
        }
        func octal(_ value: Int, _ width: Int) -> [UInt8] {
            let digits = String(value, radix: 8)
            return Array((String(repeating: "0", count: width - digits.count) + digits).utf8)
        }
        put(Array(name.utf8.prefix(100)), at: 0)
        put(octal(0o644, 7), at: 100)
        put(octal(size ?? content.count, 11), at: 124)
        put(Array("        ".utf8), at: 148)
        header[156] = type
        put(Array(link.utf8), at: 157)
        put(Array("ustar\0".utf8) + Array("00".utf8), at: 257)
        put(octal(header.reduce(0) { $0 + Int($1) }, 6) + [0, 0x20], at: 148)
        let padding = (512 - content.count % 512) % 512
        return header + content + [UInt8](repeating: 0, count: padding)
    }

    private static let end = [UInt8](repeating: 0, count: 1024)

    private func collect(_ archive: [UInt8], _ name: String = "a.tar") throws -> FleetReports {
        let folder = try Folder()
        return try signer.collect([try folder.write(name, archive)])
    }

    private func bundle(_ name: String, _ folder: String) throws -> [UInt8] {
        let files = try SyntheticNode(name).bundle(signer, by: signer.allowed)
        return files.sorted { $0.key > $1.key }.flatMap {
            ArchiveTests.member("\(folder)/\($0.key)", $0.value)
        }
    }

    @Test func bundlesAndReportsOfAnArchiveCount() throws {
        let found = try collect(
            try bundle("eu-1", "./x/one") + ArchiveTests.member("x/", [], type: 0x35)
                + ArchiveTests.member("eu-2/accept.json", SyntheticNode("eu-2").acceptance)
                + ArchiveTests.member("x/other.json", Array("{\"kind\":\"List\"}".utf8))
                + ArchiveTests.end)
        #expect(found.reports.map(\.node) == ["eu-1", "eu-2"] && found.problemCount == 0)
        #expect(found.reports.map(\.vouching.state) == [.allowed, .unsigned] && found.ignored == 1)
    }

    @Test(arguments: [
        ("../up.json", UInt8(ascii: "0")), ("a/../../up.json", UInt8(ascii: "0")),
        ("/etc/absolute.json", UInt8(ascii: "0")), ("link.json", UInt8(ascii: "2")),
        ("hard.json", UInt8(ascii: "1")), ("device.json", UInt8(ascii: "3")),
        ("pipe.json", UInt8(ascii: "6")), ("odd.json", UInt8(ascii: "Z")),
    ])
    func whatLeadsElsewhereIsRefusedByName(_ path: String, _ type: UInt8) throws {
        let content = SyntheticNode("eu-9").acceptance
        let isFile = type == UInt8(ascii: "0") || type == UInt8(ascii: "Z")
        let found = try collect(
            ArchiveTests.member(path, isFile ? content : [], type: type, link: "/etc/passwd")
                + ArchiveTests.member("eu-1.json", SyntheticNode("eu-1").acceptance)
                + ArchiveTests.end)
        // The rest still counts.
        #expect(found.reports.map(\.node) == ["eu-1"])
        #expect(found.problems.count == 1 && found.problems[0].place.hasSuffix(":\(path)"))
        #expect(found.problems[0].message.contains("refused"))
    }

    @Test func truncatedArchivesKeepWhatCameBefore() throws {
        let first = ArchiveTests.member("eu-1.json", SyntheticNode("eu-1").acceptance)
        let whole = first + ArchiveTests.member("eu-2.json", SyntheticNode("eu-2").acceptance)
        for count in [
            first.count, first.count + 100, first.count + 600, whole.count, whole.count + 512,
        ] {
            let found = try collect(Array((whole + ArchiveTests.end)[..<count]))
            #expect(found.problemCount == 1, "\(count)")
            #expect(found.reports.first?.node == "eu-1")
            #expect(found.reports.count == (count >= whole.count ? 2 : 1))
        }
    }

    @Test func changedHeadersAreNoticed() throws {
        var archive = ArchiveTests.member("eu-1.json", SyntheticNode("eu-1").acceptance)
        archive[3] ^= 1
        let found = try collect(archive + ArchiveTests.end)
        #expect(found.reports.isEmpty && found.problems[0].message.contains("checksum"))
    }

    @Test func longNamesOfPaxAndGNUAreRead() throws {
        let long = String(repeating: "folder/", count: 30) + "eu-7/results.json"
        let value = " path=\(long)\n"
        var length = value.utf8.count + 3
        if String(length).count != 3 { length += 1 }
        let pax = Array("\(length)\(value)".utf8)
        let text = SyntheticNode("x").results
        for header in [
            ArchiveTests.member("pax", pax, type: UInt8(ascii: "x")),
            ArchiveTests.member(
                "././@LongLink", Array(long.utf8) + [0], type: UInt8(ascii: "L")),
        ] {
            let found = try collect(
                header + ArchiveTests.member("short", text) + ArchiveTests.end)
            #expect(found.reports.map(\.node) == ["eu-7"] && found.problemCount == 0)
        }
    }

    @Test(arguments: ["999999999 path=x\n", "x path=y\n", "12 pathx\n", "9 size=-\n"])
    func malformedPaxEndsTheArchive(_ text: String) throws {
        let found = try collect(
            ArchiveTests.member("pax", Array(text.utf8), type: UInt8(ascii: "x"))
                + ArchiveTests.end)
        #expect(found.problems.first?.message.contains("pax") == true)
    }

    /// The claim alone must not take the memory.
    @Test func largeClaimsAreNotBelieved() throws {
        let found = try collect(
            ArchiveTests.member("eu-1.json", [], size: 0o77777777777) + ArchiveTests.end)
        #expect(found.reports.isEmpty && found.problemCount >= 1)
        let header = try collect(
            ArchiveTests.member("x", [], type: UInt8(ascii: "x"), size: 1 << 30)
                + ArchiveTests.end)
        #expect(header.problems.first?.message.contains("1073741824") == true)
    }

    @Test func gzipIsDecompressedAndItsEndSeen() throws {
        let folder = try Folder()
        let archive = try bundle("eu-1", "one") + ArchiveTests.end
        let path = try folder.write("a.tar", archive)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["gzip", "-n", path]
        try process.run()
        process.waitUntilExit()
        let packed = [UInt8](try Data(contentsOf: URL(filePath: path + ".gz")))
        let found = try signer.collect([path + ".gz"])
        #expect(found.reports.map(\.node) == ["eu-1"] && found.problemCount == 0)
        let short = try signer.collect(
            [try folder.write("b.tar.gz", Array(packed.dropLast(20)))])
        #expect(short.problemCount == 1 && short.problems[0].message.contains("cut short"))
        var changed = packed
        changed[packed.count / 2] ^= 0xFF
        #expect(try signer.collect([try folder.write("c.tgz", changed)]).problemCount > 0)
    }
}
