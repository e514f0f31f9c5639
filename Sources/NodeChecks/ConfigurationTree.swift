/// openssl.cnf and what it includes, followed as libcrypto follows it (config(5ossl)), within
/// bounds: a file that includes itself ends here, and not when memory does.
package struct ConfigurationTree: Sendable {
    package struct Setting: Sendable, Equatable {
        package let name: String
        package let value: String
        /// The file that it stands in.
        package let file: String
    }

    /// The files that were read, in order.
    package private(set) var files: [String] = []
    /// What is missing, unreadable or out of bounds, in words.
    package private(set) var problems: [String] = []
    /// What libcrypto would wait for or read for ever, as a FIFO.
    package private(set) var unreadableKind: String?
    private var sections: [String: [Setting]] = [:]

    private static let maximumFiles = 64
    private static let maximumDepth = 8
    private static let maximumSettings = 50_000

    private let host: HostTree
    private let workingDirectory: String
    private var includeDirectory: String?
    private let includeDirectoryIsFixed: Bool
    private var settingCount = 0

    /// - Parameters:
    ///   - includeDirectory: OPENSSL_CONF_INCLUDE, which wins over the pragma `includedir`.
    ///   - workingDirectory: where libcrypto looks for relative paths otherwise.
    package init(
        path: String, host: HostTree, includeDirectory: String?, workingDirectory: String
    ) {
        self.host = host
        self.workingDirectory = workingDirectory
        self.includeDirectory = includeDirectory
        includeDirectoryIsFixed = includeDirectory != nil
        read(absolute(path), depth: 0)
    }

    package func settings(_ section: String) -> [Setting] { sections[section] ?? [] }

    /// As libcrypto has it, the last one counts.
    package func setting(_ section: String, _ name: String) -> Setting? {
        settings(section).last { $0.name == name }
    }

    private func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : "\(workingDirectory)/\(path)"
    }

    private mutating func read(_ path: String, depth: Int) {
        if depth > ConfigurationTree.maximumDepth {
            return note(
                "\(path) is included more than \(ConfigurationTree.maximumDepth) deep: a loop")
        }
        if files.count == ConfigurationTree.maximumFiles {
            return note("more than \(ConfigurationTree.maximumFiles) files are included")
        }
        let reading = host.read(path)
        guard let text = reading.text else {
            if case .unreadable(let reason) = reading, reason.hasPrefix("it is a "),
                path != "/dev/null"
            {
                unreadableKind = "\(path) cannot be read: \(reason)"
            }
            return note("\(path) cannot be read: \(reading.fault ?? "")")
        }
        files.append(path)
        var section = "default"
        var pending = ""
        for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
            var line = line
            while line.last == UInt8(ascii: "\r") { line.removeLast() }
            // A backslash at the end continues the line.
            if line.last == UInt8(ascii: "\\") {
                pending += Substring(line.dropLast())
                continue
            }
            let whole = ConfigurationTree.withoutComment(
                pending.isEmpty ? line : Substring(pending + Substring(line)).utf8)
            pending = ""
            if whole.isEmpty { continue }
            if whole.utf8.first == UInt8(ascii: "[") {
                section = ConfigurationTree.trimmed(
                    whole.utf8.dropFirst().prefix { $0 != UInt8(ascii: "]") })
            } else if !follow(whole, depth: depth) {
                add(whole, section, path)
            }
            if settingCount > ConfigurationTree.maximumSettings { return }
        }
    }

    /// Directives begin with a dot. False for a setting.
    private mutating func follow(_ line: String, depth: Int) -> Bool {
        if line.utf8.first != UInt8(ascii: ".") { return false }
        for directive in [".include", ".pragma"] where line.hasPrefix(directive) {
            let rest = line.utf8.dropFirst(directive.utf8.count)
            guard let next = rest.first,
                next == UInt8(ascii: "=") || ConfigurationTree.isBlank(next)
            else { continue }
            var argument = ConfigurationTree.trimmed(rest)
            if argument.utf8.first == UInt8(ascii: "=") {
                argument = ConfigurationTree.trimmed(argument.utf8.dropFirst())
            }
            argument = ConfigurationTree.unquoted(argument)
            if directive == ".include" {
                include(argument, depth: depth)
            } else if argument.hasPrefix("includedir:"), !includeDirectoryIsFixed {
                includeDirectory = String(argument.dropFirst("includedir:".count))
            }
            return true
        }
        return false
    }

    private mutating func include(_ argument: String, depth: Int) {
        var path = argument
        if !path.hasPrefix("/") {
            if let includeDirectory {
                path = "\(includeDirectory)/\(path)"
            } else {
                note(
                    "'.include \(argument)' is relative: it is looked for in the working directory"
                        + " of each program")
            }
        }
        path = absolute(path)
        guard let names = host.list(path) else { return read(path, depth: depth + 1) }
        for name in names where name.hasSuffix(".cnf") || name.hasSuffix(".conf") {
            read("\(path)/\(name)", depth: depth + 1)
        }
    }

    private mutating func add(_ line: String, _ section: String, _ file: String) {
        guard let equals = line.utf8.firstIndex(of: UInt8(ascii: "=")) else { return }
        settingCount += 1
        if settingCount > ConfigurationTree.maximumSettings {
            return note("more than \(ConfigurationTree.maximumSettings) settings: the rest is left")
        }
        var name = ConfigurationTree.trimmed(line.utf8[..<equals])
        var section = section
        if let colons = name.firstRange(of: "::") {
            section = String(name[..<colons.lowerBound])
            name = String(name[colons.upperBound...])
        }
        let value = ConfigurationTree.unquoted(
            ConfigurationTree.trimmed(line.utf8[equals...].dropFirst()))
        sections[section, default: []].append(Setting(name: name, value: value, file: file))
    }

    private mutating func note(_ problem: String) {
        // One of each is enough of a file that says the same a thousand times.
        if problems.count < 20 && !problems.contains(problem) { problems.append(problem) }
    }

    private static func withoutComment(_ line: Substring.UTF8View) -> String {
        var quote: UInt8?
        var escaped = false
        var end = line.startIndex
        for byte in line {
            if escaped {
                escaped = false
            } else if byte == UInt8(ascii: "\\") {
                escaped = true
            } else if let open = quote {
                if byte == open { quote = nil }
            } else if quotes.contains(byte) {
                quote = byte
            } else if byte == UInt8(ascii: "#") {
                return trimmed(line[..<end])
            }
            line.formIndex(after: &end)
        }
        return trimmed(line)
    }

    private static let quotes = [UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`")]

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
    }

    private static func trimmed(_ text: Substring.UTF8View) -> String {
        var text = text.drop(while: isBlank)
        while let last = text.last, isBlank(last) { text.removeLast() }
        return String(Substring(text))
    }

    private static func unquoted(_ text: String) -> String {
        if text.count > 1, let first = text.first, first == text.last, first == "\"" || first == "'"
        {
            return String(text.dropFirst().dropLast())
        }
        return text
    }
}
