import Glibc

/// What came of reading a file.
package enum FileReading: Sendable, Equatable {
    case bytes([UInt8])
    case absent
    /// Something is there that cannot be read or is not to be read, and why.
    case unreadable(String)

    /// The text, where there is one; what is not UTF-8 in it is replaced.
    package var text: String? {
        if case .bytes(let bytes) = self { String(decoding: bytes, as: UTF8.self) } else { nil }
    }

    package var fault: String? {
        switch self {
        case .bytes: nil
        case .absent: "it is not there"
        case .unreadable(let reason): reason
        }
    }
}

/// A file system below a root that nothing leads out of, whatever links and `..` it holds.
///
/// Each component is looked at before it is opened, and nothing but a regular file is: opening a
/// FIFO waits, and opening a device may do something. Links are followed here and not by the
/// kernel, so that an absolute one starts at the root of the tree.
package struct HostTree: Sendable {
    package let root: String

    package init(root: String) {
        self.root = root
    }

    /// As path_resolution(7) has it.
    private static let maximumLinks = 40
    private static let maximumDepth = 64
    /// Enough for any file of settings; what is longer is none.
    package static let limitBytes = 1 << 20

    /// A path as a person finds it.
    package func name(_ path: String) -> String { root == "/" ? path : root + path }

    /// Reads a whole regular file of at most so many bytes.
    package func read(_ path: String, limit: Int = HostTree.limitBytes) -> FileReading {
        let place = locate(path)
        switch place {
        case .failed(let reading): return reading
        case .found(let folder, let name, let mode):
            defer { close(folder) }
            if mode != S_IFREG { return .unreadable("it is \(HostTree.kind(mode))") }
            return HostTree.read(folder, name, limit)
        }
    }

    /// Opens a regular file, of which the caller reads parts.
    package func open(_ path: String) -> OpenedFile {
        switch locate(path) {
        case .failed(let reading): return .failed(reading)
        case .found(let folder, let name, let mode):
            defer { close(folder) }
            if mode != S_IFREG { return .failed(.unreadable("it is \(HostTree.kind(mode))")) }
            return HostTree.open(folder, name)
        }
    }

    /// Which of the names are in a directory, whatever they name; a fault where that cannot be
    /// seen. A directory that is not there has none.
    package func names(_ names: [String], in path: String) -> (present: [String], fault: String?) {
        switch locate(path) {
        case .failed(.absent): return ([], nil)
        case .failed(let reading): return ([], reading.fault)
        case .found(let folder, let name, let mode):
            defer { close(folder) }
            if mode != S_IFDIR { return ([], nil) }
            let flags = HostTree.pathOnly | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
            let file = unsafe openat(folder, name, flags)
            if file < 0 { return ([], HostTree.failure(errno).fault) }
            defer { close(file) }
            var present: [String] = []
            for name in names {
                var status = stat()
                if unsafe fstatat(file, name, &status, AT_SYMLINK_NOFOLLOW) == 0 {
                    present.append(name)
                } else if errno != ENOENT {
                    return (present, HostTree.failure(errno).fault)
                }
            }
            return (present, nil)
        }
    }

    /// Whether something is there that is no directory; nil where that cannot be seen.
    package func hasFile(_ path: String) -> Bool? {
        switch locate(path) {
        case .failed(.absent): return false
        case .failed: return nil
        case .found(let folder, _, let mode):
            close(folder)
            return mode != S_IFDIR
        }
    }

    /// What a link says, without following it; nil where it is none.
    package func link(_ path: String) -> String? {
        guard let slash = path.lastIndex(of: "/"),
            case .found(let folder, let name, _) = locate(String(path[..<slash]) + "/")
        else { return nil }
        defer { close(folder) }
        let flags = HostTree.pathOnly | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
        let inner = unsafe openat(folder, name, flags)
        if inner < 0 { return nil }
        defer { close(inner) }
        return HostTree.target(inner, String(path[path.index(after: slash)...]))
    }

    /// The names in a directory, sorted; nil where there is none. At most so many are read. Without
    /// `others`, sockets, folders and whatever else is neither a file nor a link is left out.
    package func list(
        _ path: String, limit: Int = 10_000, others: Bool = true,
        where isWanted: (String) -> Bool = { _ in true }
    ) -> [String]? {
        guard case .found(let folder, let name, S_IFDIR) = locate(path) else { return nil }
        defer { close(folder) }
        let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
        let file = unsafe openat(folder, name, flags)
        if file < 0 { return nil }
        guard let stream = unsafe fdopendir(file) else {
            close(file)
            return nil
        }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        var left = limit
        while left > 0, let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name == "." || name == ".." { continue }
            left -= 1
            let type = unsafe Int(entry.pointee.d_type)
            // Some file systems do not tell.
            if !others && type != DT_REG && type != DT_LNK && type != DT_UNKNOWN { continue }
            if isWanted(name) { names.append(name) }
        }
        return names.sorted()
    }

    /// What a call says of a descriptor that only names the file; nil where it is not there.
    package func ask<Answer>(_ path: String, _ call: (Int32) -> Answer?) -> Answer? {
        guard case .found(let folder, let name, _) = locate(path) else { return nil }
        defer { close(folder) }
        let file = unsafe openat(folder, name, HostTree.pathOnly | O_NOFOLLOW | O_CLOEXEC)
        if file < 0 { return nil }
        defer { close(file) }
        return call(file)
    }

    /// O_PATH, which Glibc's Swift module leaves out; the same on x86-64 and aarch64.
    private static let pathOnly: Int32 = 0o10_000_000
}

