import Algorithms
import Testing

@testable import Approval

/// Every limit of AES outside GCM, on both of its sides.
@Suite struct DecisionsOfAESTests {
    @Test(arguments: [
        (BlockCipherMode.ecb, "aes-ecb-enc", "aes-ecb-dec"),
        (.cbc, "aes-cbc-crypt", "aes-cbc-crypt"), (.cbcCS1, "aes-cbc-cs1", "aes-cbc-cs1"),
        (.cbcCS2, "aes-cbc-cs2", "aes-cbc-cs2"), (.cbcCS3, "aes-cbc-cs3", "aes-cbc-cs3"),
        (.cfb1, "aes-cfb1-crypt", "aes-cfb1-crypt"), (.cfb8, "aes-cfb8-crypt", "aes-cfb8-crypt"),
        (.cfb128, "aes-cfb-crypt", "aes-cfb-crypt"), (.ofb, "aes-ofb-crypt", "aes-ofb-crypt"),
        (.ctr, "aes-ctr-crypt", "aes-ctr-crypt"), (.xts, "aes-xts", "aes-xts"),
    ])
    func modes(mode: BlockCipherMode, encryption: String, decryption: String) {
        for keyBits in [128, 256] {
            expect(.encryption(mode, keyBits: keyBits), encryption, .approved)
            expect(.decryption(mode, keyBits: keyBits), decryption, .approved)
        }
        let of192Bits = mode == .xts ? "aes-xts-key-length" : encryption
        expect(.encryption(mode, keyBits: 192), of192Bits)
        for keyBits in [0, 64, 127, 129, 255, 257, 384, 512] {
            let ruleID = mode == .xts ? "aes-xts-key-length" : "aes-key-length"
            expect(.encryption(mode, keyBits: keyBits), ruleID, .nonApproved)
            expect(.decryption(mode, keyBits: keyBits), ruleID, .nonApproved)
        }
    }

    /// A draft that would end ECB fails nothing today, and is told beside it.
    @Test(arguments: [true, false])
    func theEndOfECBIsADraft(encrypting: Bool) {
        let service: Service =
            encrypting ? .encryption(.ecb, keyBits: 128) : .decryption(.ecb, keyBits: 128)
        guard case .draft(let change) = service.rule.nextChange else {
            Issue.record("\(service) does not say what is to come")
            return
        }
        #expect(change.contains(encrypting ? "disallowed" : "legacy use"))
    }

    @Test(arguments: [
        (Service.xtsWithEqualKeys, "aes-xts-equal-keys", Status.nonApproved),
        (.decryption(.xts, keyBits: 192), "aes-xts-key-length", .nonApproved),
        (.xtsDataUnit(bits: 127), "aes-xts-data-unit", .nonApproved),
        (.xtsDataUnit(bits: 128), "aes-xts", .approved),
        (.xtsDataUnit(bits: 134_217_728), "aes-xts", .approved),
        (.xtsDataUnit(bits: 134_217_729), "aes-xts-data-unit", .nonApproved),
    ])
    func xts(service: Service, ruleID: String, status: Status) {
        expect(service, ruleID, status)
    }

    @Test(arguments: [
        (32, "aes-ccm-short-tag"), (48, "aes-ccm-short-tag"), (64, "aes-ccm"), (80, "aes-ccm"),
        (96, "aes-ccm"), (112, "aes-ccm"), (128, "aes-ccm"), (0, "aes-ccm-tag-length"),
        (16, "aes-ccm-tag-length"), (31, "aes-ccm-tag-length"), (40, "aes-ccm-tag-length"),
        (72, "aes-ccm-tag-length"), (120, "aes-ccm-tag-length"), (144, "aes-ccm-tag-length"),
    ])
    func tagsOfCCM(tagBits: Int, ruleID: String) {
        for keyBits in [128, 192, 256] {
            expect(.ccmEncryption(keyBits: keyBits, tagBits: tagBits), ruleID)
            expect(.ccmDecryption(keyBits: keyBits, tagBits: tagBits), ruleID)
        }
        expect(.ccmEncryption(keyBits: 160, tagBits: tagBits), "aes-key-length")
        expect(.ccmDecryption(keyBits: 160, tagBits: tagBits), "aes-key-length")
    }

    @Test(arguments: [
        (0, "cmac-tag-length"), (1, "cmac-short-tag"), (63, "cmac-short-tag"), (64, "cmac-aes"),
        (88, "cmac-aes"), (128, "cmac-aes"), (129, "cmac-tag-length"),
    ])
    func tagsOfCMAC(tagBits: Int, ruleID: String) {
        for keyBits in [128, 192, 256] {
            expect(.cmacGeneration(keyBits: keyBits, tagBits: tagBits), ruleID)
            expect(.cmacVerification(keyBits: keyBits, tagBits: tagBits), ruleID)
        }
        expect(.cmacGeneration(keyBits: 0, tagBits: tagBits), "aes-key-length")
        expect(.cmacVerification(keyBits: 320, tagBits: tagBits), "aes-key-length")
    }

    /// Whoever runs a short tag has a test in hand; a service would need an analysis of its risks.
    @Test func onlyTestsMayShortenTheTag() {
        expect(.ccmDecryption(keyBits: 128, tagBits: 32), "aes-ccm-short-tag", .testOnly)
        expect(.cmacVerification(keyBits: 128, tagBits: 32), "cmac-short-tag", .testOnly)
    }

    @Test(arguments: [
        (Service.keyWrapping(keyBits: 128, padded: false), "aes-kw"),
        (.keyUnwrapping(keyBits: 192, padded: false), "aes-kw"),
        (.keyWrapping(keyBits: 256, padded: true), "aes-kwp"),
        (.keyUnwrapping(keyBits: 128, padded: true), "aes-kwp"),
        (.keyWrapping(keyBits: 64, padded: false), "aes-key-length"),
        (.keyUnwrapping(keyBits: 512, padded: true), "aes-key-length"),
        (.wrappedKey(bytes: 16, padded: false), "aes-kw"),
        (.wrappedKey(bytes: (1 << 57) - 8, padded: false), "aes-kw"),
        (.wrappedKey(bytes: 0, padded: false), "aes-kw-length"),
        (.wrappedKey(bytes: 8, padded: false), "aes-kw-length"),
        (.wrappedKey(bytes: 17, padded: false), "aes-kw-length"),
        (.wrappedKey(bytes: 20, padded: false), "aes-kw-length"),
        (.wrappedKey(bytes: 1 << 57, padded: false), "aes-kw-length"),
        (.wrappedKey(bytes: 1, padded: true), "aes-kwp"),
        (.wrappedKey(bytes: 8, padded: true), "aes-kwp"),
        (.wrappedKey(bytes: (1 << 32) - 1, padded: true), "aes-kwp"),
        (.wrappedKey(bytes: 0, padded: true), "aes-kwp-length"),
        (.wrappedKey(bytes: 1 << 32, padded: true), "aes-kwp-length"),
        (.wrappedKey(bytes: -8, padded: false), "aes-kw-length"),
        (.wrappedKey(bytes: -8, padded: true), "aes-kwp-length"),
    ])
    func keyWrap(service: Service, ruleID: String) {
        expect(service, ruleID)
        #expect(service.rule.status.isApproved != ruleID.hasSuffix("-length"))
    }
}
