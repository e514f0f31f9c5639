import Algorithms
package import Evidence
package import OpenSSLModule

extension SigningKey.Strength {
    fileprivate var scheme: String {
        self == .p256 ? "ecdsa-sha2-nistp256" : "ecdsa-sha2-nistp384"
    }
}

extension SigningKey: EvidenceSigner {
    package var scheme: String { strength.scheme }

    package func sign(_ message: [UInt8]) throws(SigningFailure) -> [UInt8] {
        do throws(ModuleError) {
            return try signature(of: message)
        } catch {
            throw SigningFailure(message: error.message)
        }
    }
}

extension VerificationKey: Verification.PublicKey {
    package var scheme: String { strength.scheme }
}
