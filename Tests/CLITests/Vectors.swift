import Foundation

/// The vector files of the checkout, and texts made from them.
enum Vectors {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "KATs", directoryHint: .isDirectory)

    /// Every file below the folder, as `HMAC/HMAC-SHA2-256.kat`.
    static let names: [String] = {
        let all = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String }
        return (all ?? []).filter { $0.hasSuffix(".kat") }.sorted()
    }()

    /// Files whose cases have an expected value, of keys that a module makes there is none, and
    /// are executed: no provider up to 3.5 has cSHAKE.
    static let comparableNames = names.filter {
        !$0.hasSuffix("keyGen.kat") && !$0.contains("cSHAKE")
    }

    /// The digest of "abc" (FIPS 180-4), the smallest set that passes.
    static let small = head + "1 24 616263 \(digest)\n"
    static let head = """
        set SHA2-256 1.0
        cases 1

        group 1 testType=AFT
        columns tcId len msg md

        """
    static let digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

    /// A folder with the smallest set, for tests of anything but vectors.
    static func small(in folder: URL) throws -> String {
        let vectors = try folder.folder("vectors")
        try vectors.file("SHA2-256.kat", small)
        return vectors.path
    }
}

/// A vector file, taken apart just far enough to break one of its cases.
struct VectorText {
    struct Group {
        let tgId: Int
        let columns: [Substring]
        /// The lines that its cases stand on.
        let cases: Range<Int>
    }

    private(set) var lines: [Substring]
    private(set) var groups: [Group] = []

    init(_ name: String) throws {
        let file = Vectors.folder.appending(path: name)
        lines = try String(contentsOf: file, encoding: .utf8)
            .split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() where line.hasPrefix("group ") {
            let end = lines[index...].firstIndex(of: "") ?? lines.endIndex
            groups.append(
                Group(
                    tgId: Int(line.split(separator: " ")[1]) ?? 0,
                    columns: Array(lines[index + 1].split(separator: " ").dropFirst()),
                    cases: index + 2..<end))
        }
    }

    var text: String { lines.joined(separator: "\n") }

    func head(of group: Group) -> Substring { lines[group.cases.lowerBound - 2] }

    func tcId(_ line: Int) -> Int { Int(lines[line].prefix { $0 != " " }) ?? 0 }

    /// Changes the expected value of the case on a line: whether it passes, where it must not or
    /// has no value, else the last digit of the last column, or the first of a text that may end in
    /// a bit before its last digit. Returns what was right.
    mutating func breakCase(_ line: Int, of group: Group) -> (field: String, value: String) {
        var words = lines[line].split(separator: " ")
        var column = words.count - 1
        if let testPassed = group.columns.firstIndex(of: "testPassed"),
            words[testPassed] == "false" || words[column] == "-"
        {
            column = testPassed
        }
        let right = String(words[column])
        switch right {
        case "true": words[column] = "false"
        case "false": words[column] = "true"
        case _ where group.columns.contains("payloadLen"):
            words[column] = (right.first == "0" ? "8" : "0") + right.dropFirst()
        default: words[column] = right.dropLast() + (right.last == "0" ? "1" : "0")
        }
        lines[line] = Substring(words.joined(separator: " "))
        return (String(group.columns[column]), right)
    }
}
