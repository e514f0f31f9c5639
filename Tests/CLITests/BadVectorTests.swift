import Foundation
import Testing

/// Vectors that cannot be read: exit 2, the file and line and cause, and no report of any kind.
@Suite final class BadVectorTests {
    /// A file of which only one thing is wrong.
    struct Malformed: CustomTestStringConvertible, Sendable {
        let what: String
        let text: String
        let line: Int
        let cause: String

        var testDescription: String { what }

        init(_ what: String, _ text: String, line: Int, _ cause: String) {
            self.what = what
            self.text = text
            self.line = line
            self.cause = cause
        }
    }

    static let malformed = [
        Malformed("empty file", "", line: 1, "expected 'set '"),
        Malformed("comments alone", "# one\n# two\n", line: 3, "expected 'set '"),
        Malformed(
            "odd hexadecimal", Vectors.head + "1 24 616263 \(Vectors.digest.dropLast())\n",
            line: 6, "md has an odd number of hexadecimal digits"),
        Malformed(
            "no hexadecimal", Vectors.head + "1 24 6162zz \(Vectors.digest)\n", line: 6,
            "msg is not hexadecimal"),
        Malformed(
            "no digit at all", Vectors.head + "1 24 xyz \(Vectors.digest)\n", line: 6,
            "msg is not hexadecimal"),
        Malformed("zero cases", "set SHA2-256 1.0\ncases 0\n", line: 3, "no cases"),
        Malformed(
            "no cases line", "set SHA2-256 1.0\n\ngroup 1 testType=AFT\n", line: 1,
            "expected 'cases '"),
        Malformed(
            "announced and missing", "set SHA2-256 1.0\ncases 1\n", line: 3,
            "announces 1 cases and holds 0"),
        Malformed(
            "fewer cases than announced",
            Vectors.small.replacingOccurrences(of: "cases 1", with: "cases 2"), line: 7,
            "announces 2 cases and holds 1"),
        Malformed(
            "more cases than announced", Vectors.small + "2 24 616264 \(Vectors.digest)\n",
            line: 8, "announces 1 cases and holds 2"),
        Malformed(
            "the same case twice", Vectors.small + "1 24 616263 \(Vectors.digest)\n", line: 7,
            "tcId 1 does not follow 1"),
        Malformed(
            "unknown column",
            Vectors.small.replacingOccurrences(of: "len msg", with: "length msg"), line: 5,
            "unknown column 'length'"),
        Malformed(
            "column twice", Vectors.small.replacingOccurrences(of: "len msg", with: "msg msg"),
            line: 5, "column msg stands twice"),
        Malformed(
            "unknown group property",
            Vectors.small.replacingOccurrences(of: "testType", with: "kind"), line: 4,
            "unknown group property 'kind'"),
        Malformed(
            "unknown set below comments",
            "# one\n# two\n" + Vectors.small.replacingOccurrences(of: "SHA2-256", with: "SHA9"),
            line: 3, "vector set SHA9 is not in the table"),
        Malformed(
            "unknown revision", Vectors.small.replacingOccurrences(of: "1.0", with: "9.9"),
            line: 1, "SHA2-256 has no revision 9.9"),
        Malformed(
            "missing value", Vectors.head + "1 24 616263\n", line: 6,
            "expected a value for md"),
        Malformed(
            "a value too many", Vectors.head + "1 24 616263 \(Vectors.digest) 00\n", line: 6,
            "expected the end of the line"),
        Malformed(
            "no final newline", String(Vectors.small.dropLast()), line: 6,
            "expected the end of the line"),
        Malformed(
            "a number that no length needs",
            Vectors.head + "1 99999999999999999999 616263 \(Vectors.digest)\n", line: 6,
            "a number is expected"),
        Malformed(
            "lines that end as on Windows",
            Vectors.small.replacingOccurrences(of: "\n", with: "\r\n"), line: 1,
            "expected 'cases '"),
        Malformed(
            "text of 1 MiB on one line", String(repeating: "x", count: 1 << 20) + "\n", line: 1,
            "expected 'set '"),
        Malformed(
            "value of 1 MiB that ends in no digit",
            Vectors.head + "1 24 \(String(repeating: "ab", count: 1 << 19))g 00\n", line: 6, ""),
    ]

