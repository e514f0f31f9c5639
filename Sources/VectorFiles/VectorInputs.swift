import Glibc

/// Turns the paths that a user gave into inputs.
package enum VectorInputs {
    /// Files as they are, folders with all that lies below them but hidden files, `-` as what comes
    /// through `standardInput`. In the order given, and in a folder by name. Nothing here fails as
    /// a whole: what cannot be read or holds no vectors is an input that says so.
    package static func find(
        paths: [String], limits: VectorLimits = VectorLimits(), standardInput: Int32 = STDIN_FILENO
    ) -> [VectorInput] {
        var finder = Finder(
            limits: limits, standardInput: standardInput, isAlone: paths.count == 1)
        for path in paths { finder.add(path) }
        return AnswerFiles.attach(finder.inputs)
    }
}

private struct Finder {
    let limits: VectorLimits
    let standardInput: Int32
    /// Names below the only folder need not repeat it.
    let isAlone: Bool
    var inputs: [VectorInput] = []
    private var seen: Set<String> = []

    init(limits: VectorLimits, standardInput: Int32, isAlone: Bool) {
        self.limits = limits
        self.standardInput = standardInput
        self.isAlone = isAlone
    }

    mutating func add(_ given: String) {
        if given == "-" { return addStandardInput() }
        let path = Finder.normal(given)
        if given.isEmpty {
            let error = VectorFileError(file: "''", message: "cannot read: the path is empty")
            inputs.append(VectorInput(name: "''", path: given, kind: .unreadable(error)))
        } else if FolderWalk.isFolder(path) {
            addFolder(path)
        } else {
            addFile(name: given, path: path)
        }
    }

    private mutating func addFolder(_ folder: String) {
        let walk = FolderWalk(folder)
        let prefix = folder.hasSuffix("/") ? folder : folder + "/"
        for (path, entry) in walk.entries {
            let full = path.isEmpty ? folder : prefix + path
            let name = isAlone && !path.isEmpty ? path : full
            switch entry {
            case .file: addFile(name: name, path: full)
            case .other(let reason):
                inputs.append(VectorInput(name: name, path: full, kind: .other(reason)))
            case .failure(let error):
                inputs.append(VectorInput(name: name, path: full, kind: .unreadable(error)))
            }
        }
    }

    /// A file that was found twice, alone and in its folder perhaps, is one input.
    private mutating func addFile(name: String, path: String) {
        if !seen.insert(path).inserted { return }
        do throws(VectorFileError) {
            let head = try VectorReader(ByteSource(path: path), limits)
                .head(ContentSniffer.headBytes)
            let kind = ContentSniffer.kind(of: head, name: path)
            inputs.append(VectorInput(name: name, path: path, kind: kind))
        } catch {
            inputs.append(VectorInput(name: name, path: path, kind: .unreadable(error)))
        }
    }

    private mutating func addStandardInput() {
        if !seen.insert("-").inserted { return }
        do throws(VectorFileError) {
            let bytes = try VectorBytes.read(
                descriptor: standardInput, name: "standard input", limits: limits)
            let kind = ContentSniffer.kind(of: bytes.first(ContentSniffer.headBytes), name: "-")
            inputs.append(
                VectorInput(name: "standard input", path: "-", kind: kind, standardInput: bytes))
        } catch {
            inputs.append(
                VectorInput(name: "standard input", path: "-", kind: .unreadable(error)))
        }
    }

    /// One spelling of a path, so that a file that is given twice is seen to be one.
    private static func normal(_ path: String) -> String {
        let parts = path.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
        if path.hasPrefix("/") { return "/" + parts }
        return parts.isEmpty ? "." : parts
    }
}
