import Foundation
import Testing

@testable import Fleet

/// Folders, files and lines.
@Suite struct CollectorTests {
    private let signer: Signer

    init() throws { signer = try Signer() }

    @Test func foldersHoldReportsOfEveryKind() throws {
        let folder = try Folder()
        for (name, bytes) in try SyntheticNode("one").bundle(signer, by: signer.allowed) {
            try folder.write("deep/er/run/\(name)", bytes)
        }
        try folder.write("two/results.json", SyntheticNode("x").results)
        try folder.write("three.json", SyntheticNode("x").results)
        try folder.write("four.json", SyntheticNode("four").acceptance)
        try folder.write("notes.txt", Array("nothing".utf8))
        let found = try signer.collect([folder.path])
        #expect(found.reports.map(\.node) == ["four", "one", "three", "two"])
        #expect(found.problemCount == 0 && found.ignored == 1)
    }

    /// As `kubectl logs` prints them, with what the program says between.
    @Test func linesOfALogAreReports() throws {
        let folder = try Folder()
        var log = Array("fipsmark: checking K01\n".utf8)
        for name in ["a", "b", "c"] { log += SyntheticNode(name).acceptance }
        log += Array("{\"other\":1}\nthe end".utf8)
        let found = try signer.collect([try folder.write("job.log", log)])
        #expect(found.reports.map(\.node) == ["a", "b", "c"])
        #expect(found.ignored == 3 && found.problemCount == 0)
    }

    @Test func linesThatAreCutShortAreNamed() throws {
        let folder = try Folder()
        var log = SyntheticNode("a").acceptance
        log += SyntheticNode("b").acceptance.dropLast(40) + [UInt8(ascii: "\n")]
        log += SyntheticNode("c").acceptance
        let path = try folder.write("job.log", log)
        let found = try signer.collect([path])
        #expect(found.reports.map(\.node) == ["a", "c"])
        #expect(found.problems.map(\.place) == ["\(path):2"])
    }

    @Test func whatIsNoReportIsNamed() throws {
        let folder = try Folder()
        try folder.write("indented.json", Array("{\n  \"asOf\": \"2026-11-22\"\n}\n".utf8))
        try folder.write("other.json", Array("{\"other\":1}\n".utf8))
        try folder.write("empty.json", [])
        let found = try signer.collect([folder.path, folder.path + "/missing"])
        #expect(found.reports.isEmpty && found.problemCount >= 3)
    }

    @Test func linksAreNotFollowed() throws {
        let folder = try Folder()
        let path = try folder.write("real/a.json", SyntheticNode("a").acceptance)
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/b.json", withDestinationPath: path)
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/loop", withDestinationPath: folder.path)
        let found = try signer.collect([folder.path])
        #expect(found.reports.map(\.node) == ["a"] && found.problemCount == 2)
    }

    @Test func manyProblemsAreCountedAndFewKept() throws {
        let folder = try Folder()
        for number in 0..<300 { try folder.write("\(number).json", Array("{\"x\":1}".utf8)) }
        let found = try signer.collect([folder.path])
        #expect(found.problemCount == 300 && found.problems.count == FleetLimits.problems)
    }
}
