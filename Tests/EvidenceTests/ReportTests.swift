import CanonicalJSON
import Evidence
import Foundation
import Testing

@Suite struct ReportTests {
    private static let titles = [
        "Verdict", "Module and certificate", "Configuration facts", "Findings",
        "Approved services", "Non-approved services", "Self-tests of the module",
        "Known-answer results", "Disagreements", "Not checked, and why", "Benchmarks and drift",
        "Control map", "Upcoming changes", "How to verify this bundle",
    ]

    @Test(arguments: Sample.Kind.allCases)
    func `The fourteen sections stand in their order, and headings skip no level`(
        _ kind: Sample.Kind
    ) throws {
        let page = Projection.report.derive(try ReportSample.sources(kind))
        let tags = try PageTag.all(page)
        var titles: [String] = []
        var level = 0
        for (index, tag) in tags.enumerated() where !tag.isEnd && tag.name.first == "h" {
            guard let own = Int(tag.name.dropFirst()) else { continue }
            #expect(own <= level + 1, "<\(tag.name)> after level \(level)")
            level = own
            // The ordinal is an element of its own.
            if own == 2 { titles.append(tags[index + 2].text.trimmingCharacters(in: .whitespaces)) }
        }
        #expect(titles == ReportTests.titles)
        for landmark in ["header", "nav", "main", "footer", "h1", "title"] {
            #expect(tags.count { $0.name == landmark && !$0.isEnd } == 1, "\(landmark)")
        }
        #expect(page.contains("<html lang=\"en\">"))
        #expect(page.contains("Self-test evidence, not a validation"))
    }

