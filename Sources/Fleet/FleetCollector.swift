import CanonicalJSON
import Dispatch
import Evidence
import Glibc
import Synchronization

/// What the paths gave, in an order that does not depend on threads.
package struct FleetReports: Sendable {
    package var reports: [NodeReport] = []
    /// The first of them, by their places; `problemCount` says how many there are.
    package var problems: [FleetProblem] = []
    package var problemCount = 0
    /// Files, members and lines that are no reports: other JSON, talk in a log.
    package var ignored = 0

    package init() {}

    mutating func add(_ problem: FleetProblem) {
        problems.append(problem)
        problemCount += 1
    }

    mutating func add(_ other: FleetReports) {
        reports += other.reports
        problems += other.problems
        problemCount += other.problemCount
        ignored += other.ignored
    }

    /// Sorted; of many problems the first.
    var settled: FleetReports {
        var settled = self
        settled.reports.sort { ($0.node, $0.place, $0.digest) < ($1.node, $1.place, $1.digest) }
        settled.problems.sort { ($0.place, $0.message) < ($1.place, $1.message) }
        settled.problems.removeLast(max(0, problems.count - FleetLimits.problems))
        return settled
    }
}

/// Reads reports one at a time on several threads, and keeps a few words of each.
package struct FleetCollector {
    /// What is read by whoever is free: a bundle's folder or a small file.
    private enum Item {
        case bundle(String)
        case file(String, name: String)
    }

    /// A document in memory; of an archive or a stream.
    struct Document: Sendable {
        let place: String
        /// The file that it is of, where it is a line of one.
        let source: String
        let name: String
        let text: [UInt8]
    }

    /// Above it a file is read as a stream.
    private static let smallBytes = 16 << 20
    /// Documents that wait in memory for the threads.
    private static let batchBytes = 32 << 20

    private let threads: Int
    private let makeTrust: @Sendable () throws(FleetProblem) -> FleetTrust
    private var items: [Item] = []
    private var streams: [String] = []
    private var found = FleetReports()

    /// - Parameter makeTrust: called once on each thread.
    package init(
        threads: Int, makeTrust: @escaping @Sendable () throws(FleetProblem) -> FleetTrust
    ) {
        self.threads = max(1, threads)
        self.makeTrust = makeTrust
    }

    /// - Parameter paths: bundles, reports, folders of them, archives; `-` is standard input.
    package mutating func collect(_ paths: [String]) throws(FleetProblem) -> FleetReports {
        let trust = try makeTrust()
        for path in paths { add(path, depth: 0, isNamed: true) }
        let items = items
        share(items.count) { index, trust, part in
            FleetCollector.read(items[index], trust, &part)
        }
        for path in streams {
            do throws(FleetProblem) {
                try read(stream: path, trust)
            } catch {
                found.add(error)
            }
        }
        return found.settled
    }

    private mutating func add(_ path: String, depth: Int, isNamed: Bool) {
        if path == "-" { return streams.append(path) }
        var status = stat()
        let code = isNamed ? stat(path, &status) : lstat(path, &status)
        if code != 0 { return found.add(FleetProblem(path, String(cString: strerror(errno)))) }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: addFolder(path, depth: depth)
        case S_IFREG where !isNamed && !FleetCollector.mayBeReport(path): found.ignored += 1
        case S_IFREG where status.st_size <= FleetCollector.smallBytes && !isArchive(path):
            items.append(.file(path, name: FleetCollector.nodeName(path)))
        case S_IFREG: streams.append(path)
        case S_IFIFO where isNamed, S_IFCHR where isNamed: streams.append(path)
        default: found.add(FleetProblem(path, "it is a link or no file, and is not read"))
        }
    }

    private mutating func addFolder(_ path: String, depth: Int) {
        if depth > FleetLimits.folderDepth {
            return found.add(FleetProblem(path, "it lies too deep"))
        }
        guard let directory = opendir(path) else {
            return found.add(FleetProblem(path, String(cString: strerror(errno))))
        }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        closedir(directory)
        if names.contains(Manifest.path) { return items.append(.bundle(path)) }
        for name in names.sorted() { add("\(path)/\(name)", depth: depth + 1, isNamed: false) }
    }

    private static let archiveEndings = [".tar", ".tar.gz", ".tgz"]

    private func isArchive(_ path: String) -> Bool {
        FleetCollector.archiveEndings.contains { path.hasSuffix($0) } || path.hasSuffix(".gz")
    }

    /// In a folder that was named; whoever names a file means it.
    private static func mayBeReport(_ path: String) -> Bool {
        (archiveEndings + [".json", ".jsonl", ".ndjson", ".log", "sonobuoy_results.yaml"])
            .contains { path.hasSuffix($0) }
    }

    /// `node-17/results.json` and `node-17.json` are of node-17.
    static func nodeName(_ path: String) -> String {
        let parts = path.split(separator: "/").map(String.init)
        guard let last = parts.last else { return "" }
        if ["results.json", "accept.json", "sonobuoy_results.yaml"].contains(last) {
            return parts.count > 1 ? parts[parts.count - 2] : ""
        }
        for ending in [".jsonl", ".ndjson", ".json", ".log"] where last.hasSuffix(ending) {
            return String(last.dropLast(ending.count))
        }
        return last
    }

    /// Calls the body for each index, on all threads, each with trust and results of its own.
    private mutating func share(
        _ count: Int,
        _ body: @escaping @Sendable (Int, FleetTrust, inout FleetReports) -> Void
    ) {
        let next = Atomic(0)
        let all = Mutex(FleetReports())
        let makeTrust = makeTrust
        DispatchQueue.concurrentPerform(iterations: min(threads, max(count, 1))) { _ in
            var part = FleetReports()
            do throws(FleetProblem) {
                let trust = try makeTrust()
                while true {
                    let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
                    if index >= count { break }
                    body(index, trust, &part)
                }
            } catch {
                part.add(error)
            }
            all.withLock { $0.add(part) }
        }
        found.add(all.withLock { $0 })
    }

    private static func read(_ item: Item, _ trust: FleetTrust, _ part: inout FleetReports) {
        do throws(FleetProblem) {
            switch item {
            case .bundle(let folder):
                var parts = BundleParts()
                for name in BundleParts.names.sorted() {
                    guard let text = try bytes("\(folder)/\(name)") else { continue }
                    try parts.add(
                        name, text, place: folder, folder: nodeName("\(folder)/results.json"),
                        trust)
                }
                part.reports.append(try parts.finish(place: folder))
            case .file(let path, let name):
                let text = try bytes(path) ?? []
                if text.firstIndex(of: UInt8(ascii: "\n")).map({ $0 + 1 == text.count }) ?? true {
                    document(
                        Document(place: path, source: path, name: name, text: text), trust, &part)
                } else {
                    let before = part.reports.count + part.problemCount
                    var lines = LineSplitter(place: path)
                    try lines.add(text[...]) { document($0, trust, &part) }
                    try lines.end { document($0, trust, &part) }
                    if part.reports.count + part.problemCount == before {
                        throw FleetProblem(path, "no line of it is a report of fipsmark")
                    }
                }
            }
        } catch {
            part.add(error)
        }
    }

    private static func isOurs(_ text: [UInt8]) -> Bool {
        ReportReader.looksLikeReport(text) || ReportReader.looksLikeSonobuoy(text)
            || ReportReader.looksLikeEnvelope(text)
    }

    private static func document(
        _ document: Document, _ trust: FleetTrust, _ part: inout FleetReports
    ) {
        if !isOurs(document.text) {
            if document.name.isEmpty || document.text.first != UInt8(ascii: "{") {
                part.ignored += 1
            } else {
                part.add(FleetProblem(document.place, "it is no report of fipsmark"))
            }
            return
        }
        do throws(FleetProblem) {
            var report =
                ReportReader.looksLikeEnvelope(document.text)
                ? try ReportReader.readSigned(document.text, place: document.place, trust)
                : try ReportReader.read(
                    document.text, name: document.name, place: document.place, trust.hashing)
            report.source = document.source
            part.reports.append(report)
        } catch {
            part.add(error)
        }
    }

    /// Nil where there is no such file.
    private static func bytes(_ path: String) throws(FleetProblem) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        if file < 0 && errno == ENOENT { return nil }
        if file < 0 { throw FleetProblem(path, String(cString: strerror(errno))) }
        defer { close(file) }
        var status = stat()
        if fstat(file, &status) != 0 || status.st_mode & S_IFMT != S_IFREG {
            throw FleetProblem(path, "it is no file")
        }
        let size = Int(status.st_size)
        if size > FleetLimits.documentBytes {
            throw FleetProblem(path, "it has \(size) bytes, and a report at most 64 MiB")
        }
        let text = [UInt8](unsafeUninitializedCapacity: size) { buffer, used in
            while used < size {
                let count = Glibc.read(file, buffer.baseAddress.map { $0 + used }, size - used)
                if count < 0 && errno == EINTR { continue }
                if count <= 0 { break }
                used += count
            }
        }
        if text.count < size { throw FleetProblem(path, "it became shorter while it was read") }
        return text
    }
}

