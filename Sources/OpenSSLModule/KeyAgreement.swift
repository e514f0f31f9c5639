package import Algorithms
import COpenSSL

extension OpenSSLModule {
    package func keyAgreement(
        _ domain: KeyAgreementDomain
    ) throws(ModuleError) -> any KeyAgreement {
        try OpenSSLKeyAgreement(library, domain)
    }

    package func timedKeyAgreement(
        _ workload: KeyAgreementWorkload
    ) throws(ModuleError) -> any TimedOperation {
        switch workload {
        case .agree(let domain):
            try TimedAgreement(OpenSSLKeyAgreement(library, domain), anew: false)
        case .agreeAnew(let domain):
            try TimedAgreement(OpenSSLKeyAgreement(library, domain), anew: true)
        case .generateKey(let group):
            TimedGroupKeyGeneration(try OpenSSLKeyAgreement(library, .group(group)))
        }
    }
}

/// Diffie-Hellman in one domain through EVP_PKEY: EC and ECDH, or DH with a named group.
final class OpenSSLKeyAgreement: KeyAgreement {
    let domain: KeyAgreementDomain
    private let library: Library
    private let importContext: OpaquePointer
    private let generationContext: OpaquePointer
    private let publicKey: ParameterList
    private let privateKey: ParameterList
    private let keyPair: ParameterList
    /// Leading zeros of a secret belong to it (SP 800-56A Rev. 3, Appendix C.1).
    private let padding = ParameterList([("pad", .integer(1))])
    private let publicNumber: UnsafeMutablePointer<UInt8>
    private let privateNumber: UnsafeMutablePointer<UInt8>

    init(_ library: Library, _ domain: KeyAgreementDomain) throws(ModuleError) {
        self.library = library
        self.domain = domain
        try OpenSSLKeyAgreement.requireOrigin(library, domain)
        guard
            let importing = EVP_PKEY_CTX_new_from_name(library.context, domain.keyType, nil),
            let generation = EVP_PKEY_CTX_new_from_name(library.context, domain.keyType, nil)
        else { throw failure("EVP_PKEY_CTX_new_from_name") }
        importContext = importing
        generationContext = generation
        let group = ("group" as StaticString, ParameterList.Value.text(domain.groupName))
        let pub: ParameterList.Value = domain.isCurve ? .lentOctets : .number([0])
        publicKey = ParameterList([group, ("pub", pub)])
        privateKey = ParameterList([group, ("priv", .number([0]))])
        keyPair = ParameterList([group, ("priv", .number([0])), ("pub", pub)])
        publicNumber = .allocate(capacity: 1 + domain.publicBytes)
        privateNumber = .allocate(capacity: domain.numberBytes)
        try check(EVP_PKEY_fromdata_init(importing), "EVP_PKEY_fromdata_init")
        try check(EVP_PKEY_keygen_init(generation), "EVP_PKEY_keygen_init")
        let named = ParameterList([group])
        try withExtendedLifetime(named) { () throws(ModuleError) in
            try check(
                EVP_PKEY_CTX_set_params(generation, named.entries), "EVP_PKEY_CTX_set_params")
        }
    }

    private static func requireOrigin(
        _ library: Library, _ domain: KeyAgreementDomain
    ) throws(ModuleError) {
        ErrorQueue.clear()
        guard let keys = EVP_KEYMGMT_fetch(library.context, domain.keyType, nil) else {
            throw library.fetchFailure(domain.keyType, "EVP_KEYMGMT_fetch")
        }
        defer { EVP_KEYMGMT_free(keys) }
        try library.require(EVP_KEYMGMT_get0_provider(keys), domain.keyType)
        guard let exchange = EVP_KEYEXCH_fetch(library.context, domain.exchange, nil) else {
            throw library.fetchFailure(domain.exchange, "EVP_KEYEXCH_fetch")
        }
        defer { EVP_KEYEXCH_free(exchange) }
        try library.require(EVP_KEYEXCH_get0_provider(exchange), domain.exchange)
        ErrorQueue.clear()
    }

    deinit {
        EVP_PKEY_CTX_free(importContext)
        EVP_PKEY_CTX_free(generationContext)
        publicNumber.deallocate()
        privateNumber.deallocate()
    }

    func generateKey(
        privateKey: inout MutableSpan<UInt8>, publicKey: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        let key = try generateKey()
        defer { EVP_PKEY_free(key) }
        try export(key, "priv", into: &privateKey)
        if !domain.isCurve {
            try export(key, "pub", into: &publicKey)
            return
        }
        var count = 0
        let capacity = 1 + domain.publicBytes
        try check(
            EVP_PKEY_get_octet_string_param(key, "pub", publicNumber, capacity, &count),
            "EVP_PKEY_get_octet_string_param")
        // SEC 1, section 2.3.3: 04 || X || Y.
        if count != capacity || publicNumber[0] != 4 {
            throw .failed(call: "EVP_PKEY_get_octet_string_param", detail: "no uncompressed point")
        }
        publicKey.mutableAddress.update(from: publicNumber + 1, count: domain.publicBytes)
    }

