import Algorithms
import Approval
import Foundation
import OpenSSLModule
import Testing
import Wrapper

/// The real provider behind the protocol, with published values.
@Suite struct ProviderTests {
    private let module: OpenSSLModule

    init() throws {
        let path =
            ProcessInfo.processInfo.environment["FIPSMARK_PROVIDER"]
            ?? ProviderConfiguration.defaultProviderPath()
        let configuration = try ProviderConfiguration.defaultPath(forProvider: path).map {
            try ProviderConfiguration(path: $0)
        }
        module = try OpenSSLModule(providerPath: path, configuration: configuration)
    }

    private func reply(_ name: String, _ arguments: [UInt8]...) throws -> [[UInt8]] {
        try Conversation.replies(of: module, to: [[Array(name.utf8)] + arguments])[0]
    }

    @Test func digestAndMAC() throws {
        // FIPS 180-4, example; RFC 4231, test case 1.
        #expect(
            try reply("SHA2-256", Array("abc".utf8)) == [
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad".octets
            ])
        #expect(
            try reply(
                "HMAC-SHA2-256", Array("Hi There".utf8), [UInt8](repeating: 0x0B, count: 20)) == [
                    "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7".octets
                ])
    }

    @Test func authenticatedEncryption() throws {
        // McGrew and Viega, The Galois/Counter Mode of Operation, test case 2.
        let zeros = [UInt8](repeating: 0, count: 16)
        let nonce = [UInt8](repeating: 0, count: 12)
        let sealed = try reply("AES-GCM/seal", number(16), zeros, zeros, nonce, [])
        #expect(
            sealed == ["0388dace60b6a392f328c2b971b2fe78ab6e47d42cec13bdf53a67b21257bddf".octets])
        #expect(try reply("AES-GCM/open", number(16), zeros, sealed[0], nonce, []) == [[1], zeros])
        #expect(
            try reply("AES-GCM/open", number(16), zeros, sealed[0], nonce, [1]) == [[0], []])
    }

    @Test func randomBits() throws {
        // NIST CAVP, as in KATs/DRBG/ctrDRBG.kat.
        let entropy = "ce50f33da5d4c1d3d4004eb35244b7f2cd7f2e5076fbf6780a7ff634b249a5fc".octets
        #expect(
            try reply("ctrDRBG/AES-128", number(64), entropy, [], [], [], []) == [
                ("6545c0529d372443b392ceb3ae3a99a30f963eaf313280f1d1a1e87f9db373d3"
                    + "61e75d18018266499cccd64d9bbb8de0185f213383080faddec46bae1f784e5a").octets
            ])
    }

    /// The client keeps a private key and asks for signatures with it, as acvptool does.
    @Test(arguments: ["P-224", "P-256", "P-384", "P-521"])
    func signatures(name: String) throws {
        let curve = Array(name.utf8)
        let hash = Array("SHA2-256".utf8)
        let message = Array("message".utf8)
        func verification(_ heard: [[[UInt8]]], _ message: [UInt8], r: [UInt8]) -> [[UInt8]] {
            [Array("ECDSA/sigVer".utf8), curve, hash, message, heard[0][1], heard[0][2], r]
                + [heard[1][1]]
        }
        let replies = try Conversation.replies(
            of: module,
            toSteps: [
                { _ in [Array("ECDSA/keyGen".utf8), curve] },
                { heard in [Array("ECDSA/sigGen".utf8), curve, heard[0][0], hash, message] },
                { heard in verification(heard, message, r: heard[1][0]) },
                // Numbers without their leading zeros, or with more of them, are the same.
                { heard in verification(heard, message, r: [0, 0] + heard[1][0]) },
                { heard in verification(heard, message + [0], r: heard[1][0]) },
                { heard in verification(heard, message, r: [1] + heard[1][0]) },
                { heard in [Array("ECDSA/keyVer".utf8), curve, heard[0][1], heard[0][2]] },
                { heard in [Array("ECDSA/keyVer".utf8), curve, heard[0][2], heard[0][1]] },
            ])
        #expect(replies.dropFirst(2) == [[[1]], [[1]], [[0]], [[0]], [[1]], [[0]]])
    }

    /// The other half of a private key that was made elsewhere is not known here.
    @Test func aForeignKeyDoesNotSign() throws {
        #expect(
            throws: WrapperError.request(
                "ECDSA/sigGen: a private key that this process did not make")
        ) {
            try reply(
                "ECDSA/sigGen", Array("P-256".utf8), [UInt8](repeating: 1, count: 32),
                Array("SHA2-256".utf8), [])
        }
    }

    /// What is announced is what is answered: every hash and MAC of getConfig has a reply.
    @Test(arguments: Dialect.allCases)
    func whatIsAnnouncedIsAnswered(dialect: Dialect) throws {
        let configuration = try Conversation.replies(
            of: module, to: [[Array("getConfig".utf8)]], dialect)[0][0]
        let entries = try #require(
            JSONSerialization.jsonObject(with: Data(configuration)) as? [[String: Any]])
        let names = entries.compactMap { $0["algorithm"] as? String }
        #expect(names.contains("SHA2-256") && names.contains("ECDSA"))
        #expect(names.contains("acvptool") == (dialect == .boringSSL))
        let key = [UInt8](repeating: 1, count: 32)
        for name in names where name.hasPrefix("SHA") {
            let extra = name.hasPrefix("SHAKE") ? [number(4)] : []
            let request = [Array(name.utf8), key] + extra
            #expect(try Conversation.replies(of: module, to: [request])[0].count == 1)
        }
        for name in names where name.hasPrefix("HMAC-") {
            let request = [Array(name.utf8), [], key]
            #expect(try Conversation.replies(of: module, to: [request])[0].count == 1)
        }
    }
}
