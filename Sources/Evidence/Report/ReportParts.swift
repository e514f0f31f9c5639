import Markup

/// A value on the page with the place in the sources that it comes from, so that anybody can count
/// again.
///
/// The place is a path into the JSON of the sources: `results.checks[outcome=fail].count`,
/// `results.sets[3].groups[module=openssl].sum(pass)`, `bench.points[7].messageBytes`. A name in
/// square brackets keeps the elements that have the value (`^=` those that begin with it), a number
/// is one of them, and what is no letter, digit, `.`, `_`, `/` or `-` stands as %XX.
struct Figure {
    let value: Int
    let source: String

    init(_ value: Int, _ source: String) {
        self.value = value
        self.source = source
    }

    /// A value inside square brackets.
    static func quoted(_ text: String) -> String {
        var quoted = ""
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x2F, 0x5F:
                quoted.unicodeScalars.append(Unicode.Scalar(byte))
            default: quoted += "%" + Evidence.hexadecimal([byte])
            }
        }
        return quoted
    }

    /// `12,345`, as English writes it.
    static func grouped(_ value: Int) -> String {
        let digits = Array(String(value.magnitude))
        var text = value < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0 && (digits.count - index) % 3 == 0 { text += "," }
            text.append(digit)
        }
        return text
    }
}

typealias Words = [Element.Content]

extension Element.Content {
    /// Text of the sources, in one line of limited length. A word that is longer than a column
    /// may break anywhere.
    static func line(_ text: String, most: Int = 400) -> Self {
        let line = Evidence.line(text, most: most)
        var run = 0
        for byte in line.utf8 {
            run = byte == 0x20 ? 0 : run + 1
            if run > 30 { return .element(Element("span", [("class", "long")], text: line)) }
        }
        return .text(line)
    }

    static func code(_ text: String, most: Int = 400) -> Self {
        .element(Element("code", text: Evidence.line(text, most: most)))
    }

    static func strong(_ words: Words) -> Self { .element(Element("strong", [], words)) }

    /// Words beside the matter, in a lighter colour.
    static func aside(_ words: Words) -> Self {
        .element(Element("span", [("class", "aside")], words))
    }

    static var lineBreak: Self { .element(Element("br")) }

    static func figure(_ figure: Figure) -> Self {
        .measured(figure, Figure.grouped(figure.value))
    }

    /// A value that the page shows in a unit of its own.
    ///
    /// A place with a name of thousands of letters in it is left out: it would outweigh the page.
    static func measured(_ figure: Figure, _ shown: String) -> Self {
        if figure.source.utf8.count > 1000 { return .text(shown) }
        return .element(
            Element(
                "data", [("value", String(figure.value)), ("data-from", figure.source)],
                text: shown))
    }

    static func time(_ text: String) -> Self {
        .element(Element("time", [("datetime", Evidence.line(text, most: 40))], [.line(text)]))
    }

    static func link(_ words: Words, to anchor: String) -> Self {
        .element(Element("a", [("href", "#" + anchor)], words))
    }
}

/// How something stands, told by a word and a sign; colour only repeats them.
enum Standing: String {
    case good
    case bad
    case open
    case plain

    var sign: String {
        switch self {
        case .good: "✓"
        case .bad: "✗"
        case .open: "?"
        case .plain: "–"
        }
    }

    func mark(_ word: String) -> Element.Content {
        .element(
            Element(
                "span", [("class", "mark \(rawValue)")],
                [
                    .element(Element("span", [("aria-hidden", "true")], text: sign)),
                    .text("\u{A0}"), .line(word, most: 120),
                ]))
    }
}

/// A table that scrolls inside its own frame where the page is narrow.
struct Table {
    struct Column {
        let title: String
        let isNumber: Bool

        init(_ title: String, isNumber: Bool = false) {
            self.title = title
            self.isNumber = isNumber
        }
    }

