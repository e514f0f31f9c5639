import Algorithms
import Approval

extension FreshMaker {
    func postQuantum(_ function: PostQuantumFunction, _ set: inout FreshSet) {
        switch function {
        // Nobody here makes LMS keys (SP 800-208, section 8.1).
        case .keyGeneration(.lms), .signatureGeneration(.lms), .signatureVerification(.lms): break
        case .encapsulation: encapsulations(&set)
        case .keyGeneration(let scheme):
            for parameters in freshParameters(scheme)
            where approves(.postQuantum(.keyGeneration(parameters))) {
                set.add(
                    [FreshMember("parameterSet", parameters.rawValue)],
                    (0..<self.cases).map { _ in FreshCase([]) })
            }
        case .signatureGeneration(let scheme):
            for parameters in freshParameters(scheme) { signatures(parameters, &set) }
        case .signatureVerification(let scheme):
            for parameters in freshParameters(scheme) { verifications(parameters, &set) }
        }
    }

    /// The small sets of SLH-DSA take a second to sign, and differ from the fast ones in numbers
    /// alone (FIPS 205, Table 2).
    private func freshParameters(_ scheme: PostQuantumScheme) -> [PostQuantumParameters] {
        PostQuantumParameters.all(of: scheme).filter {
            scheme != .slhDSA || $0.rawValue.hasSuffix("f")
        }
    }

    // ML-KEM.

    /// A key pair made from the seed, d || z, by the module under test.
    private struct EncapsulationKeys {
        let scheme: any KeyEncapsulation
        let parameters: PostQuantumParameters
        let seed: [UInt8]
        let ek: [UInt8]
        let dk: [UInt8]
    }

    private func encapsulationKeys(_ parameters: PostQuantumParameters) -> EncapsulationKeys? {
        let scheme = try? gate.keyEncapsulation(
            parameters, for: [.keyGeneration(parameters), .encapsulation(parameters)])
        guard let scheme else { return nil }
        let seed = bytes.take(parameters.seedBytes)
        var ek = [UInt8](repeating: 0, count: parameters.publicKeyBytes)
        var dk = [UInt8](repeating: 0, count: parameters.secretKeyBytes)
        var first = ek.mutableSpan
        var second = dk.mutableSpan
        guard (try? scheme.generateKey(seed: seed.span, ek: &first, dk: &second)) != nil else {
            return nil
        }
        return EncapsulationKeys(
            scheme: scheme, parameters: parameters, seed: seed, ek: ek, dk: dk)
    }

    private func encapsulations(_ set: inout FreshSet) {
        for parameters in PostQuantumParameters.all(of: .mlKEM)
        where approves(.postQuantum(.encapsulation(parameters))) {
            var made: [String: [FreshCase]] = [:]
            for _ in 0..<self.cases {
                guard let keys = encapsulationKeys(parameters) else { continue }
                made["decapsulation", default: []] += decapsulations(keys)
                made["encapsulationKeyCheck", default: []] += encapsulationKeyChecks(keys)
                made["decapsulationKeyCheck", default: []] += decapsulationKeyChecks(keys)
            }
            let functions = ["decapsulation", "encapsulationKeyCheck", "decapsulationKeyCheck"]
            for function in functions {
                set.add(
                    [
                        FreshMember("testType", "VAL"),
                        FreshMember("parameterSet", parameters.rawValue),
                        FreshMember("function", function),
                    ], made[function] ?? [])
            }
        }
    }

    /// A ciphertext as it was made, and one with a bit turned over, whose secret is J(z || c)
    /// (FIPS 203, Algorithm 18, step 7).
    private func decapsulations(_ keys: EncapsulationKeys) -> [FreshCase] {
        var c = [UInt8](repeating: 0, count: keys.parameters.outputBytes)
        var k = [UInt8](repeating: 0, count: PostQuantumParameters.sharedSecretBytes)
        let m = bytes.take(keys.parameters.randomBytes)
        var first = c.mutableSpan
        var second = k.mutableSpan
        let isMade = try? keys.scheme.encapsulate(
            ek: keys.ek.span, m: m.span, c: &first, k: &second)
        guard isMade == true else { return [] }
        let broken = bytes.breaking(c)
        var rejected = k
        var target = rejected.mutableSpan
        let question = keys.seed.suffix(32) + broken
        guard let shake = try? gate.extendableOutput(.shake256),
            (try? shake.expand(Array(question).span, into: &target)) != nil
        else { return [] }
        return [(c, k), (broken, rejected)].map { c, k in
            FreshCase(
                [FreshMember("dk", keys.dk), FreshMember("c", c)], truth: [FreshMember("k", k)])
        }
    }

