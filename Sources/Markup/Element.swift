/// One element of HTML or XML. Names are of our own code, and all text is escaped where it is
/// written, so that nothing that was read from elsewhere can become markup.
package struct Element: Sendable {
    package enum Content: Sendable, ExpressibleByStringLiteral {
        case text(String)
        case element(Element)
        /// Of our own code alone: the content of `style`, which knows no escapes.
        case verbatim(StaticString)

        package init(stringLiteral value: String) { self = .text(value) }
    }

    package let name: StaticString
    package var attributes: [(name: StaticString, value: String)]
    package var content: [Content]

    package init(
        _ name: StaticString, _ attributes: [(name: StaticString, value: String)] = [],
        _ content: [Content] = []
    ) {
        self.name = name
        self.attributes = attributes
        self.content = content
    }

    /// An element with text alone in it.
    package init(
        _ name: StaticString, _ attributes: [(name: StaticString, value: String)] = [],
        text: String
    ) {
        self.init(name, attributes, [.text(text)])
    }

    package mutating func add(_ element: Element) { content.append(.element(element)) }

    package mutating func add(text: String) { content.append(.text(text)) }

    /// The document as XML 1.0, an element to a line where elements hold elements alone.
    package var xml: String {
        var writer = MarkupWriter(isHTML: false)
        writer.write(self, depth: 0)
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + writer.text
    }

    /// The document as HTML 5.
    package var html: String {
        var writer = MarkupWriter(isHTML: true)
        writer.write(self, depth: 0)
        return "<!DOCTYPE html>\n" + writer.text
    }
}

struct MarkupWriter {
    let isHTML: Bool
    private(set) var text = ""

    init(isHTML: Bool) { self.isHTML = isHTML }

    /// Elements of HTML that have no content and no end.
    private static let void: Set<String> = ["br", "col", "hr", "img", "link", "meta"]

    mutating func write(_ element: Element, depth: Int) {
        let name = "\(element.name)"
        text += "<\(name)"
        for attribute in element.attributes {
            text += " \(attribute.name)=\""
            escape(attribute.value, inAttribute: true)
            text += "\""
        }
        if isHTML && MarkupWriter.void.contains(name) {
            text += ">"
            return endLine(depth)
        }
        if !isHTML && element.content.isEmpty {
            text += "/>"
            return endLine(depth)
        }
        text += ">"
        let isBlock = element.content.contains { if case .element = $0 { true } else { false } }
        let hasText = element.content.contains { if case .text = $0 { true } else { false } }
        // White space between elements that stand in text would be seen.
        let inner = isBlock && !hasText && depth >= 0 ? depth + 1 : -1
        if inner >= 0 { text += "\n" }
        for content in element.content {
            switch content {
            case .text(let words): escape(words, inAttribute: false)
            case .verbatim(let words): text += "\(words)"
            case .element(let child): write(child, depth: inner)
            }
        }
        text += "</\(name)>"
        endLine(depth)
    }

    private mutating func endLine(_ depth: Int) {
        if depth >= 0 { text += "\n" }
    }

    /// XML 1.0, section 2.2 has no place for most control characters, escaped or not; and what
    /// turns the direction of text may hide what it says.
    private mutating func escape(_ words: String, inAttribute: Bool) {
        if words.utf8.allSatisfy(MarkupWriter.isPlain) {
            text += words
            return
        }
        for scalar in words.unicodeScalars {
            switch scalar {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\"" where inAttribute: text += "&quot;"
            case "\n" where inAttribute: text += "&#10;"
            case "\t" where inAttribute: text += "&#9;"
            case "\n", "\t": text.unicodeScalars.append(scalar)
            case _ where MarkupWriter.isUnprintable(scalar): text += "\u{FFFD}"
            default: text.unicodeScalars.append(scalar)
            }
        }
    }

    /// What stands for itself everywhere, as nearly all text does.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""): false
        default: (0x20..<0x7F).contains(byte)
        }
    }

    private static func isUnprintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F, 0x061C, 0x200E...0x200F, 0x202A...0x202E, 0x2066...0x2069,
            0xFFFE, 0xFFFF:
            true
        default: false
        }
    }
}
