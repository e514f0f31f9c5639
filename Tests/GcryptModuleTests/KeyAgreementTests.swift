import Algorithms
import Testing

@testable import GcryptModule

@Suite struct KeyAgreementTests {
    private let module: GcryptModule
    /// RFC 5903, section 8.1: i, gr and the secret on P-256.
    private let d = bytes("C88F01F510D9AC3F70A292DAA2316DE544E9AAB8AFE84049C62A9C57862D1433")
    private let other = bytes(
        """
        D12DFB5289C8D4F81208B70270398C342296970A0BCCB74C736FC7554494BF63
        56FBF3CA366CC23E8157854C13C58D6AAC23F046ADA30F8353E74F33039872AB
        """)
    private let secret = bytes("D6840F6B42F6EDAFD13116E0E12565202FEF8E9ECE7DCE03812464D04B9442DE")

    init() throws {
        module = try GcryptModule()
    }

    @Test func publishedSecret() throws {
        #expect(try agree(.curve(.p256), d, other) == secret)
    }

    /// Full validation: beside the curve, infinity's zeros, beyond the field, too long.
    @Test func noKeyIsAnAnswer() throws {
        var beside = other
        beside[63] ^= 1
        let beyond = [UInt8](repeating: 0xff, count: 32) + other[32...]
        let long = [1] + other[..<32] + [0] + other[32...]
        for key in [beside, zeros(64), beyond, long] {
            #expect(try agree(.curve(.p256), d, key) == nil)
            let agreement = try module.keyAgreement(.curve(.p256))
            #expect(try !agreement.validatesPublicKey(key.span))
            #expect(try !agreement.validatesPair(privateKey: d.span, publicKey: key.span))
        }
    }

    @Test(arguments: [Curve.p224, .p256, .p384, .p521])
    func bothSidesAgreeOnCurves(curve: Curve) throws {
        try expectAgreement(.curve(curve))
    }

    /// It calculates in groups of safe prime and has no service there.
    @Test func groupsAreCalculatedWithAndNoKeysAreMade() throws {
        let group = SafePrimeGroup.ffdhe2048
        let generator = zeros(group.bytes - 1) + [2]
        let x = zeros(group.bytes - 1) + [10]
        let y = zeros(group.bytes - 2) + [4, 0]
        let agreement = try module.keyAgreement(.group(group))
        #expect(try agreement.validatesPair(privateKey: x.span, publicKey: y.span))
        #expect(try !agreement.validatesPair(privateKey: x.span, publicKey: generator.span))
        #expect(try agree(.group(group), x, generator) == y)
        let last = Array(group.prime.dropLast()) + [0xfe]
        for key in [last, zeros(group.bytes), group.prime] {
            #expect(try agree(.group(group), x, key) == nil)
        }
        #expect(throws: ModuleError.self) { try pair(.group(group)) }
        #expect(throws: ModuleError.self) {
            try module.timedOperation(.keyAgreement(.generateKey(group)))
        }
    }
    private func expectAgreement(_ domain: KeyAgreementDomain) throws {
        let (mine, yours) = (try pair(domain), try pair(domain))
        let agreement = try module.keyAgreement(domain)
        #expect(try agreement.validatesPublicKey(mine.publicKey.span))
        #expect(
            try agreement.validatesPair(
                privateKey: mine.secret.span, publicKey: mine.publicKey.span))
        #expect(
            try !agreement.validatesPair(
                privateKey: mine.secret.span, publicKey: yours.publicKey.span))
        let first = try agree(domain, mine.secret, yours.publicKey)
        #expect(try first == agree(domain, yours.secret, mine.publicKey))
        #expect(first != nil && first != zeros(domain.numberBytes))
    }

    private func pair(
        _ domain: KeyAgreementDomain
    ) throws -> (secret: [UInt8], publicKey: [UInt8]) {
        var secret = zeros(domain.numberBytes)
        var number = zeros(domain.publicBytes)
        var privateKey = secret.mutableSpan
        var publicKey = number.mutableSpan
        try module.keyAgreement(domain).generateKey(
            privateKey: &privateKey, publicKey: &publicKey)
        return (secret, number)
    }

    private func agree(
        _ domain: KeyAgreementDomain, _ own: [UInt8], _ other: [UInt8]
    ) throws -> [UInt8]? {
        var output = zeros(domain.numberBytes)
        var target = output.mutableSpan
        let agreed = try module.keyAgreement(domain)
            .agree(privateKey: own.span, with: other.span, secret: &target)
        return agreed ? output : nil
    }
}
