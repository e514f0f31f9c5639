package import Algorithms
import COpenSSL
import Glibc

extension OpenSSLModule {
    package func rsaKeys() throws(ModuleError) -> any RSAKeys {
        if let rsaKeyImports { return rsaKeyImports }
        let made = try OpenSSLRSAKeys(library)
        rsaKeyImports = made
        return made
    }

    package func rsaSignatures(_ scheme: RSAScheme) throws(ModuleError) -> any RSASignatures {
        try OpenSSLRSASignatures(library, scheme)
    }

    package func rsaEncryption(
        _ hash: Hash, mask: Hash
    ) throws(ModuleError) -> any RSAEncryption {
        try OpenSSLRSAEncryption(library, hash, mask: mask)
    }

    package func timedRSA(_ workload: RSAWorkload) throws(ModuleError) -> any TimedOperation {
        switch workload {
        case .generateKey(let modulusBits):
            try TimedRSAKeyGeneration(OpenSSLRSAKeys(library), modulusBits)
        case .sign(let scheme, let modulusBits):
            try TimedRSASignature(library, scheme, modulusBits, signing: true)
        case .verify(let scheme, let modulusBits):
            try TimedRSASignature(library, scheme, modulusBits, signing: false)
        }
    }
}

final class OpenSSLRSAKey: RSAKey {
    let key: OpaquePointer

    /// Takes the key over.
    init(_ key: OpaquePointer) { self.key = key }

    deinit { EVP_PKEY_free(key) }

    func write(
        _ number: RSANumber, into output: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        var value: OpaquePointer?
        try check(
            EVP_PKEY_get_bn_param(key, number.openSSLName, &value), "EVP_PKEY_get_bn_param")
        defer { BN_clear_free(value) }
        if BN_bn2binpad(value, output.mutableAddress, Int32(output.count)) != output.count {
            throw failure("BN_bn2binpad")
        }
    }

    static func own(_ key: any RSAKey) throws(ModuleError) -> OpaquePointer {
        guard let own = key as? OpenSSLRSAKey else {
            throw .failed(call: "EVP_PKEY_CTX_new_from_pkey", detail: "another module's key")
        }
        return own.key
    }
}

final class OpenSSLRSAKeys: RSAKeys {
    private let library: Library
    private let importContext: OpaquePointer
    private let publicKey = ParameterList([("n", .lentOctets), ("e", .lentOctets)].asNumbers)
    private let privateKey: ParameterList
    private let remainders: ParameterList
    private let remaindersAlone: ParameterList
    /// The numbers of one key in the machine's order.
    private let numbers: UnsafeMutablePointer<UInt8>
    /// SP 800-57 Part 1 knows moduli up to 15360 bits, and libcrypto takes up to 16384: n, e and d
    /// of this length, and the five of the remainders, of half of it.
    private static let numberBytes = 2048
    private static let capacity = 6 * numberBytes

    init(_ library: Library) throws(ModuleError) {
        self.library = library
        try OpenSSLRSAKeys.requireOrigin(library)
        guard let context = EVP_PKEY_CTX_new_from_name(library.context, "RSA", nil) else {
            throw library.fetchFailure("RSA", "EVP_PKEY_CTX_new_from_name")
        }
        importContext = context
        let exponents: [(StaticString, ParameterList.Value)] = [
            ("n", .lentOctets), ("e", .lentOctets), ("d", .lentOctets),
        ]
        let factors: [(StaticString, ParameterList.Value)] = [
            ("rsa-factor1", .lentOctets), ("rsa-factor2", .lentOctets),
            ("rsa-exponent1", .lentOctets), ("rsa-exponent2", .lentOctets),
            ("rsa-coefficient1", .lentOctets),
        ]
        privateKey = ParameterList(exponents.asNumbers)
        remainders = ParameterList((exponents + factors).asNumbers)
        remaindersAlone = ParameterList((exponents.dropLast() + factors).asNumbers)
        numbers = .allocate(capacity: OpenSSLRSAKeys.capacity)
        try check(EVP_PKEY_fromdata_init(context), "EVP_PKEY_fromdata_init")
    }

