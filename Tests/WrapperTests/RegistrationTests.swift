import Algorithms
import Approval
import Foundation
import OpenSSLModule
import Testing
import Wrapper

/// A registration names what the module offers and the rules let pass, and nothing else.
@Suite struct RegistrationTests {
    private func openSSL() throws -> any Module {
        let path =
            ProcessInfo.processInfo.environment["FIPSMARK_PROVIDER"]
            ?? ProviderConfiguration.defaultProviderPath()
        let configuration = try ProviderConfiguration.defaultPath(forProvider: path).map {
            try ProviderConfiguration(path: $0)
        }
        return try OpenSSLModule(providerPath: path, configuration: configuration)
    }

    private func registration(_ module: any Module) throws -> [JSON] {
        try Registration(Gate(module, for: .test)).algorithms
    }

    /// The rows of the table that a registration speaks of; a name that has none is an error.
    private func rows(_ registration: [JSON]) throws -> Set<String> {
        var names: Set<String> = []
        for algorithm in registration {
            guard case .string(let name)? = algorithm["algorithm"] else {
                throw Missing(what: "an algorithm without a name")
            }
            var full = name
            if case .string(let mode)? = algorithm["mode"] { full += "-\(mode)" }
            let row = try #require(Algorithm.named(full), "\(full) is not in the table")
            guard case .string(let revision)? = algorithm["revision"] else {
                throw Missing(what: "\(full) has no revision")
            }
            #expect(row.revisions.contains(revision), "\(full)")
            names.insert(full)
            if case .array(let conformances)? = algorithm["conformances"] {
                for case .string(let word) in conformances { names.insert("\(full)-\(word)") }
            }
        }
        return names
    }

    private struct Missing: Error {
        let what: String
    }

    /// Whether the module has the algorithm with any parameters, asked without the wrapper.
    private func offers(_ module: any Module, _ algorithm: Algorithm) -> Bool {
        let gate = Gate(module, for: .test)
        func any<Answer>(_ questions: [() throws -> Answer]) -> Bool {
            questions.contains { (try? $0()) != nil }
        }
        let keys = [128, 192, 256]
        switch algorithm.kind {
        case .gcm: return any(keys.map { bits in { try module.gcm(keyBits: bits) } })
        case .gmac: return any(keys.map { bits in { try module.gmac(keyBits: bits) } })
        case .ccm: return any(keys.map { bits in { try module.ccm(keyBits: bits) } })
        case .cmac: return any(keys.map { bits in { try module.cmac(keyBits: bits) } })
        case .blockCipher(let mode):
            return any(keys.map { bits in { try module.blockCipher(mode, keyBits: bits) } })
        case .keyWrap(let padded):
            return any([{ try module.keyWrap(keyBits: 128, padded: padded, inverse: false) }])
        case .digest(let hash): return any([{ try gate.digest(hash) }])
        case .extendableOutput(let function):
            return any([{ try gate.extendableOutput(function) }])
        case .hmac(let hash): return any([{ try module.hmac(hash) }])
        case .ctrDRBG:
            return any([
                { try module.randomBitGenerator(.ctr(keyBits: 256, derivationFunction: true)) }
            ])
        case .hashDRBG: return any([{ try module.randomBitGenerator(.hash(.sha2_256)) }])
        case .hmacDRBG: return any([{ try module.randomBitGenerator(.hmac(.sha2_256)) }])
        case .ecdsaKeyGen, .ecdsaKeyVer, .ecdsaSigGen, .ecdsaSigVer:
            return any([{ try module.ellipticCurve(.p256, .sha2_256) }])
        case .detECDSASigGen: return false
        case .sha3Derived(let function):
            return function.isKeyed
                ? any([{ try module.customizableAuthentication(function) }])
                : any([{ try module.customizableOutput(function) }])
        case .keyDerivation(.oneStepNoCounter): return false
        case .keyDerivation: return any([{ try module.keyDerivation(.hkdf(.sha2_256)) }])
        case .keyAgreement(.ellipticCurveSecret), .keyAgreement(.cofactorPrimitive):
            return any([{ try module.keyAgreement(.curve(.p256)) }])
        case .keyAgreement: return any([{ try module.keyAgreement(.group(.ffdhe2048)) }])
        case .postQuantum(.keyGeneration(.lms)), .postQuantum(.signatureGeneration(.lms)):
            return false
        case .postQuantum(.signatureVerification(.lms)):
            return any([{ try module.statefulSignature() }])
        case .postQuantum(.encapsulation), .postQuantum(.keyGeneration(.mlKEM)):
            return any([{ try module.keyEncapsulation(.mlKEM768) }])
        case .postQuantum:
            let parameters: PostQuantumParameters =
                algorithm.family == .mlDSA ? .mlDSA65 : .slhDSASHA2128s
            return any([{ try module.postQuantumSignature(parameters) }])
        case .rsa: return any([{ try module.rsaKeys() }])
        case .eddsa:
            return any([{ try module.edwardsCurve(.ed25519, preHash: false) }])
        }
    }