    @Test(arguments: Sample.Kind.allCases, ["words", ReportSample.hostile])
    func `Nothing is loaded, nothing runs, and every element is closed`(
        _ kind: Sample.Kind, _ text: String
    ) throws {
        let page = Projection.report.derive(try ReportSample.sources(kind, text: text))
        var open: [String] = []
        for tag in try PageTag.all(page) where tag.name != "!DOCTYPE" {
            if tag.isEnd {
                #expect(open.popLast() == tag.name)
            } else if !["meta", "br", "link", "img"].contains(tag.name) {
                open.append(tag.name)
            }
            #expect(!["script", "link", "img", "iframe", "object", "base"].contains(tag.name))
            for (name, value) in tag.attributes {
                #expect(!name.hasPrefix("on"))
                #expect(!["src", "srcset", "style", "action", "xlink:href"].contains(name))
                if name == "href" { #expect(value.hasPrefix("#")) }
            }
            if tag.name == "style" && !tag.isEnd {
                for word in ["url(", "@import", "http", "expression"] {
                    #expect(!tag.text.contains(word))
                }
            }
        }
        #expect(open.isEmpty)
        #expect(page.contains("default-src 'none'"))
        let unprintable = page.unicodeScalars.contains { scalar in
            [0, 0x1B, 0x202E].contains(scalar.value)
        }
        #expect(!unprintable)
    }

    @Test(arguments: Sample.Kind.allCases, ["words", ReportSample.hostile])
    func `Each number is counted again in the sources`(
        _ kind: Sample.Kind, _ text: String
    ) throws {
        let results = Sample.results(kind, text: text)
        let sources = try ReportSample.sources(kind, text: text)
        let recount = try Recount(sources, results: results)
        let page = Projection.report.derive(sources)
        var found = 0
        for tag in try PageTag.all(page) where tag.name == "data" && !tag.isEnd {
            let source = try #require(tag.attributes["data-from"])
            let value = try #require(tag.attributes["value"].flatMap { Int($0) })
            #expect(try recount.value(source) == value, "\(source)")
            // What has a unit is a value in other words.
            if !tag.text.contains(where: { $0 == " " || $0 == "." }) {
                #expect(Int(tag.text.filter { $0 != "," }) == value, "\(source)")
            }
            found += 1
        }
        #expect(found > 80)
    }

    @Test func `A number that is not that of the sources is found`() throws {
        let sources = try ReportSample.sources(.pass)
        let other = try Recount(sources, results: Sample.results(.fail))
        let page = Projection.report.derive(sources)
        let wrong = try PageTag.all(page).count { tag in
            guard tag.name == "data", let source = tag.attributes["data-from"] else { return false }
            return try other.value(source).map(String.init) != tag.attributes["value"]
        }
        #expect(wrong > 5)
        #expect(try other.value("results.nothing.count") == 0)
        #expect(try other.value("nothing.checks.count") == nil)
    }

    @Test(arguments: Sample.Kind.allCases)
    func `Tables have captions and scopes, and names stand once`(_ kind: Sample.Kind) throws {
        let tags = try PageTag.all(Projection.report.derive(try ReportSample.sources(kind)))
        let tables = tags.count { $0.name == "table" && !$0.isEnd }
        #expect(tables > 8)
        #expect(tags.count { $0.name == "caption" && !$0.isEnd } == tables)
        for tag in tags where tag.name == "th" && !tag.isEnd {
            #expect(["col", "row"].contains(tag.attributes["scope"]))
        }
        let names = tags.compactMap { $0.attributes["id"] }
        #expect(Set(names).count == names.count)
        for tag in tags {
            if let label = tag.attributes["aria-labelledby"] { #expect(names.contains(label)) }
            if let link = tag.attributes["href"] {
                #expect(names.contains(String(link.dropFirst())))
            }
        }
    }

    @Test(arguments: Sample.Kind.allCases)
    func `The verdict is told in words, and never more than was seen`(_ kind: Sample.Kind) throws {
        let page = Projection.report.derive(try ReportSample.sources(kind))
        let words =
            switch kind {
            case .pass: "No required check failed"
            case .fail: "Required checks failed"
            case .unknown: "The result could not be determined"
            }
        #expect(page.contains("<strong>\(words)</strong>"))
        for word in ["fips certified", "compliant", "fips-certified"] {
            #expect(!page.lowercased().contains(word))
        }
        #expect(page.contains("not determinable"))
        #expect((kind != .pass) == page.contains("required: decides the verdict"))
    }

    @Test func `Thousands of findings are counted, and the first of them told`() throws {
        let many = 12_000
        var text = String(decoding: Sample.results(.fail), as: UTF8.self)
        let check = "{\"id\":\"kat/SHA2-256/1.0/1/openssl\""
        let whole = try #require(text.range(of: check))
        let extra = (0..<many).map { index in
            "{\"id\":\"kat/X/1.0/\(index)/openssl\",\"observed\":\"1 fail\",\"outcome\":\"fail\","
                + "\"severity\":\"required\",\"title\":\"X \(index)\"},"
        }
        text.insert(contentsOf: extra.joined(), at: whole.lowerBound)
        let page = Projection.report.derive(
            try ReportSample.sources(.fail, results: Array(text.utf8)))
        #expect(page.utf8.count < 1_000_000)
        #expect(page.contains("12,001"))
        let told = try PageTag.all(page).count { $0.name == "article" && !$0.isEnd }
        #expect(told == 40)
        // 12,001 required and one warning, of which 40 are told and 300 listed.
        #expect(page.contains("And 11,662 more in <code>results.json</code>"))
    }

    @Test func `A page is the same each time, and another for other sources`() throws {
        let one = Projection.report.derive(try ReportSample.sources(.pass))
        #expect(one == Projection.report.derive(try ReportSample.sources(.pass)))
        #expect(one != Projection.report.derive(try ReportSample.sources(.pass, text: "other")))
    }

    @Test func `Every rule that services are told by is one of the policy`() throws {
        let policy = try RulesInForce(certificates: SampleBundle.certificateText)
        for rule in ServiceRules.all { #expect(policy.rule(rule) != nil, "\(rule)") }
        #expect(ServiceRules.of(algorithm: "SHA2-512/256") == ["sha2-512-256"])
        #expect(ServiceRules.of(algorithm: "HMAC-SHA3-224") == ["hmac-sha3-224-gen"])
        #expect(ServiceRules.of(algorithm: "<script>").isEmpty)
    }

    /// SC 1.4.3 of WCAG 2.2.
    @Test func `Words stand out from their ground in light, in dark and on paper`() throws {
        let page = Projection.report.derive(try ReportSample.sources(.pass))
        let blocks = page.components(separatedBy: "--paper:").dropFirst()
        #expect(blocks.count == 3)
        for block in blocks {
            let colours = ReportTests.colours("--paper:" + block.prefix { $0 != "}" })
            for (ink, grounds) in [
                ("ink", ["paper", "shade", "good-shade", "bad-shade", "open-shade"]),
                ("soft", ["paper", "shade", "good-shade", "bad-shade", "open-shade"]),
                ("link", ["paper", "shade", "good-shade", "bad-shade", "open-shade"]),
                ("good", ["paper", "good-shade"]), ("bad", ["paper", "bad-shade"]),
                ("open", ["paper", "open-shade"]),
            ] {
                for ground in grounds {
                    let pair = try [#require(colours[ink]), #require(colours[ground])].sorted()
                    #expect((pair[1] + 0.05) / (pair[0] + 0.05) >= 4.5, "\(ink) on \(ground)")
                }
            }
        }
    }

    /// Relative luminance by name.
    private static func colours(_ block: String) -> [String: Double] {
        var colours: [String: Double] = [:]
        for declaration in block.split(separator: ";") {
            let sides = declaration.split(separator: ":").map {
                $0.trimmingCharacters(in: .whitespacesAndNewlines)
            }
            guard sides.count == 2, sides[1].count == 7,
                let value = Int(sides[1].dropFirst(), radix: 16)
            else { continue }
            func part(_ shift: Int) -> Double {
                let part = Double(value >> shift & 255) / 255
                return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
            }
            colours[String(sides[0].dropFirst(2))] =
                0.2126 * part(16) + 0.7152 * part(8) + 0.0722 * part(0)
        }
        return colours
    }
}
