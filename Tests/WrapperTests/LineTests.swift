import Algorithms
import Approval
import Foundation
import Testing
import Wrapper

/// acvp-assay's JSON lines, where errors are answers and nothing ends the conversation.
@Suite struct LineTests {
    private func answers(_ lines: String, pieceBytes: Int = .max) throws -> [[String: Any]] {
        let conversation = Conversation(Array(lines.utf8), pieceBytes: pieceBytes)
        try LineLoop(Gate(ToyModule(), for: .test), toolVersion: "0", conversation).run()
        let text = String(decoding: conversation.output, as: UTF8.self)
        #expect(text.isEmpty || text.hasSuffix("\n"))
        return try text.split(separator: "\n").map { line in
            try #require(
                JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
    }

    private func answer(_ line: String) throws -> [String: Any] {
        try #require(try answers(line).first)
    }

    @Test func metadataNamesTheModule() throws {
        let metadata = try answer(#"{"operation":"metadata"}"#)
        for name in ["name", "libraryName", "libraryVersion", "backendName", "backendVersion"] {
            #expect((metadata[name] as? String)?.isEmpty == false, "\(name)")
        }
        // The client refuses an empty one.
        #expect(metadata["buildId"] == nil)
    }

    @Test func operationsAnswer() throws {
        let key = String(repeating: "02", count: 16)
        let block = String(repeating: "01", count: 16)
        let iv = String(repeating: "00", count: 12)
        let cases: [(String, String, String)] = [
            (#""digest","algorithm":"SHA-1","message":"0102""#, "md", "05"),
            (#""xof","algorithm":"SHAKE-128","message":"07","outLen":24"#, "md", "070809"),
            (
                #""mac","algorithm":"HMAC-SHA-1","key":"\#(key)","message":"05","macLen":32"#,
                "mac", "02051111"
            ),
            (#""cmac","key":"\#(key)","message":"05","macLen":32"#, "mac", "02051111"),
            (#""gmac","key":"\#(key)","iv":"\#(iv)","aad":"05","tagLen":96"#, "tag", "02051D"),
            (
                #""block-transform","algorithm":"ACVP-AES-ECB","direction":"encrypt","key":"\#(key)","iv":"","data":"\#(block)""#,
                "out", "0303"
            ),
            (
                #""cbc-cs","algorithm":"ACVP-AES-CBC-CS1","direction":"encrypt","key":"\#(key)","iv":"\#(block)","data":"\#(block)01""#,
                "out", "0303"
            ),
            (
                #""xts-transform","direction":"decrypt","key":"\#(key)\#(block)","tweak":"\#(block)","dataUnitLen":128,"data":"\#(block)""#,
                "out", "FFFF"
            ),
            (
                #""encrypt","key":"\#(key)","iv":"\#(iv)","aad":"","pt":"\#(block)","tagLen":128"#,
                "tag", "1010"
            ),
            (
                #""ccm-encrypt","key":"\#(key)","iv":"\#(iv)","aad":"","pt":"01","tagLen":32"#,
                "ct",
                "0301010101"
            ),
            (
                #""ccm-decrypt","key":"\#(key)","iv":"\#(iv)","aad":"","ct":"0301010101","tagLen":32"#,
                "pt", "01"
            ),
            (
                #""key-wrap","direction":"wrap","padded":true,"key":"\#(key)","data":"09""#, "out",
                "01"
            ),
        ]
        for (request, member, start) in cases {
            let answer = try answer("{\"operation\":\(request)}")
            #expect((answer[member] as? String)?.hasPrefix(start) == true, "\(request): \(answer)")
        }
    }

    @Test func monteCarloTestsAreWhole() throws {
        let seed = String(repeating: "09", count: 32)
        let digests = try answer(
            #"{"operation":"digest-mct","algorithm":"SHA2-256","seed":"\#(seed)","alternate":false}"#
        )
        #expect((digests["md"] as? [String])?.count == 100)
        // A seed of any length is one of the alternate version.
        let alternate = try answer(
            #"{"operation":"digest-mct","algorithm":"SHA3-256","seed":"01","alternate":true}"#)
        #expect((alternate["md"] as? [String])?.count == 100)
        let key = String(repeating: "00", count: 16)
        for (algorithm, iv, data) in [
            ("ACVP-AES-ECB", "", seed.prefix(32)), ("ACVP-AES-CBC", key, seed.prefix(32)),
            ("ACVP-AES-CFB8", key, "09"),
        ] {
            let rounds = try answer(
                #"{"operation":"block-mct","algorithm":"\#(algorithm)","direction":"encrypt","key":"\#(key)","iv":"\#(iv)","data":"\#(data)"}"#
            )
            let array = try #require(rounds["resultsArray"] as? [[String: String]])
            #expect(array.count == 100 && array[0]["key"] == key && array[0]["iv"] == iv)
            #expect(array[1]["in"]?.count == data.count)
        }
    }

    @Test func whatIsWrongIsAnAnswer() throws {
        let key = String(repeating: "02", count: 16)
        let unsupported = [
            #"{"operation":"rsa-verify"}"#,
            #"{"operation":"digest","algorithm":"MD5","message":""}"#,
            #"{"operation":"mac","algorithm":"HMAC-SHA-1","key":"02","message":"","macLen":32}"#,
            #"{"operation":"xof","algorithm":"SHAKE-128","message":"","outLen":7}"#,
            #"{"operation":"ecdsa-sign","curve":"P-256","hashAlg":"SHA2-256","message":""}"#,
            #"{"operation":"ecdsa-sign","curve":"P-192","hashAlg":"SHA2-256","message":""}"#,
        ]
        for line in unsupported {
            #expect(try answer(line)["error"] as? String == "unsupported", "\(line)")
        }
        let forged = try answer(
            #"{"operation":"decrypt","key":"\#(key)","iv":"00","aad":"","ct":"","tag":"\#(key)"}"#)
        #expect(forged["error"] as? String == "authentication failed")
        for line in [
            "x", "{", "[]", "{\"operation\":1}", #"{"operation":"digest"}"#, "{} {}",
            #"{"operation":"digest","algorithm":"SHA-1","message":"0"}"#,
            #"{"a":1,"a":1}"#, #"{"a":"\ud800"}"#, #"{"a":1.5}"#, "\"\u{1}\"",
            String(repeating: "[", count: 100_000),
        ] {
            let error = try answer(line)["error"] as? String
            #expect(error != nil && error != "unsupported", "\(line.prefix(40))")
        }
    }

    @Test func oneAnswerForEachLineInOrder() throws {
        let lines = """
            {"operation":"xof","algorithm":"SHAKE-128","message":"01","outLen":8}

            x
             { "operation" : "\\u0078of", "algorithm":"SHAKE-128","message":"02","outLen":8 }
            {"operation":"xof","algorithm":"SHAKE-128","message":"03","outLen":8}
            """
        for pieceBytes in [1, 7, Int.max] {
            let all = try answers(lines, pieceBytes: pieceBytes)
            #expect(all.map { $0["md"] as? String } == ["01", nil, "02", "03"])
        }
    }

    @Test func aLineThatNeverEndsTakesNoMemory() throws {
        let line = String(repeating: " ", count: 5 << 20)
        let all = try answers(line + "\n" + #"{"operation":"metadata"}"# + "\n")
        #expect(all.count == 2)
        #expect((all[0]["error"] as? String)?.hasPrefix("a request of more than") == true)
    }
}
