import Foundation
import Testing

/// `fipsmark bench` and `fipsmark compare`, on whatever machine runs the tests: no time is
/// asserted, and a machine that is never quiet may leave points without a number.
@Suite struct BenchTests {
    private let folder: URL

    init() throws { folder = try Folder.make() }

    private struct Record: Decodable {
        struct Fingerprint: Decodable { let fields: [String: String] }
        struct Estimate: Decodable {
            let picoseconds: Int
            let lowerPicoseconds: Int
            let upperPicoseconds: Int
            let rawMedianPicoseconds: Int
        }
        struct Replicate: Decodable { let batches: Int, cleanBatches: Int }
        struct Point: Decodable {
            let id: String
            let state: String
            let reason: String
            let workload: String
            let workloadDigest: String
            let estimate: Estimate?
            let replicates: [Replicate]
            let firstUsePicoseconds: Int?
        }
        struct SelfTest: Decodable { let type: String, description: String, picoseconds: Int }
        struct StartUp: Decodable { let loadPicoseconds: Int, selfTests: [SelfTest] }
        struct Scaling: Decodable {
            let id: String
            let threads: Int
            let ownPerMille: Int
            let sharedPerMille: Int
        }
        let schema: String
        let profile: String
        let fingerprint: Fingerprint
        let points: [Point]
        let startUp: StartUp?
        let scalings: [Scaling]?
    }

    private func bench(_ arguments: [String], _ file: String) throws -> (Outcome, Record) {
        let path = folder.appending(path: file).path
        let outcome = try run(
            ["bench", "--quiet", "--format", "json", "--output", path] + arguments)
        let data = try Data(contentsOf: URL(filePath: path))
        return (outcome, try JSONDecoder().decode(Record.self, from: data))
    }

    private func run(_ arguments: [String]) throws -> Outcome {
        try Fipsmark.run(
            arguments, environment: ["XDG_STATE_HOME": folder.path], folder: folder, seconds: 120)
    }