    private let folder: URL

    init() throws { folder = try Folder.make() }

    deinit { Folder.remove(folder) }

    @Test(arguments: malformed)
    func isRefused(_ file: Malformed) throws {
        let below = try folder.folder("SHA-2")
        try below.file("SHA2-256.kat", file.text)
        expectError(
            try kat(), status: 2, "SHA-2/SHA2-256.kat:\(file.line): ", file.cause)
        #expect(try Folder.names(folder) == ["SHA-2"], "no --output file is left behind")
    }

    @Test func binaryGarbage() throws {
        var generator = SystemRandomNumberGenerator()
        // The first byte keeps chance from writing a comment.
        let bytes =
            Data([0xFF])
            + Data((0..<4096).map { _ in UInt8.random(in: 0...255, using: &generator) })
        try folder.file("X.kat", bytes)
        expectError(try kat(), status: 2, "X.kat:1: ", "expected 'set '")
        #expect(try Folder.names(folder) == ["X.kat"])
    }

    /// A file of which the end is missing, cut anywhere, at the end of a case too.
    @Test(arguments: [0, 1, 40, 90, 300, 315, 345, 400, 1000, -8000, -100, -66, -2, -1])
    func truncated(position: Int) throws {
        let name = "HMAC/HMAC-SHA2-224.kat"
        let whole = try Data(contentsOf: Vectors.folder.appending(path: name))
        try folder.file("X.kat", whole.prefix(position < 0 ? whole.count + position : position))
        expectError(try kat(), status: 2, "X.kat:")
        #expect(try Folder.names(folder) == ["X.kat"])
    }

    @Test func truncatedBetweenCases() throws {
        let vectors = try VectorText("HMAC/HMAC-SHA2-224.kat")
        let group = try #require(vectors.groups.last)
        let kept = vectors.lines[..<(group.cases.upperBound - 1)].joined(separator: "\n")
        try folder.file("X.kat", kept + "\n")
        expectError(try kat(), status: 2, "X.kat:", "announces 109 cases and holds 108")
    }

    /// One bad file among good ones spoils the run: nothing of it counts.
    @Test func goodFilesDoNotHideABadOne() throws {
        try folder.file("SHA2-256.kat", Vectors.small)
        try folder.file("Z.kat", "set SHA2-256 1.0\n")
        expectError(try kat(), status: 2, "Z.kat:1: ", "expected 'cases '")
        #expect(try Folder.names(folder) == ["SHA2-256.kat", "Z.kat"])
    }

    @Test func missingFolder() throws {
        expectError(
            try kat("/nonexistent/vectors"), status: 2, "/nonexistent/vectors",
            "No such file or directory")
    }

    @Test func fileInPlaceOfAFolder() throws {
        let file = try folder.file("X.kat", Vectors.small)
        expectError(try kat(file), status: 2, file, "Not a directory")
    }

    @Test func folderWithoutVectors() throws {
        try folder.file("README.md", "nothing here\n")
        expectError(try kat(), status: 2, "no .kat file below \(folder.path)")
    }

    @Test func folderInPlaceOfAFile() throws {
        try folder.file("SHA2-256.kat", Vectors.small)
        _ = try folder.folder("SHA2-384.kat")
        expectError(try kat(), status: 2, "SHA2-384.kat", "directory")
    }

    @Test func linkThatLeadsNowhere() throws {
        try folder.file("SHA2-256.kat", Vectors.small)
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/SHA2-384.kat", withDestinationPath: "/nonexistent")
        expectError(try kat(), status: 2, "SHA2-384.kat", "No such file or directory")
    }

    /// Nobody writes into it, so that opening it must not wait.
    @Test func pipeInPlaceOfAFile() throws {
        #expect(mkfifo(folder.path + "/SHA2-256.kat", 0o600) == 0)
        expectError(try kat(), status: 2, "SHA2-256.kat", "not a file")
    }

    private func kat(_ vectors: String? = nil) throws -> Outcome {
        try Fipsmark.run(
            ["kat", "--quiet", "--output", "report", "--kats", vectors ?? folder.path],
            folder: folder, seconds: 10)
    }
}
