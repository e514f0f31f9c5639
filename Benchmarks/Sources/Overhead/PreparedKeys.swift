import Algorithms
import CLoop
import KnownAnswers

/// Key agreement, RSA, EdDSA and the post-quantum algorithms for the C loop.
extension PreparedCases {
    mutating func prepareAgreement(
        _ function: KeyAgreementFunction, _ group: VectorGroup,
        _ vector: borrowing VectorCase, _ call: inout cloop_case
    ) {
        let name =
            group.text(.safePrimeGroup) ?? group.text(.curve)
            ?? group.text(.domainParameterGenerationMode) ?? ""
        let hash = group.text(.hashFunctionZ)
        let curve = Curve(rawValue: name)
        let bytes = curve?.fieldBytes ?? SafePrimeGroup(rawValue: name)?.bytes ?? 0
        call.context = context("agreement \(name) \(hash ?? "")") {
            cloop_agreement_context($0, curve == nil ? "DH" : "EC", name, hash, bytes)
        }
        call.expected = copy(vector.bytes(hash == nil ? .z : .hashZ))
        func point(_ x: VectorField, _ y: VectorField) -> cloop_bytes {
            let (x, y) = (octets(x, vector), octets(y, vector))
            if x.isEmpty { return cloop_bytes() }
            return copy(([4] + padded(x, bytes) + padded(y, bytes)).span)
        }
        call.run = cloop_agree
        switch function {
        case .safePrimeKeyVer:
            call.run = cloop_validate_pair
            setFields(of: &call, [number(.x, vector), number(.y, vector)])
        case .finiteFieldSecret:
            setFields(
                of: &call,
                [
                    number(.staticPrivateIut, vector), number(.staticPublicServer, vector),
                    number(.staticPublicIut, vector),
                ])
        case .ellipticCurveSecret:
            setFields(
                of: &call,
                [
                    number(.staticPrivateIut, vector),
                    point(.staticPublicServerX, .staticPublicServerY),
                    point(.staticPublicIutX, .staticPublicIutY),
                ])
        default:
            setFields(
                of: &call,
                [number(.privateIut, vector), point(.publicServerX, .publicServerY)])
        }
    }

    mutating func prepareRSA(
        _ group: VectorGroup, _ vector: borrowing VectorCase, _ call: inout cloop_case
    ) {
        let hash = group.text(.hashAlg) ?? ""
        let salt = group.text(.saltLen).flatMap { Int32($0) } ?? -1
        call.context = context("RSA \(hash) \(salt)") { cloop_rsa_context($0, hash, salt) }
        if vector.has(.d) { call.run = cloop_rsa_sign } else { call.run = cloop_rsa_verify }
        setFields(
            of: &call,
            [
                copy(vector.bytes(.message)), number(.n, vector), number(.e, vector),
                number(.d, vector),
            ])
        call.expected = copy(vector.bytes(.signature))
    }

    mutating func prepareEdwards(
        _ function: EdDSAFunction, _ group: VectorGroup, _ vector: borrowing VectorCase,
        _ call: inout cloop_case
    ) {
        let curve = group.text(.curve) == "ED-448" ? "ED448" : "ED25519"
        let instance =
            (curve == "ED448" ? "Ed448" : "Ed25519")
            + (group.text(.preHash) == "true" ? "ph" : "")
        call.context = context(instance) { cloop_edwards_context($0, curve, instance) }
        if vector.has(.d) { call.run = cloop_edwards_sign } else { call.run = cloop_edwards_verify }
        setFields(
            of: &call,
            [.message, .q, .d, .context].map { copy(octets($0, vector).span) })
        call.expected = copy(vector.bytes(.signature))
    }

    mutating func preparePostQuantum(
        _ function: PostQuantumFunction, _ group: VectorGroup,
        _ vector: borrowing VectorCase, _ call: inout cloop_case
    ) {
        let name = group.text(.parameterSet) ?? ""
        let hasSeed = group.text(.keyFormat) == "seed"
        let isPublic = vector.has(.pk) || vector.has(.ek)
        let form = isPublic ? "pub" : hasSeed ? "seed" : "priv"
        call.context = context("\(name) \(form)") { cloop_post_quantum_context($0, name, form) }
        let key: [VectorField] =
            isPublic ? [.pk, .ek] : hasSeed ? [.seed, .d, .z] : [.sk, .dk]
        var fields = [copy(key.flatMap { octets($0, vector) }.span)]
        switch function {
        case .encapsulation where vector.has(.m):
            call.run = cloop_encapsulate
            fields.append(copy(vector.bytes(.m)))
            call.expected = copy(vector.bytes(.c))
            call.expected_tag = copy(vector.bytes(.k))
        case .encapsulation where vector.has(.c):
            call.run = cloop_decapsulate
            fields.append(copy(vector.bytes(.c)))
            call.expected = copy(vector.bytes(.k))
        case .encapsulation:
            call.run = cloop_check_key
        case .signatureGeneration, .signatureVerification:
            let isMu = group.text(.externalMu) == "true"
            call.number = isMu ? 1 : 0
            fields += [isMu ? .mu : .message, .context].map { copy(octets($0, vector).span) }
            if isPublic {
                call.run = cloop_post_quantum_verify
            } else {
                call.run = cloop_post_quantum_sign
            }
            fields.append(copy(vector.bytes(isPublic ? .signature : .rnd)))
            call.expected = copy(vector.bytes(.signature))
        default: return
        }
        setFields(of: &call, fields)
    }

    private func padded(_ number: [UInt8], _ bytes: Int) -> [UInt8] {
        [UInt8](repeating: 0, count: max(0, bytes - number.count)) + number
    }

    /// A number in the machine's order, as OSSL_PARAM has it.
    private func number(_ field: VectorField, _ vector: borrowing VectorCase) -> cloop_bytes {
        copy(Array(octets(field, vector).reversed()).span)
    }
}
