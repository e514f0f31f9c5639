import Algorithms
import Testing

@testable import KnownAnswers

/// The reader is strict: whatever is not the format is an error with file, line and cause.
@Suite struct VectorTableTests {
    private static let sound = """
        # where it is from
        set SHA2-256 1.0
        cases 2

        group 1 testType=AFT
        columns tcId len msg md
        1 0 - 00ff
        2 8 d3 0Aff

        """

    @Test func readsEveryField() throws {
        let bytes = Array(VectorTableTests.sound.utf8)
        var table = try VectorTable(file: "a.kat", text: bytes.span)
        let algorithm = try #require(Algorithm.named(table.setName))
        var vector = VectorCase()
        let next = try table.nextGroup(algorithm, into: &vector)
        let group = try #require(next)
        #expect(try table.nextCase(of: group, into: &vector))
        #expect(vector.tcId == 1 && vector.integer(.len) == 0)
        #expect(vector.bytes(.msg).isEmpty && vector.has(.msg))
        #expect(try table.nextCase(of: group, into: &vector))
        #expect(Hexadecimal.encode(vector.bytes(.md)) == "0aff")
        #expect(!vector.has(.key) && vector.testPassed)
        #expect(try !table.nextCase(of: group, into: &vector))
        #expect(try table.nextGroup(algorithm, into: &vector) == nil)
    }

    @Test(arguments: [
        ("cases 2", "cases 3", "announces 3 cases and holds 2"),
        ("cases 2", "cases 0", "announces no cases"),
        ("cases 2", "cases 12345678901", "a number is expected"),
        ("set SHA2-256", "sett SHA2-256", "expected 'set '"),
        ("md\n1", "md md\n1", "stands twice"), ("tcId len", "tcId tcId len", "stands twice"),
        ("len msg", "len mess", "unknown column 'mess'"),
        ("testType", "testtype", "unknown group property 'testtype'"),
        ("00ff", "00f", "odd number"),
        ("00ff", "zz", "not hexadecimal"),
        ("0 - 00ff", "0 00ff", "expected"),
        ("0 - 00ff", "0 - 00ff 11", "expected the end of the line"),
        ("0 - 00ff", "0  - 00ff", "not hexadecimal"),
        ("\n2 8", "\n1 8", "does not follow"),
        ("0Aff\n", "0Aff", "expected the end of the line"),
        ("1 0 -", "1 0 x", "not hexadecimal"),
        ("1 0 -", "1 - -", "a number is expected"),
    ])
    func reports(_ part: String, _ replacement: String, _ cause: String) throws {
        let text = VectorTableTests.sound.replacing(part, with: replacement, maxReplacements: 1)
        let error = try #require(read(text))
        #expect(error.message.contains(cause), "\(error.description)")
        #expect(error.file == "a.kat" && error.place != .wholeFile)
    }

    /// A file may end anywhere: every prefix is an error, never a shorter set and never a crash.
    @Test func everyTruncationIsAnError() {
        let whole = Array(VectorTableTests.sound.utf8)
        for count in 0..<whole.count {
            #expect(
                read(String(decoding: whole[..<count], as: UTF8.self)) != nil,
                "the first \(count) bytes were read as a whole file")
        }
        #expect(read(VectorTableTests.sound) == nil)
    }

    /// Lines alike are decoded by another path than lines that differ: both give the same.
    @Test(arguments: [1, 2, 15, 16, 31, 32, 33, 63, 64, 65, 127, 300, 20_000])
    func lengthsThatChangeAndStay(_ count: Int) throws {
        let digits = Array("0123456789abcdef")
        let value = String((0..<2 * count).map { digits[($0 * 7 + $0 / 3) % 16] })
        let lines = (1...5).map { "\($0) 8 \($0 % 4 == 0 ? "00" : value) \(value)" }
        let text = """
            set SHA2-256 1.0
            cases 5

            group 1 testType=AFT
            columns tcId len msg md
            \(lines.joined(separator: "\n"))

            """
        let bytes = Array(text.utf8)
        var table = try VectorTable(file: "a.kat", text: bytes.span)
        let algorithm = try #require(Algorithm.named("SHA2-256"))
        var vector = VectorCase()
        let next = try table.nextGroup(algorithm, into: &vector)
        let group = try #require(next)
        for line in 1...5 {
            #expect(try table.nextCase(of: group, into: &vector))
            #expect(Hexadecimal.encode(vector.bytes(.msg)) == (line % 4 == 0 ? "00" : value))
            #expect(Hexadecimal.encode(vector.bytes(.md)) == value)
        }
    }

    private func read(_ text: String) -> VectorError? {
        let bytes = Array(text.utf8)
        do throws(VectorError) {
            var table = try VectorTable(file: "a.kat", text: bytes.span)
            let algorithm = Algorithm.table[0]
            var vector = VectorCase()
            while let group = try table.nextGroup(algorithm, into: &vector) {
                while try table.nextCase(of: group, into: &vector) {}
            }
            return nil
        } catch {
            return error
        }
    }
}
