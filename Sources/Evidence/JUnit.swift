import Approval
import BenchRecord
import Markup

extension Projection {
    static let junit = Projection(
        name: "junit", path: "junit.xml", purpose: "the checks as JUnit's XML, for CI and Sonobuoy"
    ) { sources in JUnit(sources).document.xml }
}

/// What both the schema of Jenkins (junit-10.xsd) and that of Ant (JUnit.xsd) allow.
///
/// The format has no word for a finding that does not decide: such a check passed, with the word in
/// the output of its suite. Ant's schema has no output of a test case.
private struct JUnit {
    /// Checks of one kind on one module. There is none without a check: Sonobuoy reads an empty
    /// suite as unknown.
    struct Suite {
        let kind: String
        let module: String
        var checks: [CheckText] = []

        var name: String { module.isEmpty ? kind : "\(kind).\(module)" }

        func count(_ standing: CheckText.Standing) -> Int {
            checks.count { $0.standing == standing }
        }
    }

    let sources: BundleSources
    let suites: [Suite]

    init(_ sources: BundleSources) {
        self.sources = sources
        var suites: [Suite] = []
        var places: [String: Int] = [:]
        for check in sources.checkTexts {
            let suite = Suite(kind: check.kind, module: check.module)
            let place = places[suite.name] ?? suites.count
            if place == suites.count {
                places[suite.name] = place
                suites.append(suite)
            }
            suites[place].checks.append(check)
        }
        self.suites = suites
    }

    var document: Element {
        // Ant's schema gives the outermost element no attribute.
        Element("testsuites", [], suites.enumerated().map { .element(element($1, $0)) })
    }

    private func element(_ suite: Suite, _ place: Int) -> Element {
        var element = Element(
            "testsuite",
            [
                ("name", suite.name), ("package", "fipsmark"), ("id", String(place)),
                ("timestamp", timestamp),
                // Ant's schema: where it is not known. Names of machines stand in environment.json
                // alone, where a redaction finds them.
                ("hostname", "localhost"),
                ("tests", String(suite.checks.count)), ("failures", String(suite.count(.failed))),
                ("errors", String(suite.count(.undetermined))),
                // Checks are not timed one by one; what sets took is in results.json.
                ("skipped", String(suite.count(.skipped))), ("time", "0"),
            ])
        element.add(properties(suite))
        var output = ""
        for check in suite.checks {
            element.add(JUnit.element(check, suite))
            if check.standing == .warned || check.standing == .noted {
                output += "\(check.word): \(check.id): \(check.title)\n"
                output +=
                    (check.standing == .warned ? check.findingWithAdvice : check.observed) + "\n"
            }
        }
        element.add(Element("system-out", text: output))
        element.add(Element("system-err"))
        return element
    }

    /// The schemas differ in zones, so there is none: UTC.
    private var timestamp: String {
        UTCTime.seconds(sources.results.startedAt) == nil
            ? "\(sources.results.asOf)T00:00:00" : String(sources.results.startedAt.dropLast())
    }

    private func properties(_ suite: Suite) -> Element {
        var properties = Element("properties")
        func add(_ name: String, _ value: String) {
            properties.add(
                Element("property", [("name", name), ("value", Evidence.line(value))]))
        }
        add("run", sources.runID)
        add("verdict", sources.results.verdict.rawValue)
        add("asOf", "\(sources.results.asOf)")
        if let module = sources.results.modules.first(where: { $0.role == suite.module }) {
            add("module.name", module.name)
            add("module.version", module.version)
            add("module.sha256", module.sha256)
            add("module.certificate", module.certificate.statement)
        }
        return properties
    }

    private static func element(_ check: CheckText, _ suite: Suite) -> Element {
        var element = Element(
            "testcase",
            [("name", check.id), ("classname", "fipsmark.\(suite.name)"), ("time", "0")])
        let words: [(name: StaticString, value: String)] = [
            ("message", "\(check.title): \(check.observed)"),
            ("type", check.check.outcome.rawValue),
        ]
        switch check.standing {
        case .failed: element.add(Element("failure", words, text: check.findingWithAdvice))
        case .undetermined: element.add(Element("error", words, text: check.findingWithAdvice))
        // Ant's schema gives it no type.
        case .skipped: element.add(Element("skipped", [words[0]]))
        case .passed, .warned, .noted: break
        }
        return element
    }
}
