import Approval
import Markup

extension Report {
    var verification: [Element] {
        [digests, steps, signing, glossary, versions]
    }

    private var digests: Element {
        var part = Element("div")
        part.add(heading: "Digests of the sources")
        part.add(
            .paragraph([
                "This page and every other projection is derived from these five files alone. ",
                "Whoever has ", .code("fipsmark"),
                " derives it again and compares the bytes; whoever has not compares the digests.",
            ]))
        var table = Table(
            "digests-table", ["SHA-256 of the sources"], [.init("File"), .init("SHA-256")],
            style: "wide")
        for entry in sources.digests.all {
            table.rows.append([[.code(entry.path)], [.code(entry.sha256)]])
        }
        part.add(table.element)
        return part
    }

    private var steps: Element {
        var part = Element("div")
        part.add(heading: "With openssl alone")
        part.add(
            .paragraph([
                .code("VERIFY.md"),
                " in this bundle has every line to copy, and what each proves. ",
                "In short:",
            ]))
        part.add(Element("pre", [("tabindex", "0")], text: VerifyGuide.inShort))
        part.add(
            .paragraph([
                "With fipsmark: ", .code("fipsmark verify BUNDLE --key KEY-YOU-WERE-GIVEN.pem"),
                " ends with 0 where the bundle is whole, signed by that key and passing, with 1 ",
                "where it is whole and has findings, and with 2 where it is not verified. Get ",
                "the key from the operator by another way than the bundle.",
            ]))
        return part
    }

    private var signing: Element {
        var part = Element("div")
        part.add(heading: "What a signature does not prove")
        part.add(
            .paragraph([
                "A node that signs its own result proves integrity after the run, not honesty. ",
                "Whoever holds the key, or the node, can have signed another result. Ask who ",
                "holds the key and what kept the node from being changed before the run.",
            ]))
        return part
    }

    private var glossary: Element {
        var part = Element("div")
        part.add(heading: "Glossary")
        let terms: [(String, String)] = [
            ("ACVP", "the protocol of NIST’s algorithm tests, whose names are used here"),
            ("CAST", "a self-test of an algorithm that a module runs by itself before use"),
            (
                "CAVP",
                "the programme that tests algorithms; its certificates are not the "
                    + "CMVP’s"
            ),
            (
                "Case, group, set",
                "one question of known answer; those of the same "
                    + "parameters; those of one algorithm"
            ),
            ("Check", "what is counted here: a group on a module, a refusal, a fact"),
            ("CMVP", "the programme of NIST and CCCS that validates modules"),
            (
                "Gate",
                "the part of fipsmark that refuses what is not approved, before any "
                    + "module is called"
            ),
            ("Indicator", "a module’s own word on whether a service was approved"),
            ("KAT, PCT", "known-answer test; pair-wise consistency test of a new key pair"),
            ("Module under test", "the first in every table; the others cross-check it"),
            ("Refused", "turned away by a rule; neither a pass nor a failure"),
            ("Required", "a check that decides the verdict; a warning does not"),
        ]
        part.add(
            Element.facts(terms.map { ($0.0, [.text($0.1)]) }, style: "facts glossary"))
        return part
    }

    private var versions: Element {
        var part = Element("div")
        part.add(heading: "Versions")
        var entries: [(String, Words)] = [
            ("fipsmark", [.line(results.toolVersion, most: 80)]),
            ("Format of results.json", [.text(Results.schemaVersion)]),
            (
                "Policy",
                [
                    .figure(Figure(sources.policy.rules.count, "policy.rules.count")),
                    " rules; table of certificates dated ",
                    .time(sources.policy.certificates.date.description), " with ",
                    .text(Figure.grouped(sources.policy.certificates.certificates.count)),
                    " entries",
                ]
            ),
        ]
        for module in results.modules.prefix(20) {
            entries.append(
                (
                    Evidence.line(module.role, most: 40),
                    [.line("\(module.name) \(module.version)", most: 160)]
                ))
        }
        for library in results.libraries.prefix(20) {
            entries.append(
                (Evidence.line(library.name, most: 40), [.line(library.version, most: 160)]))
        }
        part.add(Element.facts(entries))
        return part
    }
}
