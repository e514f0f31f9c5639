/// Where the vectors that ship were published: the provenance table of KATs/README.md.
package struct VectorOrigins {
    private var origins: [String: [String]] = [:]
    private var sums: [String: String] = [:]

    /// - Parameters:
    ///   - readme: the text of KATs/README.md.
    ///   - sums: the text of KATs/SHA256SUMS.
    package init(readme: [UInt8], sums: [UInt8]) {
        for line in String(decoding: readme, as: UTF8.self).split(separator: "\n") {
            let cells = line.split(separator: "|").map { $0.trimmed }
            guard cells.count >= 5, cells[0].hasSuffix(".kat") else { continue }
            let files = cells[3].filter { $0 != "`" }
            origins[cells[0], default: []].append("\(cells[2]): \(files) (\(cells[4]))")
        }
        for line in String(decoding: sums, as: UTF8.self).split(separator: "\n") {
            let words = line.split(separator: " ")
            if words.count == 2 { self.sums[String(words[1])] = String(words[0]) }
        }
    }

    /// The lock of a run: each file that it read, with the cases of its sets.
    package func lock(_ results: Results) -> VectorLock {
        var cases: [String: Int] = [:]
        for set in results.sets { cases[set.file, default: 0] += set.cases }
        return VectorLock(
            files: results.vectors.map { file in
                // A file of the same name with another digest is somebody else's.
                let ships = sums[file.file] == file.sha256
                return VectorLock.File(
                    file: file.file, sha256: file.sha256, cases: cases[file.file] ?? 0,
                    ships: ships, origins: ships ? origins[file.file] ?? [] : [])
            })
    }
}

extension Substring {
    fileprivate var trimmed: String {
        var text = self
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
