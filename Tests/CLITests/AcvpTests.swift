import Foundation
import Testing

/// `fipsmark acvp`: responses of NIST's shape, from the prompt alone.
@Suite final class AcvpTests {
    private let folder: URL

    init() throws { folder = try Folder.make() }

    deinit { Folder.remove(folder) }

    @Test(arguments: ["openssl", "gcrypt"])
    func responseHasTheShapeOfNIST(module: String) throws {
        try folder.file("prompt.json", Prompts.digest())
        let outcome = try Fipsmark.run(["acvp", "--module", module, "prompt.json"], folder: folder)
        #expect(outcome.status == 0, "\(outcome.talk)")
        #expect(
            outcome.output == """
                {"vsId":7,"algorithm":"SHA2-256","revision":"1.0","isSample":true,"testGroups":\
                [{"tgId":3,"tests":[{"tcId":5,"md":"\(Prompts.md)"}]}]}

                """)
        let headline = try #require(outcome.talkLines.first)
        #expect(headline.hasSuffix(" 1 set: 1 answered, 0 refused, 0 unsupported, 0 errors"))
    }

    /// Answers that lie beside a prompt, right or wrong, change nothing.
    @Test func answersBesideThePromptAreNotRead() throws {
        try folder.file("prompt.json", Prompts.digest())
        let alone = try Fipsmark.run(["acvp", "."], folder: folder)
        for name in ["expectedResults.json", "internalProjection.json"] {
            try folder.file(
                name, Prompts.digest(more: #","md":"\#(String(repeating: "00", count: 32))""#))
        }
        let beside = try Fipsmark.run(["acvp", "."], folder: folder)
        #expect(alone.status == 0 && beside.status == 0)
        #expect(beside.output == alone.output && alone.output.contains(Prompts.md))
        try FileManager.default.removeItem(atPath: folder.appending(path: "prompt.json").path)
        let projection = try Fipsmark.run(
            ["acvp", "internalProjection.json"], folder: folder)
        #expect(projection.status == 2 && projection.output.isEmpty)
        #expect(projection.talk.contains("it holds its own answers"))
    }

    @Test func severalPromptsGiveOneArray() throws {
        let version = #"{"acvVersion":"1.0"}"#
        try folder.file("a.json", "[\(version),\(Prompts.digest(vsId: 1))]")
        try folder.file("b.json", "[\(version),\(Prompts.digest(vsId: 2))]")
        try folder.file("c.json", Prompts.digest(vsId: 3))
        let alone = try Fipsmark.run(["acvp", "a.json"], folder: folder)
        #expect(alone.output.hasPrefix("[\(version),{\"vsId\":1,"))
        let outcome = try Fipsmark.run(["acvp", "a.json", "b.json", "c.json"], folder: folder)
        #expect(outcome.status == 0)
        let array = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
        let objects = try #require(array as? [[String: Any]])
        #expect(objects.map { $0["vsId"] as? Int } == [nil, 1, 2, 3])
        #expect(objects[0]["acvVersion"] as? String == "1.0")
    }

    @Test func whatIsNotAnsweredIsLeftOutAndCounted() throws {
        // One bit is no whole byte; P-192 is refused; FF1 is not in the table.
        try folder.file("bits.json", Prompts.digest(length: 7, also: 24))
        try folder.file("curve.json", Prompts.keyGeneration(curve: "P-192"))
        try folder.file("other.json", Prompts.set("ACVP-AES-FF1", "1.0", #"{"tcId":1}"#))
        let outcome = try Fipsmark.run(
            ["acvp", "bits.json", "curve.json", "other.json"], folder: folder)
        #expect(outcome.status == 0)
        #expect(outcome.output.contains(#""tests":[{"tcId":6,"md":"\#(Prompts.md)"}]"#))
        #expect(outcome.output.contains(#""algorithm":"ACVP-AES-FF1""#))
        #expect(!outcome.output.contains(#""tcId":5"#) && !outcome.output.contains(#""tcId":1"#))
        let headline = try #require(outcome.talkLines.first)
        #expect(headline.hasSuffix("3 sets: 1 answered, 1 refused, 2 unsupported, 0 errors"))
        #expect(headline.count <= 80)
        for reason in ["ecdsa-p192-sign", "a message of 7 bits", "FF1 is not in the table"] {
            #expect(outcome.talk.contains(reason), "\(reason)")
        }
        let quiet = try Fipsmark.run(["acvp", "--quiet", "bits.json"], folder: folder)
        #expect(quiet.talkLines.count == 1)
        let nothing = try Fipsmark.run(["acvp", "curve.json"], folder: folder)
        #expect(nothing.status == 2, "nothing was answered")
    }

    @Test func whatCannotBeReadEndsWithTwo() throws {
        try folder.file("right.json", Prompts.digest())
        try folder.file("broken.json", Prompts.digest() + "x")
        try folder.file("empty.json", "")
        for (paths, count) in [(["right.json", "broken.json"], 2), (["right.json", "none"], 1)] {
            let outcome = try Fipsmark.run(["acvp"] + paths, folder: folder)
            #expect(outcome.status == 2, "\(paths)")
            #expect(outcome.output.components(separatedBy: Prompts.md).count == count + 1)
            #expect(outcome.talk.contains("1 error\n") && outcome.talk.contains(paths[1]))
        }
        let empty = try Fipsmark.run(["acvp", "empty.json", "-o", "out.json"], folder: folder)
        #expect(empty.status == 2)
        #expect(try !Folder.names(folder).contains("out.json"))
        #expect(try Fipsmark.run(["acvp"], folder: folder).status == 64)
        #expect(try Fipsmark.run(["acvp", "--module", "x", "a"], folder: folder).status == 64)
    }

    @Test func outputFileIsTheWholeResponse() throws {
        try folder.file("prompt.json", Prompts.digest())
        let target = try folder.folder("target")
        let printed = try Fipsmark.run(["acvp", "prompt.json"], folder: folder)
        let written = try Fipsmark.run(
            ["acvp", "../prompt.json", "-o", "response.json"], folder: target)
        #expect(written.status == 0 && written.output.isEmpty)
        let file = target.appending(path: "response.json")
        #expect(try String(contentsOf: file, encoding: .utf8) == printed.output)
        #expect(try Folder.names(target) == ["response.json"])
    }

    /// Threads share the cases; the response has them in the prompt's order all the same.
    @Test func threadsChangeNothing() throws {
        let cases = (1...2000).map { #"{"tcId":\#($0),"msg":"616263","len":24}"# }
        try folder.file(
            "prompt.json", Prompts.set("SHA2-256", "1.0", cases.joined(separator: ",")))
        let one = try Fipsmark.run(["acvp", "--threads", "1", "prompt.json"], folder: folder)
        let four = try Fipsmark.run(["acvp", "--threads", "4", "prompt.json"], folder: folder)
        #expect(one.status == 0 && one.output == four.output)
        #expect(one.output.components(separatedBy: Prompts.md).count == 2001)
    }
}

/// Small prompts of ACVP.
enum Prompts {
    /// The digest of "abc" (FIPS 180-4).
    static let md = Vectors.digest.uppercased()

    /// A case of SHA2-256 with the message "abc", of which so many bits count, and perhaps another.
    static func digest(
        vsId: Int = 7, length: Int = 24, also: Int? = nil, more: String = ""
    ) -> String {
        var cases = #"{"tcId":5,"msg":"616263","len":\#(length)\#(more)}"#
        if let also { cases += #",{"tcId":6,"msg":"616263","len":\#(also)}"# }
        return set("SHA2-256", "1.0", cases, vsId: vsId)
    }

    static func keyGeneration(curve: String) -> String {
        set(
            "ECDSA", "FIPS186-5", #"{"tcId":1}"#, mode: "keyGen",
            group: #","curve":"\#(curve)","secretGenerationMode":"testing candidates""#)
    }

    static func set(
        _ algorithm: String, _ revision: String, _ cases: String, vsId: Int = 7,
        mode: String? = nil, group: String = ""
    ) -> String {
        let mode = mode.map { #""mode":"\#($0)","# } ?? ""
        return #"{"vsId":\#(vsId),"algorithm":"\#(algorithm)",\#(mode)"revision":"\#(revision)","#
            + #""isSample":true,"testGroups":[{"tgId":3,"testType":"AFT"\#(group),"tests":"#
            + "[\(cases)]}]}"
    }
}
