/// A value of the canonical record: RFC 8785 needs a rule for every type of number, so there are
/// only integers, and whatever is not one is a string.
package enum JSONValue: Equatable, Sendable {
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
        var text: [UInt8] = []
        write(to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// As a file holds it: one line.
    package var canonicalLine: String { canonicalText + "\n" }

    private func write(to text: inout [UInt8]) {
        switch self {
        case .string(let string): JSONValue.write(string, to: &text)
        case .integer(let integer):
            precondition(integer.magnitude <= 1 << 53)
            text += String(integer).utf8
        case .boolean(let boolean): text += (boolean ? "true" : "false").utf8
        case .tenths(let tenths):
            precondition(tenths >= 0)
            text += (tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)").utf8
        case .array(let values):
            text.append(UInt8(ascii: "["))
            for (index, value) in values.enumerated() {
                if index > 0 { text.append(UInt8(ascii: ",")) }
                value.write(to: &text)
            }
            text.append(UInt8(ascii: "]"))
        case .object(let members):
            text.append(UInt8(ascii: "{"))
            for (index, member) in members.sorted(by: { $0.key < $1.key }).enumerated() {
                precondition(member.key.utf8.allSatisfy { $0 < 0x80 })
                if index > 0 { text.append(UInt8(ascii: ",")) }
                JSONValue.write(member.key, to: &text)
                text.append(UInt8(ascii: ":"))
                member.value.write(to: &text)
            }
            text.append(UInt8(ascii: "}"))
        }
    }

    /// Octet by octet: those of a character beyond ASCII need no escape, and a bundle of a large
    /// run is tens of megabytes.
    private static func write(_ string: String, to text: inout [UInt8]) {
        text.append(UInt8(ascii: "\""))
        for octet in string.utf8 {
            if octet >= 0x20 && octet != UInt8(ascii: "\"") && octet != UInt8(ascii: "\\") {
                text.append(octet)
                continue
            }
            text.append(UInt8(ascii: "\\"))
            switch octet {
            case 0x8: text.append(UInt8(ascii: "b"))
            case 0x9: text.append(UInt8(ascii: "t"))
            case 0xA: text.append(UInt8(ascii: "n"))
            case 0xC: text.append(UInt8(ascii: "f"))
            case 0xD: text.append(UInt8(ascii: "r"))
            case 0..<0x20:
                text += (octet < 0x10 ? "u000" : "u00").utf8
                text += String(octet, radix: 16).utf8
            default: text.append(octet)
            }
        }
        text.append(UInt8(ascii: "\""))
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
