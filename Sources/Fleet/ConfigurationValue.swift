/// A file of scopes as YAML tells it, with lines, and without YAML: tests need no parser.
package struct ConfigurationValue: Sendable {
    package indirect enum Content: Sendable {
        case scalar(String)
        case list([ConfigurationValue])
        case map([(key: String, line: Int, value: ConfigurationValue)])
    }

    /// Counted from 1.
    package let line: Int
    package let content: Content

    package init(line: Int, _ content: Content) {
        self.line = line
        self.content = content
    }
}

/// What is wrong with the scopes, and where; exit code 2.
package struct ScopesError: Error, Equatable, Sendable {
    /// Counted from 1; 0 where it is no single line.
    package let line: Int
    package let message: String

    package init(_ line: Int, _ message: String) {
        self.line = line
        self.message = message
    }

    package var description: String { line > 0 ? "line \(line): \(message)" : message }
}

/// Reads the members of one map: each is asked for once, and none may be left over.
struct ConfigurationMap {
    let line: Int
    private let what: String
    private var members: [String: ConfigurationValue] = [:]
    private var unread: [String: Int] = [:]

    init(_ value: ConfigurationValue, _ what: String) throws(ScopesError) {
        line = value.line
        self.what = what
        guard case .map(let pairs) = value.content else {
            throw ScopesError(value.line, "\(what) is no map of keys and values")
        }
        for pair in pairs {
            if members.updateValue(pair.value, forKey: pair.key) != nil {
                throw ScopesError(pair.line, "\(what): '\(shown(pair.key))' stands twice")
            }
            unread[pair.key] = pair.line
        }
    }

    mutating func value(_ key: String) -> ConfigurationValue? {
        unread[key] = nil
        return members[key]
    }

    mutating func text(_ key: String) throws(ScopesError) -> String? {
        guard let value = value(key) else { return nil }
        return try value.text("\(what): '\(key)'")
    }

    mutating func required(_ key: String) throws(ScopesError) -> String {
        guard let text = try text(key), !text.isEmpty else {
            throw ScopesError(line, "\(what) has no '\(key)'")
        }
        return text
    }

    mutating func list(_ key: String) throws(ScopesError) -> [ConfigurationValue] {
        guard let value = value(key) else { return [] }
        guard case .list(let items) = value.content else {
            throw ScopesError(value.line, "\(what): '\(key)' is no list")
        }
        return items
    }

    mutating func texts(_ key: String) throws(ScopesError) -> [(text: String, line: Int)] {
        var texts: [(text: String, line: Int)] = []
        for item in try list(key) {
            texts.append((try item.text("\(what): '\(key)'"), item.line))
        }
        return texts
    }

    /// A word that is misspelt would be a switch that nobody reads.
    func end() throws(ScopesError) {
        guard let key = unread.min(by: { ($0.value, $0.key) < ($1.value, $1.key) }) else { return }
        throw ScopesError(key.value, "\(what): the key '\(shown(key.key))' is not known")
    }
}

func shown(_ text: String) -> String {
    text.utf8.count <= 80 ? text : "\(text.prefix(60))… (\(text.utf8.count) bytes)"
}

extension ConfigurationValue {
    func text(_ what: String) throws(ScopesError) -> String {
        guard case .scalar(let text) = content else {
            throw ScopesError(line, "\(what) is no text")
        }
        return text
    }
}