    private func export(
        _ key: OpaquePointer, _ name: String, into target: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        var number: OpaquePointer?
        try check(EVP_PKEY_get_bn_param(key, name, &number), "EVP_PKEY_get_bn_param")
        let written = BN_bn2binpad(number, target.mutableAddress, Int32(target.count))
        BN_clear_free(number)
        if Int(written) != target.count { throw failure("BN_bn2binpad") }
    }

    /// The caller frees the key.
    func generateKey() throws(ModuleError) -> OpaquePointer {
        var key: OpaquePointer?
        try check(EVP_PKEY_generate(generationContext, &key), "EVP_PKEY_generate")
        guard let key else { throw failure("EVP_PKEY_generate") }
        return key
    }

    func validatesPublicKey(_ publicKey: Span<UInt8>) throws(ModuleError) -> Bool {
        guard let key = try importPublicKey(publicKey) else { return false }
        defer { EVP_PKEY_free(key) }
        return try validates(key, "EVP_PKEY_public_check", EVP_PKEY_public_check)
    }

    func validatesPair(
        privateKey: Span<UInt8>, publicKey: Span<UInt8>
    ) throws(ModuleError) -> Bool {
        setPrivate(privateKey, keyPair)
        let long = setPublic(publicKey, keyPair, 2)
        defer { long?.deallocate() }
        // EVP_PKEY_KEYPAIR, a macro of macros that Swift does not import.
        guard let key = try imported(0x87, keyPair) else { return false }
        defer { EVP_PKEY_free(key) }
        return try validates(key, "EVP_PKEY_pairwise_check", EVP_PKEY_pairwise_check)
    }

    private func validates(
        _ key: OpaquePointer, _ call: StaticString, _ test: (OpaquePointer?) -> Int32
    ) throws(ModuleError) -> Bool {
        let context = try library.newContext(of: key)
        defer { EVP_PKEY_CTX_free(context) }
        ErrorQueue.clear()
        if library.recorder.judgingKeys({ test(context) }) == 1 { return true }
        try requireAboutTheKey(call)
        return false
    }

    func agree(
        privateKey: Span<UInt8>, with publicKey: Span<UInt8>,
        secret: inout MutableSpan<UInt8>
    ) throws(ModuleError) -> Bool {
        setPrivate(privateKey, self.privateKey)
        guard let own = try imported(0x87, self.privateKey) else { return false }
        defer { EVP_PKEY_free(own) }
        guard let other = try importPublicKey(publicKey) else { return false }
        defer { EVP_PKEY_free(other) }
        let context = try beginDerivation(own)
        defer { EVP_PKEY_CTX_free(context) }
        return try derive(context, other, secret.mutableAddress, secret.count)
    }

    /// The caller frees the context.
    func beginDerivation(_ own: OpaquePointer) throws(ModuleError) -> OpaquePointer {
        let context = try library.newContext(of: own)
        let parameters = domain.isCurve ? nil : padding.entries
        if EVP_PKEY_derive_init_ex(context, parameters) != 1 {
            EVP_PKEY_CTX_free(context)
            throw failure("EVP_PKEY_derive_init_ex")
        }
        return context
    }

    /// Validates the other key and derives; false where the keys are no keys.
    @inline(__always)
    func derive(
        _ context: OpaquePointer, _ other: OpaquePointer,
        _ secret: UnsafeMutablePointer<UInt8>, _ secretBytes: Int
    ) throws(ModuleError) -> Bool {
        ErrorQueue.clear()
        if EVP_PKEY_derive_set_peer_ex(context, other, 1) != 1 {
            try requireAboutTheKey("EVP_PKEY_derive_set_peer_ex")
            return false
        }
        var count = secretBytes
        if EVP_PKEY_derive(context, secret, &count) != 1 {
            try requireAboutTheKey("EVP_PKEY_derive")
            return false
        }
        if count == secretBytes { return true }
        throw .failed(call: "EVP_PKEY_derive", detail: "a secret of \(count) bytes")
    }

    /// A test of a key that fails is an answer, whether or not it says why; a module that fails
    /// says so, or is not operational any more.
    @inline(never)
    private func requireAboutTheKey(_ call: StaticString) throws(ModuleError) {
        let code = ERR_peek_error()
        if !library.isOperational {
            throw .selfTestFailed("the provider is in its error state")
        }
        if code != 0 && fipsmark_is_finite_field_error(code) != 1
            && fipsmark_is_elliptic_curve_error(code) != 1
        {
            throw failure(call)
        }
        ErrorQueue.clear()
    }

