import Foundation
import Testing

/// Files that are meant to break the reader, beside one that is whole: what is wrong is told with
/// its place, the whole one is run, and neither memory nor time is used up.
@Suite final class HostileInputTests {
    /// A file, and what is told of it.
    struct Hostile: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let bytes: Data
        /// A part of the message; of a set whose cases are merely unsupported there is none.
        let message: String?

        init(_ what: String, _ message: String?, _ bytes: Data) {
            testDescription = what
            self.message = message
            self.bytes = bytes
        }

        init(_ what: String, _ message: String?, _ text: String) {
            self.init(what, message, Data(text.utf8))
        }
    }

    private static let key = String(repeating: "00", count: 16)

    static func set(_ algorithm: String, _ members: String, _ test: String) -> String {
        """
        {"vsId":1,"algorithm":"\(algorithm)","revision":"1.0","testGroups":[{"tgId":1,\
        "testType":"AFT",\(members)"tests":[{"tcId":1,\(test)}]}]}
        """
    }

    static func digest(_ test: String) -> String { set("SHA2-256", "", test) }

    static let whole = digest(#""msg":"616263","len":24"#)
    static let twoGiB = 1 << 34

    static let syntax = [
        Hostile("a string for a number", "byte 116: expected an integer", digest(#""len":"8""#)),
        Hostile("an array for a string", "expected a string", digest(#""msg":["00"],"len":8"#)),
        Hostile("an object for tests", "expected '['", whole.replacing("[{\"tcId\"", with: "{")),
        Hostile(
            "a number of 100 digits", "more than 15 digits",
            digest("\"msg\":\"00\",\"len\":" + String(repeating: "9", count: 100))),
        Hostile(
            "a tgId of 100 digits", "more than 15 digits",
            whole.replacing("\"tgId\":1", with: "\"tgId\":" + String(repeating: "9", count: 100))),
        Hostile(
            "a negative tgId", "tgId is negative",
            whole.replacing("\"tgId\":1", with: "\"tgId\":-1")),
        Hostile("a fraction", "expected an integer", digest(#""msg":"00","len":8.0"#)),
        Hostile("an unknown algorithm", nil, whole.replacing("SHA2-256", with: "SHA9")),
        Hostile("an algorithm of lone surrogates", nil, whole.replacing("SHA2", with: #"\ud800"#)),
        Hostile(
            "a tcId twice", "tcId 1 stands twice",
            whole.replacing("[{\"tcId\"", with: #"[{"tcId":1,"msg":"","len":0},{"tcId""#)),
        Hostile(
            "a tgId twice", "tgId 1 stands twice",
            whole.replacing("}]}", with: #"}]},{"tgId":1,"testType":"AFT","tests":[{"tcId":2}]}"#)),
        Hostile(
            "no groups", "testGroups is empty", #"{"vsId":1,"algorithm":"SHA-1","testGroups":[]}"#),
        Hostile("no cases", "tests is empty", whole.replacing(#/\[{"tcId".*}\]}/#, with: "[]}")),
        Hostile("nothing but sets", "there is no testGroups", #"{"vsId":1}"#),
        Hostile(
            "lone surrogates in hexadecimal", "msg is not hexadecimal",
            digest(#""msg":"\ud800","len":8"#)),
        Hostile(
            "arrays in arrays", "nested too deeply",
            digest(
                "\"unknown\":" + String(repeating: "[", count: 100_000)
                    + String(repeating: "]", count: 100_000))),
        Hostile(
            "groups in groups", "nested too deeply",
            "{\"vsId\":1,\"x\":" + String(repeating: "{\"a\":", count: 100_000)),
        Hostile("a NUL byte", "byte 117: a control character", digest("\"msg\":\"\0\",\"len\":8")),
        Hostile("text behind the end", "something follows", whole + "]"),
        Hostile(
            "a byte order mark", "byte 0: expected '{'",
            Data([0xEF, 0xBB, 0xBF]) + Data(whole.utf8)),
        Hostile(
            "invalid UTF-8", "byte 122: this is not UTF-8",
            Data(digest("\"msg\":\"").utf8) + Data([0xC0, 0xAF])),
    ]

    static let lengths = [
        (
            "payloadLen",
            set(
                "ACVP-AES-CBC", #""direction":"encrypt","keyLen":128,"#,
                #""key":"\#(key)","iv":"\#(key)","pt":"\#(key)","payloadLen":\#(twoGiB)"#)
        ),
        ("outLen", set("SHAKE-128", "", #""msg":"00","len":8,"outLen":\#(twoGiB)"#)),
        (
            "macLen",
            set(
                "HMAC-SHA2-256", "", #""key":"\#(key)","keyLen":128,"msg":"00","macLen":\#(twoGiB)"#
            )
        ),
        (
            "keyLen",
            set(
                "HMAC-SHA2-256", "", #""key":"\#(key)","keyLen":\#(twoGiB),"msg":"00","macLen":256"#
            )
        ),
        (
            "ivLen",
            set(
                "ACVP-AES-GCM",
                #""direction":"encrypt","ivGen":"internal","keyLen":128,"tagLen":128,"#
                    + "\"ivLen\":\(twoGiB),",
                #""key":"\#(key)","aad":"","pt":"00""#)
        ),
        (
            "nonce",
            set(
                "ACVP-AES-CCM-ECMA",
                #""direction":"encrypt","keyLen":128,"ivLen":128,"tagLen":64,"#,
                #""key":"\#(key)","iv":"\#(key)","aad":"","pt":"00""#)
        ),
        (
            "tagLen",
            set(
                "ACVP-AES-GCM",
                #""direction":"decrypt","keyLen":128,"ivLen":96,"tagLen":\#(twoGiB),"#,
                #""key":"\#(key)","iv":"00","aad":"","ct":"00","tag":"00""#)
        ),
        (
            "returnedBitsLen",
            set(
                "hmacDRBG",
                #""mode":"SHA2-256","predResistance":false,"reSeed":false,"#
                    + "\"returnedBitsLen\":\(twoGiB),",
                #""entropyInput":"\#(key)","nonce":"00","persoString":"","otherInput":[]"#)
        ),
        (
            "fullLength",
            digest(
                #""largeMsg":{"expansionTechnique":"repeating","content":"00","#
                    + "\"contentLength\":8,\"fullLength\":\(1 << 49)}"
            ).replacing("AFT", with: "LDT")
        ),
        (
            "contentLength",
            digest(
                #""largeMsg":{"expansionTechnique":"repeating","content":"","#
                    + #""contentLength":0,"fullLength":8}"#
            ).replacing("AFT", with: "LDT")
        ),
        (
            "maxOutLen",
            set(
                "SHAKE-256", #""minOutLen":16,"maxOutLen":\#(twoGiB),"#,
                #""msg":"\#(key)","len":128"#
            ).replacing("AFT", with: "MCT")
        ),
    ].map { Hostile($0.0, nil, $0.1) }

    private let folder: URL

    init() throws {
        folder = try Folder.make()
        try folder.file("whole.kat", Vectors.small)
        try folder.file("README.txt", "no vectors\n")
    }

    deinit { Folder.remove(folder) }

    @Test(arguments: syntax + lengths)
    func isToldAndHarmsNothing(_ hostile: Hostile) throws {
        try folder.file("hostile.json", hostile.bytes)
        // What is unsupported beside cases that pass fails nothing, here as in official sets.
        let results = try run(status: hostile.message == nil ? 0 : 2)
        let told = results.inputs.filter { $0.outcome == "error" }
        if let message = hostile.message {
            #expect(told.map(\.file) == ["hostile.json"], "\(told)")
            #expect(told.first?.message.contains(message) == true, "\(told)")
            #expect(told.first?.message.hasPrefix("byte ") == true, "\(told)")
        } else {
            #expect(told.isEmpty, "\(told)")
            let groups = results.sets.filter { $0.file == "hostile.json" }.flatMap(\.groups)
            #expect(groups.count == 2 && groups.allSatisfy { $0.pass + $0.fail + $0.error == 0 })
        }
    }

    /// Cut at every byte: what is left is an error with its place, or no vectors yet.
    @Test func everyTruncation() throws {
        let bytes = Data(HostileInputTests.whole.utf8)
        for count in 0..<bytes.count { try folder.file("\(count).json", bytes.prefix(count)) }
        let results = try run()
        #expect(results.inputs.count == bytes.count + 1)
        let key = HostileInputTests.whole.utf8.firstIndex(of: UInt8(ascii: ":")).map {
            HostileInputTests.whole.utf8.distance(
                from: HostileInputTests.whole.utf8.startIndex, to: $0)
        }
        for count in (key ?? 0) + 1..<bytes.count {
            let input = try #require(results.inputs.first { $0.file == "\(count).json" })
            #expect(input.outcome == "error" && input.message.hasPrefix("byte "), "\(input)")
        }
    }

    /// One case that fails outweighs what cannot be read.
    @Test func aFailureAmongUnreadables() throws {
        try folder.file("hostile.json", "{\"vsId\":1")
        try folder.file("wrong.kat", Vectors.small.replacing("ba78", with: "ba79"))
        let results = try run(status: 1)
        #expect(results.inputs.contains { $0.file == "hostile.json" && $0.outcome == "error" })
    }

    /// Half a million elements, brackets or reasons in a few megabytes.
    @Test func whatIsManyStaysSmall() throws {
        let many = { (count: Int, element: (Int) -> String) in
            (1...count).map(element).joined(separator: ",")
        }
        try folder.file(
            "members.json",
            HostileInputTests.digest("\"x\":{" + many(300_000) { "\"\($0)\":0" } + "}"))
        try folder.file(
            "groups.json",
            #"{"vsId":1,"algorithm":"SHA2-256","revision":"1.0","testGroups":["#
                + many(10_000) {
                    #"{"tgId":\#($0),"testType":"X\#($0)","tests":[{"tcId":\#($0)}]}"#
                }
                + "]}")
        try folder.file(
            "reasons.json",
            HostileInputTests.whole.replacing(
                #/\[{"tcId".*}\]}/#,
                with: "["
                    + many(60_000) { #"{"tcId":\#($0),"msg":"","len":\#(8 * $0)}"# } + "]}"))
        _ = try run()
    }

    /// Runs the folder, with bounds on time and on memory beyond that of the whole file alone.
    private func run(status: Int32 = 2) throws -> Results {
        let (outcome, peakKiB) = try Fipsmark.runMeasured(
            ["kat", "--quiet", "--format", "json", folder.path], folder: folder, seconds: 30)
        #expect(outcome.status == status && outcome.signal == nil, "\(outcome.talk)")
        // The whole file alone takes some 20 MiB.
        #expect(peakKiB < 220 << 10)
        let results = try Results(outcome)
        let whole = results.sets.filter { $0.file == "whole.kat" }.flatMap(\.groups)
        #expect(whole.count == 2 && whole.allSatisfy { $0.pass == 1 })
        #expect(results.inputs.contains { $0.file == "README.txt" && $0.outcome != "error" })
        return results
    }
}
