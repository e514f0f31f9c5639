import Algorithms
import CLoop
import KnownAnswers

/// The cases of a vector file as the C loop takes them: decoded once, never freed.
struct PreparedCases {
    private(set) var cases: [cloop_case] = []
    /// How many cases of the files they are: some ask for several calls.
    private(set) var vectors = 0
    private let library: UnsafeMutableRawPointer
    private var contexts: [String: UnsafeMutableRawPointer] = [:]

    init(_ library: Library) { self.library = library.context }

    /// Adds every case of a file.
    mutating func add(_ text: [UInt8], file: String) throws {
        var table = try VectorTable(file: file, text: text.span)
        guard let algorithm = Algorithm.named(table.setName) else { return }
        var vector = VectorCase()
        while let group = try table.nextGroup(algorithm, into: &vector) {
            while try table.nextCase(of: group, into: &vector) {
                let prepared = prepare(group, vector)
                if prepared.isEmpty {
                    throw Library.Failure(message: "the C loop has nothing for a case of \(file)")
                }
                cases += prepared
                vectors += 1
            }
        }
    }

    private mutating func prepare(
        _ group: VectorGroup, _ vector: borrowing VectorCase
    ) -> [cloop_case] {
        var prepared = cloop_case()
        prepared.expected_to_pass = vector.testPassed ? 1 : 0
        switch group.algorithm.kind {
        case .digest(let hash):
            let monteCarlo = group.text(.testType) == "MCT"
            if monteCarlo { prepared.run = cloop_monte_carlo } else { prepared.run = cloop_digest }
            prepared.context = context("digest \(hash.rawValue)") {
                cloop_digest_context($0, hash.rawValue)
            }
            prepared.field.0 = copy(
                vector.bytes(.msg), vector.has(.len) ? vector.integer(.len) / 8 : nil)
            prepared.expected = copy(vector.bytes(monteCarlo ? .resultsArray : .md))
        case .hmac(let hash):
            prepared.run = cloop_hmac
            prepared.context = context("hmac \(hash.rawValue)") {
                cloop_hmac_context($0, hash.rawValue)
            }
            prepared.field.0 = copy(vector.bytes(.key))
            prepared.field.1 = copy(vector.bytes(.msg))
            prepared.expected = copy(vector.bytes(.mac))
        case .gmac:
            prepared.run = cloop_gmac
            let cipher = "AES-\(8 * vector.bytes(.key).count)-GCM"
            prepared.context = context("gmac \(cipher)") { cloop_gmac_context($0, cipher) }
            prepared.field.0 = copy(vector.bytes(.key))
            prepared.field.1 = copy(vector.bytes(.iv))
            prepared.field.2 = copy(vector.bytes(.aad))
            prepared.expected = copy(vector.bytes(.tag))
        case .gcm:
            prepareCipher(group, vector, &prepared)
        case .blockCipher(.cbc):
            prepared.run = cloop_cbc_monte_carlo
            let name = "AES-\(8 * vector.bytes(.key).count)-CBC"
            prepared.context = context(name) { cloop_cipher_context($0, name, 1) }
            prepared.field.0 = copy(vector.bytes(.key))
            prepared.field.1 = copy(vector.bytes(.iv))
            prepared.field.2 = copy(vector.bytes(.pt))
            prepared.expected = copy(vector.bytes(.resultsArray))
        case .ctrDRBG, .hashDRBG, .hmacDRBG:
            prepareGenerator(group, vector, &prepared)
        case .sha3Derived(let function):
            prepared.run = cloop_kmac
            prepared.context = context(function.rawValue) {
                cloop_kmac_context($0, function.rawValue)
            }
            prepared.field.0 = copy(vector.bytes(.key))
            prepared.field.1 = copy(vector.bytes(.msg))
            prepared.field.2 = copy(vector.bytes(.customizationHex))
            prepared.expected = copy(vector.bytes(.mac))
            prepared.number = group.text(.xof) == "true" ? 1 : 0
        case .keyDerivation(let function):
            return prepareDerivation(function, group, vector, prepared)
        case .keyAgreement(let function):
            prepareAgreement(function, group, vector, &prepared)
        case .rsa: prepareRSA(group, vector, &prepared)
        case .eddsa(let function): prepareEdwards(function, group, vector, &prepared)
        case .postQuantum(let function):
            preparePostQuantum(function, group, vector, &prepared)
        default:
            prepareSignature(group, vector, &prepared)
        }
        return prepared.run == nil ? [] : [prepared]
    }

