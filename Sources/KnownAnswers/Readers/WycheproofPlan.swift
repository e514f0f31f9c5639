/// Where the groups of a Wycheproof file lie, and what is said of each before its tests.
struct WycheproofPlan {
    struct Group {
        var type = ""
        /// Lengths, in bits: `keySize`, `ivSize`, `tagSize`.
        var sizes: [String: Int] = [:]
        /// Words of the group and of its public key: `sha`, `curve`, `wx`, `wy`.
        var words: [String: Range<Int>] = [:]
        /// Where the first test begins.
        var start = 0
        var tests = 0
    }

    private(set) var algorithm = ""
    private(set) var groups: [Group] = []
    /// What kept the file from being read to its end; what was read before it stands.
    private(set) var problem: VectorError?

    init(file: String, text: Span<UInt8>) {
        var cursor = JSONCursor(file: file, text: text)
        do throws(VectorError) {
            if let position = text.firstInvalidUTF8 {
                cursor.position = position
                throw cursor.error("this is not UTF-8")
            }
            try readDocument(&cursor)
        } catch {
            problem = error
        }
    }

    private mutating func readDocument(_ cursor: inout JSONCursor) throws(VectorError) {
        try cursor.expect("{")
        var schema = ""
        var announced: Int?
        var hasGroups = false
        var isFirst = true
        while let key = try cursor.nextKey(&isFirst) {
            switch cursor.text.string(key) {
            case "algorithm": algorithm = try cursor.word()
            case "schema": schema = try cursor.word()
            case "numberOfTests": announced = try cursor.integer()
            case "testGroups":
                hasGroups = true
                try readGroups(&cursor)
            default: try cursor.skip()
            }
        }
        if !hasGroups { throw cursor.error("there is no testGroups") }
        // Files of key formats and web tokens name no algorithm.
        if algorithm.isEmpty { algorithm = String(schema.prefix { $0 != "." }) }
        if algorithm.isEmpty { throw cursor.error("the file names neither algorithm nor schema") }
        let tests = groups.reduce(0) { $0 + $1.tests }
        if let announced, announced != tests {
            throw cursor.error("the file announces \(announced) tests and holds \(tests)")
        }
        while cursor.position < cursor.text.count {
            if ![0x20, 0x09, 0x0a, 0x0d].contains(cursor.text[cursor.position]) {
                throw cursor.error("something follows the end of the document")
            }
            cursor.position += 1
        }
    }

    private mutating func readGroups(_ cursor: inout JSONCursor) throws(VectorError) {
        try cursor.expect("[")
        var isFirst = true
        while try cursor.nextElement(&isFirst) {
            var group = Group()
            var hasTests = false
            try cursor.expect("{")
            var isFirstMember = true
            while let key = try cursor.nextKey(&isFirstMember) {
                let name = cursor.text.string(key)
                if name == "tests" {
                    let (starts, tests) = try cursor.measureArray(every: 1 << 30)
                    group.tests = tests
                    group.start = starts.first ?? 0
                    hasTests = true
                } else {
                    try WycheproofPlan.readMember(name, &cursor, &group)
                }
            }
            if !hasTests { throw cursor.error("the group has no tests") }
            groups.append(group)
        }
    }

    private static func readMember(
        _ name: String, _ cursor: inout JSONCursor, _ group: inout Group
    ) throws(VectorError) {
        switch name {
        case "type": group.type = try cursor.word()
        case "keySize", "ivSize", "tagSize":
            let size = try cursor.integer()
            if size < 0 || size > 1 << 40 { throw cursor.error("\(name) is no length") }
            group.sizes[name] = size
        case "sLen":
            let size = try cursor.integer()
            if size < 0 || size > 1 << 20 { throw cursor.error("sLen is no length") }
            group.sizes[name] = size
        case "sha", "curve", "mgf", "mgfSha", "parameterSet":
            group.words[name] = try cursor.string()
        // A signature that was made is one to be verified: only its public numbers are read.
        case "publicKey", "privateKey":
            // A string in files of other algorithms.
            if try cursor.peek() != UInt8(ascii: "{") {
                try cursor.skip()
                return
            }
            try cursor.expect("{")
            var isFirst = true
            while let key = try cursor.nextKey(&isFirst) {
                let name = cursor.text.string(key)
                if ["curve", "wx", "wy", "pk", "modulus", "publicExponent"].contains(name) {
                    group.words[name] = try cursor.string()
                } else {
                    try cursor.skip()
                }
            }
        default: try cursor.skip()
        }
    }
}
