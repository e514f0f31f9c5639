import Algorithms
import Testing

@testable import Approval

/// Every limit of the post-quantum algorithms, on both of its sides.
@Suite struct PostQuantumDecisionTests {
    @Test(arguments: PostQuantumParameters.allCases)
    func parameterSetsAreApproved(parameters: PostQuantumParameters) {
        let ruleID = parameters.rawValue.lowercased()
        expect(.keyGeneration(parameters), ruleID, .approved)
        if parameters.scheme == .mlKEM {
            for service in [
                PostQuantumService.encapsulation(parameters), .decapsulation(parameters),
                .keyValidation(parameters),
            ] { expect(service, ruleID, .approved) }
        } else {
            expect(.signatureGeneration(parameters, preHash: nil), ruleID, .approved)
            expect(.signatureVerification(parameters, preHash: nil), ruleID, .approved)
        }
    }

    /// FIPS 204, section 5.4, and FIPS 205, section 10.2.2: half of a digest's bits are its
    /// strength against collisions.
    @Test(arguments: [
        (PostQuantumParameters.mlDSA44, "SHA2-256", "SHA2-224"),
        (.mlDSA44, "SHAKE-128", "SHA3-224"), (.mlDSA44, "SHA2-512/256", "SHA2-512/224"),
        (.mlDSA65, "SHA2-384", "SHA2-256"), (.mlDSA65, "SHAKE-256", "SHAKE-128"),
        (.mlDSA87, "SHA2-512", "SHA3-384"), (.mlDSA87, "SHAKE-256", "SHA3-256"),
        (.slhDSASHA2128s, "SHA3-256", "SHA3-224"), (.slhDSASHAKE192f, "SHA3-384", "SHAKE-128"),
        (.slhDSASHA2256f, "SHA3-512", "SHA2-384"),
    ])
    func hashesBeforehandAreStrongEnough(
        parameters: PostQuantumParameters, enough: String, short: String
    ) throws {
        let (strong, weak) = try (
            #require(SignatureHash(named: enough)), #require(SignatureHash(named: short))
        )
        let family = parameters.scheme == .mlDSA ? "ml-dsa" : "slh-dsa"
        for isVerifying in [false, true] {
            func service(
                _ parameters: PostQuantumParameters, _ hash: SignatureHash
            ) -> PostQuantumService {
                isVerifying
                    ? .signatureVerification(parameters, preHash: hash)
                    : .signatureGeneration(parameters, preHash: hash)
            }
            expect(service(parameters, strong), parameters.rawValue.lowercased(), .approved)
            expect(service(parameters, weak), "\(family)-short-prehash", .testOnly)
            expect(service(parameters, .function(.sha1)), "sha1-siggen", .disallowed)
        }
    }

    @Test(arguments: [(PostQuantumParameters.mlDSA44, "ml-dsa"), (.slhDSASHAKE256s, "slh-dsa")])
    func contextsHaveAtMost255Bytes(parameters: PostQuantumParameters, family: String) {
        for count in [0, 255] {
            expect(
                .context(parameters, bytes: count), parameters.rawValue.lowercased(), .approved)
        }
        expect(.context(parameters, bytes: 256), "\(family)-context", .nonApproved)
    }

    /// SP 800-208, section 8.1: software verifies and makes nothing.
    @Test func statefulSignaturesAreVerifiedAlone() {
        expect(.statefulSignatureVerification, "lms", .approved)
        expect(.statefulSignatureGeneration, "lms-sign", .testOnly)
    }

    /// Lengths of FIPS 203, Table 3, FIPS 204, Table 2, and FIPS 205, Table 2.
    @Test func namesAndLengths() {
        #expect(PostQuantumParameters.allCases.count == 18)
        let f = PostQuantumParameters.slhDSASHA2192f
        #expect((f.publicKeyBytes, f.secretKeyBytes, f.seedBytes) == (48, 96, 72))
        #expect(PostQuantumParameters.mlDSA65.randomBytes == 32 && f.randomBytes == 24)
        #expect(SignatureHash.preHashes.allSatisfy { $0.objectIdentifier?.count == 11 })
        #expect(Set(SignatureHash.preHashes.compactMap { $0.objectIdentifier?.last }).count == 12)
    }

    private func expect(_ service: PostQuantumService, _ ruleID: String, _ status: Status) {
        let rule = Service.postQuantum(service).rule
        #expect(rule.id == ruleID, "\(service)")
        #expect(rule.status == status, "\(service)")
    }
}
