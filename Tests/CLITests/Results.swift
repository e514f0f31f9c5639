import Foundation

/// `results.json` as far as the tests look into it.
struct Results: Decodable {
    struct Module: Decodable {
        let role: String
        let version: String
        let path: String
        let sha256: String
    }

    struct SelfTests: Decodable {
        let load: [SelfTest]
        let forced: [SelfTest]
    }

    struct SelfTest: Decodable {
        let type: String
        let description: String
        let phase: String
        let durationNanoseconds: Int
    }

    struct Check: Decodable {
        let id: String
        let outcome: String
        let severity: String
        let observed: String
    }

    struct Input: Decodable {
        let file: String
        let message: String
        let outcome: String
    }

    struct VectorSet: Decodable {
        let file: String
        let set: String
        let cases: Int
        let groups: [Group]
        let findings: [Finding]
    }

    struct Group: Decodable {
        let tgId: Int
        let module: String
        let pass: Int
        let fail: Int
        let error: Int
        let refused: Int
        let unsupported: Int
        let notComparable: Int
    }

    struct Finding: Decodable {
        let tgId: Int
        let tcId: Int
        let field: String
        let expected: String
        let answers: [Answer]
    }

    struct Answer: Decodable {
        let module: String
        let verdict: String
        let reason: String
        let value: String
    }

    struct Point: Decodable {
        let algorithm: String
        let module: String
        let state: String
        let reason: String?
        let picosecondsPerOperation: Int?
    }

    let verdict: String
    let headline: String
    let modules: [Module]
    let crossCheck: String
    let selfTests: SelfTests
    let checks: [Check]
    let inputs: [Input]
    let sets: [VectorSet]
    let points: [Point]

    init(_ outcome: Outcome) throws {
        self = try JSONDecoder().decode(Results.self, from: Data(outcome.output.utf8))
    }
}

/// What RFC 8785 asks of the bytes themselves.
enum CanonicalJSON {
    /// The same value as Foundation writes it, keys sorted and nothing in between.
    static func rewritten(_ text: String) throws -> String {
        let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
        let bytes = try JSONSerialization.data(
            withJSONObject: value, options: [.sortedKeys, .withoutEscapingSlashes])
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Every character outside strings: of integers, arrays and objects alone, where all is well.
    static func charactersOutsideStrings(_ text: String) -> Set<Character> {
        var found: Set<UInt8> = []
        var inString = false
        var escaped = false
        for byte in text.utf8 {
            if escaped {
                escaped = false
            } else if inString && byte == UInt8(ascii: "\\") {
                escaped = true
            } else if byte == UInt8(ascii: "\"") {
                inString.toggle()
            } else if !inString {
                found.insert(byte)
            }
        }
        return Set(found.map { Character(UnicodeScalar($0)) })
    }

    /// The text without what differs from run to run: times.
    static func withoutTimes(_ text: String) -> String {
        var text = text
        for pattern in [#""startedAt":"[^"]*""#, #""durationNanoseconds":[0-9]+"#] {
            text = text.replacingOccurrences(
                of: pattern, with: "", options: .regularExpression)
        }
        return text
    }
}
