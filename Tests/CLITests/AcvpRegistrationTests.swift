import Foundation
import Testing

/// `fipsmark acvp --registration`, of both modules.
@Suite final class AcvpRegistrationTests {
    private let folder: URL

    init() throws { folder = try Folder.make() }

    deinit { Folder.remove(folder) }

    private func registration(_ module: String) throws -> [[String: Any]] {
        let outcome = try Fipsmark.run(
            ["acvp", "--registration", "--module", module], folder: folder)
        #expect(outcome.status == 0, "\(outcome.talk)")
        let value = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
        return try #require(value as? [[String: Any]])
    }

    @Test func eachModuleSaysWhatItOffers() throws {
        let (openssl, gcrypt) = (try registration("openssl"), try registration("gcrypt"))
        func names(_ registration: [[String: Any]]) -> Set<String> {
            Set(
                registration.compactMap { algorithm in
                    let mode = (algorithm["mode"] as? String).map { "-\($0)" } ?? ""
                    return (algorithm["algorithm"] as? String).map { $0 + mode }
                })
        }
        let common = names(openssl).intersection(names(gcrypt))
        for name in ["ACVP-AES-GCM", "SHA3-512", "HMAC-SHA2-256", "hmacDRBG", "ECDSA-sigGen"] {
            #expect(common.contains(name), "\(name)")
        }
        // libgcrypt has no CFB of one bit; only it signs deterministically.
        #expect(names(openssl).contains("ACVP-AES-CFB1"))
        #expect(!names(gcrypt).contains("ACVP-AES-CFB1"))
        #expect(names(gcrypt).contains("DetECDSA-sigGen"))
        let tdes = names(openssl).union(names(gcrypt)).filter { $0.contains("TDES") }
        #expect(tdes.isEmpty)
    }

    @Test func aPathHasNoPlaceBesideIt() throws {
        #expect(
            try Fipsmark.run(["acvp", "--registration", "prompt.json"], folder: folder).status
                == 64)
        #expect(
            try Fipsmark.run(["acvp", "--registration", "--check"], folder: folder).status == 64)
    }
}
