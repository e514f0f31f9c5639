import BenchRecord
import Evidence
import Markup

extension RollUp {
    /// One page that needs nothing from elsewhere: the tree, the findings, and every node, filtered
    /// by verdict with style alone and by words with a few lines of script in the page itself.
    package var html: String {
        var head = Element("head")
        head.add(Element("meta", [("charset", "utf-8")]))
        head.add(
            Element(
                "meta",
                [
                    ("http-equiv", "Content-Security-Policy"),
                    (
                        "content",
                        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
                    ),
                ]))
        head.add(
            Element(
                "meta",
                [("name", "viewport"), ("content", "width=device-width, initial-scale=1")]))
        head.add(Element("title", text: headline))
        head.add(Element("style", [], [.verbatim(FleetPage.style)]))
        head.add(Element("script", [], [.verbatim(FleetPage.script)]))
        var body = Element("body")
        let word = exitCode == 0 ? "full" : exitCode == 1 ? "none" : "unknown"
        body.add(Element("h1", [("class", word)], text: headline))
        body.add(
            Element(
                "p",
                text: "As of \(UTCTime.text(options.now)): \(reports) reports. This is evidence of "
                    + "configuration and behaviour, not a validation: the CMVP validates modules, "
                    + "not fleets."))
        body.add(filters)
        var main = Element("main")
        let children = Dictionary(grouping: scopes.scopes.indices) {
            scopes.scopes[$0].parent ?? -1
        }
        let nodes = Dictionary(grouping: self.nodes, by: \.scope)
        let findings = Dictionary(grouping: self.findings, by: \.scope)
        let order = Dictionary(
            uniqueKeysWithValues: tree.enumerated().map { ($0.element.scope, $0.offset) })
        func section(_ scope: Int) -> Element {
            var details = Element("details", [("open", "")])
            details.add(summary(scope))
            let mine = findings[scope] ?? []
            if !mine.isEmpty { details.add(FleetPage.list(mine)) }
            let inside = (children[scope] ?? []).sorted { (order[$0] ?? 0) < (order[$1] ?? 0) }
            for child in inside { details.add(section(child)) }
            if let nodes = nodes[scope] { details.add(FleetPage.table(nodes)) }
            return details
        }
        let roots = (children[-1] ?? []).sorted { (order[$0] ?? 0) < (order[$1] ?? 0) }
        for scope in roots { main.add(section(scope)) }
        if let alone = nodes[-1] {
            var details = Element("details", [("open", "")])
            details.add(Element("summary", text: "in no scope, and so not judged: \(alone.count)"))
            details.add(FleetPage.table(alone))
            main.add(details)
        }
        for machine in machines { main.add(machine.section) }
        if problemCount > 0 { main.add(unreadable) }
        body.add(main)
        var page = Element("html", [("lang", "en")])
        page.add(head)
        page.add(body)
        return page.html
    }

    private var filters: Element {
        var form = Element("form")
        for (word, title) in [
            ("all", "all nodes"), ("none", "none"), ("unknown", "unknown"),
            ("partial", "partial"), ("full", "full"),
        ] {
            var label = Element("label")
            var input = [
                (name: "type" as StaticString, value: "radio"), ("name", "only"),
                ("id", "only-\(word)"),
            ]
            if word == "all" { input.append(("checked", "")) }
            label.add(Element("input", input))
            label.add(text: " \(title) ")
            form.add(label)
        }
        form.add(
            Element(
                "input",
                [
                    ("type", "search"), ("id", "words"), ("placeholder", "words in a row"),
                    ("aria-label", "show rows with these words"),
                ]))
        return form
    }

    private func summary(_ scope: Int) -> Element {
        let value = scopes.scopes[scope]
        let counts = counts[scope]
        var summary = Element("summary")
        summary.add(Element("b", text: "\(value.kind) \(value.name)"))
        summary.add(
            Element("span", [("class", counts.verdict.rawValue)], text: counts.verdict.rawValue))
        let day = fips(scope) == "off" ? nil : scopes.since(scope)
        let since = day.map { " since \($0)" } ?? ""
        summary.add(
            Element(
                "small",
                text:
                    "FIPS \(fips(scope))\(since); \(counts.full) full, \(counts.partial) partial, "
                    + "\(counts.none) none, \(counts.unknown) unknown, of which "
                    + "\(counts.missing) missing"))
        return summary
    }

    private var unreadable: Element {
        var details = Element("details", [("open", "")])
        details.add(Element("summary", text: "could not be read: \(problemCount)"))
        var list = Element("ul")
        for problem in problems {
            list.add(
                Element("li", text: Evidence.line("\(problem.place): \(problem.message)")))
        }
        details.add(list)
        return details
    }
}

