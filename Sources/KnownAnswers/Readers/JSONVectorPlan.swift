/// Where the vector sets of an ACVP document lie, and their groups, and every so many of the cases.
///
/// It is what has to be known before cases are read: groups may state their properties behind
/// their cases, and several threads begin at different cases of one group.
struct JSONVectorPlan {
    /// Cases that one thread takes on at a time.
    static let unitCases = 256

    struct VectorSet {
        let position: Int
        /// The algorithm, and its mode behind a hyphen where it has one.
        var name = ""
        var revision = ""
        /// The members that a response repeats, in their order: names with the places of values.
        var head: [(name: String, value: Range<Int>)] = []
        var groups: [Group] = []
        var hasGroups = false
    }

    struct Group {
        let position: Int
        var tgId = 0
        var properties: [PropertyValue] = []
        /// Values that stand for every case of the group: a public key.
        var fields: [(field: VectorField, value: Range<Int>)] = []
        /// Where each unit of cases begins.
        var starts: [Int] = []
        var cases = 0
    }

    private(set) var sets: [VectorSet] = []
    /// The places of other members of an array of sets: the header with the version, a login.
    private(set) var headers: [Range<Int>] = []
    private(set) var isArray = false
    /// What kept the document from being read to its end; what was read before it stands.
    private(set) var problem: VectorError?

    private let mayBeEmpty: Bool

    /// No document at all.
    init() { mayBeEmpty = true }

    /// - Parameter mayBeEmpty: whether there may be no group, or a group without cases: a prompt
    ///   asks something, while answers may be to less than all of it.
    init(file: String, text: Span<UInt8>, mayBeEmpty: Bool = false) {
        self.mayBeEmpty = mayBeEmpty
        var cursor = JSONCursor(file: file, text: text)
        do throws(VectorError) {
            if let position = text.firstInvalidUTF8 {
                cursor.position = position
                throw cursor.error("this is not UTF-8")
            }
            try readDocument(&cursor)
        } catch {
            problem = error
            // Groups that stood before their algorithm was named cannot be run.
            if let last = sets.last, last.name.isEmpty { sets.removeLast() }
        }
    }

    /// A bare set, or an array of sets with headers between them (ACVP, section 12.1; libacvp puts
    /// a login in front).
    private mutating func readDocument(_ cursor: inout JSONCursor) throws(VectorError) {
        if try cursor.take("[") {
            isArray = true
            var isFirst = true
            while try cursor.nextElement(&isFirst) { try readSet(&cursor) }
        } else {
            try readSet(&cursor)
        }
        while cursor.position < cursor.text.count {
            if ![0x20, 0x09, 0x0a, 0x0d].contains(cursor.text[cursor.position]) {
                throw cursor.error("something follows the end of the document")
            }
            cursor.position += 1
        }
    }

    private mutating func readSet(_ cursor: inout JSONCursor) throws(VectorError) {
        try cursor.expect("{")
        sets.append(VectorSet(position: cursor.position - 1))
        let index = sets.count - 1
        var algorithm = ""
        var mode = ""
        var isFirst = true
        while let key = try cursor.nextKey(&isFirst) {
            let name = cursor.text.string(key)
            if name == "testGroups" {
                sets[index].hasGroups = true
                try readGroups(&cursor, index)
                continue
            }
            _ = try cursor.peek()
            let start = cursor.position
            switch name {
            case "algorithm": algorithm = try cursor.word()
            case "mode": mode = try cursor.word()
            case "revision": sets[index].revision = try cursor.word()
            default: try cursor.skip()
            }
            sets[index].head.append((name, start..<cursor.position))
            // At once: groups that are whole are run even where the set breaks off behind them.
            sets[index].name = mode.isEmpty ? algorithm : "\(algorithm)-\(mode)"
        }
        if !sets[index].hasGroups {
            if !isArray { throw cursor.error("there is no testGroups") }
            headers.append(sets.removeLast().position..<cursor.position)
        } else if algorithm.isEmpty {
            throw cursor.error("the vector set names no algorithm")
        }
    }

    private mutating func readGroups(
        _ cursor: inout JSONCursor, _ index: Int
    ) throws(VectorError) {
        try cursor.expect("[")
        var isFirst = true
        var seen = Set(sets[index].groups.map(\.tgId))
        while try cursor.nextElement(&isFirst) {
            let last = sets[index].groups.last?.properties ?? []
            let group = try group(&cursor, like: last)
            if !seen.insert(group.tgId).inserted {
                cursor.position = group.position
                throw cursor.error("tgId \(group.tgId) stands twice")
            }
            sets[index].groups.append(group)
        }
        if sets[index].groups.isEmpty && !mayBeEmpty {
            throw cursor.error("testGroups is empty")
        }
    }

