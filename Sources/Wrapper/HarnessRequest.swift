import Algorithms
import Approval

/// One request of acvp-assay's harness protocol. Names of operations and members are the
/// protocol's (docs/harness-protocol.md in its repository).
struct HarnessRequest {
    private let request: JSON
    private let operations: Operations
    private let toolVersion: String

    init(_ request: JSON, _ operations: Operations, _ toolVersion: String) {
        self.request = request
        self.operations = operations
        self.toolVersion = toolVersion
    }

    func answer() throws(OperationError) -> JSON {
        switch try text("operation") {
        case "metadata": metadata()
        case "digest":
            ["md": hex(try operations.digest(try hash("algorithm"), try bytes("message")))]
        case "digest-mct": try digestMonteCarlo()
        case "xof":
            [
                "md": hex(
                    try operations.expand(
                        try function(), try bytes("message"), count: try byteCount("outLen")))
            ]
        case "mac": try mac()
        case "cmac":
            [
                "mac": hex(
                    try operations.cmac(
                        key: try bytes("key"), try bytes("message"),
                        tagBytes: try byteCount("macLen")))
            ]
        case "gmac":
            [
                "tag": hex(
                    try operations.gmac(
                        key: try bytes("key"), iv: try bytes("iv"), try bytes("aad"),
                        tagBytes: try byteCount("tagLen")))
            ]
        case "block-transform": try blockTransform()
        case "block-mct": try blockMonteCarlo()
        case "cbc-cs": try blockTransform()
        case "xts-transform": try xtsTransform()
        case "encrypt": try encrypt()
        case "decrypt": try decrypt()
        case "ccm-encrypt": try ccmEncrypt()
        case "ccm-decrypt": try ccmDecrypt()
        case "key-wrap": try keyWrap()
        case "ecdsa-sign": try sign()
        case "ecdsa-sign-group": try signGroup()
        case "ecdsa-verify": try verify()
        case let other: throw .unknown("operation \(other.quotedForOneLine)")
        }
    }

    private func metadata() -> JSON {
        let identity = operations.gate.identity
        var members = [
            JSON.Member("name", .string("fipsmark \(toolVersion)")),
            JSON.Member("libraryName", .string(identity.name)),
            JSON.Member("libraryVersion", .string(identity.version)),
            JSON.Member("backendName", .string(identity.path)),
            JSON.Member("backendVersion", .string(identity.reachedThrough)),
        ]
        if !identity.buildInformation.isEmpty {
            members.append(JSON.Member("buildId", .string(identity.buildInformation)))
        }
        return .object(members)
    }

    private func digestMonteCarlo() throws(OperationError) -> JSON {
        let digests = try operations.digestMonteCarlo(
            try hash("algorithm"), seed: try bytes("seed"), alternate: try boolean("alternate"))
        return ["md": .array(digests.map(hex))]
    }

    private func mac() throws(OperationError) -> JSON {
        let name = try text("algorithm")
        guard name.hasPrefix("HMAC-"), let hash = Hash(rawValue: String(name.dropFirst(5))) else {
            throw .unknown("algorithm \(name.quotedForOneLine)")
        }
        let code = try operations.hmac(
            hash, key: try bytes("key"), try bytes("message"), tagBytes: try byteCount("macLen"))
        return ["mac": hex(code)]
    }

    private func blockTransform() throws(OperationError) -> JSON {
        let output = try operations.transform(
            try mode(), encrypting: try isEncrypting(), key: try bytes("key"),
            iv: try bytes("iv"), try bytes("data"), bits: try bits())
        return ["out": hex(output)]
    }

    /// Only CFB1 sends it.
    private func bits() throws(OperationError) -> Int? {
        guard request["payloadLen"] != nil else { return nil }
        let bits = try integer("payloadLen")
        let data = try bytes("data")
        // Compared in bits, since any number may have been sent, and the largest has no successor.
        if !(8 * data.count - 7...8 * data.count).contains(bits) || bits < 1 {
            throw .parameter("payloadLen \(bits) of \(data.count) bytes")
        }
        return bits
    }

