package import Algorithms
import CGcrypt

extension GcryptModule {
    /// What libgcrypt's dynamic indicator says where it has one, and its static ones elsewhere.
    package func indicator(_ question: IndicatorQuestion) -> Indicator? {
        let dynamic = DynamicIndicator(calls: library.calls, isApprovedMode: library.isApprovedMode)
        return dynamic?.answer(question) ?? staticIndicator(question)
    }

    /// The static service indicators speak of an algorithm and its mode, not of what was done with
    /// it, and answer 0 for what is approved.
    private func staticIndicator(_ question: IndicatorQuestion) -> Indicator? {
        let calls = library.calls
        let code: gcry_error_t
        switch question {
        case .cipher(let name, let mode):
            guard let number = GcryptModule.modes[mode] else { return nil }
            let algorithm = calls.pointee.cipher_map_name(name)
            code = cgcrypt_service_indicator(
                calls, Command.cipher.rawValue, algorithm, number)
        case .digest(let name):
            code = cgcrypt_service_indicator(
                calls, Command.digest.rawValue, calls.pointee.md_map_name(name), 0)
        case .mac(let name):
            code = cgcrypt_service_indicator(
                calls, Command.mac.rawValue, calls.pointee.mac_map_name(name), 0)
        case .derivation(let number):
            code = cgcrypt_service_indicator(
                calls, Command.derivation.rawValue, Int32(truncatingIfNeeded: number), 0)
        case .function(let name):
            code = cgcrypt_named_indicator(calls, Command.function.rawValue, name)
        }
        switch cgcrypt_error_code(code) {
        case GPG_ERR_NO_ERROR: return .approved
        case GPG_ERR_NOT_SUPPORTED: return .notApproved
        // An older library does not know the command.
        default: return nil
        }
    }

    /// The commands of gcrypt.h, of which that of this machine may not have all.
    private enum Command: Int32 {
        case cipher = 81
        case derivation = 82
        case function = 84
        case mac = 85
        case digest = 86
    }

    /// `enum gcry_cipher_modes`, by the names of our table.
    static let modes: [String: Int32] = [
        "ECB": 1, "CFB": 2, "CBC": 3, "OFB": 5, "CTR": 6, "KW": 7, "CCM": 8, "GCM": 9,
        "POLY1305": 10, "OCB": 11, "CFB8": 12, "XTS": 13, "EAX": 14, "SIV": 15, "GCM-SIV": 16,
    ]
}
