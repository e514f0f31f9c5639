import Foundation

/// A folder with configurations as operators write them, and `accept` run with one of them.
final class AcceptedPrograms {
    let folder: URL
    private let provider: String
    private let moduleConfiguration: String

    init() throws {
        folder = try Folder.make()
        provider = try Fipsmark.provider
        moduleConfiguration =
            try ProcessInfo.processInfo.environment["FIPSMARK_MODULE_CONFIG"]
            ?? Fipsmark.moduleConfiguration
    }

    deinit { Folder.remove(folder) }

    /// One that gives programs the FIPS provider and base, and nothing else.
    var sound: String {
        """
        openssl_conf = main
        .include \(moduleConfiguration)
        [main]
        providers = providers
        alg_section = algorithms
        [providers]
        fips = fips_sect
        base = base_sect
        [base_sect]
        activate = 1
        [algorithms]
        default_properties = fips=yes
        [fips_sect]
        module = \(provider)

        """
    }

    /// The section that fipsinstall wrote, with another text in it.
    func altered(_ old: String, _ new: String) throws -> String {
        let text = try String(contentsOfFile: moduleConfiguration, encoding: .utf8)
        return text.replacingOccurrences(of: old, with: new)
    }

    func write(_ text: String, _ name: String = "openssl.cnf") throws -> String {
        let path = folder.path + "/" + name
        try Data(text.utf8).write(to: URL(filePath: path))
        return path
    }

    /// Accepts the sound configuration with other texts in it.
    func accept(replacing changes: KeyValuePairs<String, String>) throws -> Outcome {
        try accept(
            write(changes.reduce(sound) { $0.replacingOccurrences(of: $1.key, with: $1.value) }))
    }

    /// The provider is found as programs find it: no option and no variable of ours names it.
    func accept(
        _ configuration: String, _ arguments: [String] = [],
        environment: [String: String] = [:], seconds: Int = 120
    ) throws -> Outcome {
        try run(
            ["accept", "--profile", "module", "--policy", "configured", "--quiet"]
                + (arguments.contains("--cross-check") ? [] : ["--no-cross-check"])
                + arguments.filter { $0 != "--cross-check" },
            configuration, environment, seconds)
    }

    func run(
        _ arguments: [String], _ configuration: String, _ environment: [String: String] = [:],
        _ seconds: Int = 120
    ) throws -> Outcome {
        try Command.run(
            "/usr/bin/env",
            [
                "-u", "FIPSMARK_PROVIDER", "-u", "FIPSMARK_MODULE_CONFIG", "-u",
                "OPENSSL_MODULES", try Fipsmark.binary,
            ] + arguments,
            environment: ["OPENSSL_CONF": configuration].merging(environment) { $1 },
            folder: folder, seconds: seconds)
    }
}

extension Outcome {
    /// A check in the text of `accept`: its word, and its lines as one.
    func check(_ id: String) -> (word: String, text: String)? {
        var word: String?
        var text: [Substring] = []
        for line in output.split(separator: "\n") {
            if line.hasPrefix("\(id) ") {
                word = line.split(separator: " ").dropFirst().first.map(String.init)
            } else if word != nil {
                if !line.hasPrefix("    ") { break }
                text.append(line.drop { $0 == " " })
            }
        }
        return word.map { ($0, text.joined(separator: " ")) }
    }
}