extension FleetCollector {
    private mutating func read(stream path: String, _ trust: FleetTrust) throws(FleetProblem) {
        var stream: any ByteStream =
            path == "-" ? FileStream(standardInput: "standard input") : try FileStream(path)
        let place = path == "-" ? "standard input" : path
        var head = [UInt8](repeating: 0, count: 512)
        head.removeLast(512 - (try stream.fill(&head)))
        stream = ResumedStream(head, stream)
        if head.starts(with: [0x1F, 0x8B]) {
            stream = try GzipStream(stream, name: place)
            head = [UInt8](repeating: 0, count: 512)
            head.removeLast(512 - (try stream.fill(&head)))
            stream = ResumedStream(head, stream)
        }
        if TarReader.isArchive(head) {
            try readArchive(stream, place, trust)
        } else {
            try readLines(stream, place)
        }
    }

    /// What waits is shared among the threads once it is enough.
    private mutating func flush(_ waiting: inout [Document]) {
        let batch = waiting
        waiting = []
        share(batch.count) { index, trust, part in
            FleetCollector.document(batch[index], trust, &part)
        }
    }

    private mutating func readLines(_ stream: any ByteStream, _ place: String) throws(FleetProblem)
    {
        var lines = LineSplitter(place: place)
        var waiting: [Document] = []
        var bytes = 0
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = try stream.read(into: &buffer, from: 0)
            if count == 0 { break }
            do throws(FleetProblem) {
                try lines.add(buffer[..<count]) { waiting.append($0) }
            } catch {
                found.add(error)
            }
            bytes += count
            if bytes >= FleetCollector.batchBytes {
                flush(&waiting)
                bytes = 0
            }
        }
        do throws(FleetProblem) {
            try lines.end { waiting.append($0) }
        } catch {
            found.add(error)
        }
        flush(&waiting)
    }

    private mutating func readArchive(
        _ stream: any ByteStream, _ place: String, _ trust: FleetTrust
    ) throws(FleetProblem) {
        var bundles = ArchiveBundles(place: place)
        var waiting: [Document] = []
        var part = FleetReports()
        var bytes = 0
        var reader = TarReader(stream, name: place)
        var failure: FleetProblem?
        do throws(FleetProblem) {
            try reader.forEach(
                isWanted: { member in
                    let isWanted = ArchiveBundles.isWanted(member.path)
                    if !isWanted { part.ignored += 1 }
                    return isWanted
                },
                see: { member, text throws(FleetProblem) in
                    if try bundles.take(member.path, text, trust) { return }
                    let source = "\(place):\(member.path)"
                    let document = Document(
                        place: source, source: source,
                        name: FleetCollector.nodeName(member.path), text: text)
                    if !FleetCollector.isOurs(text) {
                        part.ignored += 1
                        return
                    }
                    waiting.append(document)
                    bytes += text.count
                    if bytes >= FleetCollector.batchBytes {
                        flush(&waiting)
                        bytes = 0
                    }
                }, problem: { part.add($0) })
        } catch {
            failure = error
        }
        flush(&waiting)
        bundles.end(&part)
        if let failure { part.add(failure) }
        found.add(part)
    }
}
