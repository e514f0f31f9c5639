import Approval
import Markup

extension Report {
    var module: [Element] {
        let under = results.moduleUnderTest
        return [
            identity(under), certificate(under.certificate), files,
            otherModules,
        ].compactMap { $0 } + environments(under.certificate)
    }

    private func identity(_ module: Results.Module) -> Element {
        let approvedMode: Element.Content =
            module.approvedMode
            ? Standing.good.mark("says it is") : Standing.open.mark("does not say it is")
        return Element.facts([
            (
                "Name and version, in the module's own words",
                [
                    .line(module.name), " ", .line(module.version),
                ]
            ),
            ("Build", [.line(module.buildInformation)]),
            ("File", [.code(module.path)]),
            ("SHA-256 of the file", [.code(module.sha256)]),
            ("Reached through", [.line(module.reachedThrough)]),
            ("In its approved mode", [approvedMode]),
        ])
    }

    private func certificate(_ match: Results.CertificateMatch) -> Element {
        var part = Element("div")
        part.add(heading: "Certificate")
        var facts = matched(match)
        facts += [
            (
                "Update stream",
                [
                    Standing.open.mark("not determinable"),
                    " Nothing in these sources says whether this build is a patched version of a ",
                    "validated module that was submitted to the CMVP. Ask its vendor for proof of ",
                    "the submission.",
                ]
            ),
            (
                "Table of certificates",
                [
                    "dated ", .time(match.tableDate), ageOfTable(match), "; source: ",
                    words(match.source),
                ]
            ),
            (
                "CAVP certificates",
                [
                    .aside(["not recorded here; see the certificate’s security policy"])
                ]
            ),
        ]
        part.add(Element.facts(facts))
        return part
    }

    /// What the table says of the certificate, or that there is none.
    private func matched(_ match: Results.CertificateMatch) -> [(String, Words)] {
        if match.id.isEmpty {
            return [
                ("Certificate", [Standing.open.mark("none known"), " ", .line(match.statement)]),
                (
                    "Basis of the match",
                    [
                        "none: neither this file nor its exact version is in the table, so there ",
                        "is no caveat and no sunset to tell",
                    ]
                ),
            ]
        } else {
            return [
                (
                    "Certificate",
                    [
                        .strong(["CMVP #", .line(match.id, most: 40)]), ", ", .line(match.module),
                    ]
                ),
                ("Standing", [standing(match)]),
                ("Basis of the match", [.line(match.basis)]),
                ("Standard and level", [.line(match.standard), ", level ", words(match.level)]),
                ("Sunset", [match.sunset.isEmpty ? words("") : .time(match.sunset)]),
                (
                    "Caveat, verbatim",
                    [
                        match.caveat.isEmpty
                            ? words("")
                            : .element(Element("q", [], [.line(match.caveat, most: 2000)]))
                    ]
                ),
                (
                    "Others with the same claim",
                    [
                        match.others.isEmpty
                            ? "none" : .line(match.others.joined(separator: ", "))
                    ]
                ),
            ]
        }
    }

    private func words(_ text: String) -> Element.Content {
        text.isEmpty ? .aside(["not recorded"]) : .line(text)
    }

    private func standing(_ match: Results.CertificateMatch) -> Element.Content {
        switch match.status {
        case "active": Standing.good.mark(match.statement)
        case "historical", "revoked": Standing.bad.mark(match.statement)
        default: Standing.open.mark(match.statement)
        }
    }

    /// A table older than 90 days says little of today.
    private func ageOfTable(_ match: Results.CertificateMatch) -> Element.Content {
        guard let date = CalendarDate(match.tableDate) else { return "" }
        let days = results.asOf.days(since: date)
        if days <= 90 { return "" }
        return .strong([
            .text(" (⚠ \(days) days before the day of the run: look it up again)")
        ])
    }

