import Foundation
import Testing

/// Fresh files for one test, removed with it.
final class Files {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory
            .appending(path: "fipsmark-files-\(UUID().uuidString)", directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    var path: String { folder.path }

    func path(_ name: String) -> String { "\(folder.path)/\(name)" }

    /// Folders on the way are made.
    @discardableResult
    func write(_ name: String, _ bytes: Data) throws -> String {
        let file = URL(filePath: path(name))
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try bytes.write(to: file)
        return file.path
    }

    @discardableResult
    func write(_ name: String, _ text: String) throws -> String {
        try write(name, Data(text.utf8))
    }

    func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(
            atPath: path(name), withDestinationPath: target)
    }
}

/// The system's own tools, so that what they make is read and not what we think they make.
enum Tool: String, CaseIterable {
    case gzip
    case xz
    case bzip2

    var ending: String {
        switch self {
        case .gzip: ".gz"
        case .xz: ".xz"
        case .bzip2: ".bz2"
        }
    }

    func compress(_ bytes: Data) throws -> Data {
        let files = try Files()
        let file = try files.write("bytes", bytes)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [rawValue, file]
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "\(rawValue) failed; run Scripts/setup")
        return try Data(contentsOf: URL(filePath: file + ending))
    }

    /// A file of members that hold 16 MiB of zeros each.
    func zeros(members: Int) throws -> Data {
        let member = try compress(Data(count: 16 << 20))
        return (1...members).reduce(into: Data()) { file, _ in file.append(member) }
    }
}

/// Digits that do not compress to nothing, the same in every run.
func digits(_ count: Int) -> Data {
    var state: UInt64 = 1
    var bytes = Data(capacity: count)
    for _ in 0..<count {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        bytes.append("0123456789abcdef".utf8CString.withUnsafeBytes { $0[Int(state >> 60)] })
    }
    return bytes
}