    /// The first coefficient beyond the modulus (FIPS 203, section 7.2), and a byte too few.
    private func encapsulationKeyChecks(_ keys: EncapsulationKeys) -> [FreshCase] {
        var beyond = keys.ek
        (beyond[0], beyond[1]) = (0xff, beyond[1] | 0x0f)
        return [(keys.ek, true), (beyond, false), (Array(keys.ek.dropLast()), false)].map {
            FreshCase([FreshMember("ek", $0)], truth: [FreshMember("testPassed", $1)])
        }
    }

    /// Of dk = dk_PKE || ek || H(ek) || z the hash is broken (FIPS 203, section 7.3).
    private func decapsulationKeyChecks(_ keys: EncapsulationKeys) -> [FreshCase] {
        var broken = keys.dk
        broken[broken.count - 64 + bytes.number(below: 32)] ^= 1
        return [(keys.dk, true), (broken, false), (Array(keys.dk.dropLast()), false)].map {
            FreshCase([FreshMember("dk", $0)], truth: [FreshMember("testPassed", $1)])
        }
    }

    // Signatures.

    private struct SigningKeys {
        let scheme: any PostQuantumSignature
        let pk: [UInt8]
        let sk: [UInt8]
    }

    private func signingKeys(_ parameters: PostQuantumParameters) -> SigningKeys? {
        let scheme = try? gate.postQuantumSignature(
            parameters,
            for: [.keyGeneration(parameters), .signatureGeneration(parameters, preHash: nil)])
        guard let scheme else { return nil }
        let seed = bytes.take(parameters.seedBytes)
        var pk = [UInt8](repeating: 0, count: parameters.publicKeyBytes)
        var sk = [UInt8](repeating: 0, count: parameters.secretKeyBytes)
        var first = pk.mutableSpan
        var second = sk.mutableSpan
        guard (try? scheme.generateKey(seed: seed.span, pk: &first, sk: &second)) != nil else {
            return nil
        }
        return SigningKeys(scheme: scheme, pk: pk, sk: sk)
    }

    /// With randomness of the module's own; every module verifies them.
    private func signatures(_ parameters: PostQuantumParameters, _ set: inout FreshSet) {
        if !approves(.postQuantum(.signatureGeneration(parameters, preHash: nil))) { return }
        for preHash in ["pure", "preHash"] {
            let made = (0..<self.cases).compactMap { _ -> FreshCase? in
                guard let keys = signingKeys(parameters) else { return nil }
                var members = [
                    FreshMember("message", bytes.take(1 + bytes.number(below: 400))),
                    FreshMember("sk", keys.sk),
                    FreshMember("context", bytes.take(bytes.number(below: 256))),
                ]
                if preHash == "preHash" { members.append(FreshMember("hashAlg", "SHA2-512")) }
                return FreshCase(members)
            }
            set.add(
                [
                    FreshMember("parameterSet", parameters.rawValue),
                    FreshMember("deterministic", false),
                    FreshMember("signatureInterface", "external"),
                    FreshMember("preHash", preHash),
                ], made)
        }
    }

    /// A signature that is right, and one bit turned over in it, in the message, in the context.
    private func verifications(_ parameters: PostQuantumParameters, _ set: inout FreshSet) {
        if !approves(.postQuantum(.signatureVerification(parameters, preHash: nil))) { return }
        var made: [FreshCase] = []
        for _ in 0..<self.cases {
            guard let keys = signingKeys(parameters) else { continue }
            let content = bytes.take(1 + bytes.number(below: 400))
            let context = bytes.take(1 + bytes.number(below: 255))
            var signature = [UInt8](repeating: 0, count: parameters.outputBytes)
            var target = signature.mutableSpan
            let message = PostQuantumMessage(.pure, content.span, context: context.span)
            let signed: Void? = try? keys.scheme.sign(
                message, .expanded(keys.sk.span), .none, signature: &target)
            if signed == nil { continue }
            let candidates = [
                (content, context, signature, true),
                (bytes.breaking(content), context, signature, false),
                (content, bytes.breaking(context), signature, false),
                (content, context, bytes.breaking(signature), false),
                (content, context, Array(signature.dropLast()), false),
            ]
            made += candidates.map { content, context, signature, isRight in
                FreshCase(
                    [
                        FreshMember("pk", keys.pk), FreshMember("message", content),
                        FreshMember("context", context), FreshMember("signature", signature),
                    ], truth: [FreshMember("testPassed", isRight)])
            }
        }
        set.add(
            [
                FreshMember("parameterSet", parameters.rawValue),
                FreshMember("signatureInterface", "external"), FreshMember("preHash", "pure"),
            ], made)
    }
}
