import Foundation

/// The checkout as the tidiness tests see it.
enum Tree {
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Paths below the root of every file with one of the endings, links not followed.
    static func files(_ folders: [String], _ endings: [String]) -> [String] {
        folders.flatMap { folder -> [String] in
            let all = FileManager.default.enumerator(atPath: root.appending(path: folder).path)
            let names = (all?.allObjects ?? []).compactMap { $0 as? String }
            return names.filter { name in
                endings.contains { name.hasSuffix($0) } && !name.contains(".build/")
            }.map { "\(folder)/\($0)" }
        }.sorted()
    }

    static func lines(_ path: String) throws -> [String] {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
}
