import Algorithms
import Approval
import CanonicalJSON
import Foundation
import NodeChecks
import Testing

@testable import Reports

/// An acceptance in each format, and the file of waivers.
@Suite struct AcceptanceTests {
    /// A node of the table's checks, all of which pass but those that are named.
    private func acceptance(
        _ findings: [String: Finding] = [:], node: String = "node-1", waivers: [Waiver] = []
    ) throws -> Acceptance {
        let good = Finding(.pass, expected: "1", observed: "1", method: "a file")
        var judges: [String: Judge] = [:]
        for check in NodeCheck.table {
            let finding = findings[check.id] ?? good
            judges[check.id] = { _ in finding }
        }
        let view = NodeView(
            options: AcceptOptions(waivers: waivers),
            certificates: CertificateTable(date: try day("2026-04-15"), certificates: []),
            asOf: try day("2026-05-01"), files: HostTree(root: "/nowhere"),
            system: SystemFacts(
                nodeName: node, kernelRelease: "6.1", machine: "x86_64", libcryptoPath: nil,
                randomIsReady: true, fileSystemType: { _ in nil }, crossesMount: { _ in nil }),
            environment: [:],
            loadProvider: {
                LoadedModule(identity: nil, sha256: "", failure: .couldNotRun("none here"))
            })
        return AcceptRunner(judges: judges, clock: { 0 }).run(view)
    }

    private func day(_ text: String) throws -> CalendarDate { try #require(CalendarDate(text)) }

    private func failed(_ observed: String) -> Finding {
        Finding(.fail, expected: "1", observed: observed, method: "a file")
    }

    private let tool = ReportingTool(version: "1.2.3", sha256: "00", time: "2026-05-01T00:00:00Z")

    @Test(arguments: [
        "n", "ip-10-0-0-1.us-gov-west-1.compute.internal.of.a.very.long.cluster.name",
        String(repeating: "ü", count: 300),
    ])
    func theFirstLineFitsEightyColumns(_ node: String) throws {
        let fine = try acceptance(node: node)
        #expect(fine.headline.count <= 80 && fine.headline.hasPrefix("FIPS PASS node="))
        #expect(fine.headline.contains(" checks=39/39"))
        #expect(fine.text.hasPrefix(fine.headline + "\n"))
        let bad = try acceptance(["K01": failed("0"), "K07": failed("x")], node: node)
        #expect(bad.headline.count <= 80 && bad.headline.hasPrefix("FIPS FAIL node="))
        #expect(bad.headline.hasSuffix(" checks=37/39 warn=1"))
    }

    @Test func theTextSaysWhatToDo() throws {
        let text = try acceptance(["K01": failed("0 \u{1B}[31mred\u{202E}")]).text
        #expect(text.contains("K01 fail     the kernel's FIPS flag is set"))
        #expect(text.contains("    observed  0 ?[31mred?\n"))
        #expect(text.contains("    do        boot with fips=1"))
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
        // What passes needs nothing to be done.
        #expect(text.split(separator: "\n").count { $0.hasPrefix("    do ") } == 1)
    }

    @Test func theJSONIsCanonicalAndWhole() throws {
        let text = try acceptance(["K07": failed("no \"marker\"")]).json(tool)
        let root = try JSONReader.read(Array(text.utf8))
        #expect(try root.string("status") == "partial")
        #expect(try root.count("exitCode") == 0)
        let checks = try root.elements("checks")
        #expect(checks.count == NodeCheck.table.count)
        #expect(try checks.map { try $0.string("id") } == NodeCheck.table.map(\.id))
        #expect(try checks[6].string("observed") == "no \"marker\"")
        #expect(try root.member("summary").count("warnings") == 1)
        #expect(try root.member("cmvpTable").string("date") == "2026-04-15")
    }

    /// `Scripts/check-schema` validates whole records.
    @Test func theSchemaKnowsEveryCheck() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Sources/Reports/accept.schema.json")
        let schema = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
        let root = try #require(schema as? [String: Any])
        let properties = try #require(root["properties"] as? [String: [String: Any]])
        #expect(properties["checks"]?["minItems"] as? Int == NodeCheck.table.count)
        #expect(properties["checks"]?["maxItems"] as? Int == NodeCheck.table.count)
        #expect(properties["schemaVersion"]?["const"] as? String == Acceptance.schemaVersion)
        let record = try JSONSerialization.jsonObject(
            with: Data(try acceptance().json(tool).utf8))
        let names = try #require(record as? [String: Any]).keys
        #expect(Set(names) == Set(try #require(root["required"] as? [String])))
    }

