import Foundation
import Testing

/// How a command ended and what it said.
struct Outcome {
    let status: Int32
    /// The signal that ended it, where one did; its time limit is SIGKILL.
    let signal: Int32?
    let output: String
    let talk: String

    var talkLines: [Substring] { talk.split(separator: "\n") }
    var firstLine: Substring { output.prefix { $0 != "\n" } }
}

/// What a test cannot go on without.
struct Missing: Error, CustomStringConvertible {
    let description: String
}

/// Runs any command.
enum Command {
    /// Standard output and error go to files, which never fill up as pipes do.
    static func run(
        _ executable: String, _ arguments: [String], environment: [String: String] = [:],
        folder: URL, output: String? = nil, seconds: Int = 60
    ) throws -> Outcome {
        let captured = try Folder.make()
        defer { Folder.remove(captured) }
        let process = Process()
        process.executableURL = URL(filePath: executable)
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try writable(output ?? captured.path + "/output")
        process.standardError = try writable(captured.path + "/talk")
        let ended = DispatchSemaphore(value: 0)
        process.terminationHandler = { _ in ended.signal() }
        try process.run()
        if ended.wait(timeout: .now() + .seconds(seconds)) == .timedOut {
            kill(process.processIdentifier, SIGKILL)
            ended.wait()
        }
        let signalled = process.terminationReason == .uncaughtSignal
        return Outcome(
            status: signalled ? -1 : process.terminationStatus,
            signal: signalled ? process.terminationStatus : nil,
            output: output == nil ? try text(captured.path + "/output") : "",
            talk: try text(captured.path + "/talk"))
    }

    private static func writable(_ path: String) throws -> FileHandle {
        if !FileManager.default.fileExists(atPath: path) {
            try Data().write(to: URL(filePath: path))
        }
        return try FileHandle(forWritingTo: URL(filePath: path))
    }

    private static func text(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    }
}

/// Runs the executable under test, the real one.
enum Fipsmark {
    static func run(
        _ arguments: [String], environment: [String: String] = [:], folder: URL,
        output: String? = nil, seconds: Int = 60
    ) throws -> Outcome {
        try Command.run(
            try binary, arguments,
            environment: ["FIPSMARK_PROVIDER": try provider].merging(environment) { $1 },
            folder: folder, output: output, seconds: seconds)
    }

    /// Runs it and says how many KiB of memory it had at its peak.
    static func runMeasured(
        _ arguments: [String], folder: URL, seconds: Int = 60
    ) throws -> (outcome: Outcome, peakKiB: Int) {
        let measure = """
            import resource, subprocess, sys
            code = subprocess.run(sys.argv[2:]).returncode
            peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
            open(sys.argv[1], "w").write(str(peak))
            sys.exit(code if code >= 0 else 128 - code)
            """
        let captured = try Folder.make()
        defer { Folder.remove(captured) }
        let file = captured.path + "/peak"
        let outcome = try Command.run(
            "/usr/bin/env", ["python3", "-c", measure, file, try binary] + arguments,
            environment: ["FIPSMARK_PROVIDER": try provider], folder: folder, seconds: seconds)
        let text = try String(contentsOfFile: file, encoding: .utf8)
        guard let peak = Int(text) else { throw Missing(description: "no peak in '\(text)'") }
        return (outcome, peak)
    }

    /// Redirections that only a shell can make; `"$0" "$@"` is the command.
    static func runInShell(
        _ script: String, _ arguments: [String], folder: URL
    ) throws -> Outcome {
        try Command.run(
            "/bin/sh", ["-c", script, try binary] + arguments,
            environment: ["FIPSMARK_PROVIDER": try provider], folder: folder)
    }

    static var binary: String {
        get throws { try file("FIPSMARK_BINARY", "the release executable") }
    }

    static var provider: String {
        get throws { try file("FIPSMARK_PROVIDER", "a FIPS provider's shared library") }
    }

    static var moduleConfiguration: String {
        get throws {
            URL(filePath: try provider).deletingLastPathComponent().path + "/fipsmodule.cnf"
        }
    }

    /// A test that has nothing to run must not pass.
    private static func file(_ variable: String, _ what: String) throws -> String {
        guard let path = ProcessInfo.processInfo.environment[variable], !path.isEmpty else {
            throw Missing(
                description: "\(variable) is not set: it names \(what); run 'make test'")
        }
        guard FileManager.default.fileExists(atPath: path) else {
            throw Missing(description: "\(variable) names \(path), which does not exist")
        }
        return path
    }
}

/// Fresh folders below the system's temporary one.
enum Folder {
    static func make() throws -> URL {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "fipsmark-cli-\(UUID().uuidString)", directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    static func remove(_ folder: URL) {
        try? FileManager.default.removeItem(at: folder)
    }

    static func names(_ folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }
}

extension URL {
    /// Creates a folder inside this one.
    func folder(_ name: String) throws -> URL {
        let folder = appending(path: name, directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    /// Writes a file inside this folder.
    @discardableResult
    func file(_ name: String, _ bytes: Data) throws -> String {
        let file = appending(path: name, directoryHint: .notDirectory)
        try bytes.write(to: file)
        return file.path
    }

    @discardableResult
    func file(_ name: String, _ text: String) throws -> String {
        try file(name, Data(text.utf8))
    }
}

/// One error line with all of `parts`, and nothing on standard output.
func expectError(
    _ outcome: Outcome, status: Int32, _ parts: String...,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(outcome.signal == nil, "\(outcome.talk)", sourceLocation: sourceLocation)
    #expect(outcome.status == status, "\(outcome.talk)", sourceLocation: sourceLocation)
    #expect(outcome.output.isEmpty, sourceLocation: sourceLocation)
    let errors = outcome.talkLines.filter { $0.hasPrefix("fipsmark: error: ") }
    #expect(errors.count == 1, "\(outcome.talk)", sourceLocation: sourceLocation)
    for part in parts where !part.isEmpty {
        #expect(
            errors.first?.contains(part) == true, "no \'\(part)\' in: \(outcome.talk)",
            sourceLocation: sourceLocation)
    }
}
