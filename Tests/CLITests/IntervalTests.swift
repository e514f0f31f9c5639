import Foundation
import Testing

/// `accept --interval`: round after round until it is told to stop.
@Suite struct IntervalTests {
    private static let accept = ["accept", "--profile", "module", "--policy", "configured"]

    /// Starts it, waits for what a shell's test waits for, and tells it to stop. The exit code, and
    /// on the last line of the talk how long it took to end.
    private static func run(
        _ arguments: [String], until condition: String, folder: URL,
        environment: [String: String] = [:]
    ) throws -> Outcome {
        let script = """
            "$0" "$@" & child=$!
            while kill -0 $child 2>/dev/null && ! ( \(condition) ); do sleep 0.05; done
            before=$(date +%s%N); kill -TERM $child; wait $child; code=$?
            echo "stopped after $(( ($(date +%s%N) - before) / 1000000 )) ms" >&2; exit $code
            """
        return try Command.run(
            "/bin/bash", ["-c", script, try Fipsmark.binary] + arguments,
            environment: ["FIPSMARK_PROVIDER": try Fipsmark.provider].merging(environment) { $1 },
            folder: folder, output: folder.path + "/out")
    }

    private static func milliseconds(_ outcome: Outcome) throws -> Int {
        let line = try #require(outcome.talkLines.last)
        return try #require(Int(line.split(separator: " ")[2]))
    }

    private static func text(_ folder: URL, _ name: String) throws -> String {
        try String(contentsOfFile: folder.path + "/" + name, encoding: .utf8)
    }

    @Test func roundsHappenAndTheLastRecordsStay() throws {
        let folder = try Folder.make()
        defer { Folder.remove(folder) }
        let results = try folder.folder("results")
        // What others put there stays, what a killed process left goes.
        try results.file("notes.json", "{}")
        try results.file("accept-20200101T000000.000Z.json.bak", "{}")
        try results.file("accept-20200101T000000.000Z.json.fipsmark-1", "{")
        try results.file("accept-20200101T000000.000Z.json", "{}")
        try folder.file("m.prom.fipsmark-17", "#")
        let once = try Fipsmark.run(IntervalTests.accept, folder: folder)
        let outcome = try IntervalTests.run(
            IntervalTests.accept + [
                "--interval=10ms", "--results", "results", "--keep", "3", "--format", "json",
                "--metrics", "m.prom",
            ], until: "[ $(wc -l <out) -ge 6 ]", folder: folder)
        #expect(outcome.status == once.status && outcome.signal == nil)
        #expect(try IntervalTests.milliseconds(outcome) < 1000)
        let names = try Folder.names(results)
        #expect(names.count == 5 && names.contains("notes.json"))
        #expect(names.contains("accept-20200101T000000.000Z.json.bak"))
        // One canonical record a line, and the last ones are in the files.
        let lines = try IntervalTests.text(folder, "out").split(separator: "\n")
        #expect(lines.count >= 6)
        for line in lines {
            let record = try JSONSerialization.jsonObject(with: Data(line.utf8))
            #expect((record as? [String: Any])?["exitCode"] as? Int32 == once.status)
        }
        for name in names where name.wholeMatch(of: /accept-\d{8}T\d{6}\.\d{3}Z\.json/) != nil {
            let record = try IntervalTests.text(results, name)
            #expect(lines.contains(record.dropLast()), "\(name)")
        }
        #expect(try Folder.names(folder) == ["m.prom", "out", "results"])
    }

    @Test func textIsOneLineForEachRound() throws {
        let folder = try Folder.make()
        defer { Folder.remove(folder) }
        let outcome = try IntervalTests.run(
            IntervalTests.accept + ["--interval", "50ms"], until: "[ $(wc -l <out) -ge 2 ]",
            folder: folder)
        #expect((0...2).contains(outcome.status))
        for line in try IntervalTests.text(folder, "out").split(separator: "\n") {
            let form = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ FIPS (PASS|FAIL|UNKNOWN) node=.*/
            #expect(line.wholeMatch(of: form) != nil, "\(line)")
        }
    }

    /// Told to stop in the midst of a round it leaves no half of one, and has no verdict.
    @Test func withoutAVerdictItEndsWithTwo() throws {
        let folder = try Folder.make()
        defer { Folder.remove(folder) }
        let outcome = try IntervalTests.run(
            IntervalTests.accept + [
                "--interval", "1h", "--inject-faults", "--metrics", "m.prom", "--results", ".",
            ], until: "sleep 1", folder: folder)
        #expect(outcome.status == 2 && outcome.signal == nil)
        #expect(try IntervalTests.milliseconds(outcome) < 1000)
        #expect(try Folder.names(folder) == ["out"])
    }

