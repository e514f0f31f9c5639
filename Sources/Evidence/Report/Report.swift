import Approval
import Markup

extension Projection {
    package static let report = Projection(
        name: "html", path: "report.html",
        purpose: "the page to read first: one file, no scripts, prints to A4"
    ) { sources in Report(sources).page.html }
}

/// The page that an auditor reads first. Each section is a function of the sources.
struct Report {
    let sources: BundleSources
    let tally: ReportTally
    let rules: [String: RulesInForce.RuleRow]
    /// What each certificate's own table says: by certificate, by rule.
    let listings: [String: [String: String]]

    var results: Results { sources.results }

    /// The roles of the modules in the order of the run; the first one is under test.
    var roles: [String] { results.modules.map(\.role) }

    init(_ sources: BundleSources) {
        self.sources = sources
        tally = ReportTally(sources)
        rules = Dictionary(sources.policy.rules.map { ($0.id, $0) }) { first, _ in first }
        var listings: [String: [String: String]] = [:]
        for row in sources.policy.overlays {
            listings[row.certificate, default: [:]][row.rule] = row.listing
        }
        self.listings = listings
    }

    struct Section {
        let id: StaticString
        let title: String
        let content: [Element]
    }

    var sections: [Section] {
        [
            Section(id: "verdict", title: "Verdict", content: verdict),
            Section(id: "module", title: "Module and certificate", content: module),
            Section(id: "configuration", title: "Configuration facts", content: configuration),
            Section(id: "findings", title: "Findings", content: findings),
            Section(id: "approved", title: "Approved services", content: approvedServices),
            Section(
                id: "non-approved", title: "Non-approved services", content: nonApprovedServices),
            Section(id: "self-tests", title: "Self-tests of the module", content: selfTests),
            Section(id: "known-answers", title: "Known-answer results", content: knownAnswers),
            Section(id: "disagreements", title: "Disagreements", content: disagreements),
            Section(id: "not-checked", title: "Not checked, and why", content: notChecked),
            Section(id: "benchmarks", title: "Benchmarks and drift", content: benchmarks),
            Section(id: "controls", title: "Control map", content: controlMap),
            Section(id: "changes", title: "Upcoming changes", content: upcomingChanges),
            Section(id: "verification", title: "How to verify this bundle", content: verification),
        ]
    }

    var page: Element {
        let sections = sections
        var main = Element("main", [("id", "content")])
        for (index, section) in sections.enumerated() {
            main.add(numbered(section, index + 1))
        }
        var layout = Element("div", [("class", "layout")])
        layout.add(contents(sections))
        layout.add(main)
        var body = Element("body")
        body.add(
            Element(
                "a", [("class", "skip"), ("href", "#content")], text: "Skip to the report"))
        body.add(masthead)
        body.add(layout)
        body.add(footer)
        return Element("html", [("lang", "en")], [.element(head), .element(body)])
    }

    private func numbered(_ section: Section, _ number: Int) -> Element {
        let id = "\(section.id)"
        var element = Element(
            "section", [("id", id), ("aria-labelledby", "\(id)-heading")])
        element.add(
            Element(
                "h2", [("id", "\(id)-heading")],
                [
                    .element(Element("span", [("class", "ordinal")], text: String(number))),
                    .text(" " + section.title),
                ]))
        for part in section.content { element.add(part) }
        return element
    }

    private var head: Element {
        var head = Element("head")
        head.add(Element("meta", [("charset", "utf-8")]))
        head.add(
            Element(
                "meta",
                [("name", "viewport"), ("content", "width=device-width, initial-scale=1")]))
        head.add(Element("meta", [("name", "color-scheme"), ("content", "light dark")]))
        // Nothing is loaded and nothing runs, whatever the sources hold.
        head.add(
            Element(
                "meta",
                [
                    ("http-equiv", "Content-Security-Policy"),
                    ("content", "default-src 'none'; style-src 'unsafe-inline'"),
                ]))
        head.add(
            Element("title", text: "fipsmark report \(sources.runID): \(verdictWord)"))
        head.add(Element("style", [], [.verbatim(reportStyle)]))
        return head
    }

    private var masthead: Element {
        var header = Element("header", [("class", "masthead")])
        if !sources.options.marking.isEmpty {
            let marking = Evidence.line(sources.options.marking, most: 80)
            header.add(
                Element("p", [("class", "kind")], [.element(Element("strong", text: marking))]))
        }
        header.add(Element("p", [("class", "kind")], text: "Self-test evidence, not a validation"))
        header.add(
            Element("h1", text: "Cryptographic self-test report"))
        header.add(
            Element.facts(
                [
                    (
                        "Module under test",
                        [
                            .line(results.moduleUnderTest.name, most: 80), " ",
                            .line(results.moduleUnderTest.version, most: 60),
                        ]
                    ),
                    ("Run", [.code(sources.runID)]),
                    ("Started", [.time(results.startedAt)]),
                    ("Judged as of", [.time(results.asOf.description)]),
                    ("Node", nodeName),
                ], style: "strip"))
        return header
    }

    private var nodeName: Words {
        guard let name = sources.environment.nodeName else { return [.aside(["not observed"])] }
        return [.line(name, most: 80)]
    }

    private func contents(_ sections: [Section]) -> Element {
        var list = Element("ol")
        for section in sections {
            list.add(
                Element("li", [], [.link([.text(section.title)], to: "\(section.id)")]))
        }
        var nav = Element("nav", [("aria-label", "Contents")])
        nav.add(Element("p", [("class", "label")], text: "Contents"))
        nav.add(list)
        return nav
    }

    private var footer: Element {
        var footer = Element("footer")
        footer.add(
            .paragraph([
                "Made by fipsmark ", .line(results.toolVersion, most: 60),
                " from the sources of this bundle alone, run ", .code(sources.runID),
                ". Self-test evidence, not a validation: a certificate is issued by the CMVP, and ",
                "this page neither replaces nor extends one.",
            ]))
        footer.add(
            .paragraph([
                "SHA-256 of results.json: ", .code(sources.digests.results),
            ]))
        return footer
    }

}
