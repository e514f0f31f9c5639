import Foundation
import Testing

/// What is told of `accept`, and above all of an `accept` that does not come to its end.
@Suite struct KubernetesTests {
    private static let accept = ["--", "--profile", "module", "--policy", "configured"]

    /// Half a minute of injected faults, of which one second is left.
    private static let endless = ["--timeout", "1", "--", "--inject-faults"]

    @Test func problemIsOneLineWithTheStatusOfAccept() throws {
        let folder = try Folder.make()
        defer { Folder.remove(folder) }
        let accept = try Fipsmark.run(
            ["accept", "--quiet"] + KubernetesTests.accept.dropFirst(), folder: folder)
        let problem = try Fipsmark.run(
            ["kubernetes", "problem"] + KubernetesTests.accept, folder: folder)
        #expect(problem.status == accept.status)
        #expect(problem.output == accept.firstLine + "\n")
        #expect(problem.output.count <= 81)
    }

    @Test func aHangIsAProblemThatIsNotKnown() throws {
        let folder = try Folder.make()
        defer { Folder.remove(folder) }
        let outcome = try Fipsmark.run(
            ["kubernetes", "problem"] + KubernetesTests.endless, folder: folder)
        #expect(outcome.status == 2)
        #expect(outcome.output.hasPrefix("FIPS UNKNOWN fipsmark accept did not end within 1 s"))
        #expect(outcome.output.count <= 81)
    }

    @Test func sonobuoyGetsResultsAndThenTheirPlace() throws {
        let folder = try Folder.make()
        defer { Folder.remove(folder) }
        let outcome = try Fipsmark.run(
            ["kubernetes", "sonobuoy"] + KubernetesTests.accept,
            environment: ["RESULTS_DIR": folder.path], folder: folder)
        #expect((0...2).contains(outcome.status))
        let results = folder.path + "/sonobuoy_results.yaml"
        #expect(try String(contentsOfFile: folder.path + "/done", encoding: .utf8) == results)
        #expect(try String(contentsOfFile: results, encoding: .utf8).contains("fipsmark"))
    }

    /// Without the file 'done' Sonobuoy would wait, and tell of a timeout alone.
    @Test(arguments: [
        (endless, "did not end within 1 s"), (["--", "--frob"], "ended with 64"),
        // A help ends with 0, and is no verdict.
        (["--", "--help"], "printed no verdict"),
    ])
    func doneIsWrittenWhateverHappens(arguments: [String], words: String) throws {
        let folder = try Folder.make()
        defer { Folder.remove(folder) }
        let outcome = try Fipsmark.run(
            ["kubernetes", "sonobuoy", "--directory", folder.path] + arguments, folder: folder)
        #expect(outcome.status == 2)
        let results = try String(contentsOfFile: folder.path + "/done", encoding: .utf8)
        let text = try String(contentsOfFile: results, encoding: .utf8)
        #expect(text.contains(words))
        #expect(text.contains("status: failed"))
    }

    @Test func aDirectoryThatIsNotThereIsAnError() throws {
        let folder = try Folder.make()
        defer { Folder.remove(folder) }
        for watcher in ["sonobuoy", "features"] {
            let outcome = try Fipsmark.run(
                ["kubernetes", watcher, "--directory", folder.path + "/missing"]
                    + KubernetesTests.accept, folder: folder)
            #expect(outcome.status == 2)
            #expect(outcome.talk.contains("cannot write \(folder.path)/missing"))
        }
    }

    @Test func featuresAreLabels() throws {
        let folder = try Folder.make()
        defer { Folder.remove(folder) }
        let outcome = try Fipsmark.run(
            ["kubernetes", "features", "--directory", folder.path] + KubernetesTests.accept,
            folder: folder)
        let lines = try KubernetesTests.lines(folder)
        let accepted = outcome.status == 0 ? "true" : "false"
        #expect(lines.first == "feature.node.kubernetes.io/fips.accepted=\(accepted)")
        #expect(lines.count == 5)
        for line in lines {
            let label = /feature\.node\.kubernetes\.io\/fips\.[a-z-]+=[A-Za-z0-9._-]{1,63}/
            #expect(line.wholeMatch(of: label) != nil, "\(line)")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["fipsmark"])
    }

    @Test func whatWasNotDecidedIsNotAccepted() throws {
        let folder = try Folder.make()
        defer { Folder.remove(folder) }
        let outcome = try Fipsmark.run(
            ["kubernetes", "features", "--directory", folder.path] + KubernetesTests.endless,
            folder: folder)
        #expect(outcome.status == 2)
        #expect(
            try KubernetesTests.lines(folder) == [
                "feature.node.kubernetes.io/fips.accepted=false",
                "feature.node.kubernetes.io/fips.status=unknown",
            ])
    }

    /// Labels expire where nobody writes them again, and the writer ends when it is told to.
    @Test func writtenAgainTheyExpire() throws {
        let folder = try Folder.make()
        defer { Folder.remove(folder) }
        let outcome = try Fipsmark.runInShell(
            "\"$0\" \"$@\" & while [ ! -s fipsmark ]; do sleep 0.1; done; kill -TERM $!; wait $!",
            ["kubernetes", "features", "--directory", ".", "--interval", "600"]
                + KubernetesTests.accept, folder: folder)
        #expect((0...2).contains(outcome.status) && outcome.signal == nil)
        let first = try #require(try KubernetesTests.lines(folder).first)
        let moment = try #require(first.wholeMatch(of: /# \+expiry-time=(.*Z)/)).1
        let expiry = try Date(String(moment), strategy: .iso8601)
        #expect(expiry.timeIntervalSinceNow > 600 && expiry.timeIntervalSinceNow <= 1200)
    }

    @Test(arguments: [
        ["nobody"], ["problem", "--timeout", "0"], ["features", "--interval", "1"], [],
    ])
    func wrongUsageIs64(arguments: [String]) throws {
        let folder = try Folder.make()
        defer { Folder.remove(folder) }
        #expect(try Fipsmark.run(["kubernetes"] + arguments, folder: folder).status == 64)
    }

    private static func lines(_ folder: URL) throws -> [String] {
        try String(contentsOfFile: folder.path + "/fipsmark", encoding: .utf8)
            .split(separator: "\n").map(String.init)
    }
}
