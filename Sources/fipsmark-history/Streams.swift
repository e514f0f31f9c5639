import BenchRecord
import Foundation

/// What went wrong, where, and what to do next.
struct CommandError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// Data goes to standard output, talk to standard error.
enum Streams {
    static func say(_ message: String) {
        try? FileHandle.standardError.write(contentsOf: Data("fipsmark-history: \(message)\n".utf8))
    }

    static func print(_ text: String) throws {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
        } catch {
            throw CommandError("cannot write to standard output: \(reason(error))")
        }
    }

    /// To a file, whole or not at all, or to standard output where none is named.
    static func write(_ text: String, to path: String?) throws {
        guard let path else { return try print(text) }
        do {
            try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw CommandError("cannot write \(path): \(reason(error))")
        }
    }

    /// - Parameter path: `-` for standard input.
    static func read(_ path: String) throws -> Data {
        do {
            if path == "-" { return try FileHandle.standardInput.readToEnd() ?? Data() }
            return try Data(contentsOf: URL(filePath: path))
        } catch {
            throw CommandError("cannot read \(path): \(reason(error))")
        }
    }

    static func record(_ path: String) throws -> BenchRecord {
        try BenchRecord(decoding: read(path), name: path == "-" ? "standard input" : path)
    }

    private static func reason(_ error: any Error) -> String {
        let error = error as NSError
        let cause = error.userInfo[NSUnderlyingErrorKey] as? NSError
        if let cause, cause.domain == NSPOSIXErrorDomain {
            return String(cString: strerror(Int32(cause.code)))
        }
        return error.localizedDescription
    }
}