    private var files: Element {
        var table = Table(
            "files", ["Files that decide what cryptography was used"],
            [.init("Part"), .init("Path and SHA-256"), .init("Mode, owner, time")])
        var shown = Set<String>()
        for file in sources.environment.files where table.hasRoom() {
            shown.insert(file.path)
            table.rows.append([
                [.line(file.role, most: 60)], [.code(file.path), .lineBreak, .code(file.sha256)],
                [
                    .line("\(file.mode), \(file.owner), changed", most: 120), " ",
                    .time(file.modifiedAt),
                ],
            ])
        }
        let run: [(String, String, String)] =
            results.modules.map { ($0.role, $0.path, $0.sha256) }
            + results.libraries.map { ("\($0.name) \($0.version)", $0.path, $0.sha256) }
        for (role, path, sha256) in run where !shown.contains(path) && table.hasRoom() {
            table.rows.append([
                [.line(role, most: 60)], [.code(path), .lineBreak, .code(sha256)],
                [.aside(["not observed"])],
            ])
        }
        return table.element
    }

    private var otherModules: Element? {
        guard results.modules.count > 1 else { return nil }
        var table = Table(
            "other-modules", ["Modules that answered beside the one under test"],
            [.init("Role"), .init("Module"), .init("Certificate"), .init("Approved mode")])
        for module in results.modules.dropFirst() where table.hasRoom() {
            table.rows.append([
                [.line(module.role, most: 40)],
                [.line("\(module.name) \(module.version)", most: 120)],
                [standing(module.certificate)],
                [module.approvedMode ? "yes" : "no"],
            ])
        }
        return table.element
    }

    /// The environments that the certificate names, beside this node.
    private func environments(_ match: Results.CertificateMatch) -> [Element] {
        var part = Element("div")
        part.add(heading: "Operational environment")
        let node: Words =
            sources.environment.fact("os/release").map {
                [.line(Report.systemName($0.output), most: 120)]
            } ?? [.aside(["not observed"])]
        let machine: Words =
            sources.environment.fact("kernel/release").map { [.line($0.output, most: 120)] }
            ?? [.aside(["not observed"])]
        var table = Table(
            "environments",
            [
                "Tested environments of the certificate, and this node. Whether they are the same ",
                "is for a person to say.",
            ],
            [.init("Which"), .init("Operating system"), .init("Machine and processor")])
        table.rows.append([["this node"], node, machine])
        let certificate = sources.policy.certificates.certificates.first { $0.id == match.id }
        for environment in certificate?.environments ?? [] where table.hasRoom() {
            table.rows.append([
                ["tested"], [.line(environment.system)],
                [.line("\(environment.machine), \(environment.processor)")],
            ])
        }
        part.add(table.element)
        if certificate?.environments.isEmpty ?? true {
            part.add(
                .note([
                    .text(
                        match.id.isEmpty
                            ? "No certificate is known, so there is no environment to compare with."
                            : "The table of certificates does not list this certificate’s tested "
                                + "environments; they stand in its security policy.")
                ]))
        }
        return [part]
    }

    /// PRETTY_NAME of an os-release file, or the text itself.
    static func systemName(_ text: String) -> String {
        osRelease(text, "PRETTY_NAME") ?? text
    }

    /// A member of an os-release file, without its quotes.
    static func osRelease(_ text: String, _ name: String) -> String? {
        for line in text.split(separator: "\n") where line.hasPrefix(name + "=") {
            return String(line.dropFirst(name.count + 1).filter { $0 != "\"" && $0 != "'" })
        }
        return nil
    }

    var configuration: [Element] {
        var parts: [Element] = []
        if !sources.environment.isObserved {
            parts.append(
                .note([
                    .strong(["Not observed."]),
                    " These results were read from a file alone, so nothing can be told of the ",
                    "node's configuration. Make the bundle on the node, with ",
                    .code("fipsmark run --evidence"), ", to have its facts here.",
                ]))
        }
        guard !sources.environment.facts.isEmpty else { return parts }
        parts.append(
            .paragraph([
                "What was observed at ", .time(sources.environment.observedAt),
                ", with the command that shows the same.",
            ]))
        var list = Element("div", [("class", "commands")])
        for fact in sources.environment.facts.prefix(Table.mostRows) {
            var entry = Element("div", [("class", "command")])
            entry.add(Element("h3", [], [.line(fact.title, most: 120)]))
            entry.add(
                Element.terminal(
                    command: fact.command,
                    output: fact.output.isEmpty ? "(nothing)" : fact.output))
            list.add(entry)
        }
        parts.append(list)
        let more = sources.environment.facts.count - Table.mostRows
        if more > 0 {
            parts.append(
                .note([
                    "And ", .text(Figure.grouped(more)), " more in ",
                    .code(BundleSources.environmentPath), ".",
                ]))
        }
        return parts
    }
}