    /// The labels of the last verdict stand until they expire.
    @Test func labelsAreNotOfHalfARound() throws {
        let folder = try Folder.make()
        defer { Folder.remove(folder) }
        try folder.file("fipsmark", "before")
        try folder.file(".fipsmark.fipsmark-1", "what a killed process left")
        let outcome = try IntervalTests.run(
            [
                "kubernetes", "features", "--directory", ".", "--interval", "600", "--",
                "--inject-faults",
            ], until: "sleep 1", folder: folder)
        #expect(outcome.status == 2 && outcome.signal == nil)
        #expect(try IntervalTests.milliseconds(outcome) < 1000)
        #expect(try IntervalTests.text(folder, "fipsmark") == "before")
        #expect(try Folder.names(folder) == ["fipsmark", "out"])
    }

    @Test(arguments: ["fips.so", "fipsmodule.cnf", "openssl.cnf"])
    func aChangeStartsARoundAtOnce(_ file: String) throws {
        let programs = try AcceptedPrograms()
        let folder = programs.folder
        let provider = folder.path + "/fips.so"
        let module = folder.path + "/fipsmodule.cnf"
        try FileManager.default.copyItem(atPath: try Fipsmark.provider, toPath: provider)
        let original =
            try ProcessInfo.processInfo.environment["FIPSMARK_MODULE_CONFIG"]
            ?? Fipsmark.moduleConfiguration
        try FileManager.default.copyItem(atPath: original, toPath: module)
        let text = programs.sound.replacing(try Fipsmark.provider, with: provider)
            .replacing(original, with: module)
        let configuration = try programs.write(text)
        let changed = try #require(
            [provider, module, configuration].first { $0.hasSuffix(file) })
        let outcome = try IntervalTests.run(
            IntervalTests.accept + ["--interval", "1h"],
            until: """
                n=$(wc -l <out); [ $n -ge 2 ] || { [ $n -eq 1 ] && touch '\(changed)'; false; }
                """,
            folder: folder,
            environment: [
                "OPENSSL_CONF": configuration, "FIPSMARK_PROVIDER": provider,
                "FIPSMARK_MODULE_CONFIG": module,
            ])
        #expect((0...2).contains(outcome.status), "\(outcome.talk)")
        #expect(outcome.talk.contains("\(changed) changed: judging again"), "\(outcome.talk)")
    }

    /// What a verdict was before does not hold for a round without one.
    @Test func aHangIsUnknown() throws {
        let folder = try Folder.make()
        defer { Folder.remove(folder) }
        let before = try Fipsmark.run(
            IntervalTests.accept + ["--metrics", "m.prom"], folder: folder)
        let known = try Exposition(try IntervalTests.text(folder, "m.prom"))
        #expect(known.value("exit_code") == String(before.status))
        #expect(known.count("check") == 48)
        let outcome = try IntervalTests.run(
            IntervalTests.accept + [
                "--interval", "1h", "--timeout", "1", "--inject-faults", "--metrics", "m.prom",
                "--results", ".", "--termination-log", "log",
            ], until: "[ -s out ]", folder: folder)
        #expect(outcome.status == 2)
        let words = "fipsmark accept did not end within 1 s"
        #expect(try IntervalTests.text(folder, "out").contains(" FIPS UNKNOWN \(words)"))
        #expect(try IntervalTests.text(folder, "log").hasPrefix("FIPS UNKNOWN \(words)"))
        #expect(outcome.talk.contains("error: no verdict at "))
        let unknown = try Exposition(try IntervalTests.text(folder, "m.prom"))
        #expect(unknown.value("exit_code") == "2")
        #expect(unknown.value("status{status=\"unknown\"}") == "1")
        #expect(unknown.value("status{status=\"full\"}") == "0")
        #expect(unknown.count("check") == 0 && unknown.count("fault") == 1)
        #expect(try Folder.names(folder) == ["log", "m.prom", "out"])
    }

    /// What ends the process ends one round, and the next one judges again.
    @Test func anEndedProcessIsOneUnknownRound() throws {
        let folder = try Folder.make()
        defer { Folder.remove(folder) }
        let outcome = try IntervalTests.run(
            IntervalTests.accept + ["--interval", "100ms", "--metrics", "m.prom"],
            until: """
                n=$(wc -l <out); grep -q UNKNOWN out && cp -n m.prom bad.prom
                if [ ! -e bad.prom ]; then
                    [ $n -eq 0 ] || kill -KILL $(pgrep -P $child) 2>/dev/null; false
                else [ "$(tail -n 1 out | cut -d ' ' -f 3)" != UNKNOWN ]; fi
                """, folder: folder)
        let out = try IntervalTests.text(folder, "out")
        #expect(out.contains("FIPS UNKNOWN fipsmark accept was ended by signal 9"), "\(out)")
        #expect((0...2).contains(outcome.status))
        let bad = try Exposition(try IntervalTests.text(folder, "bad.prom"))
        #expect(bad.value("status{status=\"unknown\"}") == "1" && bad.count("fault") == 1)
        let good = try Exposition(try IntervalTests.text(folder, "m.prom"))
        #expect(good.count("check") == 48 && good.count("fault") == 0)
    }

    /// A file that cannot be replaced must not keep the verdict of before.
    @Test func metricsThatCannotBeWrittenAreNoPass() throws {
        let folder = try Folder.make()
        defer { Folder.remove(folder) }
        try folder.file("m.prom", "old")
        let outcome = try Fipsmark.runInShell(
            "ulimit -f 1; \"$0\" \"$@\" >/dev/null",
            IntervalTests.accept + ["--quiet", "--metrics", "m.prom"], folder: folder)
        #expect(outcome.status == 2)
        #expect(outcome.talk.contains("cannot write m.prom"), "\(outcome.talk)")
        // Gone, or unknown where there was room for that.
        if try Folder.names(folder) == ["m.prom"] {
            #expect(
                try Exposition(try IntervalTests.text(folder, "m.prom")).value("exit_code") == "2")
        } else {
            #expect(try Folder.names(folder).isEmpty)
        }
    }

    @Test func metricsAreReadableByOthers() throws {
        let folder = try Folder.make()
        defer { Folder.remove(folder) }
        _ = try Fipsmark.runInShell(
            "umask 077; \"$0\" \"$@\" >/dev/null",
            IntervalTests.accept + ["--metrics", "m.prom"], folder: folder)
        let attributes = try FileManager.default.attributesOfItem(
            atPath: folder.path + "/m.prom")
        #expect(attributes[.posixPermissions] as? Int == 0o644)
    }

    @Test func aDirectoryThatIsNotThereIsAnError() throws {
        let folder = try Folder.make()
        defer { Folder.remove(folder) }
        let outcome = try Fipsmark.run(
            IntervalTests.accept + ["--interval", "1s", "--results", "missing"], folder: folder)
        expectError(outcome, status: 2, "cannot write into the directory missing", "--results DIR")
    }

    @Test(arguments: [
        ["--interval", "0s"], ["--interval", "5"], ["--interval", "+5s"], ["--interval", "1w"],
        ["--interval", "32d"], ["--interval", "1s", "--output", "x"],
        ["--interval", "1s", "--format", "junit"], ["--interval", "1s", "--keep", "1"],
        ["--interval", "1s", "--results", ".", "--keep", "0"], ["--results", "."],
        ["--interval", "1s", "--timeout", "0"], ["--timeout", "5"],
    ])
    func wrongUsageIs64(arguments: [String]) throws {
        let folder = try Folder.make()
        defer { Folder.remove(folder) }
        #expect(try Fipsmark.run(IntervalTests.accept + arguments, folder: folder).status == 64)
    }
}

