import Foundation
import GRDB

struct Outcome {
    let status: Int32
    let output: String
    let talk: String
}

/// The executable that was built beside the tests.
enum Executable {
    private static var path: String {
        get throws {
            let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
            return URL(filePath: tests).deletingLastPathComponent()
                .appending(path: "fipsmark-history").path
        }
    }

    struct Running {
        let process: Process
        let folder: Folder

        func kill() { _ = Foundation.kill(process.processIdentifier, SIGKILL) }

        func finished() throws -> Outcome {
            process.waitUntilExit()
            return Outcome(
                status: process.terminationStatus,
                output: try String(contentsOfFile: folder.file("output"), encoding: .utf8),
                talk: try String(contentsOfFile: folder.file("talk"), encoding: .utf8))
        }
    }

    static func run(_ arguments: [String]) throws -> Outcome {
        try start(arguments).finished()
    }

    /// Standard output and error go to files, which never fill up as pipes do.
    static func start(_ arguments: [String]) throws -> Running {
        let folder = try Folder()
        let process = Process()
        process.executableURL = URL(filePath: try path)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        for name in ["output", "talk"] { try Data().write(to: URL(filePath: folder.file(name))) }
        process.standardOutput = try FileHandle(
            forWritingTo: URL(filePath: folder.file("output")))
        process.standardError = try FileHandle(forWritingTo: URL(filePath: folder.file("talk")))
        try process.run()
        return Running(process: process, folder: folder)
    }
}

/// Files that are in the place of a history.
enum Unusable {
    static func make(_ kind: String, at path: String) throws -> Data {
        let url = URL(filePath: path)
        switch kind {
        case "text": try Data("{\"schema\": \"fipsmark-bench/1\"}\n".utf8).write(to: url)
        case "database":
            try DatabaseQueue(path: path).write { try $0.execute(sql: "CREATE TABLE mine (id)") }
        default:
            try DatabaseQueue(path: path).write { database in
                try database.execute(
                    sql: "CREATE TABLE run (id); PRAGMA application_id = 1718186093")
            }
            var bytes = try Data(contentsOf: url)
            // The page that the schema lies in.
            for index in 100..<2000 { bytes[index] = UInt8(index & 0xFF) }
            try bytes.write(to: url)
        }
        return try Data(contentsOf: url)
    }
}

/// Whether text is well-formed XML: every element closed, in order, and every attribute quoted.
enum XMLDocumentCheck {
    struct Malformed: Error { let place: String }

    static func parse(_ text: String) throws {
        var open: [Substring] = []
        for part in text.split(separator: "<").dropFirst(text.hasPrefix("<") ? 0 : 1) {
            guard let end = part.firstIndex(of: ">") else { throw Malformed(place: "\(part)") }
            let tag = part[..<end]
            let quotes = tag.filter { $0 == "\"" }.count
            guard quotes % 2 == 0 else { throw Malformed(place: "\(tag)") }
            let name = tag.drop { $0 == "/" }.prefix { !" /\n".contains($0) }
            if tag.hasPrefix("/") {
                guard open.popLast() == name else { throw Malformed(place: "\(tag)") }
            } else if !tag.hasSuffix("/") {
                open.append(name)
            }
        }
        if !open.isEmpty { throw Malformed(place: "\(open)") }
    }
}
