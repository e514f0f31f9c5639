import Algorithms

extension Point {
    private static let keyBits = [128, 192, 256]
    /// Nobody wraps a key of a megabyte.
    private static let longestWrappedKey = 1 << 14
    /// CFB1 and CFB8 call the block cipher for each bit or byte: for a megabyte most of a second.
    private static let longestOfSmallUnits = 1 << 14

    static func operations(of mode: BlockCipherMode) -> [Operation] {
        // SP 800-38E, section 4: XTS has no keys of 192 bits, and 2^20 blocks at most, which is
        // more than the longest message here.
        keyBits.filter { mode != .xts || $0 != 192 }.flatMap { bits in
            [true, false].map { encrypting in
                Operation.sized(
                    "AES-\(bits) \(encrypting ? "encrypt" : "decrypt")",
                    atMost: mode == .cfb1 || mode == .cfb8 ? longestOfSmallUnits : .max
                ) {
                    .cipher(
                        .process(
                            mode, keyBits: bits, encrypting: encrypting, messageBytes: $0))
                }
            }
        }
    }

    static func operationsOfCCM() -> [Operation] {
        keyBits.flatMap { bits in
            [
                .sized("AES-\(bits) encrypt") {
                    .cipher(.sealCCM(keyBits: bits, messageBytes: $0))
                },
                .sized("AES-\(bits) decrypt") {
                    .cipher(.openCCM(keyBits: bits, messageBytes: $0))
                },
            ]
        }
    }

    static func operationsOfKeyWrap(padded: Bool) -> [Operation] {
        keyBits.flatMap { bits in
            [
                .sized("AES-\(bits) wrap", atMost: longestWrappedKey) {
                    .cipher(.wrap(keyBits: bits, padded: padded, messageBytes: $0))
                },
                .sized("AES-\(bits) unwrap", atMost: longestWrappedKey) {
                    .cipher(.unwrap(keyBits: bits, padded: padded, messageBytes: $0))
                },
            ]
        }
    }

    static func operationsOfCMAC() -> [Operation] {
        keyBits.map { bits in
            .sized("AES-\(bits)") { .cipher(.cmac(keyBits: bits, messageBytes: $0)) }
        }
    }
}