    @Test(arguments: ["provider", "toy"])
    func whatIsOfferedIsRegisteredAndNothingElse(name: String) throws {
        let module = name == "toy" ? ToyModule() : try openSSL()
        let rows = try rows(registration(module))
        for algorithm in Algorithm.table where algorithm.kind != .detECDSASigGen {
            #expect(
                rows.contains(algorithm.name) == offers(module, algorithm), "\(algorithm.name)")
        }
        #expect(rows.count >= (name == "toy" ? 35 : 40))
    }

    /// Every mode of the table goes away with the module's offer of it.
    @Test(arguments: BlockCipherMode.allCases)
    func aModeThatIsNotOfferedIsNotRegistered(mode: BlockCipherMode) throws {
        let name = "ACVP-AES-\(mode.rawValue)"
        #expect(try rows(registration(ToyModule())).contains(name))
        #expect(try !rows(registration(ToyModule(missing: [mode.rawValue]))).contains(name))
    }

    /// Key and tag lengths that the rules refuse do not appear, whatever the module can.
    @Test func refusedLengthsAreNotRegistered() throws {
        var checked = 0
        for algorithm in try registration(ToyModule()) {
            guard case .string(let name)? = algorithm["algorithm"],
                case .array(let keys)? = algorithm["keyLen"]
            else { continue }
            let tags: [JSON] =
                if case .array(let tags)? = algorithm["tagLen"] { tags } else { [128] }
            for case .integer(let key) in keys {
                for case .integer(let tag) in tags {
                    let row = try #require(Algorithm.named(name))
                    #expect(isRefused(row, key, tag) == false, "\(name) \(key) \(tag)")
                    checked += 1
                }
            }
        }
        #expect(checked > 50)
        #expect(isRefused(try #require(Algorithm.named("ACVP-AES-XTS")), 192, 0) == true)
    }

    /// Nil for what has no keys of single lengths.
    private func isRefused(_ algorithm: Algorithm, _ key: Int, _ tag: Int) -> Bool? {
        let service: Service
        switch algorithm.kind {
        case .gcm:
            service = .gcmEncryption(
                keyBits: key, tagBits: tag, ivConstruction: .insideTheModule)
        case .gmac: service = .gmacVerification(keyBits: key, tagBits: tag)
        case .ccm: service = .ccmEncryption(keyBits: key, tagBits: tag)
        case .blockCipher(let mode): service = .encryption(mode, keyBits: key)
        case .keyWrap(let padded): service = .keyWrapping(keyBits: key, padded: padded)
        default: return nil
        }
        let status = service.rule.status
        return !status.isApproved && status != .testOnly
    }

    @Test func prerequisitesAreLeftEmpty() throws {
        let gate = Gate(ToyModule(), for: .test)
        let registration = try Registration(gate)
        for algorithm in registration.algorithms { #expect(algorithm["prereqVals"] == []) }
        let lines = registration.text.split(separator: "\n")
        #expect(lines.first == "[" && lines.last == "]")
        #expect(lines.count == registration.algorithms.count + 2)
    }
}
