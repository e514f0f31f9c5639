import CommandSupport
import Evidence
import Glibc

/// A bundle on a disk: read with limits, written whole or not at all.
enum BundleFolder {
    /// More than any bundle has; less than a verifier cannot spare.
    private static let mostFiles = 200
    private static let mostDepth = 3
    private static let mostBytes = 512 << 20

    /// Every file, by its path below the folder.
    static func read(_ folder: String) throws(CommandError) -> [String: [UInt8]] {
        do throws(CommandError) {
            return try readAll(folder)
        } catch {
            // Whoever made the bundle chose the names, and a terminal obeys some.
            throw CommandError(Evidence.line(error.message, most: 4096), error.status)
        }
    }

    private static func readAll(_ folder: String) throws(CommandError) -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        var total = 0
        try collect(folder, "", depth: 0) { path, size throws(CommandError) in
            // Before it is read: the memory is this process's own.
            total += size
            if files.count >= mostFiles || total > mostBytes {
                throw CommandError(
                    "cannot read \(folder): a bundle has at most \(mostFiles) files and 512 MiB")
            }
            files[path] = try FileBytes.read("\(folder)/\(path)")
        }
        return files
    }

    private static func collect(
        _ folder: String, _ below: String, depth: Int,
        _ see: (_ path: String, _ size: Int) throws(CommandError) -> Void
    ) throws(CommandError) {
        let place = below.isEmpty ? folder : "\(folder)/\(below)"
        let names = try names(in: place)
        if names.isEmpty {
            throw CommandError("\(place) is an empty folder: a bundle has none")
        }
        for name in names {
            let path = below.isEmpty ? name : "\(below)/\(name)"
            var status = stat()
            if lstat("\(folder)/\(path)", &status) != 0 { throw failure("\(folder)/\(path)") }
            switch status.st_mode & S_IFMT {
            case S_IFREG: try see(path, Int(status.st_size))
            case S_IFDIR where depth < mostDepth:
                try collect(folder, path, depth: depth + 1, see)
            case S_IFDIR: throw CommandError("cannot read \(folder)/\(path): it lies too deep")
            default:
                // What a link leads to can be changed without touching the bundle.
                throw CommandError(
                    "\(folder)/\(path) is no file: a bundle has neither links nor devices")
            }
        }
    }

    /// Sorted; without the folder itself and its parent.
    static func names(in folder: String) throws(CommandError) -> [String] {
        guard let directory = opendir(folder) else { throw failure(folder) }
        defer { closedir(directory) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(directory) else {
                if errno == 0 { return names.sorted() }
                throw failure(folder)
            }
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
    }

    /// Adds a bundle to the folder that bundles are kept in, and prints where it is.
    static func keep(
        _ files: [(path: String, bytes: [UInt8])], as name: String, in output: String
    ) throws(CommandError) {
        if mkdir(output, 0o755) != 0 && errno != EEXIST { throw failure(output, "make") }
        try write(files, to: "\(output)/\(name)")
        try ReportFile.writeToStandardOutput("\(output)/\(name)\n")
    }

    /// Writes all files beside the target and renames the folder: whoever reads finds all or none.
    private static func write(
        _ files: [(path: String, bytes: [UInt8])], to folder: String
    ) throws(CommandError) {
        let temporary = try makeTemporary(folder)
        do throws(CommandError) {
            for file in files {
                if let slash = file.path.lastIndex(of: "/") {
                    let inner = "\(temporary)/\(file.path[..<slash])"
                    if mkdir(inner, 0o755) != 0 && errno != EEXIST { throw failure(inner, "make") }
                }
                try ReportFile.write(file.bytes, to: "\(temporary)/\(file.path)")
            }
            // RENAME_NOREPLACE is not everywhere; a folder with files in it is not replaced.
            if rename(temporary, folder) != 0 {
                if errno == ENOTEMPTY || errno == EEXIST {
                    throw CommandError(
                        "cannot write \(folder): there is one already; the same run has the same "
                            + "name. Remove it, or choose another --output")
                }
                throw failure(folder, "write")
            }
        } catch {
            remove(temporary)
            throw error
        }
    }

    /// In the name of what is not whole yet, and stays behind where its writer was killed.
    static let unfinished = ".fipsmark-"

    private static func makeTemporary(_ folder: String) throws(CommandError) -> String {
        var path = ""
        // In a container, a process that was killed had the same number.
        for attempt in 0..<100 {
            path = "\(folder)\(unfinished)\(getpid())-\(attempt)"
            if mkdir(path, 0o755) == 0 { return path }
            if errno != EEXIST { break }
        }
        throw failure(path, "make")
    }

    /// Removes a folder that this program wrote.
    static func remove(_ folder: String) {
        for name in (try? names(in: folder)) ?? [] {
            let path = "\(folder)/\(name)"
            var status = stat()
            if lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR {
                remove(path)
            } else {
                unlink(path)
            }
        }
        rmdir(folder)
    }

    static func failure(_ path: String, _ verb: String = "read") -> CommandError {
        CommandError("cannot \(verb) \(path): \(String(cString: strerror(errno)))")
    }
}
