/// A JSON value held whole: to compare a response with what it should be, member by member.
indirect enum JSONTree: Equatable {
    case object([Member])
    case array([JSONTree])
    case string(String)
    /// A number, true, false or null, as it is written.
    case literal(String)

    struct Member: Equatable {
        let name: String
        let value: JSONTree
    }

    init(file: String, text: Span<UInt8>) throws(VectorError) {
        var cursor = JSONCursor(file: file, text: text)
        if let position = text.firstInvalidUTF8 {
            cursor.position = position
            throw cursor.error("this is not UTF-8")
        }
        self = try JSONTree.read(&cursor, depth: 0)
        while cursor.position < text.count {
            if ![0x20, 0x09, 0x0a, 0x0d].contains(text[cursor.position]) {
                throw cursor.error("something follows the end of the document")
            }
            cursor.position += 1
        }
    }

    /// As deep as `JSONCursor` reads.
    private static let maximumDepth = 64

    private static func read(
        _ cursor: inout JSONCursor, depth: Int
    ) throws(VectorError) -> JSONTree {
        if depth > maximumDepth { throw cursor.error("nested too deeply") }
        var isFirst = true
        switch try cursor.peek() {
        case UInt8(ascii: "{"):
            try cursor.expect("{")
            var members: [Member] = []
            while let key = try cursor.nextKey(&isFirst) {
                let name = cursor.text.string(key)
                if members.contains(where: { $0.name == name }) {
                    throw cursor.error("\(name) stands twice")
                }
                members.append(Member(name: name, value: try read(&cursor, depth: depth + 1)))
            }
            return .object(members)
        case UInt8(ascii: "["):
            try cursor.expect("[")
            var elements: [JSONTree] = []
            while try cursor.nextElement(&isFirst) {
                elements.append(try read(&cursor, depth: depth + 1))
            }
            return .array(elements)
        case UInt8(ascii: "\""): return .string(try cursor.word())
        default:
            let place = try cursor.skip()
            return .literal(cursor.text.string(place))
        }
    }

    subscript(name: String) -> JSONTree? {
        members.first { $0.name == name }?.value
    }

    /// The members of an object; none of anything else.
    var members: [Member] {
        if case .object(let members) = self { members } else { [] }
    }

    /// The elements of an array; none of anything else.
    var elements: [JSONTree] {
        if case .array(let elements) = self { elements } else { [] }
    }

    var integer: Int? {
        if case .literal(let text) = self { Int(text) } else { nil }
    }

    var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// As a report shows it: strings without quotes, arrays and objects by their size.
    var shown: String {
        switch self {
        case .string(let text): text
        case .literal(let text): text
        case .array(let elements): "an array of \(elements.count)"
        case .object(let members): "an object of \(members.count)"
        }
    }

    /// Where another value is not what this one says. Hexadecimal is the same in either case, and
    /// what the other has beyond this one does not count.
    func differences(_ other: JSONTree?, at path: String) -> [Difference] {
        switch (self, other) {
        case (.object(let members), .object):
            return members.flatMap { member in
                let name = path.isEmpty ? member.name : "\(path).\(member.name)"
                return member.value.differences(other?[member.name], at: name)
            }
        case (.array(let elements), .array(let others)) where elements.count == others.count:
            return zip(elements, others).enumerated().flatMap { index, pair in
                pair.0.differences(pair.1, at: "\(path)[\(index)]")
            }
        case (.string(let text), .string(let theirs))
        where text == theirs || text.uppercased() == theirs.uppercased():
            return []
        case (.literal(let text), .literal(let theirs)) where text == theirs: return []
        default: return [Difference(path: path, wanted: shown, found: other?.shown)]
        }
    }

    struct Difference: Equatable {
        let path: String
        let wanted: String
        /// Nil where there is nothing.
        let found: String?
    }
}

/// The vector sets of an ACVP document, as trees.
struct DocumentOutline {
    let sets: [JSONTree]

    /// A bare set, or an array of sets with headers between them.
    init(file: String, text: Span<UInt8>) throws(VectorError) {
        let tree = try JSONTree(file: file, text: text)
        if case .array(let elements) = tree {
            sets = elements.filter { $0["testGroups"] != nil }
        } else {
            sets = [tree]
        }
    }
}
