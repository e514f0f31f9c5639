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

    private func answer(
        _ operation: String, _ members: [String: Any]
    ) throws -> [String: Any] {
        let request = members.merging(["operation": operation]) { $1 }
        let bytes = try JSONSerialization.data(withJSONObject: request)
        return try answer(String(decoding: bytes, as: UTF8.self))
    }

    private let key = String(repeating: "02", count: 16)
    private let block = String(repeating: "01", count: 16)
    private let nonce = String(repeating: "00", count: 12)

    @Test func hashesAndMACsAnswer() throws {
        let cases: [(String, [String: Any], String, String)] = [
            ("digest", ["algorithm": "SHA-1", "message": "0102"], "md", "05"),
            ("xof", ["algorithm": "SHAKE-128", "message": "07", "outLen": 24], "md", "070809"),
            (
                "mac", ["algorithm": "HMAC-SHA-1", "key": key, "message": "05", "macLen": 32],
                "mac", "02051111"
            ),
            ("cmac", ["key": key, "message": "05", "macLen": 32], "mac", "02051111"),
            ("gmac", ["key": key, "iv": nonce, "aad": "05", "tagLen": 96], "tag", "02051D"),
        ]
        for (operation, members, name, start) in cases {
            let answer = try answer(operation, members)
            #expect((answer[name] as? String)?.hasPrefix(start) == true, "\(operation): \(answer)")
        }
    }

    @Test func ciphersAnswer() throws {
        let common: [String: Any] = ["direction": "encrypt", "key": key, "iv": block]
        let sealing: [String: Any] = ["key": key, "iv": nonce, "aad": "", "tagLen": 32]
        let cases: [(String, [String: Any], [String: Any], String, String)] = [
            (
                "block-transform", common, ["algorithm": "ACVP-AES-ECB", "iv": "", "data": block],
                "out", "0303"
            ),
            (
                "block-transform", common,
                ["algorithm": "ACVP-AES-CFB1", "data": "80", "payloadLen": 1], "out", "82"
            ),
            (
                "cbc-cs", common, ["algorithm": "ACVP-AES-CBC-CS1", "data": block + "01"], "out",
                "0303"
            ),
            (
                "xts-transform", common,
                ["key": key + block, "tweak": block, "dataUnitLen": 128, "data": block], "out",
                "0000"
            ),
            ("encrypt", sealing, ["pt": block, "tagLen": 128], "tag", "1010"),
            ("ccm-encrypt", sealing, ["pt": "01"], "ct", "0301010101"),
            ("ccm-decrypt", sealing, ["ct": "0301010101"], "pt", "01"),
            ("key-wrap", common, ["direction": "wrap", "padded": true, "data": "09"], "out", "01"),
        ]
        for (operation, common, members, name, start) in cases {
            let answer = try answer(operation, common.merging(members) { $1 })
            #expect((answer[name] as? String)?.hasPrefix(start) == true, "\(operation): \(answer)")
        }
    }

    /// Each data unit has the tweak after the one before, with the carry.
    @Test func dataUnitsAreNumbered() throws {
        let zeros = String(repeating: "00", count: 16)
        let first = "FFFF" + zeros.dropFirst(4)
        let answer = try answer(
            "xts-transform",
            [
                "direction": "encrypt", "key": key + block, "tweak": first, "dataUnitLen": 128,
                "data": zeros + zeros,
            ])
        #expect(answer["out"] as? String == first + "000001" + zeros.dropFirst(6))
    }

    @Test func monteCarloTestsAreWhole() throws {
        let seed = String(repeating: "09", count: 32)
        // A seed of any length is one of the alternate version.
        for (algorithm, seed, alternate) in [("SHA2-256", seed, false), ("SHA3-256", "01", true)] {
            let digests = try answer(
                "digest-mct", ["algorithm": algorithm, "seed": seed, "alternate": alternate])
            #expect((digests["md"] as? [String])?.count == 100)
        }
        for (algorithm, iv, data) in [
            ("ACVP-AES-ECB", "", block), ("ACVP-AES-CBC", key, block), ("ACVP-AES-CFB8", key, "09"),
        ] {
            let rounds = try answer(
                "block-mct",
                [
                    "algorithm": algorithm, "direction": "encrypt", "key": key, "iv": iv,
                    "data": data,
                ])
            let array = try #require(rounds["resultsArray"] as? [[String: String]])
            #expect(array.count == 100 && array[0]["key"] == key && array[0]["iv"] == iv)
            #expect(array[1]["in"]?.count == data.count)
        }
    }

    @Test func whatIsWrongIsAnAnswer() throws {
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
            "decrypt", ["key": key, "iv": "00", "aad": "", "ct": "", "tag": key])
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
