import Approval
import CanonicalJSON

extension Projection {
    static let tap = Projection(
        name: "tap", path: "results.tap", purpose: "the checks in the Test Anything Protocol 14"
    ) { sources in TAP.stream(sources) }
}

private enum TAP {
    static func stream(_ sources: BundleSources) -> String {
        let checks = sources.checkTexts
        var text = "TAP version 14\n1..\(checks.count)\n"
        for (place, check) in checks.enumerated() {
            let name = "\(place + 1) - \(escaped("\(check.id): \(check.title)"))"
            switch check.standing {
            case .passed, .noted: text += "ok \(name)\n"
            case .skipped:
                text += "ok \(name) # SKIP \(escaped("\(check.word); \(check.observed)"))\n"
            // A harness counts it as a test that need not pass yet, and shows it. Directives may be
            // written small.
            case .warned: text += "not ok \(name) # todo \(check.word)\n" + diagnosis(check)
            case .failed, .undetermined: text += "not ok \(name)\n" + diagnosis(check)
            }
        }
        return text
    }

    /// A block of YAML; its strings are JSON's, which YAML 1.2 includes.
    private static func diagnosis(_ check: CheckText) -> String {
        func quoted(_ text: String) -> String { JSONValue.string(text).canonicalText }
        var text = "  ---\n"
        text += "  severity: \(check.check.severity.rawValue)\n"
        text += "  outcome: \(check.check.outcome.rawValue)\n"
        text += "  message: \(quoted(check.observed))\n"
        if !check.cases.isEmpty {
            text += "  cases:\n"
            for line in check.cases { text += "    - \(quoted(line))\n" }
        }
        if let group = check.group {
            text += "  means: \(quoted(group.meaning))\n  do: \(quoted(group.remedy))\n"
        }
        return text + "  ...\n"
    }

    /// Escapes what would begin a directive. TAP 13 has no escapes, and its readers would take what
    /// follows for one all the same: there a second backslash, itself escaped, stands before it.
    private static func escaped(_ words: String) -> String {
        let bytes = Array(words.utf8)
        if !bytes.contains(where: { $0 == number || $0 == backslash }) { return words }
        var text: [UInt8] = []
        for (place, byte) in bytes.enumerated() {
            if byte == number || byte == backslash { text.append(backslash) }
            text.append(byte)
            if byte == number && beginsDirective(bytes[(place + 1)...]) {
                text += [backslash, backslash]
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func beginsDirective(_ rest: ArraySlice<UInt8>) -> Bool {
        let word = rest.drop { $0 == UInt8(ascii: " ") }.prefix(4).map { $0 | 0x20 }
        return word == Array("skip".utf8) || word == Array("todo".utf8)
    }

    private static let number = UInt8(ascii: "#")
    private static let backslash = UInt8(ascii: "\\")
}