    private mutating func prepareCipher(
        _ group: VectorGroup, _ vector: borrowing VectorCase, _ prepared: inout cloop_case
    ) {
        let encrypting = group.text(.direction) == "encrypt"
        if encrypting { prepared.run = cloop_seal } else { prepared.run = cloop_open }
        let name = "AES-\(8 * vector.bytes(.key).count)-GCM"
        prepared.context = context("\(name) \(encrypting)") {
            cloop_cipher_context($0, name, encrypting ? 1 : 0)
        }
        prepared.field.0 = copy(vector.bytes(.key))
        prepared.field.1 = copy(vector.bytes(.iv))
        prepared.field.2 = copy(vector.bytes(.aad))
        prepared.field.3 = copy(vector.bytes(encrypting ? .pt : .ct))
        prepared.expected = copy(vector.bytes(encrypting ? .ct : .pt))
        prepared.expected_tag = copy(vector.bytes(.tag))
    }

    private mutating func prepareGenerator(
        _ group: VectorGroup, _ vector: borrowing VectorCase, _ prepared: inout cloop_case
    ) {
        let mode = group.text(.mode) ?? ""
        let derived = group.text(.derFunc).map { $0 == "true" ? Int32(1) : 0 } ?? -1
        // SP 800-57 Part 1 Rev. 5, Table 3.
        let strength: UInt32 = mode == "SHA-1" ? 128 : mode.hasSuffix("224") ? 192 : 256
        prepared.run = cloop_drbg
        prepared.context = context("\(group.algorithm.name) \(mode) \(derived)") { library in
            switch group.algorithm.kind {
            case .ctrDRBG:
                cloop_drbg_context(
                    library, "CTR-DRBG", "\(mode)-CTR", nil, derived,
                    UInt32(mode.dropFirst(4)) ?? 256)
            case .hashDRBG: cloop_drbg_context(library, "HASH-DRBG", nil, mode, -1, strength)
            default: cloop_drbg_context(library, "HMAC-DRBG", nil, mode, -1, strength)
            }
        }
        let resists = group.text(.predResistance) == "true"
        let reseeds = group.text(.reSeed) == "true" && !resists
        prepared.field.0 = copy(vector.bytes(.entropyInput))
        prepared.field.1 = copy(vector.bytes(.nonce))
        prepared.field.2 = copy(vector.bytes(.persoString))
        if reseeds {
            prepared.field.3 = copy(vector.bytes(.entropyInputReseed))
            prepared.field.4 = copy(vector.bytes(.additionalInputReseed))
        }
        prepared.field.5 = copy(vector.bytes(.additionalInput1))
        prepared.field.7 = copy(vector.bytes(.additionalInput2))
        if resists {
            prepared.field.6 = copy(vector.bytes(.entropyInputPR1))
            prepared.field.8 = copy(vector.bytes(.entropyInputPR2))
        }
        prepared.expected = copy(vector.bytes(.returnedBits))
    }

    private mutating func prepareSignature(
        _ group: VectorGroup, _ vector: borrowing VectorCase, _ prepared: inout cloop_case
    ) {
        guard let curve = group.text(.curve).flatMap(Curve.init(rawValue:)) else { return }
        let hash = group.text(.hashAlg) ?? ""
        prepared.context = context("\(curve.rawValue) \(hash)") {
            cloop_curve_context($0, curve.rawValue, hash, curve.fieldBytes)
        }
        let fields: [VectorField]
        switch group.algorithm.kind {
        case .ecdsaKeyVer:
            prepared.run = cloop_validate
            fields = [.qx, .qy]
        case .ecdsaSigVer:
            prepared.run = cloop_verify
            fields = [.message, .qx, .qy, .r, .s]
        case .ecdsaSigGen:
            prepared.run = cloop_sign
            fields = [.message, .qx, .qy, .d]
        default: return
        }
        setFields(of: &prepared, fields.map { copy(octets($0, vector).span) })
    }

    func setFields(of call: inout cloop_case, _ fields: [cloop_bytes]) {
        withUnsafeMutablePointer(to: &call.field) { tuple in
            tuple.withMemoryRebound(to: cloop_bytes.self, capacity: 11) { target in
                for (index, field) in fields.enumerated() { target[index] = field }
            }
        }
    }

    func octets(_ field: VectorField, _ vector: borrowing VectorCase) -> [UInt8] {
        let span = vector.bytes(field)
        return span.indices.map { span[$0] }
    }

    mutating func context(
        _ key: String, _ make: (UnsafeMutableRawPointer) -> UnsafeMutableRawPointer?
    ) -> UnsafeMutableRawPointer? {
        if let known = contexts[key] { return known }
        let made = make(library)
        precondition(made != nil, "the C loop cannot make \(key)")
        contexts[key] = made
        return made
    }

    func copy(_ span: Span<UInt8>, _ count: Int? = nil) -> cloop_bytes {
        let count = count ?? span.count
        let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: max(count, 1))
        for index in 0..<count { copy[index] = span[index] }
        return cloop_bytes(bytes: copy, count: count)
    }
}