    deinit {
        EVP_PKEY_CTX_free(importContext)
        numbers.deallocate()
    }

    /// A key context says no word about its provider before it is used: the methods that it will
    /// fetch are asked instead.
    private static func requireOrigin(_ library: Library) throws(ModuleError) {
        ErrorQueue.clear()
        guard let keys = EVP_KEYMGMT_fetch(library.context, "RSA", nil) else {
            throw library.fetchFailure("RSA", "EVP_KEYMGMT_fetch")
        }
        defer { EVP_KEYMGMT_free(keys) }
        try library.require(EVP_KEYMGMT_get0_provider(keys), "RSA")
        guard let signatures = EVP_SIGNATURE_fetch(library.context, "RSA", nil) else {
            throw library.fetchFailure("RSA", "EVP_SIGNATURE_fetch")
        }
        defer { EVP_SIGNATURE_free(signatures) }
        try library.require(EVP_SIGNATURE_get0_provider(signatures), "RSA")
        guard let encryption = EVP_ASYM_CIPHER_fetch(library.context, "RSA", nil) else {
            throw library.fetchFailure("RSA", "EVP_ASYM_CIPHER_fetch")
        }
        defer { EVP_ASYM_CIPHER_free(encryption) }
        try library.require(EVP_ASYM_CIPHER_get0_provider(encryption), "RSA")
        // An older libcrypto notes each method of a newer provider that it cannot read.
        ErrorQueue.clear()
    }

    func generateKey(modulusBits: Int) throws(ModuleError) -> any RSAKey {
        let parameters = ParameterList([
            ("bits", .integer(UInt32(clamping: modulusBits))), ("e", .integer(65537)),
        ])
        defer { withExtendedLifetime(parameters) {} }
        return OpenSSLRSAKey(try library.generateKey("RSA", parameters.entries))
    }

    func importPublicKey(
        n: Span<UInt8>, e: Span<UInt8>
    ) throws(ModuleError) -> any RSAKey {
        var used = 0
        try lend(publicKey, 0, n, &used)
        try lend(publicKey, 1, e, &used)
        // EVP_PKEY_PUBLIC_KEY, a macro of macros that Swift does not import.
        return try importKey(publicKey, 0x86)
    }

    func importKeyPair(_ numbers: borrowing RSAKeyNumbers) throws(ModuleError) -> any RSAKey {
        var used = 0
        let parameters =
            !numbers.hasRemainders ? privateKey : numbers.d.isEmpty ? remaindersAlone : remainders
        try lend(parameters, 0, numbers.n, &used)
        try lend(parameters, 1, numbers.e, &used)
        if !numbers.d.isEmpty { try lend(parameters, 2, numbers.d, &used) }
        if numbers.hasRemainders {
            let first = numbers.d.isEmpty ? 2 : 3
            try lend(parameters, first, numbers.p, &used)
            try lend(parameters, first + 1, numbers.q, &used)
            try lend(parameters, first + 2, numbers.dmp1, &used)
            try lend(parameters, first + 3, numbers.dmq1, &used)
            try lend(parameters, first + 4, numbers.iqmp, &used)
        }
        // EVP_PKEY_KEYPAIR, likewise.
        return try importKey(parameters, 0x87)
    }

    private func importKey(
        _ parameters: ParameterList, _ selection: Int32
    ) throws(ModuleError) -> any RSAKey {
        var key: OpaquePointer?
        try check(
            EVP_PKEY_fromdata(importContext, &key, selection, parameters.entries),
            "EVP_PKEY_fromdata")
        guard let key else { throw failure("EVP_PKEY_fromdata") }
        return OpenSSLRSAKey(key)
    }

    /// OSSL_PARAM integers stand in the machine's order, vectors in big-endian order.
    private func lend(
        _ parameters: ParameterList, _ index: Int, _ number: Span<UInt8>, _ used: inout Int
    ) throws(ModuleError) {
        if used + number.count > OpenSSLRSAKeys.capacity {
            throw .failed(call: "EVP_PKEY_fromdata", detail: "a key of too many bytes")
        }
        let target = numbers + used
        let count = number.count
        for place in 0..<count { target[place] = number[count - 1 - place] }
        parameters.lend(index, target, count)
        used += count
    }

