import Algorithms

extension KernelQuestion {
    /// The key and the first block of SP 800-38A, appendix F.
    private static let key = "2b7e151628aed2a6abf7158809cf4f3c"
    private static let block = "6bc1bee22e409f96e93d7e117393172a"

    static let all: [KernelQuestion] = [
        // The message "abc" of the NIST examples to FIPS 180-4 and FIPS 202.
        KernelQuestion(
            name: "sha1", subject: .digest(.sha1), message: "616263",
            expected: "a9993e364706816aba3e25717850c26c9cd0d89d"),
        KernelQuestion(
            name: "sha256", subject: .digest(.sha2_256), message: "616263",
            expected: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        KernelQuestion(
            name: "sha512", subject: .digest(.sha2_512), message: "616263",
            expected: "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"),
        KernelQuestion(
            name: "sha3-256", subject: .digest(.sha3_256), message: "616263",
            expected: "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532"),
        // RFC 4231, section 4.2.
        KernelQuestion(
            name: "hmac(sha256)", subject: .hmac(.sha2_256),
            key: "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", message: "4869205468657265",
            expected: "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
        // RFC 4493, section 4, example 2.
        KernelQuestion(
            name: "cmac(aes)", subject: .cmac, key: key, message: block,
            expected: "070a16b46b4d4144f79bdd9dd04a287c"),
        // SP 800-38A, appendix F.1.1, F.2.1 and F.5.1.
        KernelQuestion(
            name: "ecb(aes)", subject: .cipher(.ecb), key: key, message: block,
            expected: "3ad77bb40d7a3660a89ecaf32466ef97"),
        KernelQuestion(
            name: "cbc(aes)", subject: .cipher(.cbc), key: key,
            iv: "000102030405060708090a0b0c0d0e0f", message: block,
            expected: "7649abac8119b246cee98e9b12e9197d"),
        KernelQuestion(
            name: "ctr(aes)", subject: .cipher(.ctr), key: key,
            iv: "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff", message: block,
            expected: "874d6191b620e3261bef6864990db6ce"),
        // IEEE 1619, annex B, vector 2.
        KernelQuestion(
            name: "xts(aes)", subject: .cipher(.xts),
            key: "1111111111111111111111111111111122222222222222222222222222222222",
            iv: "33333333330000000000000000000000",
            message: "4444444444444444444444444444444444444444444444444444444444444444",
            expected: "c454185e6a16936e39334038acef838bfb186fff7480adc4289382ecd6d394f0"),
        // McGrew and Viega, The Galois/Counter Mode of Operation, test case 4.
        KernelQuestion(
            name: "gcm(aes)", subject: .gcm, key: "feffe9928665731c6d6a8f9467308308",
            iv: "cafebabefacedbaddecaf888", aad: "feedfacedeadbeeffeedfacedeadbeefabaddad2",
            message: "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
            expected: "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e"
                + "21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091",
            tag: "5bc94fbc3221a5db94fae95ae7121a47"),
    ]
}
