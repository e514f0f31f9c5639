package import Algorithms
import CKernel
import Glibc

/// The cryptography of the running kernel, as far as it lends it to programs (AF_ALG): the same
/// code that encrypts its disks and its IPsec.
package final class KernelModule: Module {
    package let identity: ModuleIdentity

    /// - Throws: `couldNotRun` where the kernel, a seccomp filter or a security module does not let
    ///   programs use it.
    package init() throws(ModuleError) {
        do throws(ModuleError) {
            _ = try KernelSocket(.hash, "sha256")
        } catch {
            if case .notOffered = error {
                throw .couldNotRun(
                    "AF_ALG cannot be used: bind: ENOENT for sha256; the kernel's algif_hash is "
                        + "missing or may not be loaded")
            }
            throw error
        }
        var system = utsname()
        uname(&system)
        identity = ModuleIdentity(
            role: .kernel,
            name: KernelModule.line("/proc/sys/crypto/fips_name") ?? "Linux kernel",
            version: KernelModule.line("/proc/sys/crypto/fips_version")
                ?? KernelModule.text(of: &system.release),
            buildInformation: KernelModule.text(of: &system.version), path: "the running kernel",
            reachedThrough: "AF_ALG sockets of Linux \(KernelModule.text(of: &system.release))",
            approvedMode: KernelModule.line("/proc/sys/crypto/fips_enabled") == "1")
    }

    package func digest(_ hash: Hash) throws(ModuleError) -> any Digest {
        try KernelDigest(hash, KernelSocket(.hash, hash.kernelName()))
    }

    package func hmac(_ hash: Hash) throws(ModuleError) -> any MessageAuthentication {
        try KernelAuthentication(
            KernelSocket(.hash, "hmac(\(hash.kernelName()))"), outputBytes: hash.outputBytes,
            keyBytes: nil)
    }

    package func cmac(keyBits: Int) throws(ModuleError) -> any MessageAuthentication {
        try KernelAuthentication(
            KernelSocket(.hash, "cmac(aes)"), outputBytes: 16, keyBytes: keyBits / 8)
    }

    package func blockCipher(
        _ mode: BlockCipherMode, keyBits: Int
    ) throws(ModuleError) -> any BlockCipher {
        try KernelBlockCipher(mode, keyBits: keyBits)
    }

    package func gcm(keyBits: Int) throws(ModuleError) -> any AuthenticatedCipher {
        try KernelGCM(keyBits: keyBits)
    }

    package func extendableOutput(
        _ function: ExtendableOutputFunction
    ) throws(ModuleError) -> any ExtendableOutput { throw absent(function.rawValue) }

    package func gmac(keyBits: Int) throws(ModuleError) -> any MessageAuthentication {
        throw absent("GMAC")
    }

    package func ccm(keyBits: Int) throws(ModuleError) -> any AuthenticatedCipher {
        throw absent("AES-CCM")
    }

    package func keyWrap(
        keyBits: Int, padded: Bool, inverse: Bool
    ) throws(ModuleError) -> any KeyWrap { throw absent("AES key wrapping") }

    package func randomBitGenerator(
        _ mechanism: DRBGMechanism
    ) throws(ModuleError) -> any RandomBitGenerator {
        throw absent("a DRBG that takes its entropy from a vector")
    }

    package func ellipticCurve(
        _ curve: Curve, _ hash: Hash?
    ) throws(ModuleError) -> any SignatureScheme { throw absent("ECDSA") }

    package func timedOperation(_ workload: Workload) throws(ModuleError) -> any TimedOperation {
        throw .notOffered("the kernel is not timed: what it takes is mostly the way there")
    }

    package func runSelfTests() throws(ModuleError) -> [SelfTestEvent] {
        throw .notOffered(
            "the kernel tests an algorithm when it is loaded; /proc/crypto says how that ended")
    }

    package func knownNames() throws(ModuleError) -> [KnownName] {
        throw .notOffered("the kernel loads algorithms when they are asked for and lists no others")
    }

    package func admits(_ known: KnownName) -> Bool {
        let kind: KernelSocket.Kind =
            switch known.operation {
            case .cipher: .cipher
            default: .hash
            }
        return (try? KernelSocket(kind, known.name)) != nil
    }

    private func absent(_ what: String) -> ModuleError {
        .notOffered("\(what) is not asked of the kernel through AF_ALG")
    }

    /// The first line of a file of a few bytes below /proc; nil where there is none.
    private static func line(_ path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        if descriptor < 0 { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = read(descriptor, &bytes, bytes.count)
        if count <= 0 { return nil }
        return String(decoding: bytes[..<count].prefix { $0 != 10 }, as: UTF8.self)
    }

    private static func text<Characters>(of characters: inout Characters) -> String {
        withUnsafeBytes(of: &characters) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
    }
}

extension Hash {
    /// The kernel's name, which is not in the table of AF_ALG but in its /proc/crypto.
    fileprivate func kernelName() throws(ModuleError) -> String {
        switch self {
        case .sha1: "sha1"
        case .sha2_224: "sha224"
        case .sha2_256: "sha256"
        case .sha2_384: "sha384"
        case .sha2_512: "sha512"
        case .sha3_224: "sha3-224"
        case .sha3_256: "sha3-256"
        case .sha3_384: "sha3-384"
        case .sha3_512: "sha3-512"
        case .sha2_512_224, .sha2_512_256:
            throw .notOffered("the kernel has no \(rawValue)")
        }
    }
}
