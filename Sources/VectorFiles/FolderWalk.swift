import Glibc

/// What lies below a folder, sorted by name. Of it all only hidden files are left out.
struct FolderWalk {
    enum Entry {
        case file
        case other(String)
        case failure(VectorFileError)
    }

    /// Paths below the folder; the empty one is the folder itself.
    private(set) var entries: [(path: String, entry: Entry)] = []

    private let root: String
    private var seen: Set<Identity> = []
    private var links: [(path: String, depth: Int)] = []

    static let deepest = 16

    private struct Identity: Hashable {
        let device: dev_t
        let inode: ino_t
    }

    init(_ root: String) {
        self.root = root
        visit("", depth: 0)
        // After all that is no link, so that a folder has the name of its own place, and each is
        // walked once: a link that leads back ends here, and so do links that multiply.
        while !links.isEmpty {
            let (path, depth) = links.removeFirst()
            visit(path, depth: depth)
        }
        if entries.isEmpty { entries = [("", .other("a folder without files"))] }
        entries.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    }

    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private mutating func visit(_ folder: String, depth: Int) {
        var status = stat()
        if unsafe stat(full(folder), &status) != 0 { return fail(folder) }
        let identity = Identity(device: status.st_dev, inode: status.st_ino)
        if seen.contains(identity) {
            entries.append((folder, .other("a link to a folder that is here already")))
            return
        }
        if depth > FolderWalk.deepest {
            return fail(
                folder, "it lies more than \(FolderWalk.deepest) folders deep; give it alone")
        }
        seen.insert(identity)
        for name in names(folder).sorted() {
            visitEntry(folder.isEmpty ? name : "\(folder)/\(name)", depth: depth)
        }
    }

    private mutating func visitEntry(_ path: String, depth: Int) {
        var own = stat()
        var target = stat()
        if unsafe lstat(full(path), &own) != 0 || stat(full(path), &target) != 0 {
            return fail(path)
        }
        switch target.st_mode & S_IFMT {
        case S_IFREG: entries.append((path, .file))
        case S_IFDIR where own.st_mode & S_IFMT == S_IFLNK: links.append((path, depth + 1))
        case S_IFDIR: visit(path, depth: depth + 1)
        default: entries.append((path, .other("not a regular file")))
        }
    }

    /// The names in a folder but the hidden ones.
    private mutating func names(_ folder: String) -> [String] {
        guard let directory = unsafe opendir(full(folder)) else {
            fail(folder)
            return []
        }
        defer { unsafe closedir(directory) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = unsafe readdir(directory) else {
                // No entry is the end, or an error that must not look like it.
                if errno != 0 { fail(folder) }
                return names
            }
            let start = unsafe UnsafeRawPointer(entry) + DirectoryEntry.nameOffset
            let name = unsafe start.assumingMemoryBound(to: CChar.self)
            if unsafe name.pointee == 0x2e { continue }
            if let name = unsafe String(validatingCString: name) {
                names.append(name)
            } else {
                let shown = unsafe String(cString: name)
                let path = folder.isEmpty ? shown : "\(folder)/\(shown)"
                fail(path, "its name is not UTF-8; rename it")
            }
        }
    }

    private mutating func fail(_ path: String, _ reason: String? = nil) {
        let reason = unsafe reason ?? String(cString: strerror(errno))
        let error = VectorFileError(file: full(path), message: "cannot read: \(reason)")
        entries.append((path, .failure(error)))
    }

    private func full(_ path: String) -> String {
        if path.isEmpty { return root }
        return root.hasSuffix("/") ? root + path : "\(root)/\(path)"
    }
}

/// The name is an array of 256 in C and may be longer on some file systems.
private enum DirectoryEntry {
    static let nameOffset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 0
}
