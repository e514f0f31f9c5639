import BenchRecord
import Foundation
import Testing

/// The executable itself: exit codes, files, and what a kill or a neighbour may not destroy.
@Suite struct CommandTests {
    private let folder: Folder
    private let history: String

    init() throws {
        folder = try Folder()
        history = folder.file("history.sqlite")
    }

    private func run(_ arguments: String...) throws -> Outcome {
        try Executable.run(arguments + ["--history", history])
    }

    private func add(_ levels: [(runs: Int, nanoseconds: Double)]) throws -> Outcome {
        let records = try Records.series(levels).enumerated().map { number, record in
            try folder.write(record, "\(number + 1000).json")
        }
        return try Executable.run(["add", "--history", history] + records)
    }

    @Test func aGateFailsWhileARegressionStands() throws {
        #expect(try add([(30, 100), (30, 103)]).status == 0)
        let failed = try run("check")
        #expect(failed.status == 1)
        #expect(failed.output.hasPrefix("FAIL  1 of 1 points slower\n"))
        #expect(failed.output.contains("at run 31"))
        let shown = try run("show", "hash/1024")
        #expect(shown.output.contains("▲ 2026-01-02T07:00:00Z run 31: +3.0 %"))
        #expect(shown.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
        #expect(try run("bless", "hash", "a reason").status == 0)
        #expect(try run("check").output.hasPrefix("PASS  0 of 1 points slower\n"))
        #expect(try run("check").status == 0)
        #expect(try run("show", "hash").output.contains("accepted: a reason"))
        #expect(try run("bless", "hash", "again").status == 2)
    }

    @Test func theListTellsEachPoint() throws {
        #expect(try add([(30, 100), (30, 103)]).status == 0)
        let list = try run("list")
        let line = try #require(list.output.split(separator: "\n").dropFirst().first)
        #expect(line.hasPrefix("openssl/SHA2-256/hash/1024 ") && line.hasSuffix("+3.0 %"))
        #expect(list.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
    }

    @Test func aPageStandsAlone() throws {
        #expect(try add([(30, 100), (30, 103)]).status == 0)
        let page = folder.file("page.html")
        #expect(try run("html", "--output", page).status == 0)
        let text = try String(contentsOfFile: page, encoding: .utf8)
        #expect(text.contains("<svg") && text.contains("run 31: +3.0 %"))
        // The name of the SVG namespace is the only address.
        #expect(text.components(separatedBy: "http").count == 2 && !text.contains("<script"))
        let drawing = try run("svg", "hash").output
        #expect(throws: Never.self) { try XMLDocumentCheck.parse(drawing) }
    }

    /// What 'fipsmark compare --history' reads: of the newest level alone, and of the same machine.
    @Test func theNoiseOfAPointIsTold() throws {
        #expect(try add([(30, 100), (20, 110)]).status == 0)
        let record = try folder.write(Records.record(hour: 60, nanoseconds: 110), "new.json")
        let told = try run("noise", record)
        #expect(told.status == 0 && told.output.hasSuffix(" openssl/SHA2-256/hash/1024\n"))
        let words = told.output.split(separator: " ")
        let millionths = try #require(Int(words[0]))
        #expect((1000...3000).contains(millionths) && words[1] == "20", "\(told.output)")
        let other = try folder.write(
            Records.record(hour: 61, nanoseconds: 110, version: "3.5.8"), "other.json")
        let nothing = try run("noise", other)
        #expect(nothing.status == 0 && nothing.output.isEmpty)
        #expect(try run("noise", folder.file("none.json")).status == 2)
    }

    @Test func unknownPointsAndMissingHistoriesAreNamed() throws {
        let missing = try run("list")
        #expect(missing.status == 2 && missing.talk.contains(history))
        #expect(folder.names.isEmpty)
        #expect(try add([(3, 100)]).status == 0)
        let unknown = try run("show", "AES")
        #expect(unknown.status == 2 && unknown.talk.contains("openssl/SHA2-256/hash/1024"))
        #expect(try run("check").status == 2)
        #expect(try run("show").status == 64)
    }