// MARK: - Walking

extension HostTree {
    private enum Place {
        /// An open directory, the name in it and the type of what is there.
        case found(Int32, String, mode_t)
        case failed(FileReading)
    }

    private func locate(_ path: String) -> Place {
        let flags = HostTree.pathOnly | O_DIRECTORY | O_CLOEXEC
        let top = unsafe Glibc.open(root, flags)
        if top < 0 { return .failed(HostTree.failure(errno)) }
        var folders = [top]
        defer { for folder in folders { close(folder) } }
        var pending = HostTree.components(path)
        var links = 0
        while let name = pending.popLast() {
            if name == ".." {
                if folders.count > 1 { close(folders.removeLast()) }
                continue
            }
            let here = folders[folders.count - 1]
            var status = stat()
            if unsafe fstatat(here, name, &status, AT_SYMLINK_NOFOLLOW) != 0 {
                return .failed(HostTree.failure(errno))
            }
            let mode = status.st_mode & S_IFMT
            if mode == S_IFLNK {
                links += 1
                if links > HostTree.maximumLinks {
                    return .failed(.unreadable("more than 40 symbolic links lead to it"))
                }
                guard let target = HostTree.target(here, name) else {
                    return .failed(HostTree.failure(errno))
                }
                if target.hasPrefix("/") {
                    while folders.count > 1 { close(folders.removeLast()) }
                }
                pending += HostTree.components(target)
            } else if pending.isEmpty {
                return .found(dup(here), name, mode)
            } else {
                if mode != S_IFDIR { return .failed(.absent) }
                let next = unsafe openat(here, name, flags | O_NOFOLLOW)
                if next < 0 { return .failed(HostTree.failure(errno)) }
                folders.append(next)
                if folders.count > HostTree.maximumDepth {
                    return .failed(.unreadable("more than 64 directories lead to it"))
                }
            }
        }
        return .found(dup(folders[folders.count - 1]), ".", S_IFDIR)
    }

    /// The last first, so that the next one is taken from the end.
    private static func components(_ path: String) -> [String] {
        path.split(separator: "/").filter { $0 != "." }.reversed().map(String.init)
    }

    private static func target(_ folder: Int32, _ name: String) -> String? {
        var bytes = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = unsafe bytes.withUnsafeMutableBytes { buffer -> Int in
            let target = unsafe buffer.bindMemory(to: CChar.self)
            guard let start = target.baseAddress else { return -1 }
            return unsafe readlinkat(folder, name, start, buffer.count)
        }
        return count < 0 ? nil : String(decoding: bytes[..<count], as: UTF8.self)
    }

    private static let readOnly = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC

    private static func open(_ folder: Int32, _ name: String) -> OpenedFile {
        let file = unsafe openat(folder, name, readOnly)
        if file < 0 { return .failed(failure(errno)) }
        var status = stat()
        if unsafe fstat(file, &status) != 0 || status.st_mode & S_IFMT != S_IFREG {
            close(file)
            // Somebody may have put another file there meanwhile.
            return .failed(.unreadable("it is not a file"))
        }
        return .file(HostFile(descriptor: file, status: status))
    }

    private static func read(_ folder: Int32, _ name: String, _ limit: Int) -> FileReading {
        let file = unsafe openat(folder, name, readOnly)
        if file < 0 { return failure(errno) }
        defer { close(file) }
        var status = stat()
        if unsafe fstat(file, &status) != 0 { return failure(errno) }
        // Somebody may have put another file there meanwhile.
        if status.st_mode & S_IFMT != S_IFREG { return .unreadable("it is not a file") }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 14)
        while true {
            let count = unsafe Glibc.read(file, &chunk, chunk.count)
            if count < 0 && errno == EINTR { continue }
            if count < 0 { return failure(errno) }
            if count == 0 { return .bytes(bytes) }
            bytes += chunk[..<count]
            if bytes.count > limit { return .unreadable("it is longer than \(limit) bytes") }
        }
    }

    private static func failure(_ code: Int32) -> FileReading {
        if code == ENOENT || code == ENOTDIR { return .absent }
        return .unreadable(unsafe String(cString: strerror(code)))
    }

    private static func kind(_ mode: mode_t) -> String {
        switch mode {
        case S_IFDIR: "a directory"
        case S_IFIFO: "a FIFO"
        case S_IFSOCK: "a socket"
        default: "a device"
        }
    }
}
