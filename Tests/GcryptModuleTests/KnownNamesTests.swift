import Algorithms
import Testing

@testable import GcryptModule

@Suite struct KnownNamesTests {
    private let module: GcryptModule

    init() throws {
        module = try GcryptModule()
    }

    @Test func everyOperationHasItsNames() throws {
        let names = try module.knownNames()
        let expected: [(KnownName.Operation, [String])] = [
            (.cipher, ["AES", "AES256", "ARCFOUR"]), (.digest, ["SHA256", "MD5"]),
            (.mac, ["HMAC_SHA256", "GMAC_AES"]), (.signature, ["ECC", "RSA"]),
        ]
        for (operation, spellings) in expected {
            let actual = names.filter { $0.operation == operation }.map(\.name)
            for spelling in spellings { #expect(actual.contains(spelling)) }
            #expect(Set(actual).count == actual.count)
        }
    }

    @Test func admitsWhatIsInTheMode() {
        #expect(module.admits(known(.digest, "SHA256")))
        #expect(module.admits(known(.cipher, "AES")))
        #expect(!module.admits(known(.digest, "AES")))
        #expect(!module.admits(known(.kdf, "HKDF")))
        // RC4 is known in every mode and admitted in one.
        let admitted = module.admits(known(.cipher, "ARCFOUR"))
        #expect(admitted == !module.identity.approvedMode)
    }

    private func known(_ operation: KnownName.Operation, _ name: String) -> KnownName {
        KnownName(operation: operation, name: name, aliases: [])
    }
}
