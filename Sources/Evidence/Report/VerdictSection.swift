import Approval
import Markup

extension Report {
    /// The verdict in a word.
    var verdictWord: String {
        switch results.verdict {
        case .pass: "passed"
        case .fail: "failed"
        case .unknown: "could not be determined"
        }
    }

    var verdict: [Element] {
        [banner, .paragraph(certificateInBrief), boxes, counts]
    }

    private var banner: Element {
        let standing: Standing =
            switch results.verdict {
            case .pass: .good
            case .fail: .bad
            case .unknown: .open
            }
        var banner = Element("div", [("class", "banner \(standing.rawValue)")])
        banner.add(
            Element(
                "p", [("class", "verdict")],
                [
                    .element(Element("span", [("aria-hidden", "true")], text: standing.sign)),
                    .text(" "), .strong([.text(verdictTitle)]),
                ]))
        banner.add(Element("p", [("class", "sentence")], verdictInWords))
        banner.add(
            Element(
                "p", [("class", "aside")],
                ["The run's own line: ", .code(results.headline)]))
        return banner
    }

    private var verdictTitle: String {
        switch results.verdict {
        case .pass: "No required check failed"
        case .fail: "Required checks failed"
        case .unknown: "The result could not be determined"
        }
    }

    private var verdictInWords: Words {
        let all = tally.checks(.required)
        switch results.verdict {
        case .pass:
            return [
                .figure(tally.checks(.pass, .required)), " of ", .figure(all),
                " required checks passed and none failed. The others did not apply or were not ",
                "checked; ", .link(["section 10"], to: "not-checked"), " says why. ",
            ] + warningsInWords
        case .fail:
            return [
                .figure(tally.checks(.fail, .required)), " of ", .figure(all),
                " required checks failed; ", .link(["section 4"], to: "findings"),
                " tells each. ",
            ] + warningsInWords
        case .unknown:
            let open =
                tally.checks(.error, .required).value
                + tally.checks(.unknown, .required).value
            if open == 0 {
                return [
                    "Too little was executed to say anything: ",
                    .figure(tally.checks(.pass, .required)), " of ", .figure(all),
                    " required checks passed. Nothing tested is never a pass.",
                ]
            }
            return [
                .figure(tally.checks(.error, .required)), " of ", .figure(all),
                " required checks ended in an error and ",
                .figure(tally.checks(.unknown, .required)),
                " in no answer; ", .link(["section 4"], to: "findings"), " tells each. ",
            ] + warningsInWords
        }
    }

    private var warningsInWords: Words {
        [
            .figure(tally.checks(.fail, .warning)),
            " checks that only warn found something.",
        ]
    }

    private var certificateInBrief: Words {
        let module = results.moduleUnderTest
        let certificate = module.certificate
        let name: Words = [
            .strong([.line(module.name, most: 80), " ", .line(module.version, most: 60)])
        ]
        if certificate.id.isEmpty {
            return name + [
                ": no certificate is known for this file. It is not in the table of certificates ",
                "dated ", .time(certificate.tableDate), ", which may be behind.",
            ]
        }
        return name + [
            ": certificate ", .strong(["#", .line(certificate.id, most: 40)]), ", ",
            .line(certificate.statement), ". Looked up in a table dated ",
            .time(certificate.tableDate), "; matched by ", .line(certificate.basis, most: 120),
            ".",
        ]
    }

    private var boxes: Element {
        var boxes = Element("div", [("class", "boxes")])
        boxes.add(
            box(
                "What this shows",
                [
                    ["the answers of the module on this node to published vectors, on this day"],
                    ["whether a second implementation gives the same answers"],
                    ["what the module refuses, marks or does when asked for what is not approved"],
                    ["which file was loaded, by its SHA-256, and what it said of itself"],
                ]))
        boxes.add(
            box(
                "What this does not show",
                [
                    ["that the module is validated: a right answer says nothing of a certificate"],
                    ["that other programs on the node use this module, or use it well"],
                    ["how good the entropy is that seeds the module"],
                    [
                        "that nobody altered the node before the run; a node that reports on ",
                        "itself can be made to lie",
                    ],
                ]))
        boxes.add(
            box(
                "What an assessor must still check",
                [
                    ["the certificate's status today, at the CMVP itself"],
                    ["that the operational environment is one the certificate covers"],
                    ["the entropy source and its own certificate (ESV)"],
                    ["who holds the key that signed this bundle"],
                    ["other cryptographic libraries in the same image or on the same node"],
                ]))
        return boxes
    }

    private func box(_ title: String, _ items: [Words]) -> Element {
        var box = Element("div", [("class", "box")])
        box.add(heading: title)
        box.add(.list(items))
        return box
    }

    private var counts: Element {
        Element("div", [("class", "pair")], [.element(checkCounts), .element(caseCounts)])
    }

    private var checkCounts: Element {
        var table = Table(
            "check-counts", ["Checks by outcome (result words of XCCDF 1.2) and severity"],
            [.init("Outcome")]
                + CheckSeverity.allCases.map { .init($0.rawValue, isNumber: true) }
                + [.init("all", isNumber: true)], style: "compact")
        for outcome in CheckOutcome.allCases {
            table.rows.append(
                [[Report.mark(outcome)]]
                    + CheckSeverity.allCases.map { [.figure(tally.checks(outcome, $0))] }
                    + [[.figure(tally.checks(outcome))]])
        }
        table.rows.append(
            [["all"]] + CheckSeverity.allCases.map { [.figure(tally.checks($0))] }
                + [[.figure(Figure(results.checks.count, "results.checks.count"))]])
        return table.element
    }

    private var caseCounts: Element {
        var table = Table(
            "case-counts",
            [
                "Cases of known-answer tests: ",
                .figure(Figure(results.cases, "results.sets.sum(cases)")), " in ",
                .figure(Figure(results.sets.count, "results.sets.count")), " vector sets",
            ],
            [.init("Verdict")] + roles.map { .init($0, isNumber: true) }, style: "compact")
        for verdict in CaseVerdict.allCases {
            table.rows.append(
                [[.text(verdict.words)]] + roles.map { [.figure(tally.cases($0, verdict))] })
        }
        return table.element
    }

    /// An outcome with its sign.
    static func mark(_ outcome: CheckOutcome) -> Element.Content {
        switch outcome {
        case .pass: Standing.good.mark("pass")
        case .fail: Standing.bad.mark("fail")
        case .error: Standing.open.mark("error")
        case .unknown: Standing.open.mark("unknown")
        case .notApplicable: Standing.plain.mark("not applicable")
        case .notChecked: Standing.plain.mark("not checked")
        case .informational: Standing.plain.mark("informational")
        }
    }
}
