import CKATs
import CommandSupport
import Glibc
import KnownAnswers

/// Vector files, embedded or in a folder, each lent to the engine as bytes.
struct ShippedVectors {
    /// Paths below the folder, in report order.
    let names: [String]
    private let source: Source

    private enum Source {
        case embedded
        case folder(String)
    }

    /// The files that ship inside the executable.
    init() {
        source = .embedded
        names = (0..<ckats_file_count).map { String(cString: ckats_file_at($0).pointee.path) }
    }

    /// Every `.kat` file below a folder.
    init(folder: String) throws(CommandError) {
        source = .folder(folder)
        var found: [String] = []
        try ShippedVectors.collect(folder, "", depth: 0, &found)
        if found.isEmpty { throw CommandError("no .kat file below \(folder)") }
        // The embedded order first, so that both ways give the same report.
        let order = ShippedVectors().names
        names = found.sorted {
            (order.firstIndex(of: $0) ?? order.count, $0)
                < (order.firstIndex(of: $1) ?? order.count, $1)
        }
    }

    /// The embedded files of some algorithms.
    init(of algorithms: Set<String>) {
        source = .embedded
        names = (0..<ckats_file_count).compactMap { index in
            let file = ckats_file_at(index).pointee
            let name = ShippedVectors.setName(
                UnsafeBufferPointer(
                    start: file.bytes, count: file.count))
            return algorithms.contains(name) ? String(cString: file.path) : nil
        }
    }

    /// - Parameter see: is lent the bytes of the file before they are run.
    func run(
        _ name: String, _ engine: KnownAnswerEngine,
        _ see: (Span<UInt8>) throws(CommandError) -> Void = { _ in }
    ) throws(CommandError) -> SetResult {
        switch source {
        case .embedded:
            return try ShippedVectors.run(name, ShippedVectors.embedded(name), engine, see)
        case .folder(let folder):
            let bytes: [UInt8]
            do throws(VectorError) {
                bytes = try ShippedVectors.read("\(folder)/\(name)")
            } catch {
                throw CommandError(error)
            }
            return try ShippedVectors.run(name, bytes.span, engine, see)
        }
    }

    private static func run(
        _ name: String, _ text: Span<UInt8>, _ engine: KnownAnswerEngine,
        _ see: (Span<UInt8>) throws(CommandError) -> Void
    ) throws(CommandError) -> SetResult {
        try see(text)
        do throws(VectorError) {
            return try engine.run(file: name, text: text)
        } catch {
            throw CommandError(error)
        }
    }

    /// Of the head of a file; empty where it has none.
    private static func setName(_ text: UnsafeBufferPointer<UInt8>) -> String {
        var rest = text[...]
        while let line = nextLine(of: &rest) {
            if line.starts(with: "set ".utf8) {
                let name = line.dropFirst(4).prefix { $0 > UInt8(ascii: " ") }
                return String(decoding: name, as: UTF8.self)
            }
        }
        return ""
    }

    /// Takes the first line off. Files are long: the C library finds its end.
    static func nextLine(
        of text: inout Slice<UnsafeBufferPointer<UInt8>>
    ) -> UnsafeBufferPointer<UInt8>? {
        let rest = UnsafeBufferPointer(rebasing: text)
        guard let base = rest.baseAddress, !rest.isEmpty else { return nil }
        let end =
            memchr(base, 10, rest.count).map { UnsafeRawPointer($0) - UnsafeRawPointer(base) }
            ?? rest.count
        text = text.dropFirst(end + 1)
        return UnsafeBufferPointer(rebasing: rest[..<end])
    }

    /// How many cases of each algorithm ship, from the heads of the embedded files.
    static var caseCounts: [String: Int] {
        var counts: [String: Int] = [:]
        for index in 0..<ckats_file_count {
            let file = ckats_file_at(index).pointee
            var setName = ""
            let text = UnsafeBufferPointer(start: file.bytes, count: file.count)
            for line in text.split(separator: UInt8(ascii: "\n")) {
                let words = line.split(separator: UInt8(ascii: " "))
                    .map { String(decoding: $0, as: UTF8.self) }
                if words.count > 1 && words[0] == "set" { setName = words[1] }
                if words.count == 2 && words[0] == "cases", let count = Int(words[1]) {
                    counts[setName, default: 0] += count
                    break
                }
            }
        }
        return counts
    }

    /// An embedded file, which lives as long as the process.
    static func bytes(_ name: String) -> UnsafeBufferPointer<UInt8>? {
        for index in 0..<ckats_file_count {
            let file = ckats_file_at(index).pointee
            if String(cString: file.path) == name {
                return UnsafeBufferPointer(start: file.bytes, count: file.count)
            }
        }
        return nil
    }

    /// The embedded bytes live as long as the process.
    @_lifetime(immortal)
    private static func embedded(_ name: String) -> Span<UInt8> {
        guard let bytes = bytes(name) else { return Span() }
        return _overrideLifetime(bytes.span, copying: ())
    }

    private static func collect(
        _ folder: String, _ below: String, depth: Int, _ found: inout [String]
    ) throws(CommandError) {
        guard let directory = opendir("\(folder)/\(below)") else {
            throw CommandError(
                "cannot read vector folder \(folder)/\(below): \(String(cString: strerror(errno)))")
        }
        defer { closedir(directory) }
        while true {
            errno = 0
            guard let entry = readdir(directory) else {
                // No entry is the end, or an error that must not look like it.
                if errno == 0 { return }
                throw CommandError(
                    "cannot read \(folder)/\(below): \(String(cString: strerror(errno)))")
            }
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasPrefix(".") { continue }
            let path = below.isEmpty ? name : "\(below)/\(name)"
            let full = "\(folder)/\(path)"
            var status = stat()
            if stat(full, &status) != 0 {
                throw CommandError("cannot read \(full): \(String(cString: strerror(errno)))")
            }
            let isFolder = status.st_mode & S_IFMT == S_IFDIR
            if isFolder && name.hasSuffix(".kat") {
                throw CommandError("cannot read \(full): it is a directory, not a vector file")
            }
            // A link that leads back up must not be followed for ever.
            if isFolder && depth == maximumDepth {
                throw CommandError("cannot read \(full): it lies too deep, or a link leads back")
            }
            if isFolder {
                try collect(folder, path, depth: depth + 1, &found)
            } else if name.hasSuffix(".kat") {
                found.append(path)
            }
        }
    }

    private static let maximumDepth = 8

    private static func read(_ path: String) throws(VectorError) -> [UInt8] {
        do {
            return try FileBytes.read(path)
        } catch {
            throw VectorError(file: path, place: .wholeFile, message: error.message)
        }
    }
}