    /// More rows than this are counted, and stand in the source alone.
    static let mostRows = 300

    let id: String
    let caption: Words
    let columns: [Column]
    /// The first cell of a row is its heading.
    var rows: [[Words]] = []
    /// Rows that were left out, and the file that has them.
    var leftOut = 0
    var whole = BundleSources.resultsPath
    var style = ""

    init(_ id: String, _ caption: Words, _ columns: [Column], style: String = "") {
        self.id = id
        self.caption = caption
        self.columns = columns
        self.style = style
    }

    /// Whether another row is shown. A row that is not is counted.
    mutating func hasRoom() -> Bool {
        if rows.count < Table.mostRows { return true }
        leftOut += 1
        return false
    }

    var element: Element {
        let head = Element(
            "thead", [],
            [
                .element(
                    Element(
                        "tr", [],
                        columns.map { column in
                            .element(
                                Element(
                                    "th", [("scope", "col"), ("class", Table.kind(column))],
                                    text: column.title))
                        }))
            ])
        let body = Element("tbody", [], rows.map { .element(row($0)) })
        var table = Element("table", [("class", style.isEmpty ? "plain" : style)])
        table.add(
            Element(
                "caption", [("id", "\(id)-caption")],
                [.element(Element("span", [], caption))]))
        table.add(head)
        table.add(body)
        var frame = Element(
            "div",
            [
                ("class", "frame"), ("id", id), ("role", "region"), ("tabindex", "0"),
                ("aria-labelledby", "\(id)-caption"),
            ])
        frame.add(table)
        guard leftOut > 0 else { return frame }
        return Element(
            "div", [],
            [
                .element(frame),
                .element(
                    Element.note([
                        "And ", .text(Figure.grouped(leftOut)),
                        " more in ", .code(whole), ".",
                    ])),
            ])
    }

    private static func kind(_ column: Column) -> String { column.isNumber ? "number" : "words" }

    private func row(_ cells: [Words]) -> Element {
        var row = Element("tr")
        for (index, cell) in cells.enumerated() {
            if index == 0 {
                row.add(Element("th", [("scope", "row")], cell))
            } else {
                row.add(Element("td", [("class", Table.kind(columns[index]))], cell))
            }
        }
        return row
    }
}

extension Element {
    static func paragraph(_ words: Words) -> Element { Element("p", [], words) }

    static func note(_ words: Words) -> Element { Element("p", [("class", "note")], words) }

    static func list(_ items: [Words]) -> Element {
        Element("ul", [], items.map { .element(Element("li", [], $0)) })
    }

    /// Terms and what is known of each.
    static func facts(_ entries: [(String, Words)], style: String = "facts") -> Element {
        var list = Element("dl", [("class", style)])
        for (term, words) in entries {
            list.add(
                Element(
                    "div", [],
                    [
                        .element(Element("dt", text: term)),
                        .element(Element("dd", [], words)),
                    ]))
        }
        return list
    }

    /// What a terminal showed; lines stay lines. Of a long file the comments are left out first.
    static func terminal(command: String, output: String) -> Element {
        let most = 40
        let all = output.split(separator: "\n", omittingEmptySubsequences: false)
        var lines = all
        var remark = ""
        if all.count > most {
            lines = all.filter { line in
                guard let first = line.first(where: { $0 != " " && $0 != "\t" }) else {
                    return false
                }
                return first != "#" && first != ";"
            }
            remark = "\n… (\(all.count) lines; comments and empty lines are left out here"
            if lines.count > most { remark += ", and what comes after these" }
            remark += "; whole in environment.json)"
        }
        let shown = lines.prefix(most).map { Evidence.line(String($0.prefix(2000))) }
        return Element(
            "pre", [("tabindex", "0")],
            text: "$ " + Evidence.line(command) + "\n" + shown.joined(separator: "\n") + remark)
    }

    mutating func add(heading words: String) { add(Element("h3", text: words)) }
}
