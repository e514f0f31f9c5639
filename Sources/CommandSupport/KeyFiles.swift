import Algorithms
import Glibc
package import OpenSSLModule

/// Keys of evidence in files of PEM.
package enum KeyFiles {
    /// A private key that others can read is no longer one.
    ///
    /// - Parameter module: the one that signs; nil for what libcrypto offers.
    package static func signingKey(
        _ path: String, in module: OpenSSLModule?
    ) throws(CommandError) -> SigningKey {
        var status = stat()
        if stat(path, &status) != 0 {
            throw CommandError(
                "cannot read the key \(path): \(String(cString: strerror(errno)))")
        }
        if status.st_mode & 0o077 != 0 {
            let mode = String(status.st_mode & 0o777, radix: 8)
            throw CommandError(
                "the key \(path) has mode \(mode), so that others can read it; run "
                    + "'chmod 600 \(path)'")
        }
        let pem = try FileBytes.read(path)
        do throws(ModuleError) {
            return try SigningKey(pem: pem, in: module)
        } catch {
            throw CommandError("\(path): \(error.message)")
        }
    }

    package static func verificationKey(_ path: String) throws(CommandError) -> VerificationKey {
        try verificationKey(pem: FileBytes.read(path), path)
    }

    /// - Parameter path: of the file that was read, for errors.
    package static func verificationKey(
        pem: [UInt8], _ path: String
    ) throws(CommandError) -> VerificationKey {
        do throws(ModuleError) {
            return try VerificationKey(pem: pem)
        } catch {
            let isPrivate = String(decoding: pem, as: UTF8.self).contains("PRIVATE KEY-----")
            throw CommandError(
                isPrivate
                    ? "\(path) is a private key; pass the public one (.pub.pem)"
                    : "\(path): \(error.message)")
        }
    }
}
