import Foundation
import Testing

/// What the tests of `fipsmark evidence` start from: small runs of the real executable, keys that
/// the real module made, and bundles of them, in a folder that goes with the desk.
final class EvidenceDesk {
    enum Run: String, CaseIterable, Sendable {
        case pass
        case fail
        case unknown

        /// Of the run, and of `verify` with the key.
        var statuses: (run: Int32, verify: Int32) {
            switch self {
            case .pass: (0, 0)
            case .fail: (1, 1)
            case .unknown: (2, 1)
            }
        }

        fileprivate var vectors: String {
            switch self {
            case .pass: Vectors.small
            case .fail:
                Vectors.small.replacingOccurrences(
                    of: Vectors.digest, with: Vectors.digest.dropLast() + "0")
            case .unknown: Vectors.small.replacingOccurrences(of: "=AFT", with: "=ABC")
            }
        }
    }

    let folder: URL

    /// A test that has nothing to run must not pass.
    init() throws {
        let program = URL(filePath: try Fipsmark.binary).deletingLastPathComponent()
            .appending(path: "fipsmark-evidence").path
        guard FileManager.default.isExecutableFile(atPath: program) else {
            throw Missing(description: "there is no \(program); run 'make evidence'")
        }
        folder = try Folder.make()
    }

    deinit { Folder.remove(folder) }

    func fipsmark(
        _ arguments: [String], environment: [String: String] = [:]
    ) throws -> Outcome {
        try Fipsmark.run(arguments, environment: environment, folder: folder)
    }

    func path(_ name: String) -> String { folder.appending(path: name).path }

    func text(_ path: String) throws -> String {
        try String(contentsOfFile: path, encoding: .utf8)
    }

    func digest(of text: String) throws -> String {
        let file = try folder.file("text", text)
        let sum = try Command.run("/usr/bin/env", ["sha256sum", file], folder: folder)
        return String(sum.output.prefix(64))
    }

    // MARK: Runs

    /// Each kind is run once; the desks copy what it said.
    private static let made = Result {
        var made: [Run: String] = [:]
        for run in Run.allCases {
            let folder = try Folder.make()
            defer { Folder.remove(folder) }
            try folder.file("SHA2-256.kat", run.vectors)
            let outcome = try Fipsmark.run(
                ["kat", "--quiet", "--format", "json", "--kats", folder.path], folder: folder)
            try #require(outcome.status == run.statuses.run, "\(outcome.talk)")
            made[run] = outcome.output
        }
        return made
    }

    static func results(_ run: Run) throws -> String { try #require(try made.get()[run]) }

    /// A file with the results of a run.
    ///
    /// - Parameter startedAt: of a chain, in which each run is older than the next.
    func results(_ run: Run = .pass, startedAt: String? = nil) throws -> String {
        var text = try EvidenceDesk.results(run)
        if let startedAt {
            text = text.replacingOccurrences(
                of: #""startedAt":"[^"]*""#, with: "\"startedAt\":\"\(startedAt)\"",
                options: .regularExpression)
        }
        return try folder.file("\(UUID().uuidString).json", text)
    }

    // MARK: Keys

    /// A pair that the module makes.
    func key(_ name: String, curve: String) throws -> (own: String, open: String) {
        let pair = (path("\(name).pem"), path("\(name).pub.pem"))
        if !FileManager.default.fileExists(atPath: pair.0) {
            let outcome = try fipsmark([
                "evidence", "keygen", "--curve", curve, "--output", pair.0,
            ])
            try #require(outcome.status == 0, "\(outcome.talk)")
            #expect(outcome.output == "\(pair.0)\n\(pair.1)\n")
        }
        return pair
    }

    /// Made once; the desks copy it.
    private static let pair = Result {
        let desk = try EvidenceDesk()
        let pair = try desk.key("key", curve: "P-256")
        return (own: try desk.text(pair.own), open: try desk.text(pair.open))
    }

    /// The key that signs where a test does not care.
    func key() throws -> (own: String, open: String) {
        let pair = (path("key.pem"), path("key.pub.pem"))
        if !FileManager.default.fileExists(atPath: pair.0) {
            let made = try EvidenceDesk.pair.get()
            try folder.file("key.pem", made.own)
            try folder.file("key.pub.pem", made.open)
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o600], ofItemAtPath: pair.0)
        }
        return pair
    }

    // MARK: Bundles

    func create(
        _ results: String, in bundles: String = "bundles", _ more: [String],
        environment: [String: String] = [:]
    ) throws -> Outcome {
        try fipsmark(
            ["evidence", results, "--output", path(bundles)] + more, environment: environment)
    }

    /// The folder of a bundle that `key` signed.
    func bundle(
        _ run: Run = .pass, startedAt: String? = nil, in bundles: String = "bundles",
        _ more: [String] = [], environment: [String: String] = [:]
    ) throws -> URL {
        let outcome = try create(
            try results(run, startedAt: startedAt), in: bundles,
            ["--key", try key().own] + more, environment: environment)
        try #require(outcome.status == 0, "\(outcome.talk)")
        return URL(filePath: String(outcome.output.dropLast()))
    }

    func verify(_ bundle: URL, _ more: [String]? = nil) throws -> Outcome {
        try fipsmark(["verify", bundle.path] + (more ?? ["--key", try key().open]))
    }
}

extension URL {
    /// Every file below this folder by its path, as bytes.
    func files() throws -> [String: Data] {
        var files: [String: Data] = [:]
        for name in FileManager.default.enumerator(atPath: path)?.allObjects ?? [] {
            guard let name = name as? String else { continue }
            var isFolder: ObjCBool = false
            let file = appending(path: name)
            _ = FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder)
            if !isFolder.boolValue { files[name] = try Data(contentsOf: file) }
        }
        return files
    }

    /// A member of `manifest.json` that is a string.
    func manifestWord(_ name: String) throws -> String {
        let data = try Data(contentsOf: appending(path: "manifest.json"))
        let members = try JSONSerialization.jsonObject(with: data) as? [String: Any]
        return try #require(members?[name] as? String)
    }

    func change(_ name: String, _ old: String, _ new: String) throws {
        let text = try String(contentsOf: appending(path: name), encoding: .utf8)
        let changed = text.replacingOccurrences(of: old, with: new)
        try #require(changed != text, "nothing was changed in \(name)")
        try file(name, changed)
    }
}
