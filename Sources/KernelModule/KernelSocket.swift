import Algorithms
import CKernel
import Glibc

/// An algorithm of the kernel, bound by its name, and the socket that takes messages under a key.
final class KernelSocket {
    /// The kinds of transformation that AF_ALG knows, by the names that it binds them with.
    enum Kind: String {
        case hash
        case cipher = "skcipher"
        case aead
        case generator = "rng"
    }

    let name: String
    private let transformation: Int32
    /// Closed before another key is set: the kernel keeps a key that a message may be using.
    private var operation: Int32 = -1

    /// - Throws: `notOffered` where the kernel has no such algorithm or its FIPS mode denies it,
    ///   `couldNotRun` where the sockets themselves are denied.
    init(_ kind: Kind, _ name: String) throws(ModuleError) {
        let socket = try KernelSocket.open()
        let bound = ckernel_bind(socket, kind.rawValue, name)
        if bound < 0 {
            ckernel_close(socket)
            throw KernelSocket.refusal(name, -bound)
        }
        transformation = socket
        self.name = name
    }

    deinit {
        if operation >= 0 { ckernel_close(operation) }
        ckernel_close(transformation)
    }

    /// Why no socket of the family is to be had, or one.
    static func open() throws(ModuleError) -> Int32 {
        let socket = ckernel_socket()
        if socket >= 0 { return socket }
        let cause =
            switch -socket {
            case EPERM, EACCES: "a seccomp filter or a security module forbids it"
            case EAFNOSUPPORT, ENOENT:
                "the kernel is without it, or a seccomp filter says so in its place"
            default: "no socket is to be had"
            }
        throw .couldNotRun("AF_ALG cannot be used: \(text(-socket)); \(cause)")
    }

    private static func refusal(_ name: String, _ code: Int32) -> ModuleError {
        switch code {
        case ENOENT:
            .notOffered("the kernel has no \(name) for programs, or not in its FIPS mode")
        // What a FIPS kernel answers for an algorithm whose self-test it does not let pass.
        case ELIBBAD: .notOffered("the kernel does not allow \(name) in its FIPS mode")
        case EPERM, EACCES: .couldNotRun("AF_ALG cannot be used: bind: \(text(code))")
        default: failure("bind(\(name))", code)
        }
    }

    /// Sets a key, where the algorithm has one, and begins a message under it.
    func begin(key: Span<UInt8>?) throws(ModuleError) {
        if operation >= 0 {
            ckernel_close(operation)
            operation = -1
        }
        if let key {
            let set = ckernel_set_key(transformation, key.address, key.count)
            if set < 0 { throw keyRefusal(-set, bytes: key.count) }
        }
        let accepted = ckernel_operation(transformation)
        if accepted < 0 { throw KernelSocket.failure("accept(\(name))", -accepted) }
        operation = accepted
    }

    func setTagBytes(_ count: Int) throws(ModuleError) {
        let set = ckernel_set_tag_bytes(transformation, count)
        if set == -EINVAL { throw .notOffered("the kernel has no tags of \(8 * count) bits") }
        if set < 0 { throw KernelSocket.failure("setsockopt(\(name), tag)", -set) }
    }

    @inline(__always)
    func hash(
        _ message: UnsafePointer<UInt8>, _ count: Int, _ output: UnsafeMutablePointer<UInt8>,
        _ outputBytes: Int
    ) throws(ModuleError) {
        let written = ckernel_hash(operation, message, count, output, outputBytes)
        if written != outputBytes { throw shortfall(written, "digest") }
    }

    /// Returns whether the tag, where there is one, is right.
    @inline(__always)
    func crypt(_ message: inout ckernel_message) throws(ModuleError) -> Bool {
        let written = ckernel_crypt(operation, &message)
        if written == -Int(EBADMSG) { return false }
        let expected =
            message.aad_count + message.count + (message.encrypting ? message.tag_count : 0)
        if written != expected { throw shortfall(written, "ciphertext") }
        return true
    }

    @inline(never)
    private func shortfall(_ written: Int, _ what: String) -> ModuleError {
        if written < 0 { return KernelSocket.failure("\(name)", Int32(-written)) }
        return .failed(call: name, detail: "\(written) bytes of the \(what) came")
    }

    /// Of a key whose length the algorithm takes otherwise, EINVAL is FIPS mode speaking.
    private func keyRefusal(_ code: Int32, bytes: Int) -> ModuleError {
        if code == EINVAL || code == ENOKEY {
            return .notOffered("the kernel takes no such key of \(8 * bytes) bits for \(name)")
        }
        return KernelSocket.failure("setsockopt(\(name), key)", code)
    }

    static func failure(_ call: String, _ code: Int32) -> ModuleError {
        .failed(call: call, detail: text(code))
    }

    /// The error's name, which people search for, and what it says.
    static func text(_ code: Int32) -> String {
        let name =
            switch code {
            case EPERM: "EPERM"
            case EACCES: "EACCES"
            case ENOENT: "ENOENT"
            case EAFNOSUPPORT: "EAFNOSUPPORT"
            case EINVAL: "EINVAL"
            case ELIBBAD: "ELIBBAD"
            default: "error \(code)"
            }
        return "\(name) (\(String(cString: strerror(code))))"
    }
}