    @Test func theXMLHasEachKindOnce() throws {
        let text = try acceptance([
            "K01": failed("0 < 1 & \"x\"\u{1}"), "K07": failed("w"),
            "O04": .notChecked("left out"), "K10": .notApplicable("not here"),
        ]).junit
        #expect(text.contains("<failure message=\"0 &lt; 1 &amp; &quot;x&quot;?\"/>"))
        #expect(text.contains("<error message=\"left out\"/>"))
        #expect(text.contains("<skipped message=\"not here\"/>"))
        #expect(text.contains("tests=\"48\" failures=\"1\" errors=\"1\""))
        #expect(text.components(separatedBy: "<failure").count == 2)
        #expect(text.contains("warning: fail"))
    }

    @Test func sonobuoyCountsAWarningAsAPass() throws {
        let waiver = Waiver(check: "K02", owner: "o", reason: "r", expires: try day("2027-01-01"))
        let text = try acceptance(
            ["K01": failed("0"), "K02": failed("x"), "K07": failed("w")], waivers: [waiver]
        ).sonobuoy
        let root = try #require(
            try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(root["status"] as? String == "failed")
        let groups = try #require(root["items"] as? [[String: Any]])
        let kernel = try #require(groups[0]["items"] as? [[String: Any]])
        #expect(kernel[0]["status"] as? String == "failed")
        #expect(kernel[1]["status"] as? String == "passed")
        let details = try #require(kernel[1]["details"] as? [String: Any])
        #expect(details["waiver"] as? String == "waived by o until 2027-01-01: r")
        #expect(kernel[6]["status"] as? String == "passed")
        #expect((kernel[6]["meta"] as? [String: Any])?["warn"] as? String == "true")
    }

    @Test func theTerminationMessageFits() throws {
        var findings: [String: Finding] = [:]
        for check in NodeCheck.table {
            findings[check.id] = failed(String(repeating: "ü", count: 9000))
        }
        let acceptance = try acceptance(findings)
        let text = acceptance.terminationMessage
        #expect(text.utf8.count <= 4096)
        #expect(text.hasPrefix(acceptance.headline + "\nK01 fail: ü"))
        #expect(text.hasSuffix(" more: see the log\n"))
        let short = try self.acceptance(["K01": failed("0")]).terminationMessage
        #expect(short.split(separator: "\n").count == 2)
        #expect(short.contains("K01 fail: 0; do: boot with fips=1"))
    }

    @Test func aWaiverShowsInEveryFormat() throws {
        let waiver = Waiver(
            check: "K01", owner: "J. Doe", reason: "laboratory", expires: try day("2026-05-01"))
        let acceptance = try acceptance(["K01": failed("0")], waivers: [waiver])
        #expect(acceptance.status == .partial)
        for text in [
            acceptance.text, acceptance.json(tool), acceptance.junit, acceptance.sonobuoy,
        ] {
            #expect(text.contains("J. Doe") && text.contains("laboratory"))
            #expect(text.contains("2026-05-01"))
        }
    }

    @Test func theFileOfWaiversIsRead() throws {
        let waiver = """
            {"id": "K07", "owner": "o", "reason": "r", "expires": "2026-12-31"}
            """
        let waivers = try WaiverFile.read(file(waiver))
        #expect(waivers.map(\.check) == ["K07"])
        #expect(waivers[0].expires == (try day("2026-12-31")))
        #expect(try WaiverFile.read(file("")).isEmpty)
    }

    @Test(arguments: [
        (#"{"id":"K7","owner":"o","reason":"r","expires":"2026-12-31"}"#, "there is no check K7"),
        (#"{"id":"k07","owner":"o","reason":"r","expires":"2026-12-31"}"#, "no check k07"),
        (#"{"id":"K07","owner":" ","reason":"r","expires":"2026-12-31"}"#, "'owner' is empty"),
        (#"{"id":"K07","owner":"o","reason":"","expires":"2026-12-31"}"#, "'reason' is empty"),
        (#"{"id":"K07","owner":"o","expires":"2026-12-31"}"#, "has no 'reason'"),
        (#"{"id":"K07","owner":"o","reason":"r","expires":"2026-02-30"}"#, "is no date"),
        (#"{"id":"K07","owner":"o","reason":"r","expires":"2026-12-31","x":""}"#, "member 'x'"),
    ])
    func aWaiverThatSaysTooLittleIsRefused(_ waiver: String, _ message: String) {
        do throws(CertificateFileError) {
            _ = try WaiverFile.read(file(waiver))
            Issue.record("\(waiver) was read")
        } catch {
            #expect(error.message.contains(message))
        }
    }

    private func file(_ waivers: String) -> [UInt8] {
        Array("{\"format\": \"fipsmark waivers 1\", \"waivers\": [\(waivers)]}".utf8)
    }
}