    func sign(
        representative message: Span<UInt8>, _ key: any RSAKey,
        into signature: inout MutableSpan<UInt8>
    ) throws(ModuleError) -> Bool {
        let context = try library.newContext(of: OpenSSLRSAKey.own(key))
        defer { EVP_PKEY_CTX_free(context) }
        try check(EVP_PKEY_sign_init(context), "EVP_PKEY_sign_init")
        try check(
            EVP_PKEY_CTX_set_rsa_padding(context, RSA_NO_PADDING), "EVP_PKEY_CTX_set_rsa_padding")
        var count = signature.count
        ErrorQueue.clear()
        let result = EVP_PKEY_sign(
            context, signature.mutableAddress, &count, message.address, message.count)
        return try isInRange(result, count == signature.count, "EVP_PKEY_sign")
    }

    func decrypt(
        representative ciphertext: Span<UInt8>, _ key: any RSAKey,
        into plaintext: inout MutableSpan<UInt8>
    ) throws(ModuleError) -> Bool {
        let context = try library.newContext(of: OpenSSLRSAKey.own(key))
        defer { EVP_PKEY_CTX_free(context) }
        try check(EVP_PKEY_decrypt_init(context), "EVP_PKEY_decrypt_init")
        try check(
            EVP_PKEY_CTX_set_rsa_padding(context, RSA_NO_PADDING), "EVP_PKEY_CTX_set_rsa_padding")
        var count = plaintext.count
        ErrorQueue.clear()
        let result = EVP_PKEY_decrypt(
            context, plaintext.mutableAddress, &count, ciphertext.address, ciphertext.count)
        if !(try isInRange(result, count == plaintext.count, "EVP_PKEY_decrypt")) { return false }
        if try OpenSSLRSAKeys.isBetweenTheEnds(ciphertext, key) { return true }
        throw .notOffered(
            "this provider leaves it to its caller to refuse 0, 1 and n - 1"
                + " (SP 800-56B Rev. 2, section 7.1.2)")
    }

    /// Of a number below n: whether it is none of 0, 1 and n - 1, which providers of 3.0 let pass.
    private static func isBetweenTheEnds(
        _ ciphertext: Span<UInt8>, _ key: any RSAKey
    ) throws(ModuleError) -> Bool {
        let own = try OpenSSLRSAKey.own(key)
        var modulus: OpaquePointer?
        try check(EVP_PKEY_get_bn_param(own, "n", &modulus), "EVP_PKEY_get_bn_param")
        let number = BN_bin2bn(ciphertext.address, Int32(ciphertext.count), nil)
        defer {
            BN_free(modulus)
            BN_free(number)
        }
        if BN_is_zero(number) == 1 || BN_is_one(number) == 1 { return false }
        try check(BN_sub_word(modulus, 1), "BN_sub_word")
        return BN_cmp(number, modulus) != 0
    }

    private func isInRange(
        _ result: Int32, _ isWhole: Bool, _ call: StaticString
    ) throws(ModuleError) -> Bool {
        if result == 1 && isWhole { return true }
        if result != 1 && ErrorQueue.wasAboutTheRange() { return false }
        throw failure(call)
    }
}

extension [(StaticString, ParameterList.Value)] {
    /// Numbers whose bytes come with each call.
    fileprivate var asNumbers: [(key: StaticString, value: ParameterList.Value)] {
        map { ($0.0, .number([])) }
    }
}

extension RSANumber {
    var openSSLName: String {
        switch self {
        case .n: "n"
        case .e: "e"
        case .d: "d"
        case .p: "rsa-factor1"
        case .q: "rsa-factor2"
        case .dmp1: "rsa-exponent1"
        case .dmq1: "rsa-exponent2"
        case .iqmp: "rsa-coefficient1"
        }
    }
}
