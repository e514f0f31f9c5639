import Algorithms

/// One command of the framed protocol: its name and what it does.
struct Command {
    let name: String
    let operation: Operation

    /// What a command does. Its arguments stand in `FrameLoop.answer`.
    enum Operation: Equatable {
        case configuration
        case digest(Hash)
        case digestChain(Hash)
        case extendableOutput(ExtendableOutputFunction)
        case extendableOutputChain(ExtendableOutputFunction)
        /// ECB, CBC and CFB128, which take the number of iterations and return two outputs.
        case iteratedCipher(BlockCipherMode, encrypting: Bool)
        case cipher(BlockCipherMode, encrypting: Bool)
        case xts(encrypting: Bool)
        case sealing(Sealing)
        case hmac(Hash)
        case cmac
        case cmacVerification
        case randomBits(Mechanism, Reseeding)
        case signing(Signing)
    }

    /// All take five arguments; not all read all of them.
    enum Sealing: Equatable {
        case seal(AuthenticatedMode)
        case open(AuthenticatedMode)
        case sealWithOwnIV
        case openWithOwnIV
        case wrap(padded: Bool)
        case unwrap(padded: Bool)
    }

    enum Signing: Equatable {
        case generateKey
        case validateKey
        case sign(deterministic: Bool)
        case verify
    }

    /// A DRBG by its name, which leaves the derivation function open.
    enum Mechanism: Equatable {
        case ctr(keyBits: Int)
        case hash(Hash)
        case hmac(Hash)
    }

    enum Reseeding: String, CaseIterable {
        case never = ""
        case once = "-reseed"
        case eachTime = "-pr"
    }

    static func named(_ name: String) -> Command? { byName[name] }

    private static let byName = Dictionary(uniqueKeysWithValues: table.map { ($0.name, $0) })

    static let table: [Command] =
        [Command("getConfig", .configuration)]
        + digests + extendableOutputs + ciphers + authenticatedCiphers + macs + randomBits
        + signatures

    private static let digests = Hash.allCases.flatMap { hash in
        [
            Command(hash.rawValue, .digest(hash)),
            Command("\(hash.rawValue)/MCT", .digestChain(hash)),
        ]
    }

    private static let extendableOutputs = ExtendableOutputFunction.allCases.flatMap { function in
        [
            Command(function.rawValue, .extendableOutput(function)),
            Command("\(function.rawValue)/VOT", .extendableOutput(function)),
            Command("\(function.rawValue)/MCT", .extendableOutputChain(function)),
        ]
    }

    private static let ciphers = [
        Command("AES/encrypt", .iteratedCipher(.ecb, encrypting: true)),
        Command("AES/decrypt", .iteratedCipher(.ecb, encrypting: false)),
        Command("AES-CBC/encrypt", .iteratedCipher(.cbc, encrypting: true)),
        Command("AES-CBC/decrypt", .iteratedCipher(.cbc, encrypting: false)),
        Command("AES-CFB128/encrypt", .iteratedCipher(.cfb128, encrypting: true)),
        Command("AES-CFB128/decrypt", .iteratedCipher(.cfb128, encrypting: false)),
        Command("AES-CBC-CS3/encrypt", .cipher(.cbcCS3, encrypting: true)),
        Command("AES-CBC-CS3/decrypt", .cipher(.cbcCS3, encrypting: false)),
        Command("AES-CTR/encrypt", .cipher(.ctr, encrypting: true)),
        Command("AES-CTR/decrypt", .cipher(.ctr, encrypting: false)),
        Command("AES-XTS/encrypt", .xts(encrypting: true)),
        Command("AES-XTS/decrypt", .xts(encrypting: false)),
    ]

    private static let authenticatedCiphers = [
        Command("AES-GCM/seal", .sealing(.seal(.gcm))),
        Command("AES-GCM/open", .sealing(.open(.gcm))),
        Command("AES-GCM-randnonce/seal", .sealing(.sealWithOwnIV)),
        Command("AES-GCM-randnonce/open", .sealing(.openWithOwnIV)),
        Command("AES-CCM/seal", .sealing(.seal(.ccm))),
        Command("AES-CCM/open", .sealing(.open(.ccm))),
        Command("AES-KW/seal", .sealing(.wrap(padded: false))),
        Command("AES-KW/open", .sealing(.unwrap(padded: false))),
        Command("AES-KWP/seal", .sealing(.wrap(padded: true))),
        Command("AES-KWP/open", .sealing(.unwrap(padded: true))),
    ]

    private static let macs =
        Hash.allCases.map { Command("HMAC-\($0.rawValue)", .hmac($0)) } + [
            Command("CMAC-AES", .cmac),
            Command("CMAC-AES/verify", .cmacVerification),
        ]

    private static let randomBits = Reseeding.allCases.flatMap { reseeding in
        [128, 192, 256].map { keyBits in
            Command(
                "ctrDRBG\(reseeding.rawValue)/AES-\(keyBits)",
                .randomBits(.ctr(keyBits: keyBits), reseeding))
        }
            + Hash.allCases.flatMap { hash in
                [
                    Command(
                        "hashDRBG\(reseeding.rawValue)/\(hash.rawValue)",
                        .randomBits(.hash(hash), reseeding)),
                    Command(
                        "hmacDRBG\(reseeding.rawValue)/\(hash.rawValue)",
                        .randomBits(.hmac(hash), reseeding)),
                ]
            }
    }

    private static let signatures = [
        Command("ECDSA/keyGen", .signing(.generateKey)),
        Command("ECDSA/keyVer", .signing(.validateKey)),
        Command("ECDSA/sigGen", .signing(.sign(deterministic: false))),
        Command("ECDSA/sigVer", .signing(.verify)),
        Command("DetECDSA/sigGen", .signing(.sign(deterministic: true))),
    ]

    private init(_ name: String, _ operation: Operation) {
        self.name = name
        self.operation = operation
    }
}

extension Command.Operation {
    /// The name of the command aside.
    var argumentCount: Int {
        switch self {
        case .configuration: 0
        case .digest, .digestChain, .signing(.generateKey): 1
        case .extendableOutput, .hmac: 2
        case .iteratedCipher(.ecb, _), .xts, .cmac, .cmacVerification, .signing(.validateKey): 3
        case .extendableOutputChain, .iteratedCipher, .cipher, .signing(.sign): 4
        case .sealing: 5
        case .randomBits(_, .never): 6
        case .signing(.verify): 7
        case .randomBits(_, .once), .randomBits(_, .eachTime): 8
        }
    }
}
