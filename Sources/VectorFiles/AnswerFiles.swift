import Glibc

/// NIST publishes a vector set as up to three files, which their names tell apart.
enum AnswerFiles {
    /// Gives each prompt the answers that lie beside it, and takes those off the list. Answers that
    /// were found alone cannot be tested; a projection alone can, since it holds the prompt too.
    static func attach(_ found: [VectorInput]) -> [VectorInput] {
        var inputs = found
        var attached: Set<String> = []
        for index in inputs.indices where inputs[index].kind == .acvp {
            guard let name = ACVPFileName(inputs[index].path), name.role == .prompt else {
                continue
            }
            inputs[index].expected = name.find(.expectedResults)
            inputs[index].projection = name.find(.internalProjection)
            attached.formUnion(
                [inputs[index].expected, inputs[index].projection].compactMap { $0 })
        }
        inputs.removeAll { attached.contains($0.path) }
        for index in inputs.indices where inputs[index].kind == .acvp {
            switch ACVPFileName(inputs[index].path)?.role {
            case .expectedResults:
                inputs[index].kind = .other("answers without their prompt")
            case .internalProjection: inputs[index].projection = inputs[index].path
            default: break
            }
        }
        return inputs
    }
}

/// `prompt.json`, `NAME-prompt.json` or `prompt-NAME.json`, compressed or not, and the same with
/// the other two words.
private struct ACVPFileName {
    enum Role: String, CaseIterable {
        case prompt
        case expectedResults
        case internalProjection
    }

    let role: Role
    private let before: Substring
    private let after: Substring
    private let compression: String

    private static let compressions = ["", ".gz", ".xz", ".bz2"]

    init?(_ path: String) {
        var left = path[...]
        compression = ACVPFileName.compressions.last { left.hasSuffix($0) } ?? ""
        left = left.dropLast(compression.count)
        guard left.hasSuffix(".json") else { return nil }
        left = left.dropLast(".json".count)
        let start = left.lastIndex(of: "/").map { left.index(after: $0) } ?? left.startIndex
        let stem = left[start...]
        for role in Role.allCases {
            let word = role.rawValue
            if stem == word || stem.hasSuffix("-" + word) {
                before = left.dropLast(word.count)
                after = ""
            } else if stem.hasPrefix(word + "-") {
                before = left[..<start]
                after = stem.dropFirst(word.count)
            } else {
                continue
            }
            self.role = role
            return
        }
        return nil
    }

    /// The file of that role in the same folder, sooner one that is compressed in the same way.
    func find(_ role: Role) -> String? {
        for compression in [compression] + ACVPFileName.compressions {
            let path = "\(before)\(role.rawValue)\(after).json\(compression)"
            var status = stat()
            let isThere = unsafe stat(path, &status) == 0
            if isThere && status.st_mode & S_IFMT == S_IFREG { return path }
        }
        return nil
    }
}
