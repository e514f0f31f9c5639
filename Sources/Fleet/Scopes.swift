package import Approval

/// What a platform says of itself: where FIPS is switched on, and which nodes stand there.
package struct Scopes: Sendable {
    package static let format = "fipsmark scopes 1"

    package enum Kind: String, Sendable, CaseIterable {
        case tenant
        case project
        case cluster
    }

    package struct Scope: Sendable {
        package let kind: Kind
        package let name: String
        package let line: Int
        /// Of the scope that it lies in; nil where it lies in none.
        package var parent: Int?
        /// As the file has it; nil where it says nothing.
        package var isOn: Bool?
        package var since: CalendarDate?
        package var expectedNodes: Int?
        /// Names that must have reported.
        package var names: Set<String> = []
        package var patterns: [Glob] = []
        /// Of the place where a report was read.
        package var sources: [Glob] = []
        package var labels: [(key: String, value: String)] = []
        package var maximumAgeSeconds: Int?
        package var policy: String?
        package var profile: String?

        init(kind: Kind, name: String, line: Int) {
            self.kind = kind
            self.name = name
            self.line = line
        }
    }

    package struct Waiver: Sendable {
        package let rule: Rule
        /// The scope's index.
        package let scope: Int
        /// Empty for all nodes of the scope.
        package let node: String
        package let owner: String
        package let reason: String
        package let expires: CalendarDate
    }

    package var scopes: [Scope] = []
    package var waivers: [Waiver] = []
    /// What holds where a scope says nothing.
    package var maximumAgeSeconds: Int?

    package init() {}

    /// One cluster with all nodes in it, switched on: what is judged where nobody gave scopes.
    package static var everything: Scopes {
        var scopes = Scopes()
        var cluster = Scope(kind: .cluster, name: "fleet", line: 0)
        cluster.isOn = true
        cluster.patterns = [Glob("*")]
        scopes.scopes = [cluster]
        return scopes
    }

    /// The scope itself and those around it, from the inside.
    package func chain(_ scope: Int) -> [Int] {
        var chain = [scope]
        while let parent = scopes[chain[chain.count - 1]].parent { chain.append(parent) }
        return chain
    }

    /// The nearest scope around it, itself included, that says something.
    func nearest<Value>(_ scope: Int, _ value: (Scope) -> Value?) -> Value? {
        for index in chain(scope) {
            if let found = value(scopes[index]) { return found }
        }
        return nil
    }

    /// `acme/payments/eu`.
    package func path(_ scope: Int) -> String {
        chain(scope).reversed().map { scopes[$0].name }.joined(separator: "/")
    }

    /// Whether it is switched on, by itself or by what lies around it.
    package func isOn(_ scope: Int) -> Bool { chain(scope).contains { scopes[$0].isOn == true } }

    /// The last of the switches that are on: nodes must be newer than each.
    package func since(_ scope: Int) -> CalendarDate? {
        chain(scope).compactMap { scopes[$0].isOn == true ? scopes[$0].since : nil }.max()
    }
}

/// A name with `*` in it, which stands for any characters.
package struct Glob: Sendable, Equatable {
    package let text: String
    private let bytes: [UInt8]

    package init(_ text: String) {
        self.text = text
        bytes = Array(text.utf8)
    }

    private static let star = UInt8(ascii: "*")

    package func matches(_ name: String) -> Bool {
        let name = Array(name.utf8)
        var place = 0
        var index = 0
        // Where to go on when the last star has to take one more.
        var retry: (index: Int, place: Int)?
        while place < name.count {
            if index < bytes.count && bytes[index] == Glob.star {
                index += 1
                retry = (index, place)
            } else if index < bytes.count && bytes[index] == name[place] {
                index += 1
                place += 1
            } else if let last = retry {
                (index, place) = (last.index, last.place + 1)
                retry = (index, place)
            } else {
                return false
            }
        }
        return bytes[index...].allSatisfy { $0 == Glob.star }
    }

    /// Whether one name is of both. A cell says whether the rests of both from there on share one.
    package func overlaps(_ other: Glob) -> Bool {
        let left = bytes
        let right = other.bytes
        // Before the first star both must begin alike: nearly all pairs end here.
        for (one, two) in zip(left, right) {
            if one == Glob.star || two == Glob.star { break }
            if one != two { return false }
        }
        var below = [Bool](repeating: false, count: right.count + 1)
        for i in stride(from: left.count, through: 0, by: -1) {
            var row = [Bool](repeating: false, count: right.count + 1)
            for j in stride(from: right.count, through: 0, by: -1) {
                if i == left.count && j == right.count {
                    row[j] = true
                } else if i < left.count && left[i] == Glob.star {
                    row[j] = below[j] || (j < right.count && row[j + 1])
                } else if j < right.count && right[j] == Glob.star {
                    row[j] = row[j + 1] || (i < left.count && below[j])
                } else {
                    row[j] =
                        i < left.count && j < right.count && left[i] == right[j] && below[j + 1]
                }
            }
            below = row
        }
        return below[0]
    }
}
