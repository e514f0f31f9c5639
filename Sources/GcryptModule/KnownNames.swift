package import Algorithms
import CGcrypt

extension GcryptModule {
    /// The names behind every algorithm number that libgcrypt knows, whatever its mode.
    ///
    /// libgcrypt has no call that enumerates: the numbers are tried, some way beyond the last of
    /// gcrypt.h (GCRY_MAC_POLY1305_SEED, 506), for libraries that are newer than this program.
    package func knownNames() throws(ModuleError) -> [KnownName] {
        let operations: [KnownName.Operation] = [.cipher, .digest, .mac, .signature]
        return operations.flatMap { operation in
            var seen: Set<String> = []
            // Several numbers share a name (RSA for signing, for encryption, for both).
            return GcryptModule.numbers.compactMap { library.name(operation, $0) }
                .filter { seen.insert($0).inserted }
                .map { KnownName(operation: operation, name: $0, aliases: []) }
        }
    }

    /// What GCRYCTL_TEST_ALGO says, which heeds FIPS mode.
    package func admits(_ known: KnownName) -> Bool {
        GcryptModule.numbers.contains { number in
            library.name(known.operation, number) == known.name
                && library.isUsable(known.operation, number)
        }
    }

    private static let numbers: ClosedRange<Int32> = 0...1023
}

extension Library {
    fileprivate func name(_ operation: KnownName.Operation, _ number: Int32) -> String? {
        let text: UnsafePointer<CChar>?
        switch operation {
        case .cipher: text = calls.pointee.cipher_algo_name(number)
        case .digest: text = calls.pointee.md_algo_name(number)
        case .mac: text = calls.pointee.mac_algo_name(number)
        case .signature: text = calls.pointee.pk_algo_name(number)
        default: text = nil
        }
        // What libgcrypt answers for a number that it does not know.
        guard let text, text[0] != UInt8(ascii: "?"), text[0] != 0 else { return nil }
        return String(cString: text)
    }

    fileprivate func isUsable(_ operation: KnownName.Operation, _ number: Int32) -> Bool {
        let test = Int32(bitPattern: GCRYCTL_TEST_ALGO.rawValue)
        switch operation {
        case .cipher: return calls.pointee.cipher_algo_info(number, test, nil, nil) == 0
        case .digest: return calls.pointee.md_algo_info(number, test, nil, nil) == 0
        case .mac: return calls.pointee.mac_algo_info(number, test, nil, nil) == 0
        case .signature: return calls.pointee.pk_algo_info(number, test, nil, nil) == 0
        default: return false
        }
    }
}