    /// Whatever is in the place of a history is reported, and only a writer moves it.
    @Test(arguments: ["text", "database", "damaged"])
    func whatIsNoHistoryIsSetAside(_ kind: String) throws {
        let before = try Unusable.make(kind, at: history)
        let read = try run("list")
        #expect(read.status == 2 && read.talk.contains(history))
        #expect(try Data(contentsOf: URL(filePath: history)) == before)
        let added = try add([(3, 100)])
        #expect(added.status == 2 && added.talk.contains("set-aside-"))
        let aside = folder.names.filter { $0.hasPrefix("history.sqlite.set-aside-") }
        let name = try #require(aside.first)
        #expect(try Data(contentsOf: URL(filePath: folder.file(name))) == before)
        #expect(added.talk.contains(name))
        // Nothing of the runs was lost, and the next one finds nothing wrong.
        #expect(try add([(3, 100)]).output.contains("there already, as run 3"))
        #expect(try add([(3, 100)]).status == 0)
    }

    @Test func foreignAndBrokenRecordsStoreNothing() throws {
        let good = try folder.write(Records.record(hour: 1, nanoseconds: 100), "good.json")
        let old = folder.file("old.json")
        let text = String(
            decoding: try Records.record(hour: 1, nanoseconds: 1).encoded(), as: UTF8.self)
        try text.replacingOccurrences(of: "fipsmark-bench/1", with: "fipsmark-bench/0")
            .write(toFile: old, atomically: true, encoding: .utf8)
        let outcome = try run("add", good, old)
        #expect(outcome.status == 2 && outcome.talk.contains("fipsmark-bench/0"))
        #expect(!FileManager.default.fileExists(atPath: history))
    }

    @Test func whatOpenSSLWroteIsImported() throws {
        let file = folder.file("speed.txt")
        try "+H:16:64\n+F:25:AES-256-GCM:42749040.00:158320000.00\n".write(
            toFile: file, atomically: true, encoding: .utf8)
        let imported = try run(
            "import", file, "--machine", "build7", "--time", "2026-01-01T00:00:00Z")
        #expect(imported.status == 0 && imported.output.hasSuffix("run 1, 2 points\n"))
        let list = try run("list").output
        #expect(list.contains("openssl-speed/AES-256-GCM/64") && list.contains("~"))
        #expect(try run("check").status == 2)
        // Own records are imported as well.
        let record = try folder.write(Records.record(hour: 1, nanoseconds: 100), "own.json")
        #expect(try run("import", record).output.hasSuffix("run 2, 1 points\n"))
    }

    /// Two writers at once, each its own records: all are there.
    @Test func twoProcessesWriteAtOnce() throws {
        let lists = try (0..<2).map { writer in
            try (0..<40).map { number in
                let record = Records.record(hour: number, nanoseconds: 100 + Double(writer))
                return try folder.write(record, "\(writer)-\(number + 100).json")
            }
        }
        let writers = try lists.map { try Executable.start(["add", "--history", history] + $0) }
        for writer in writers { #expect(try writer.finished().status == 0) }
        let line = try run("list").output.split(separator: "\n").dropFirst().first
        #expect(line?.contains(" 80 ") == true, "\(line ?? "")")
    }

    /// Killed at any moment: what was reported as stored is there, and the file is sound.
    @Test func aKillLosesNothingThatWasReported() throws {
        let records = try (0..<200).map { number in
            try folder.write(
                Records.record(hour: number, nanoseconds: 100 + Double(number)),
                "\(number + 1000).json")
        }
        for attempt in 0..<8 {
            let writer = try Executable.start(["add", "--history", history] + records)
            usleep(UInt32(20_000 + attempt * 13_000))
            writer.kill()
            let reported = try writer.finished().output.split(separator: "\n").filter {
                $0.contains(": run ")
            }
            let present = try Executable.run(["add", "--history", history] + records)
            #expect(present.status == 0, "\(present.talk)")
            let lines = present.output.split(separator: "\n")
            for line in reported {
                let name = line.prefix { $0 != ":" }
                #expect(lines.contains { $0.hasPrefix("\(name): there already") }, "\(name)")
            }
            try FileManager.default.removeItem(atPath: history)
            for ending in ["-wal", "-shm"] {
                try? FileManager.default.removeItem(atPath: history + ending)
            }
        }
    }

    @Test func exportsAreWritten() throws {
        let record = try folder.write(Records.record(hour: 1, nanoseconds: 100), "own.json")
        let output = try Executable.run(["export", "csv", record, record]).output
        #expect(output.split(separator: "\n").count == 3)
        #expect(try Executable.run(["export", "bencher", record, record]).status == 64)
        #expect(try Executable.run(["export", "csv", folder.file("none")]).status == 2)
    }
}
