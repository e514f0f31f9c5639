/// A vector file taken apart as text, independently of the reader under test.
struct VectorDocument {
    struct Group {
        let head: String
        let columns: [String]
        let cases: [String]

        var name: String { head }
        var isSlow: Bool { head.contains("testType=MCT") }

        func tcId(_ line: String) -> Int { Int(line.prefix { $0 != " " }) ?? 0 }

        func value(_ column: String, _ line: String) -> String? {
            columns.firstIndex(of: column).map { words(line)[$0] }
        }

        /// Whether the cases hold answers, and do not leave all to the module.
        var hasAnswers: Bool { answers.contains { columns.contains($0) } }

        /// What is put to the module: everything but the number and the answers.
        func inputs(_ line: String) -> [String] {
            let isAnswer = ["tcId"] + answers
            return zip(columns, words(line)).filter { !isAnswer.contains($0.0) }.map(\.1)
        }

        /// The line with one bit of its expected answer turned over.
        func breaking(_ line: String) throws -> String {
            var words = words(line)
            let column = answers.first { name in
                columns.firstIndex(of: name).map { words[$0] != "-" } ?? false
            }
            guard let column, let index = columns.firstIndex(of: column) else {
                throw NothingToBreak(line: line)
            }
            switch words[index] {
            case "true": words[index] = "false"
            case "false": words[index] = "true"
            case let hexadecimal where columns.contains("payloadLen"):
                // The text may end in a bit before its last digit.
                words[index] = (hexadecimal.first == "0" ? "8" : "0") + hexadecimal.dropFirst()
            case let hexadecimal:
                let last = hexadecimal.last == "0" ? "1" : "0"
                words[index] = hexadecimal.dropLast() + last
            }
            return words.joined(separator: " ")
        }

        func replacing(_ index: Int, with line: String) -> Group {
            var cases = cases
            cases[index] = line
            return Group(head: head, columns: columns, cases: cases)
        }

        /// The line with another value in one column.
        func replacing(_ column: String, with value: String, in line: String) -> String {
            zip(columns, words(line)).map { $0 == column ? value : $1 }.joined(separator: " ")
        }

        /// In the order in which a break shows best; a wrong tag is not a wrong answer where the
        /// answer is whether the tag is right.
        private var answers: [String] {
            if columns.contains("testPassed") { return ["testPassed", "pt"] }
            let names = [
                "tag", "ct", "md", "resultsArray", "mac", "returnedBits", "s", "r",
                "dkm", "keyOut", "derivedKey", "keyData", "integrityKeyServer", "signature", "k",
            ]
            // A shared secret is an answer where nothing is made of it.
            return names.contains { columns.contains($0) } ? names : ["z", "hashZ"]
        }

        private func words(_ line: String) -> [String] {
            line.split(separator: " ").map(String.init)
        }
    }

    struct NothingToBreak: Error {
        let line: String
    }

    let head: String
    let groups: [Group]

    init(_ text: String) throws {
        let blocks = text.split(separator: "\n\n").map { block in
            block.split(separator: "\n").map(String.init)
        }
        head = blocks[0].filter { $0.hasPrefix("set ") }.joined()
        groups = blocks.dropFirst().map { lines in
            Group(
                head: lines[0],
                columns: lines[1].split(separator: " ").dropFirst().map(String.init),
                cases: Array(lines.dropFirst(2)))
        }
    }

    /// A file of one group.
    func text(of group: Group) -> String {
        """
        \(head)
        cases \(group.cases.count)

        \(group.head)
        columns \(group.columns.joined(separator: " "))
        \(group.cases.joined(separator: "\n"))

        """
    }
}