    /// - Parameter last: the properties of the group before, which mostly are this one's too, in
    ///   the same order.
    private func group(
        _ cursor: inout JSONCursor, like last: [PropertyValue]
    ) throws(VectorError) -> Group {
        try cursor.expect("{")
        var group = Group(position: cursor.position - 1)
        var isFirst = true
        var hasID = false
        var hasTests = false
        group.properties.reserveCapacity(last.count)
        while let key = try cursor.nextKey(&isFirst) {
            let name = cursor.text.extracting(key)
            let first = try cursor.peek()
            if name.matches("tests") {
                if hasTests { throw cursor.error("tests stands twice") }
                hasTests = true
                (group.starts, group.cases) = try tests(&cursor)
            } else if name.matches("tgId") {
                hasID = true
                group.tgId = try positive("tgId", &cursor)
            } else if first == UInt8(ascii: "{") {
                try inner(&cursor, &group)
            } else if let property = GroupProperty.spelled(
                name,
                hint: group.properties.count < last.count
                    ? last[group.properties.count].property : nil)
            {
                if let value = try value(of: property, first, &cursor) {
                    group.properties.append(value)
                }
            } else if let field = VectorField.spelled(name), first == UInt8(ascii: "\"") {
                group.fields.append((field, try cursor.string()))
            } else {
                try cursor.skip()
            }
        }
        if !hasID { throw cursor.error("the group has no tgId") }
        if !hasTests { throw cursor.error("group \(group.tgId) has no tests") }
        return group
    }

    /// An object among the properties of a group: its members are the group's own.
    private func inner(_ cursor: inout JSONCursor, _ group: inout Group) throws(VectorError) {
        try cursor.expect("{")
        var isFirst = true
        while let key = try cursor.nextKey(&isFirst) {
            let first = try cursor.peek()
            guard
                let property = GroupProperty.spelled(cursor.text.extracting(key), hint: nil),
                let value = try value(of: property, first, &cursor)
            else {
                if GroupProperty.spelled(cursor.text.extracting(key), hint: nil) == nil {
                    try cursor.skip()
                }
                continue
            }
            group.properties.append(value)
        }
    }

    /// The array is only measured; that it begins with a case is seen here, and what stands between
    /// its cases when they are read.
    private func tests(
        _ cursor: inout JSONCursor
    ) throws(VectorError) -> (starts: [Int], count: Int) {
        var first = cursor
        try first.expect("[")
        if try first.peek() == UInt8(ascii: "]") {
            if !mayBeEmpty { throw first.error("tests is empty") }
        } else if try first.peek() != UInt8(ascii: "{") {
            throw first.error("expected a case")
        }
        return try cursor.measureArray(every: JSONVectorPlan.unitCases)
    }

    /// No ID and no length is negative. The name is made for the error alone: making it took a
    /// tenth of the engine's time.
    private func positive(
        _ name: @autoclosure () -> String, _ cursor: inout JSONCursor
    ) throws(VectorError) -> Int {
        _ = try cursor.peek()
        let start = cursor.position
        let value = try cursor.integer()
        if value >= 0 { return value }
        cursor.position = start
        throw cursor.error("\(name()) is negative")
    }

    private func value(
        of property: GroupProperty, _ first: UInt8, _ cursor: inout JSONCursor
    ) throws(VectorError) -> PropertyValue? {
        switch first {
        case UInt8(ascii: "\""): return PropertyValue(property, text: try cursor.word())
        case UInt8(ascii: "t"), UInt8(ascii: "f"):
            return PropertyValue(property, text: try cursor.boolean() ? "true" : "false")
        case UInt8(ascii: "-"), 0x30...0x39:
            return PropertyValue(property, integer: try positive(property.name, &cursor))
        default:
            // null is absent; NIST writes it for properties that a group does not have.
            try cursor.skip()
            return nil
        }
    }
}

extension Span where Element == UInt8 {
    func matches(_ word: StaticString) -> Bool {
        if count != word.utf8CodeUnitCount { return false }
        for index in indices where unsafe self[index] != word.utf8Start[index] { return false }
        return true
    }
}
