import CommandSupport
import Fleet
import Yams

/// The file of scopes: YAML, of which anchors are refused, since a few of them can stand for
/// billions of values.
enum ScopesFile {
    private static let mostBytes = 8 << 20
    private static let mostDepth = 16

    static func read(_ path: String) throws(CommandError) -> Scopes {
        let text = try FileBytes.read(path)
        do throws(ScopesError) {
            return try Scopes(try parse(text))
        } catch {
            throw CommandError("\(path): \(error.description)")
        }
    }

    static func parse(_ text: [UInt8]) throws(ScopesError) -> ConfigurationValue {
        if text.count > mostBytes {
            throw ScopesError(0, "the file has \(text.count) bytes; it may have 8 MiB")
        }
        guard let text = String(validating: text, as: UTF8.self) else {
            throw ScopesError(0, "the file is not UTF-8")
        }
        try refuseAnchors(text)
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch let error as YamlError {
            throw ScopesError(0, "no YAML: " + line("\(error)"))
        } catch {
            throw ScopesError(0, "no YAML")
        }
        guard let root else { throw ScopesError(0, "the file is empty") }
        return try value(root, depth: 0)
    }

    /// Before anything is composed: an alias stands for a copy of what its anchor names. Where a
    /// value begins, `&` and `*` with a name behind are nothing else in YAML; a pattern that begins
    /// so is quoted.
    private static func refuseAnchors(_ text: String) throws(ScopesError) {
        for (number, line) in text.split(
            separator: "\n", omittingEmptySubsequences: false
        ).enumerated() where hasAnchor(Array(line.utf8)) {
            throw ScopesError(
                number + 1,
                "anchors and aliases are not taken; put a text that begins with '*' or '&' in "
                    + "quotes")
        }
    }

    private static func hasAnchor(_ line: [UInt8]) -> Bool {
        var isAtStart = true
        var quote: UInt8?
        for (index, byte) in line.enumerated() {
            let next = index + 1 < line.count ? line[index + 1] : 0x20
            if let open = quote {
                if byte == open { quote = nil }
                continue
            }
            switch byte {
            case UInt8(ascii: "&") where isAtStart && next > 0x20,
                UInt8(ascii: "*") where isAtStart && next > 0x20:
                return true
            case UInt8(ascii: "#") where isAtStart: return false
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                if isAtStart { quote = byte }
                isAtStart = false
            case 0x09, 0x20, 0x0D: continue
            case UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: "?"):
                isAtStart = (byte == UInt8(ascii: ":") || isAtStart) && next <= 0x20
            case UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: ","): isAtStart = true
            default: isAtStart = false
            }
        }
        return false
    }

    private static func value(
        _ node: Node, depth: Int
    ) throws(ScopesError) -> ConfigurationValue {
        let line = node.mark?.line ?? 0
        if depth > mostDepth { throw ScopesError(line, "the values are nested too deeply") }
        switch node {
        case .scalar(let scalar): return ConfigurationValue(line: line, .scalar(scalar.string))
        case .sequence(let items):
            var values: [ConfigurationValue] = []
            for item in items { values.append(try value(item, depth: depth + 1)) }
            return ConfigurationValue(line: line, .list(values))
        case .mapping(let pairs):
            var members: [(key: String, line: Int, value: ConfigurationValue)] = []
            for (key, item) in pairs {
                guard case .scalar(let name) = key else {
                    throw ScopesError(line, "a key is no text")
                }
                members.append(
                    (name.string, key.mark?.line ?? line, try value(item, depth: depth + 1)))
            }
            return ConfigurationValue(line: line, .map(members))
        case .alias: throw ScopesError(line, "aliases are not taken")
        }
    }

    /// The parser's words on one line.
    private static func line(_ text: String) -> String {
        text.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
            .joined(separator: " ")
    }
}
