import CanonicalJSON
import Testing

@testable import Reports

/// What is no record says so, with the byte.
@Suite struct JSONReaderTests {
    @Test func readsWhatIsWritten() throws {
        let value: JSONValue = [
            "a": .array([1, .string("\u{8}\t\n\u{c}\r\u{1}\"\\/é€😀"), -7, [:], .array([])]),
            "b": ["c": .integer(1 << 53)],
        ]
        #expect(try read(value.canonicalText) == value)
    }

    @Test func readsIndentedTextAndEscapes() throws {
        let text = " {\r\n\t\"a\" : [ 0 , \"\\u00e9\\uD83D\\uDE00\\/\\b\" ]\n}\n"
        #expect(try read(text) == ["a": .array([0, .string("é😀/\u{8}")])])
    }

    @Test(arguments: [
        ("", 0, "ends here"), ("  ", 2, "ends here"), ("{} x", 3, "end of the text"),
        ("[1", 2, "ends here"), ("[1 2]", 3, "expected ',' or ']'"), ("[1,]", 3, "expected an"),
        (#"{"a":1,}"#, 7, "expected a string"), (#"{"a" 1}"#, 5, "expected ':'"),
        (#"{"a":1 "b":2}"#, 7, "expected ',' or '}'"), (#"{"a":1,"a":2}"#, 7, "stands twice"),
        ("[true]", 1, "expected an"), ("[null]", 1, "expected an"), ("[1.0]", 1, "an integer"),
        ("[1e3]", 1, "an integer"), ("[01]", 1, "an integer"), ("[-0]", 1, "an integer"),
        ("[-]", 1, "an integer"), ("[9007199254740993]", 1, "an integer"),
        ("[99999999999999999999999]", 1, "an integer"), (#"["a]"#, 1, "without an end"),
        ("[\"a\nb\"]", 3, "control character"), (#"["\x"]"#, 2, "unknown escape"),
        (#"["\u12g4"]"#, 2, "four hexadecimal"), (#"["\ud83d"]"#, 2, "surrogate"),
        (#"["\ude00\ud83d"]"#, 2, "surrogate"), (#"["\u12"#, 2, "four hexadecimal"),
        (#"["\"#, 2, "unknown escape"),
    ])
    func refuses(_ text: String, _ position: Int, _ part: String) {
        let error = #expect(throws: RecordError.self) { try read(text) }
        #expect(error?.position == position && error?.message.contains(part) == true, "\(text)")
    }

    @Test func refusesWhatIsNotUTF8() {
        let error = #expect(throws: RecordError.self) {
            try JSONReader.read([0x5b, 0x22, 0xff, 0x22, 0x5d])
        }
        #expect(error == RecordError(at: 2, "not UTF-8"))
    }

    /// A text of brackets alone must not use up the stack.
    @Test func refusesWhatIsDeep() {
        let error = #expect(throws: RecordError.self) {
            try read(String(repeating: "[", count: 100_000))
        }
        #expect(error?.message == "nested too deeply")
    }

    /// A text may end anywhere: every prefix is an error.
    @Test func refusesEveryPrefix() throws {
        let whole = Array(#"{"a":["\u00e9",{"b":-12}],"c":"d"}"#.utf8)
        _ = try JSONReader.read(whole)
        for count in 0..<whole.count {
            #expect(throws: RecordError.self) { try JSONReader.read(Array(whole[..<count])) }
        }
    }

    private func read(_ text: String) throws -> JSONValue {
        try JSONReader.read(Array(text.utf8)).plain
    }
}

extension JSONNode {
    fileprivate var plain: JSONValue {
        switch value {
        case .string(let string): .string(string)
        case .integer(let integer): .integer(integer)
        case .array(let elements): .array(elements.map(\.plain))
        case .object(let members): .object(members.mapValues(\.plain))
        }
    }
}