enum FleetPage {
    static func list(_ findings: [Finding]) -> Element {
        var list = Element("ul")
        for finding in findings {
            let word = finding.waiverHolds ? "waived" : finding.outcome.rawValue
            var item = Element("li", [("class", "finding \(word)")])
            item.add(Element("b", text: finding.rule.rawValue))
            let node = finding.node.isEmpty ? "" : "\(finding.node): "
            let waiver = finding.waiver.map { " (waiver: \($0))" } ?? ""
            item.add(text: " \(word): \(node)\(finding.message)\(waiver)")
            list.add(item)
        }
        return list
    }

    /// On a narrow screen a table scrolls, and not the page.
    static func scrolling(_ table: Element) -> Element {
        Element("div", [("class", "wide")], [.element(table)])
    }

    /// The worst first.
    static func table(_ nodes: [FleetNode]) -> Element {
        var table = Element("table", [("class", "nodes")])
        var head = Element("tr")
        for title in ["node", "verdict", "signature", "module", "certificate", "layers", "why"] {
            head.add(Element("th", [("scope", "col")], text: title))
        }
        table.add(Element("thead", [], [.element(head)]))
        var body = Element("tbody")
        for verdict in NodeReport.Verdict.allCases {
            for node in nodes where node.verdict == verdict {
                var row = Element("tr", [("class", verdict.rawValue)])
                let report = node.reports.first
                for text in [
                    node.name, verdict.rawValue, report?.vouching.state.rawValue ?? "",
                    report?.moduleVersion ?? "", report?.certificate ?? "",
                    node.layers.map { "\($0.name) \($0.verdict.rawValue)" }.joined(separator: ", "),
                    node.reason,
                ] {
                    row.add(Element("td", text: Evidence.line(text)))
                }
                body.add(row)
            }
        }
        table.add(body)
        return scrolling(table)
    }

    static let style: StaticString = """
        :root{color-scheme:light dark;--paper:#fff;--ink:#1a1a1a;--soft:#595959;--line:#d0d4da;
        --bad:#b3261e;--open:#8a5300;--good:#1b6e2c;--bar:#4a78b5}
        @media (prefers-color-scheme:dark){:root{--paper:#16181c;--ink:#e8e8e8;--soft:#a9adb5;
        --line:#3a3e46;--bad:#ff8a80;--open:#ffcc80;--good:#8fd69c;--bar:#7aa7e0}}
        body{font:15px/1.45 system-ui,sans-serif;margin:1rem auto;max-width:76rem;padding:0 1rem;
        background:var(--paper);color:var(--ink)}
        h1{font-size:1.25rem;border-left:.5rem solid;padding-left:.6rem}
        details{margin:.5rem 0 .5rem .4rem;padding-left:.6rem;border-left:1px solid var(--line)}
        summary{cursor:pointer;padding:.1rem 0}
        summary>*{margin-right:.6rem}
        small{color:var(--soft)}
        .wide{overflow-x:auto}
        .wide table{min-width:48rem}
        table{border-collapse:collapse;margin:.4rem 0;width:100%;font-size:.92em}
        td,th{text-align:left;padding:.2rem .6rem .2rem 0;border-top:1px solid var(--line);
        vertical-align:top}
        thead th{border-top:0;color:var(--soft);font-weight:600}
        td:first-child{overflow-wrap:anywhere;min-width:6rem}
        td:last-child{min-width:12rem;overflow-wrap:anywhere}
        ul{padding-left:1.2rem;margin:.3rem 0}
        form{position:sticky;top:0;background:var(--paper);padding:.4rem 0;display:flex;
        flex-wrap:wrap;gap:.3rem 1rem;border-bottom:1px solid var(--line)}
        input[type=search]{flex:1 1 12rem;font:inherit;background:var(--paper);color:var(--ink);
        border:1px solid var(--soft);border-radius:4px;padding:.1rem .4rem}
        h1.none,span.none,tr.none td:nth-child(2),li.fail b{color:var(--bad);font-weight:bold}
        h1.unknown,span.unknown,tr.unknown td:nth-child(2),li.unknown b,li.warning b{
        color:var(--open)}
        h1.full,span.full,tr.full td:nth-child(2){color:var(--good)}
        li.waived,li.information{color:var(--soft)}
        svg{width:16rem;height:1rem;display:block}
        svg line{stroke:var(--soft)}
        svg rect{fill:var(--bar)}
        svg circle{fill:var(--bad)}
        body:has(#only-none:checked) .nodes tbody tr:not(.none),
        body:has(#only-unknown:checked) .nodes tbody tr:not(.unknown),
        body:has(#only-partial:checked) .nodes tbody tr:not(.partial),
        body:has(#only-full:checked) .nodes tbody tr:not(.full){display:none}
        @media print{form{display:none}}
        """

    static let script: StaticString = """
        "use strict";
        document.addEventListener("input", event => {
          if (event.target.id !== "words") return;
          const words = event.target.value.toLowerCase();
          for (const row of document.querySelectorAll("tbody tr, li.finding"))
            row.hidden = !row.textContent.toLowerCase().includes(words);
        });
        """
}
