import Foundation
import Testing

/// `fipsmark kat --fresh`, on the real modules.
@Suite final class FreshTests {
    private let folder: URL

    init() throws { folder = try Folder.make() }

    deinit { Folder.remove(folder) }

    private func fresh(_ seed: String, _ more: String...) throws -> Outcome {
        try Fipsmark.run(
            ["kat", "--quiet", "--fresh", seed, "--format", "json"] + more, folder: folder,
            seconds: 600)
    }

    private func text(_ path: String) throws -> String {
        try String(contentsOf: folder.appending(path: path), encoding: .utf8)
    }

    @Test func everyAlgorithmIsAskedAndAnswered() throws {
        let outcome = try fresh("a seed", "--emit", "first")
        #expect(outcome.status == 0)
        let results = try Results(outcome)
        #expect(results.verdict == "pass" && results.crossCheck == "available")
        let table = try Fipsmark.run(["algorithms"], folder: folder).output
        for set in results.sets {
            #expect(set.findings.isEmpty && set.cases > 0, "\(set.set)")
            #expect(table.contains(set.set), "\(set.set)")
        }
        #expect(Set(results.sets.map(\.set)).count == 83)
        #expect(results.sets.reduce(0) { $0 + $1.cases } > 10_000)

        // What was written is what was run, and passes as published vectors do.
        let again = try Fipsmark.run(
            ["kat", "--quiet", "--format", "json", "first"], folder: folder, seconds: 600)
        #expect(again.status == 0)
        let read = try Results(again)
        #expect(read.sets.map(\.cases).sorted() == results.sets.map(\.cases).sorted())
        #expect(read.sets.allSatisfy { $0.findings.isEmpty })

        // One broken answer is seen.
        let path = "first/SHA2-256-1.0/expectedResults.json"
        let answers = try text(path)
        let place = try #require(answers.range(of: #""md":""#)).upperBound
        var broken = answers
        broken.replaceSubrange(place...place, with: answers[place] == "0" ? "1" : "0")
        try folder.file(path, broken)
        let seen = try Fipsmark.run(["kat", "--quiet", "first/SHA2-256-1.0"], folder: folder)
        #expect(seen.status == 1)
        try folder.file(path, answers)

        // The same seed gives the same bytes, whatever the threads; of random answers other ones.
        #expect(try fresh("a seed", "--emit", "second", "--threads", "1").status == 0)
        let random = ["keyGen", "sigGen", "own-IV", "KAS"]
        for name in try Folder.names(folder.appending(path: "first")) {
            let prompt = "\(name)/prompt.json"
            #expect(try text("first/\(prompt)") == text("second/\(prompt)"), "\(name)")
            if random.contains(where: { name.contains($0) }) { continue }
            let expected = "\(name)/expectedResults.json"
            #expect(try text("first/\(expected)") == text("second/\(expected)"), "\(name)")
        }

        // Nothing of it is canned: another seed changes every question that has bytes in it.
        #expect(try fresh("another", "--emit", "third", "--cases", "2").status == 0)
        for name in try Folder.names(folder.appending(path: "first")) {
            // Keys that take long are asked for once, and without a word.
            if name.hasPrefix("RSA-keyGen") { continue }
            let (one, two) = (
                try text("first/\(name)/prompt.json"), try text("third/\(name)/prompt.json")
            )
            #expect(one != two && one.count < two.count, "\(name)")
        }
    }

    @Test func whatDoesNotGoTogetherIsWrongUsage() throws {
        for arguments in [
            ["--emit", "out"], ["--cases", "2"], ["--fresh", "x", "path"],
            ["--fresh", "x", "--kats", "path"], ["--fresh", "x", "--cases", "0"],
        ] {
            let outcome = try Fipsmark.run(["kat"] + arguments, folder: folder)
            #expect(outcome.status == 64, "\(arguments)")
        }
        try folder.file("file", "")
        expectError(try fresh("x", "--emit", "file/below"), status: 2, "file/below")
    }
}
