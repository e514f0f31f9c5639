/// A value of the canonical record: RFC 8785 needs a rule for every type of number, so there are
/// only integers, and whatever is not one is a string.
package indirect enum JSONValue: Equatable, Sendable {
    case string(String)
    case integer(Int)
    case boolean(Bool)
    /// Tenths, for formats of others that want a fraction.
    case tenths(Int)
    case array([JSONValue])
    case object([String: JSONValue])

    /// The bytes of RFC 8785: no white space, keys sorted, the shortest escapes.
    ///
    /// Keys are ASCII, so that sorting by byte is sorting by UTF-16 unit. Integers stay within
    /// 2^53, which is all that RFC 8785, section 3.2.2.3 can express.
    package var canonicalText: String {
        var text = ""
        write(to: &text)
        return text
    }

    private func write(to text: inout String) {
        switch self {
        case .string(let string): JSONValue.write(string, to: &text)
        case .integer(let integer):
            precondition(integer.magnitude <= 1 << 53)
            text += String(integer)
        case .boolean(let boolean): text += boolean ? "true" : "false"
        case .tenths(let tenths):
            precondition(tenths >= 0)
            text += tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
        case .array(let values):
            text += "["
            for (index, value) in values.enumerated() {
                if index > 0 { text += "," }
                value.write(to: &text)
            }
            text += "]"
        case .object(let members):
            text += "{"
            for (index, key) in members.keys.sorted().enumerated() {
                precondition(key.utf8.allSatisfy { $0 < 0x80 })
                if index > 0 { text += "," }
                JSONValue.write(key, to: &text)
                text += ":"
                members[key]?.write(to: &text)
            }
            text += "}"
        }
    }

    private static func write(_ string: String, to text: inout String) {
        text += "\""
        // Nearly all strings need no escape.
        if string.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C }) {
            text += string
            text += "\""
            return
        }
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\u{8}": text += "\\b"
            case "\u{9}": text += "\\t"
            case "\u{A}": text += "\\n"
            case "\u{C}": text += "\\f"
            case "\u{D}": text += "\\r"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByDictionaryLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }

    package init(integerLiteral value: Int) { self = .integer(value) }

    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(Dictionary(uniqueKeysWithValues: elements))
    }
}