    private func blockMonteCarlo() throws(OperationError) -> JSON {
        let rounds = try operations.blockMonteCarlo(
            try mode(), encrypting: try isEncrypting(), key: try bytes("key"),
            iv: try bytes("iv"), try bytes("data"))
        return [
            "resultsArray": .array(
                rounds.map { round in
                    [
                        "key": hex(round.key), "iv": hex(round.iv), "in": hex(round.input),
                        "out": hex(round.output),
                    ]
                })
        ]
    }

    /// The tweak is the number of the first data unit, and one more for each that follows, the
    /// least significant byte first (IEEE 1619, section 5.1).
    private func xtsTransform() throws(OperationError) -> JSON {
        let (key, data) = (try bytes("key"), try bytes("data"))
        let encrypting = try isEncrypting()
        var tweak = try bytes("tweak")
        let unit = try byteCount("dataUnitLen")
        if unit == 0 { throw .parameter("dataUnitLen 0") }
        var output: [UInt8] = []
        for start in stride(from: 0, to: data.count, by: unit) {
            output += try operations.transform(
                .xts, encrypting: encrypting, key: key, iv: tweak,
                Array(data[start..<min(start + unit, data.count)]))
            for index in tweak.indices {
                tweak[index] &+= 1
                if tweak[index] != 0 { break }
            }
        }
        return ["out": hex(output)]
    }

    private func encrypt() throws(OperationError) -> JSON {
        let (ciphertext, tag) = try operations.seal(
            .gcm, key: try bytes("key"), iv: try bytes("iv"), aad: try bytes("aad"),
            try bytes("pt"), tagBytes: try byteCount("tagLen"))
        return ["ct": hex(ciphertext), "tag": hex(tag)]
    }

    private func decrypt() throws(OperationError) -> JSON {
        HarnessRequest.plaintext(
            try operations.open(
                .gcm, key: try bytes("key"), iv: try bytes("iv"), aad: try bytes("aad"),
                try bytes("ct"), tag: try bytes("tag")), "pt")
    }

    /// CCM's tag stands at the end of its ciphertext (SP 800-38C, section 6.1).
    private func ccmEncrypt() throws(OperationError) -> JSON {
        let (ciphertext, tag) = try operations.seal(
            .ccm, key: try bytes("key"), iv: try bytes("iv"), aad: try bytes("aad"),
            try bytes("pt"), tagBytes: try byteCount("tagLen"))
        return ["ct": hex(ciphertext + tag)]
    }

    private func ccmDecrypt() throws(OperationError) -> JSON {
        let text = try bytes("ct")
        let tagBytes = try byteCount("tagLen")
        try Operations.checkTag(tagBytes, 16)
        if text.count < tagBytes { return HarnessRequest.plaintext(nil, "pt") }
        return HarnessRequest.plaintext(
            try operations.open(
                .ccm, key: try bytes("key"), iv: try bytes("iv"), aad: try bytes("aad"),
                Array(text.dropLast(tagBytes)), tag: Array(text.suffix(tagBytes))), "pt")
    }

    private func keyWrap() throws(OperationError) -> JSON {
        let (key, data) = (try bytes("key"), try bytes("data"))
        let padded = try boolean("padded")
        switch try text("direction") {
        case "wrap": return ["out": hex(try operations.wrap(key: key, data, padded: padded))]
        case "unwrap":
            return HarnessRequest.plaintext(
                try operations.unwrap(key: key, data, padded: padded), "out")
        case let other: throw .parameter("direction \(other.quotedForOneLine)")
        }
    }

    private static func plaintext(_ bytes: [UInt8]?, _ member: String) -> JSON {
        guard let bytes else { return ["error": "authentication failed"] }
        return .object([JSON.Member(member, hex(bytes))])
    }

    private func sign() throws(OperationError) -> JSON {
        let pair = try operations.generateKey(try curve())
        let signature = try operations.sign(
            try hash("hashAlg"), with: pair, try bytes("message"))
        return [
            "qx": hex(pair.qx), "qy": hex(pair.qy), "r": hex(signature.r), "s": hex(signature.s),
        ]
    }

    /// Far more than a group has. Each message of no bytes is answered by some 200.
    private static let maximumMessages = 1 << 12