    /// Nil for what the module does not take as a key. The caller frees it.
    func importPublicKey(_ key: Span<UInt8>) throws(ModuleError) -> OpaquePointer? {
        let long = setPublic(key, publicKey, 1)
        defer { long?.deallocate() }
        // EVP_PKEY_PUBLIC_KEY, likewise.
        return try imported(0x86, publicKey)
    }

    private func imported(
        _ selection: Int32, _ parameters: ParameterList
    ) throws(ModuleError) -> OpaquePointer? {
        var key: OpaquePointer?
        ErrorQueue.clear()
        if EVP_PKEY_fromdata(importContext, &key, selection, parameters.entries) == 1 {
            return key
        }
        try requireAboutTheKey("EVP_PKEY_fromdata")
        return nil
    }

    /// Numbers of an OSSL_PARAM stand in the machine's order, vectors in big-endian order.
    private func setPrivate(_ key: Span<UInt8>, _ parameters: ParameterList) {
        precondition(key.count == domain.numberBytes)
        OpenSSLKeyAgreement.reverse(key, into: privateNumber)
        parameters.lend(1, privateNumber, key.count)
    }

    /// Returns memory for the caller to free, of a key that is longer than the domain's.
    private func setPublic(
        _ key: Span<UInt8>, _ parameters: ParameterList, _ place: Int
    ) -> UnsafeMutablePointer<UInt8>? {
        let long =
            key.count > domain.publicBytes
            ? UnsafeMutablePointer<UInt8>.allocate(capacity: 1 + key.count) : nil
        let target = long ?? publicNumber
        if domain.isCurve {
            target[0] = 4
            (target + 1).update(from: key.address, count: key.count)
            parameters.lend(place, target, 1 + key.count)
        } else {
            OpenSSLKeyAgreement.reverse(key, into: target)
            parameters.lend(place, target, key.count)
        }
        return long
    }

    private static func reverse(
        _ number: Span<UInt8>, into target: UnsafeMutablePointer<UInt8>
    ) {
        let last = number.count - 1
        for index in number.indices { target[last - index] = number[index] }
    }
}

extension KeyAgreementDomain {
    fileprivate var isCurve: Bool {
        if case .curve = self { return true }
        return false
    }

    fileprivate var keyType: String { isCurve ? "EC" : "DH" }
    fileprivate var exchange: String { isCurve ? "ECDH" : "DH" }

    fileprivate var groupName: String {
        switch self {
        case .curve(let curve): curve.rawValue
        case .group(let group):
            // MODP-2048 is modp_2048; RFC 7919 and libcrypto spell ffdhe2048 alike.
            String(group.rawValue.lowercased().map { $0 == "-" ? "_" : $0 })
        }
    }
}

/// Agrees with one other party again and again; what is prepared is one's own key alone.
final class TimedAgreement: TimedOperation {
    private let agreement: OpenSSLKeyAgreement
    private let own: OpaquePointer
    private let other: OpaquePointer
    private let context: OpaquePointer
    private let secret: UnsafeMutablePointer<UInt8>
    private let anew: Bool

    /// - Parameter anew: whether a context is made for each secret.
    init(_ agreement: OpenSSLKeyAgreement, anew: Bool) throws(ModuleError) {
        self.agreement = agreement
        self.anew = anew
        secret = .allocate(capacity: agreement.domain.numberBytes)
        own = try agreement.generateKey()
        other = try agreement.generateKey()
        context = try agreement.beginDerivation(own)
        try run(count: 1)
    }

    deinit {
        EVP_PKEY_CTX_free(context)
        EVP_PKEY_free(own)
        EVP_PKEY_free(other)
        secret.deallocate()
    }

    func run(count: Int) throws(ModuleError) {
        for _ in 0..<count {
            let context = anew ? try agreement.beginDerivation(own) : self.context
            defer { if anew { EVP_PKEY_CTX_free(context) } }
            if try !agreement.derive(context, other, secret, agreement.domain.numberBytes) {
                throw .failed(call: "EVP_PKEY_derive", detail: "a good key was refused")
            }
        }
    }
}

final class TimedGroupKeyGeneration: TimedOperation {
    private let agreement: OpenSSLKeyAgreement

    init(_ agreement: OpenSSLKeyAgreement) { self.agreement = agreement }

    func run(count: Int) throws(ModuleError) {
        for _ in 0..<count { EVP_PKEY_free(try agreement.generateKey()) }
    }
}
