import CanonicalJSON
import Evidence
import Testing

@Suite struct OSCALTests {
    private static let hostile = [
        SampleBundle.hostile, "", " ", "\u{2028}", "../../etc/passwd", "\u{FEFF}", "\u{85}x\u{9F}",
    ]

    private func assessment(_ sources: BundleSources) throws -> JSONValue {
        let text = Projection.assessment.derive(sources)
        let value = try JSONReader.read(Array(text.utf8)).jsonValue
        #expect(value.canonicalLine == text)
        return try value.at(["assessment-results"])
    }

    /// Objective and state of each finding.
    private func findings(_ document: JSONValue) throws -> [String: String] {
        guard case .object(let result) = try document.at(["results", "0"]),
            case .array(let findings)? = result["findings"]
        else { return [:] }
        var states: [String: String] = [:]
        for finding in findings {
            let target = try finding.at(["target", "target-id"]).words
            states[target] = try finding.at(["target", "status", "state"]).words
        }
        return states
    }

    @Test func aPassSatisfiesWhatWasExecutedAlone() throws {
        // The sample runs no integrity test, so that nothing is said of SI-7(1).
        let document = try assessment(try SampleBundle.make(.pass))
        #expect(try findings(document) == ["si-6_obj.a-1": "satisfied"])
        let integrity = try SampleBundle.make(
            .pass, changes: [("self-test/openssl/KAT_Digest", "self-test/openssl/Module_Integrity")]
        )
        #expect(
            try findings(try assessment(integrity))
                == ["si-6_obj.a-1": "satisfied", "si-7.1_obj-1": "satisfied"])
    }

    @Test func aFailureIsAFindingWithItsRisk() throws {
        let document = try assessment(try SampleBundle.make(.fail))
        #expect(
            try findings(document)
                == ["sc-13_obj.b": "not-satisfied", "si-6_obj.a-1": "not-satisfied"])
        let risk = try document.at(["results", "0", "risks", "0"])
        #expect(try risk.at(["status"]).words == "open")
        let checks = try properties("check", of: document)
        #expect(checks.contains("kat/SHA2-256/1.0/1/openssl"))
        // Of what passed there is the group's observation alone.
        #expect(!checks.contains("kat/SHA2-256/1.0/1/gcrypt"))
    }

    @Test func whatIsOpenSatisfiesNothing() throws {
        let document = try assessment(try SampleBundle.make(.unknown))
        #expect(try findings(document) == [:])
        #expect(try properties("check", of: document).contains("kat/SHA2-256/1.0/1/openssl"))
        // Neither an open check nor an open verdict is enough, whatever the other says.
        for (kind, old, new) in [
            (Sample.Kind.unknown, "unknown", "pass"), (.pass, "pass", "unknown"),
        ] {
            let change = ("\"verdict\":\"\(old)\"", "\"verdict\":\"\(new)\"")
            let document = try assessment(try SampleBundle.make(kind, changes: [change]))
            #expect(try findings(document) == [:], "\(kind)")
        }
    }

    @Test(arguments: Sample.Kind.allCases)
    func sc13IsNeverSatisfied(_ kind: Sample.Kind) throws {
        let states = try findings(try assessment(try SampleBundle.make(kind)))
        #expect(!states.contains { $0.key.hasPrefix("sc-13") && $0.value == "satisfied" })
    }

    @Test func factsAreOfTheNodeAndNameIt() throws {
        let facts = try assessment(try SampleBundle.make(.pass, text: "name of the node"))
            .at(["results", "0", "observations", "1"])
        #expect(try facts.at(["subjects", "0", "type"]) == "inventory-item")
        #expect(try facts.at(["collected"]) == "2026-11-22T12:00:09Z")
        let text = facts.canonicalText
        // Neither a whole file nor what a redaction replaces.
        #expect(text.contains("kernel/fips_enabled: 18 bytes, in environment.json"))
        #expect(text.contains("RHEL-09-671010") && !text.contains("name of the node"))
    }

    @Test func findingsCanBeLeftOut() throws {
        var options = BundleOptions()
        options.findings = .none
        let document = try assessment(try SampleBundle.make(.fail, options: options))
        guard case .object(let result) = try document.at(["results", "0"]) else {
            Issue.record("no result")
            return
        }
        #expect(result["findings"] == nil && result["risks"] == nil)
        #expect(result["observations"] != nil)
    }

    @Test func warningsAreObservedAndDecideNothing() throws {
        let document = try assessment(
            try SampleBundle.make(
                .pass, changes: [("\"outcome\":\"notchecked\"", "\"outcome\":\"fail\"")]))
        #expect(try properties("check", of: document).contains("certificate/openssl"))
        #expect(try findings(document) == ["si-6_obj.a-1": "satisfied"])
    }

    @Test func reviewedControlsAreThoseOfTheChecks() throws {
        let document = try assessment(try SampleBundle.make(.pass))
        let selection = try document.at([
            "results", "0", "reviewed-controls", "control-selections", "0", "include-controls",
        ])
        guard case .array(let controls) = selection else {
            Issue.record("no controls")
            return
        }
        #expect(
            try controls.map { try $0.at(["control-id"]).words }
                == ["ca-7", "cm-6", "sc-13", "si-6"])
    }

    @Test func timesAndDigestsAreTheSources() throws {
        let sources = try SampleBundle.make(.pass)
        let document = try assessment(sources)
        #expect(try document.at(["metadata", "last-modified"]).words == "2026-11-22T12:00:09Z")
        #expect(try document.at(["results", "0", "start"]).words == "2026-11-22T12:00:00Z")
        #expect(try document.at(["results", "0", "end"]).words == "2026-11-22T12:00:09Z")
        for (index, source) in sources.digests.all.enumerated() {
            let link = try document.at([
                "back-matter", "resources", "\(index + 1)", "rlinks", "0",
            ])
            #expect(try link.at(["href"]).words == "../\(source.path)")
            #expect(try link.at(["hashes", "0", "value"]).words == source.sha256)
        }
        let wrong = try assessment(try SampleBundle.make(.pass, observedAt: "yesterday"))
        #expect(try wrong.at(["metadata", "last-modified"]).words == "2026-11-22T12:00:00Z")
    }

    @Test func aMatchedCertificateIsAComponentOfItsOwn() throws {
        let unknown = Projection.components.derive(try SampleBundle.make(.pass))
        #expect(!unknown.contains("\"validation\""))
        let sources = try SampleBundle.make(.pass, changes: [("\"id\":\"\"", "\"id\":\"4985\"")])
        for projection in [Projection.components, .assessment] {
            let text = projection.derive(sources)
            #expect(text.contains("\"type\":\"validation\""))
            #expect(text.contains("program/certificate/4985"))
        }
        let inProcess = try SampleBundle.make(
            .pass, changes: [("\"id\":\"\"", "\"id\":\"in-process-openssl-3.5.4\"")])
        #expect(!Projection.components.derive(inProcess).contains("\"type\":\"validation\""))
    }

    /// By index, so that the test's own log shows none of them.
    @Test(arguments: hostile.indices)
    func hostileTextStaysText(_ index: Int) throws {
        let text = OSCALTests.hostile[index]
        let sources = try SampleBundle.make(.fail, text: text)
        #expect(try sources.problems == [])
        for projection in [Projection.assessment, .components, .billOfMaterials] {
            let written = projection.derive(sources)
            #expect(
                written.dropLast().unicodeScalars.allSatisfy {
                    $0.properties.generalCategory != .control
                        && $0.properties.generalCategory != .format
                }, "\(projection.name)")
            #expect(!written.contains("\\u00") && !written.contains("\\n"))
            let value = try JSONReader.read(Array(written.utf8)).jsonValue
            #expect(value.canonicalLine == written)
        }
        // What a reader would show as HTML or as a link is escaped.
        let document = try assessment(sources)
        let title = try document.at(["results", "0", "observations", "7", "title"]).words
        #expect(!title.replacing("\\<", with: "").contains("<"))
        #expect(!title.replacing("\\[", with: "").contains("["))
    }

    @Test func megabytesAreCutAndSaySo() throws {
        let long = String(repeating: "x", count: 1_000_000)
        let text = Projection.assessment.derive(try SampleBundle.make(.fail, text: long))
        #expect(text.utf8.count < 100_000)
        #expect(text.contains("1000000 characters, whole in results.json"))
    }

    /// Values of a property over all observations.
    private func properties(_ name: String, of document: JSONValue) throws -> Set<String> {
        guard case .array(let observations) = try document.at(["results", "0", "observations"])
        else { return [] }
        var values: Set<String> = []
        for observation in observations {
            guard case .array(let properties) = try observation.at(["props"]) else { continue }
            for property in properties where try property.at(["name"]).words == name {
                values.insert(try property.at(["value"]).words)
            }
        }
        return values
    }
}

extension JSONValue {
    /// A string's own text; empty for anything else.
    var words: String { if case .string(let string) = self { string } else { "" } }
}
