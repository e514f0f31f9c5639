import Algorithms
import Approval
import Foundation
import GcryptModule
import KnownAnswers
import OpenSSLModule
import Testing

/// The real modules, behind gates that let tests pass. `Scripts/test` names the provider.
enum Modules {
    /// Those of `both`.
    static let roles: [ModuleIdentity.Role] = [.openssl, .gcrypt]

    static func openSSL() throws -> Gate {
        let path =
            ProcessInfo.processInfo.environment["FIPSMARK_PROVIDER"]
            ?? ProviderConfiguration.defaultProviderPath()
        let configuration = try ProviderConfiguration.defaultPath(forProvider: path).map {
            try ProviderConfiguration(path: $0)
        }
        return Gate(
            try OpenSSLModule(providerPath: path, configuration: configuration), for: .test)
    }

    static func both() throws -> [Gate] {
        [try openSSL(), Gate(try GcryptModule(), for: .test)]
    }

    /// What both make of a document of one set that holds no answers.
    static func run(prompt: String) throws -> SetResult {
        let octets = Array(prompt.utf8)
        let nothing: [UInt8] = []
        let result = KnownAnswerEngine(try both()).run(
            VectorTexts(
                file: "a.json", prompt: octets.span, answers: nothing.span,
                secrets: nothing.span, answersItself: true))
        #expect(result.problem == nil)
        return try #require(result.sets.first)
    }
}

/// The vectors of the checkout, as text.
enum Vectors {
    static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "KATs")

    static let files: [String] = {
        let all = FileManager.default.enumerator(atPath: folder.path)?.allObjects ?? []
        return all.compactMap { $0 as? String }.filter { $0.hasSuffix(".kat") }.sorted()
    }()

    static func text(_ file: String) throws -> String {
        try String(contentsOf: folder.appending(path: file), encoding: .utf8)
    }
}
