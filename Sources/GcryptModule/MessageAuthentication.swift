import Algorithms
import CGcrypt

final class GcryptHMAC: MessageAuthentication {
    private let library: Library
    private let calls: UnsafePointer<cgcrypt>
    private let handle: gcry_mac_hd_t
    let outputBytes: Int

    init(_ library: Library, _ hash: Hash) throws(ModuleError) {
        self.library = library
        calls = library.calls
        handle = try library.openMAC(hash.gcryptHMAC, "HMAC-\(hash.rawValue)")
        outputBytes = hash.outputBytes
    }

    deinit {
        calls.pointee.mac_close(handle)
    }

    func authenticate(
        key: Span<UInt8>, iv: Span<UInt8>, message: Span<UInt8>,
        into output: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        precondition(iv.isEmpty && output.count >= outputBytes)
        try authenticate(
            key.address, key.count, message.address, message.count, output.mutableAddress)
    }

    /// `key` is null to keep the one that is set.
    @inline(__always)
    func authenticate(
        _ key: UnsafePointer<UInt8>?, _ keyBytes: Int, _ message: UnsafePointer<UInt8>,
        _ messageBytes: Int, _ output: UnsafeMutablePointer<UInt8>
    ) throws(ModuleError) {
        if let key {
            // A new key begins a new message.
            let error = calls.pointee.mac_setkey(handle, key, keyBytes)
            if error != 0 { throw refusal(of: keyBytes, error) }
        } else {
            try library.check(
                calls.pointee.mac_ctl(handle, Int32(bitPattern: GCRYCTL_RESET.rawValue), nil, 0),
                "gcry_mac_reset")
        }
        var written = outputBytes
        try library.check(calls.pointee.mac_write(handle, message, messageBytes), "gcry_mac_write")
        try library.check(calls.pointee.mac_read(handle, output, &written), "gcry_mac_read")
    }

    /// SP 800-131A Rev. 2, section 10: in FIPS mode libgcrypt takes no key below 112 bits.
    @inline(never)
    private func refusal(of keyBytes: Int, _ error: gcry_error_t) -> ModuleError {
        if library.isApprovedMode, keyBytes < 14 {
            return .notOffered("libgcrypt in FIPS mode takes no HMAC key below 112 bits")
        }
        return library.failure(error, "gcry_mac_setkey")
    }
}

final class GcryptGMAC: MessageAuthentication {
    private let library: Library
    private let calls: UnsafePointer<cgcrypt>
    private let handle: gcry_mac_hd_t
    private let keyBytes: Int
    static let tagBytes = 16

    init(_ library: Library, keyBits: Int) throws(ModuleError) {
        self.library = library
        calls = library.calls
        // One algorithm for AES of every key length: the key says which.
        handle = try library.openMAC(GCRY_MAC_GMAC_AES, "AES-\(keyBits)-GMAC")
        keyBytes = keyBits / 8
    }

    deinit {
        calls.pointee.mac_close(handle)
    }

    func authenticate(
        key: Span<UInt8>, iv: Span<UInt8>, message: Span<UInt8>,
        into output: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        precondition(key.count == keyBytes && output.count >= GcryptGMAC.tagBytes)
        try authenticate(
            key.address, iv.address, iv.count, message.address, message.count,
            output.mutableAddress)
    }

    /// `key` is null to keep the one that is set.
    @inline(__always)
    func authenticate(
        _ key: UnsafePointer<UInt8>?, _ iv: UnsafePointer<UInt8>, _ ivBytes: Int,
        _ message: UnsafePointer<UInt8>, _ messageBytes: Int,
        _ output: UnsafeMutablePointer<UInt8>
    ) throws(ModuleError) {
        if let key {
            try library.check(calls.pointee.mac_setkey(handle, key, keyBytes), "gcry_mac_setkey")
        }
        var written = GcryptGMAC.tagBytes
        try library.check(calls.pointee.mac_setiv(handle, iv, ivBytes), "gcry_mac_setiv")
        try library.check(calls.pointee.mac_write(handle, message, messageBytes), "gcry_mac_write")
        try library.check(calls.pointee.mac_read(handle, output, &written), "gcry_mac_read")
    }
}

final class GcryptCMAC: MessageAuthentication {
    private let library: Library
    private let calls: UnsafePointer<cgcrypt>
    private let handle: gcry_mac_hd_t
    private let keyBytes: Int
    static let tagBytes = 16

    init(_ library: Library, keyBits: Int) throws(ModuleError) {
        // One algorithm for AES of every key length: the key says which.
        handle = try library.openMAC(GCRY_MAC_CMAC_AES, "CMAC-AES-\(keyBits)")
        self.library = library
        calls = library.calls
        keyBytes = keyBits / 8
    }

    deinit {
        calls.pointee.mac_close(handle)
    }

    func authenticate(
        key: Span<UInt8>, iv: Span<UInt8>, message: Span<UInt8>,
        into output: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        precondition(iv.isEmpty && output.count >= GcryptCMAC.tagBytes)
        try Lengths.require(key: key.count, keyBytes, iv: 0, 0, "CMAC-AES")
        try authenticate(key.address, message.address, message.count, output.mutableAddress)
    }

    /// `key` is as long as it was said to be.
    @inline(__always)
    func authenticate(
        _ key: UnsafePointer<UInt8>, _ message: UnsafePointer<UInt8>, _ messageBytes: Int,
        _ output: UnsafeMutablePointer<UInt8>
    ) throws(ModuleError) {
        var written = GcryptCMAC.tagBytes
        try library.check(calls.pointee.mac_setkey(handle, key, keyBytes), "gcry_mac_setkey")
        // Unlike with HMAC, a new key does not begin a new message.
        try library.check(
            calls.pointee.mac_ctl(handle, Int32(bitPattern: GCRYCTL_RESET.rawValue), nil, 0),
            "gcry_mac_reset")
        try library.check(calls.pointee.mac_write(handle, message, messageBytes), "gcry_mac_write")
        try library.check(calls.pointee.mac_read(handle, output, &written), "gcry_mac_read")
    }
}

extension Library {
    /// The caller closes the handle.
    fileprivate func openMAC(
        _ algorithm: gcry_mac_algos, _ name: String
    ) throws(ModuleError) -> gcry_mac_hd_t {
        var handle: gcry_mac_hd_t?
        let error = calls.pointee.mac_open(&handle, Int32(algorithm.rawValue), 0, nil)
        guard error == 0, let handle else { throw classifyOpen(name, error, "gcry_mac_open") }
        return handle
    }
}