    @Test func whatIsNamedIsMeasured() throws {
        defer { Folder.remove(folder) }
        let (outcome, record) = try bench(
            ["--profile", "quick", "--algorithm", "sha2-256", "--module", "openssl"], "a.json")
        #expect([0, 2].contains(outcome.status), "\(outcome.talk)")
        #expect(outcome.talk.isEmpty)
        #expect(record.schema == "fipsmark-bench/1" && record.profile == "quick")
        #expect(
            record.points.map(\.id) == [64, 1024, 16384].map { "openssl/SHA2-256/hash/\($0)" })
        #expect((outcome.status == 0) == record.points.allSatisfy { $0.state == "measured" })
        for point in record.points {
            #expect(point.workload == "digest/1" && point.workloadDigest.count == 64)
            if let estimate = point.estimate {
                #expect(point.state == "measured" && point.replicates.count == 1)
                #expect(estimate.lowerPicoseconds < estimate.picoseconds)
                #expect(estimate.upperPicoseconds > estimate.picoseconds)
                #expect(estimate.picoseconds > 0 && estimate.rawMedianPicoseconds > 0)
            } else {
                #expect(point.state == "inconclusive" && !point.reason.isEmpty)
            }
        }
        let fields = record.fingerprint.fields
        for field in ["cpuModel", "kernel", "libcrypto", "openssl.sha256", "suite"] {
            #expect(fields[field]?.isEmpty == false, "\(field)")
        }
        let host = ProcessInfo.processInfo.hostName
        #expect(host.isEmpty || !fields.values.contains { $0.contains(host) })
        // What a core alone looks like is kept for the next run.
        #expect(try Folder.names(folder).contains("fipsmark"))
    }

    @Test func startUpAndThreadsAreTold() throws {
        defer { Folder.remove(folder) }
        let (_, record) = try bench(
            [
                "--profile", "quick", "--algorithm", "sha2-256", "--module", "openssl",
                "--threads", "2",
            ], "a.json")
        let startUp = try #require(record.startUp)
        #expect(startUp.selfTests.contains { $0.type == "Module_Integrity" })
        let sum = startUp.selfTests.reduce(0) { $0 + $1.picoseconds }
        #expect(startUp.selfTests.count > 20 && sum > 0 && sum < startUp.loadPicoseconds)
        // The first point of an operation was cold, and no other.
        #expect(record.points.map { $0.firstUsePicoseconds != nil } == [true, false, false])
        let scalings = try #require(record.scalings)
        #expect(scalings.map(\.id) == record.points.map(\.id))
        #expect(scalings.allSatisfy { $0.threads == 2 && $0.ownPerMille > 0 })
        let outcome = try run(["bench", "--threads", "1"])
        #expect(outcome.status == 64 && outcome.talk.contains("from 2 to 256"))
    }

    @Test func recordsAreCompared() throws {
        defer { Folder.remove(folder) }
        let choice = ["--profile", "quick", "--point", "openssl/SHA2-256/hash/1024"]
        let (_, record) = try bench(choice, "a.json")
        let path = folder.path + "/a.json"
        let same = try run(["compare", path, path])
        let isMeasured = record.points.allSatisfy { $0.state == "measured" }
        #expect(same.status == (isMeasured ? 0 : 2), "\(same.output)")
        #expect(same.firstLine.hasPrefix(isMeasured ? "SAME" : "UNKNOWN"))
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let moved = try folder.file(
            "moved.json", text.replacingOccurrences(of: "\"kernel\" : \"", with: "\"kernel\" : \"9")
        )
        expectError(try run(["compare", path, moved]), status: 2, "kernel", "--force")
        #expect(try run(["compare", "--force", path, moved]).status == same.status)
        let later = try folder.file(
            "later.json",
            text.replacingOccurrences(of: "fipsmark-bench/1", with: "fipsmark-bench/9"))
        expectError(try run(["compare", path, later]), status: 2, "fipsmark-bench/9", "later.json")
        expectError(
            try run(["bench", "--quiet", "--baseline", moved]), status: 2, "kernel", "--force")
    }

    /// Of 3.125 %, which is every 32nd operation done twice.
    @Test func aLossIsARegression() throws {
        defer { Folder.remove(folder) }
        let base = try folder.file("base.json", BenchTests.record(picoseconds: 100_000))
        let slower = try folder.file("slower.json", BenchTests.record(picoseconds: 103_125))
        let outcome = try run(["compare", base, slower])
        #expect(outcome.status == 1, "\(outcome.output)")
        #expect(outcome.firstLine.hasPrefix("SLOWER  1 points compared: 1 slower"))
        #expect(outcome.output.contains("+3.1 %"))
        for line in outcome.output.split(separator: "\n") { #expect(line.count <= 80) }
        #expect(try run(["compare", slower, base]).status == 0)
    }

    @Test(arguments: [
        ("text", "no record of fipsmark bench"), ("{\"schema\":\"fipsmark-bench/0\"}", "schema"),
    ])
    func whatIsNoRecordIsSaid(_ content: String, _ cause: String) throws {
        defer { Folder.remove(folder) }
        let file = try folder.file("no.json", content)
        expectError(try run(["compare", file, file]), status: 2, "no.json", cause)
        expectError(try run(["bench", "--quiet", "--baseline", file]), status: 2, cause)
    }

    @Test func unknownPointsAreNamed() throws {
        defer { Folder.remove(folder) }
        expectError(
            try run(["bench", "--quiet", "--point", "openssl/SHA2-256/hush/1024"]), status: 2,
            "openssl/SHA2-256/hush/1024", "did you mean openssl/SHA2-256/hash/1024?")
    }

    /// A copy of the provider is measured beside it, and is no slower.
    @Test func buildsAreMeasuredSideBySide() throws {
        defer { Folder.remove(folder) }
        let copy = try folder.file(
            "other.so", Data(contentsOf: URL(filePath: Fipsmark.provider)))
        let configuration = try Fipsmark.moduleConfiguration
        let outcome = try run([
            "bench", "--quiet", "--profile", "quick", "--algorithm", "SHA2-256", "--size", "1024",
            "--against", copy, "--against-config", configuration,
        ])
        #expect([0, 2].contains(outcome.status), "\(outcome.output) \(outcome.talk)")
        #expect(outcome.firstLine.contains("1 points compared: 0 slower"))
        #expect(outcome.output.contains("SHA2-256/hash/1024"))
        expectError(
            try run(["bench", "--quiet", "--against", "/nonexistent.so"]), status: 2,
            "/nonexistent.so")
    }

    static func record(picoseconds: Int) -> String {
        let replicates = (0..<3).map { _ in
            """
            {"picoseconds":\(picoseconds),"rawMedianPicoseconds":\(picoseconds),"batches":100,
            "cleanBatches":90,"operationsPerBatch":10,
            "bins":[{"megahertz":3000,"batches":90,"picoseconds":\(picoseconds)}]}
            """
        }
        return """
            {"schema":"fipsmark-bench/1","toolVersion":"1","startedAt":"","finishedAt":"",
            "profile":"standard","fingerprint":{"fields":{}},
            "quietness":{"grade":"A","cleanPerMille":900,"remarks":[]},
            "points":[{"id":"p","module":"openssl","algorithm":"a","operation":"o",
            "messageBytes":0,"workload":"w/1","workloadDigest":"","state":"measured","reason":"",
            "estimate":{"picoseconds":\(picoseconds),"lowerPicoseconds":1,"upperPicoseconds":1,
            "rawMedianPicoseconds":1},"replicates":[\(replicates.joined(separator: ","))]}]}
            """
    }
}