    /// ACVP reports one key for a group.
    private func signGroup() throws(OperationError) -> JSON {
        guard case .array(let messages)? = request["messages"] else {
            throw .parameter("no array messages")
        }
        if messages.count > HarnessRequest.maximumMessages {
            throw .parameter(
                "\(messages.count) messages; the limit is \(HarnessRequest.maximumMessages)")
        }
        let pair = try operations.generateKey(try curve())
        let hash = try hash("hashAlg")
        var signatures: [JSON] = []
        for message in messages {
            let signature = try operations.sign(
                hash, with: pair, try HarnessRequest.bytes(message, "messages"))
            signatures.append(["r": hex(signature.r), "s": hex(signature.s)])
        }
        return ["qx": hex(pair.qx), "qy": hex(pair.qy), "signatures": .array(signatures)]
    }

    private func verify() throws(OperationError) -> JSON {
        let signature = Signature(r: try bytes("r"), s: try bytes("s"))
        let isRight = try operations.verify(
            try curve(), try hash("hashAlg"), try bytes("message"), qx: try bytes("qx"),
            qy: try bytes("qy"), signature)
        return ["testPassed": .boolean(isRight)]
    }
}

/// Members by their types. A missing one is an error and never an empty value.
extension HarnessRequest {
    fileprivate func text(_ name: String) throws(OperationError) -> String {
        guard case .string(let value)? = request[name] else {
            throw .parameter("no string \(name)")
        }
        return value
    }

    fileprivate func bytes(_ name: String) throws(OperationError) -> [UInt8] {
        guard let value = request[name] else { throw .parameter("no string \(name)") }
        return try HarnessRequest.bytes(value, name)
    }

    fileprivate static func bytes(_ value: JSON, _ name: String) throws(OperationError) -> [UInt8] {
        guard case .string(let digits) = value,
            let bytes = Hexadecimal.decode(Array(digits.utf8))
        else { throw .parameter("\(name) is not hexadecimal") }
        return bytes
    }

    fileprivate func integer(_ name: String) throws(OperationError) -> Int {
        guard case .integer(let value)? = request[name] else {
            throw .parameter("no integer \(name)")
        }
        return value
    }

    fileprivate func boolean(_ name: String) throws(OperationError) -> Bool {
        guard case .boolean(let value)? = request[name] else {
            throw .parameter("no boolean \(name)")
        }
        return value
    }

    /// A length that is sent in bits.
    fileprivate func byteCount(_ name: String) throws(OperationError) -> Int {
        let bits = try integer(name)
        if bits < 0 { throw .parameter("\(name) \(bits)") }
        if bits & 7 != 0 { throw .unknown("\(name) \(bits): the module is byte-oriented") }
        return bits / 8
    }

    fileprivate func hash(_ name: String) throws(OperationError) -> Hash {
        let value = try text(name)
        guard let hash = Hash(rawValue: value) else {
            throw .unknown("\(name) \(value.quotedForOneLine)")
        }
        return hash
    }

    fileprivate func function() throws(OperationError) -> ExtendableOutputFunction {
        let value = try text("algorithm")
        guard let function = ExtendableOutputFunction(rawValue: value) else {
            throw .unknown("algorithm \(value.quotedForOneLine)")
        }
        return function
    }

    fileprivate func curve() throws(OperationError) -> Curve {
        let value = try text("curve")
        guard let curve = Curve(rawValue: value) else {
            throw .unknown("curve \(value.quotedForOneLine)")
        }
        return curve
    }

    /// XTS has an operation of its own, with a tweak.
    fileprivate func mode() throws(OperationError) -> BlockCipherMode {
        let value = try text("algorithm")
        let prefix = "ACVP-AES-"
        guard value.hasPrefix(prefix),
            let mode = BlockCipherMode(rawValue: String(value.dropFirst(prefix.count))),
            mode != .xts
        else { throw .unknown("algorithm \(value.quotedForOneLine)") }
        return mode
    }

    fileprivate func isEncrypting() throws(OperationError) -> Bool {
        switch try text("direction") {
        case "encrypt": return true
        case "decrypt": return false
        case let other: throw .parameter("direction \(other.quotedForOneLine)")
        }
    }
}

private func hex(_ bytes: [UInt8]) -> JSON { .string(Hexadecimal.encode(bytes)) }
