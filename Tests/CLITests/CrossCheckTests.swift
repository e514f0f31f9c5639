import Foundation
import Testing

/// A node without a usable libgcrypt. A library of that name that cannot be used stands first in
/// the loader's path, since the real one cannot be taken away.
@Suite final class CrossCheckTests {
    /// What is put in libgcrypt's place, and what is said of it.
    enum Substitute: String, CaseIterable {
        case emptyFile
        case libraryOfSomethingElse
        case libraryThatAborts

        var reason: String {
            switch self {
            case .emptyFile: "file too short"
            case .libraryOfSomethingElse: "no function gcry_check_version"
            case .libraryThatAborts: "ended its process"
            }
        }

        var source: String? {
            switch self {
            case .emptyFile: nil
            case .libraryOfSomethingElse: "int nothing;"
            case .libraryThatAborts:
                "#include <stdlib.h>\n__attribute__((constructor)) void f(void) { abort(); }"
            }
        }
    }

    private let folder: URL

    init() throws { folder = try Folder.make() }

    deinit { Folder.remove(folder) }

    @Test(arguments: Substitute.allCases)
    func isNotAvailable(_ substitute: Substitute) throws {
        let text = try kat(without: substitute)
        #expect(text.status == 0, "\(text.talk)")
        #expect(text.firstLine == "PASS  1/1 right, 0 wrong; no libgcrypt")
        // The report wraps its lines.
        let words = text.output.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
        #expect(words.contains("not available, so nothing was cross-checked"))
        #expect(words.contains(substitute.reason), "\(words)")
        let results = try Results(kat(without: substitute, ["--format", "json"]))
        #expect(results.verdict == "pass")
        #expect(results.modules.map(\.role) == ["openssl"])
        #expect(results.crossCheck.contains(substitute.reason))
        #expect(!results.checks.contains { $0.id.hasSuffix("/gcrypt") })
    }

    @Test(arguments: Substitute.allCases)
    func isRequired(_ substitute: Substitute) throws {
        let outcome = try kat(without: substitute, ["--require-cross-check"])
        #expect(outcome.status == 2)
        #expect(outcome.firstLine == "UNKNOWN  1/1 right, 0 wrong; no libgcrypt")
    }

    @Test func isRequiredAndThere() throws {
        let outcome = try Fipsmark.run(
            ["kat", "--quiet", "--require-cross-check", "--kats", Vectors.small(in: folder)],
            folder: folder)
        #expect(outcome.status == 0)
        #expect(outcome.firstLine == "PASS  1/1 right, 0 wrong; libgcrypt agrees")
    }

    private func kat(without substitute: Substitute, _ more: [String] = []) throws -> Outcome {
        let libraries = try folder.folder("libraries")
        let library = try libraries.file("libgcrypt.so.20", Data())
        if let source = substitute.source {
            let code = try folder.file("code.c", source)
            let compiler = try Command.run(
                "/usr/bin/env", ["cc", "-shared", "-fPIC", "-o", library, code], folder: folder)
            try #require(compiler.status == 0, "\(compiler.talk)")
        }
        return try Fipsmark.run(
            ["kat", "--quiet", "--kats", Vectors.small(in: folder)] + more,
            environment: ["LD_LIBRARY_PATH": libraries.path], folder: folder)
    }
}
