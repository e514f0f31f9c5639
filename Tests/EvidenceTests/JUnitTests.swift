import Approval
import Evidence
import Foundation
import FoundationXML
import Testing

@Suite struct JUnitTests {
    /// A document as the parser of another author reads it.
    private final class Reader: NSObject, XMLParserDelegate {
        struct Case {
            let suite: Int
            let name: String
            var outcome = "passed"
            var message = ""
            var text = ""
        }

        var suites: [[String: String]] = []
        var cases: [Case] = []
        var paths: [String] = []
        var output = ""
        private var path: [String] = []

        init(_ text: String) throws {
            super.init()
            let parser = XMLParser(data: Data(text.utf8))
            parser.delegate = self
            try #require(parser.parse(), "\(String(describing: parser.parserError))")
        }

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
            qualifiedName: String?, attributes: [String: String] = [:]
        ) {
            path.append(name)
            paths.append(path.joined(separator: "/"))
            switch name {
            case "testsuite": suites.append(attributes)
            case "testcase":
                cases.append(Case(suite: suites.count - 1, name: attributes["name"] ?? ""))
            case "failure", "error", "skipped":
                cases[cases.count - 1].outcome = name
                cases[cases.count - 1].message = attributes["message"] ?? ""
            default: break
            }
        }

        func parser(
            _ parser: XMLParser, didEndElement name: String, namespaceURI: String?,
            qualifiedName: String?
        ) {
            path.removeLast()
        }

        func parser(_ parser: XMLParser, foundCharacters text: String) {
            if path.last == "system-out" { output += text }
            if path.dropLast().last == "testcase" { cases[cases.count - 1].text += text }
        }

        func count(_ outcome: String, in suite: Int? = nil) -> Int {
            cases.count { $0.outcome == outcome && (suite == nil || $0.suite == suite) }
        }
    }

    private func read(_ sources: BundleSources) throws -> Reader {
        let junit = try #require(Projection.optional.first { $0.name == "junit" })
        #expect(junit.path == "junit.xml")
        return try Reader(junit.derive(sources))
    }

    @Test(arguments: Sample.Kind.allCases) func countsAreThoseOfTheRun(_ kind: Sample.Kind) throws {
        let sources = try FormatSample.sources(kind)
        let checks = sources.results.checks
        let reader = try read(sources)
        #expect(reader.cases.count == checks.count)
        #expect(reader.count("failure") == checks.count { $0.isRequiredFailure })
        #expect(reader.count("error") == checks.count { $0.isRequiredAndOpen })
        #expect(reader.count("failure") == (kind == .fail ? 1 : 0))
        #expect(reader.count("error") == (kind == .unknown ? 1 : 0))
        #expect(
            reader.count("skipped")
                == checks.count { [.notChecked, .notApplicable].contains($0.outcome) })
        for (place, suite) in reader.suites.enumerated() {
            #expect(suite["id"] == String(place))
            #expect(suite["tests"] == String(reader.cases.count { $0.suite == place }))
            #expect(suite["tests"] != "0", "an empty suite is read as unknown")
            #expect(suite["failures"] == String(reader.count("failure", in: place)))
            #expect(suite["errors"] == String(reader.count("error", in: place)))
            #expect(suite["skipped"] == String(reader.count("skipped", in: place)))
            #expect(suite["timestamp"] == "2026-11-22T12:00:00")
        }
        #expect(!reader.paths.contains { $0.hasSuffix("testcase/properties") })
    }

    @Test func aSuiteIsAKindOfCheckOnAModule() throws {
        let names = try read(FormatSample.sources(.pass)).suites.map { $0["name"] ?? "" }
        #expect(
            names == [
                "certificate.openssl", "self-test.openssl", "state.openssl", "kat.openssl",
                "kat.gcrypt", "cross-check", "name.openssl", "limit.openssl", "probe.openssl",
            ])
    }

    @Test func aFailureTellsTheCaseAndWhatToDo() throws {
        let failure = try #require(
            try read(FormatSample.sources(.fail)).cases.first { $0.outcome == "failure" })
        #expect(failure.name == "kat/SHA2-256/1.0/1/openssl")
        #expect(
            failure.text.contains("case 1, md: expected 00; openssl fail words; gcrypt pass 00"))
        #expect(failure.text.contains("\nmeans: a wrong answer\ndo: replace the module"))
    }

    @Test func aWarningPassesWithTheWord() throws {
        let reader = try read(FormatSample.sources(.pass))
        let name = "probe/openssl/tdea3-enc/tdea-encryption"
        #expect(reader.cases.first { $0.name == name }?.outcome == "passed")
        #expect(reader.output.contains("warning: fail: \(name): words"))
    }

    @Test func hostileWordsStayInTheirField() throws {
        let tame = try read(FormatSample.sources(.fail))
        let reader = try read(
            FormatSample.sources(
                .fail, text: FormatSample.hostile,
                changes: [("\"2026-11-22T12:00:00Z\"", "\"\\u0000<now>\"")]))
        #expect(reader.paths == tame.paths)
        let failure = try #require(reader.cases.first { $0.outcome == "failure" })
        #expect(
            failure.message.hasPrefix("<script>x</script> ]]> \"q\" 'a' \\ {0} [x](y) # SKIP no"))
        #expect(failure.message.utf8.count < 2000)
        #expect(failure.message.contains("whole in results.json"))
        // What is no time gives way to the day of the run.
        #expect(reader.suites.allSatisfy { $0["timestamp"] == "2026-11-22T00:00:00" })
    }
}
