import Algorithms
import CGcrypt

/// The service indicator of libgcrypt 1.12 and later, which speaks of the last call of this thread.
///
/// A call marks itself where it is not compliant, and clears the mark where it is. In 1.11 the
/// command is there, but no part of the public interface.
struct DynamicIndicator {
    private let calls: UnsafePointer<cgcrypt>

    /// GCRYCTL_FIPS_SERVICE_INDICATOR of gcrypt.h, which a header of 1.10 does not have.
    private static let command: Int32 = 89

    /// Nil where the library has none. Outside the approved mode nothing is ever marked, so that
    /// an answer would say nothing.
    init?(calls: UnsafePointer<cgcrypt>, isApprovedMode: Bool) {
        guard
            DynamicIndicator.isOffered(
                isApprovedMode: isApprovedMode,
                isAtLeast: { calls.pointee.check_version($0) != nil })
        else { return nil }
        self.calls = calls
    }

    /// - Parameter isAtLeast: gcry_check_version.
    static func isOffered(isApprovedMode: Bool, isAtLeast: (String) -> Bool) -> Bool {
        isApprovedMode && isAtLeast("1.12.0")
    }

    /// Nil for what has to be asked of a static indicator.
    func answer(_ question: IndicatorQuestion) -> Indicator? {
        var indicator: Indicator?
        _ = DynamicIndicator.perform(question, calls) {
            let code = cgcrypt_service_indicator(calls, DynamicIndicator.command, 0, 0)
            indicator = DynamicIndicator.reading(cgcrypt_error_code(code))
        }
        return indicator
    }

    static func reading(_ code: gpg_err_code_t) -> Indicator? {
        switch code {
        case GPG_ERR_NO_ERROR: .approved
        // The library does not know the command after all.
        case GPG_ERR_INV_OP: nil
        default: .notApproved
        }
    }

    /// Makes the call that carries the mark: for ciphers, hashes and codes the one that opens them.
    /// False where it failed, or where there is none.
    ///
    /// - Parameter afterwards: called next on this thread when it succeeded.
    static func perform(
        _ question: IndicatorQuestion, _ calls: UnsafePointer<cgcrypt>,
        afterwards: () -> Void = {}
    ) -> Bool {
        let isDone: Bool
        switch question {
        case .cipher(let name, let mode):
            guard let number = GcryptModule.modes[mode] else { return false }
            var handle: gcry_cipher_hd_t?
            defer { calls.pointee.cipher_close(handle) }
            isDone =
                calls.pointee.cipher_open(&handle, calls.pointee.cipher_map_name(name), number, 0)
                == 0
            if isDone { afterwards() }
        case .digest(let name):
            // A hash with no algorithm is opened too, so that some can be added.
            let algorithm = calls.pointee.md_map_name(name)
            guard algorithm != 0 else { return false }
            var handle: gcry_md_hd_t?
            defer { calls.pointee.md_close(handle) }
            isDone = calls.pointee.md_open(&handle, algorithm, 0) == 0
            if isDone { afterwards() }
        case .mac(let name):
            var handle: gcry_mac_hd_t?
            defer { calls.pointee.mac_close(handle) }
            isDone = calls.pointee.mac_open(&handle, calls.pointee.mac_map_name(name), 0, nil) == 0
            if isDone { afterwards() }
        case .derivation(let number):
            isDone = derive(number, calls)
            if isDone { afterwards() }
        case .function: return false
        }
        return isDone
    }

    /// GCRY_KDF_PBKDF2 (34) alone takes such arguments; others are asked of the static indicator.
    private static func derive(_ number: Int, _ calls: UnsafePointer<cgcrypt>) -> Bool {
        guard number == 34 else { return false }
        let salt: [UInt8] = (0..<16).map { 7 &* $0 &+ 1 }
        var key = [UInt8](repeating: 0, count: 32)
        return calls.pointee.kdf_derive(
            "correct horse battery staple", 28, 34, 8, salt, salt.count, 1000, key.count, &key)
            == 0
    }
}
