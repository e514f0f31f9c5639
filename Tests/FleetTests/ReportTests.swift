import BenchRecord
import CanonicalJSON
import Evidence
import Testing

@testable import Fleet

/// What a fleet keeps of a report, and what it refuses.
@Suite struct ReportTests {
    private let signer: Signer

    init() throws { signer = try Signer() }

    private func read(_ text: [UInt8], name: String = "file") throws(FleetProblem) -> NodeReport {
        try ReportReader.read(text, name: name, place: "place", signer.hashing)
    }

    @Test func runIsSummedUp() throws {
        var node = SyntheticNode("n1")
        node.padding = 5000
        let report = try read(node.results)
        #expect(report.node == "file" && report.kind == .run && report.verdict == .full)
        #expect(report.moduleVersion == "3.1.2" && report.certificate == "4985")
        #expect(report.sunset == "2030-03-10" && report.vouching.state == .unsigned)
        #expect(report.startedAt.map(UTCTime.text) == "2026-11-22T11:00:00Z")
        #expect(report.digest == signer.hashing.sha256(node.results))
    }

    @Test func acceptanceIsSummedUp() throws {
        var node = SyntheticNode("n1")
        node.kernel = "0"
        node.verdict = "warn"
        let report = try read(node.acceptance)
        #expect(report.node == "n1" && report.kind == .acceptance && report.verdict == .partial)
        #expect(report.kernel == .off && report.policy == "validated" && report.profile == "node")
    }

    @Test(arguments: [
        ("pass", ["full", "full"]), ("fail", ["none", "full"]), ("unknown", ["full", "unknown"]),
        ("warn", ["full", "partial"]),
    ])
    func layersHaveStatesOfTheirOwn(_ verdict: String, _ expected: [String]) throws {
        var node = SyntheticNode("n1")
        node.verdict = verdict
        let layers = try read(node.acceptance).layers
        #expect(["kernel", "operating system"].map { layers[$0]?.rawValue } == expected)
        // Waived, and so neither full nor none; and what was not checked has no state.
        #expect(layers["workload"] == .partial && layers["container runtime"] == nil)
    }

    /// `accept` warns of a layer and decides nothing by it: what it says of the layer is kept.
    @Test(arguments: [
        ("fail", "none"), ("unknown", "unknown"), ("error", "unknown"), ("pass", "full"),
        ("informational", ""), ("notapplicable", ""),
    ])
    func programsOfThePlatformAreLayers(_ outcome: String, _ expected: String) throws {
        var node = SyntheticNode("n1")
        node.layers = [("L01", outcome), ("L02", "pass")]
        let report = try read(node.acceptance)
        #expect(report.layers["container runtime"]?.rawValue ?? "" == expected)
        #expect(report.layers["Kubernetes components"] == .full)
        #expect(report.badChecks == (["none", "unknown"].contains(expected) ? ["L01"] : []))
    }

    /// In a container the libraries are the workload's, and its kernel is somebody else's.
    @Test func aWorkloadIsOneLayer() throws {
        var node = SyntheticNode("n1")
        node.verdict = "unknown"
        node.profile = "module"
        #expect(try read(node.acceptance).layers == ["workload": .unknown])
    }

    @Test func sonobuoysItemIsSummedUp() throws {
        let value: JSONValue = [
            "name": "fipsmark", "status": "failed", "items": .array([]),
            "meta": [
                "type": "summary", "status": "none", "cmvpTable": "2026-04-15",
                "headline": "FIPS FAIL node=x openssl=3.0.7 cert=? kernel=on checks=1/2",
            ],
        ]
        let report = try read(Array(value.canonicalLine.utf8), name: "eu-1")
        #expect(report.node == "eu-1" && report.verdict == .none && report.startedAt == nil)
        #expect(report.moduleVersion == "3.0.7" && report.kernel == .on)
        #expect(report.certificate.isEmpty)
    }

    /// However a report is cut short, nothing is taken of it.
    @Test func everyPrefixIsRefused() throws {
        for text in [SyntheticNode("n1").results, SyntheticNode("n1").acceptance] {
            var taken: [Int] = []
            for count in 0..<text.count - 1 where (try? read(Array(text[..<count]))) != nil {
                taken.append(count)
            }
            #expect(taken.isEmpty)
        }
    }

    @Test func anotherVersionIsNamed() throws {
        var node = SyntheticNode("n1")
        node.schemaVersion = "9.0"
        let problem = #expect(throws: FleetProblem.self) { try read(node.results) }
        #expect(problem?.message.contains("schemaVersion 9.0") == true)
    }

    @Test(arguments: [
        "", "two words", "a\u{1B}[31m", "a\u{202E}b", String(repeating: "n", count: 1 << 20),
    ])
    func unusableNamesAreRefused(_ name: String) throws {
        var node = SyntheticNode("n1")
        node.name = name
        let problem = #expect(throws: FleetProblem.self) { try read(node.acceptance, name: "") }
        #expect((problem?.message.utf8.count ?? 0) < 500)
        #expect(problem?.message.contains("name") == true)
    }

    @Test(arguments: [
        "{\"a\":[1,2}", "{\"a\":{\"b\" :1}}", "{\"a\":01}", "{\"a\":\"\\x\"}", "{\"a\":\"\u{1}\"}",
        "{\"a\":[1,]}", "{\"a\":true}", "{\"a\":{,}}", "{\"a\":[}", "{\"a\":\"\\u00e9\"}",
        "{\"a\":" + String(repeating: "[", count: 100),
    ])
    func whatIsSteppedOverIsStillChecked(_ text: String) throws {
        var reader = try CanonicalReader(Array(text.utf8))
        try reader.open()
        #expect(throws: RecordError.self) {
            try reader.skip("a")
            try reader.close()
            try reader.finish()
        }
    }

    @Test(arguments: [
        "1", "-5", "\"\"", "\"a\\\"b\\\\\\n\"", "[]", "{}", "[[],{},[1,\"x\"]]",
        "{\"a\":{\"b\":[1,{\"c\":\"d\"}]},\"e\":2}", "\"é]}\"",
    ])
    func everyValueIsSteppedOver(_ value: String) throws {
        var reader = try CanonicalReader(Array("{\"a\":\(value),\"b\":7}\n".utf8))
        try reader.open()
        try reader.skip("a")
        #expect(try reader.integer("b") == 7)
        try reader.close()
        try reader.finish()
    }
}
