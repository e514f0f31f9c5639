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
            let der = try signature(of: message)
            if let one = ECDSASignature(der: der)?.normalized(scheme: scheme) { return one.der }
            throw ModuleError.failed(call: "EVP_DigestSign", detail: "no signature of ECDSA")
        } catch {
            throw SigningFailure(message: error.message)
        }
    }
}

extension VerificationKey {
    /// SHA-256 of the key as openssl writes it in DER, which people compare over the telephone.
    package func fingerprint(_ hashing: any Hashing) -> String {
        let body = pem.split(separator: "\n").filter { !$0.hasPrefix("-----") }.joined()
        return hashing.sha256(Base64.decode(body) ?? [])
    }
}

extension VerificationKey: Verification.PublicKey {
    package var scheme: String { strength.scheme }
}