/// A strict reader of what OpenMetrics 1.0 and Prometheus' text format have in common.
struct Exposition {
    private var samples: [(series: String, value: String)] = []

    init(_ text: String) throws {
        #expect(text.hasSuffix("\n# EOF\n"))
        var family = ""
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast(2) {
            if let head = line.wholeMatch(of: /# TYPE (fipsmark_accept_[a-z_]+) gauge/) {
                family = String(head.1)
                #expect(!samples.contains { $0.series.hasPrefix(family + "{") })
            } else if let head = line.wholeMatch(of: /# (HELP|UNIT) ([a-z_]+) (.+)/) {
                #expect(head.2 == family)
                #expect(head.1 == "HELP" || family.hasSuffix("_\(head.3)"))
            } else {
                let form =
                    /([a-z_]+)(\{(?:,?[a-z_]+="(?:[^"\\]|\\["\\])*")+\})? (-?\d+)/
                let sample = try #require(line.wholeMatch(of: form), "\(line)")
                #expect(sample.1 == family && !line.contains("{,"))
                let series = String(sample.1) + String(sample.2 ?? "")
                #expect(!samples.contains { $0.series == series })
                samples.append((series, String(sample.3)))
            }
        }
    }

    func value(_ name: String) -> String? {
        samples.first { $0.series == "fipsmark_accept_\(name)" }?.value
    }

    func count(_ name: String) -> Int {
        samples.count { $0.series.hasPrefix("fipsmark_accept_\(name){") }
    }
}
