import Algorithms
import Approval
import Testing

@testable import KnownAnswers

/// Vectors that are made from a seed: the same each time, and able to fail.
@Suite struct FreshTests {
    private func vectors(_ gates: [Gate], _ seed: String = "seed") throws -> FreshVectors {
        try FreshVectors(seed: seed, cases: 1, KnownAnswerEngine(gates))
    }

    private func algorithm(_ name: String) throws -> Algorithm {
        try #require(Algorithm.named(name))
    }

    /// Block i is SHA-256(SEED || algorithm name || i), i as 64 bits, big-endian.
    @Test func bytesFollowTheRule() throws {
        let digest = try Modules.openSSL().digest(.sha2_256)
        let bytes = FreshBytes(seed: Array("s".utf8), algorithm: "A", digest)
        var expected: [UInt8] = []
        for counter in 0..<3 {
            let message: [UInt8] = Array("sA".utf8) + [0, 0, 0, 0, 0, 0, 0, UInt8(counter)]
            var output = [UInt8](repeating: 0, count: 32)
            var span = output.mutableSpan
            try digest.hash(message.span, into: &span)
            expected += output
        }
        #expect(bytes.take(1) + bytes.take(0) + bytes.take(70) + bytes.take(25) == expected)
    }

    /// RFC 6979, Appendix A.2: private keys with their public keys.
    @Test(arguments: [
        (
            Curve.p224, "F220266E1105BFE3083E03EC7A3A654651F45E37167E88600BF257C1",
            "00CF08DA5AD719E42707FA431292DEA11244D64FC51610D94B130D6C"
        ),
        (
            .p256, "C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721",
            "60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6"
        ),
        (
            .p384,
            "6B9D3DAD2E1B8C1C05B19875B6659F4DE23C3B667BF297BA9AA47740787137D8"
                + "96D5724E4C70A825F872C9EA60D2EDF5",
            "EC3A4E415B4E19A4568618029F427FA5DA9A8BC4AE92E02E06AAE5286B300C64"
                + "DEF8F0EA9055866064A254515480BC13"
        ),
        (
            .p521,
            "00FAD06DAA62BA3B25D2FB40133DA757205DE67F5BB0018FEE8C86E1B68C7E75"
                + "CAA896EB32F1F47C70855836A6D16FCC1466F6D8FBEC67DB89EC0C08B0E996B83538",
            "01894550D0785932E00EAA23B694F213F8C3121F86DC97A04E5A7167DB4E5BCD"
                + "371123D46E45DB6B5D5370A7F20FB633155D38FFA16D2BD761DCAC474B9A2F5023A4"
        ),
    ])
    func multiplesOfTheBasePoint(curve: Curve, d: String, qx: String) throws {
        let curve = try #require(PrimeCurve(curve))
        let (x, y) = curve.multiple(try #require(JSONTree.string(d).octets))
        #expect(Hexadecimal.encode(x.span).uppercased() == qx)
        #expect(curve.contains(x: x, y: y) && !curve.contains(x: y, y: x))
    }

    /// Made from a seed without a module's help, and both modules agree with every verdict.
    @Test(arguments: [
        "ACVP-AES-CCM-ECMA", "ACVP-AES-KWP", "ACVP-AES-XTS", "CMAC-AES", "SHAKE-256",
        "HMAC-SHA2-384", "ctrDRBG", "hashDRBG", "ECDSA-keyVer",
    ])
    func setsPassOnBothModules(name: String) throws {
        let vectors = try vectors(Modules.both())
        let algorithm = try algorithm(name)
        let sets = try vectors.sets(of: algorithm)
        #expect(sets.map(\.revision) == algorithm.revisions)
        for set in sets {
            let result = vectors.run(set, file: set.name)
            #expect(result.problem == nil && result.sets.count == 1)
            let outcome = try #require(result.sets.first)
            #expect(outcome.problem == nil && outcome.cases == set.cases)
            #expect(outcome.findings.isEmpty)
            for role in Modules.roles {
                let counts = outcome.counts(role)
                #expect(counts.executed > 0 && counts.fail + counts.error + counts.refused == 0)
            }
        }
    }

    @Test func seedsDecide() throws {
        let gates = [try Modules.openSSL()]
        let algorithm = try algorithm("ACVP-AES-GMAC")
        let first = try vectors(gates).sets(of: algorithm)
        #expect(try vectors(gates).sets(of: algorithm).map(\.prompt) == first.map(\.prompt))
        #expect(
            try vectors(gates, "other").sets(of: algorithm).map(\.prompt) != first.map(\.prompt))
    }

    /// What is expected of right and of broken codes is judged: with the verdicts turned around
    /// every one of them fails.
    @Test func turnedVerdictsFail() throws {
        let engine = KnownAnswerEngine([try Modules.openSSL()])
        let vectors = try FreshVectors(seed: "seed", cases: 1, engine)
        let set = try #require(try vectors.sets(of: algorithm("CMAC-AES")).first)
        let right = String(decoding: set.truths, as: UTF8.self)
        let cases = right.components("testPassed").count - 1
        #expect(right.components(":true").count - 1 == cases / 2 && cases > 100)
        let turned = right.replacing(":true", with: ":no").replacing(":false}", with: ":true}")
            .replacing(":no", with: ":false")
        let (prompt, answers) = (set.prompt, Array(turned.utf8))
        let result = engine.run(
            VectorTexts(
                file: "turned", prompt: prompt.span, answers: answers.span, secrets: Span(),
                answersItself: false))
        #expect(result.sets.first?.counts(.openssl).fail == cases)
    }

    /// Where nothing is published, agreement decides; one module alone shows nothing.
    @Test func disagreementFails() throws {
        func counts(_ modules: [FakeModule]) throws -> VerdictCounts {
            let vectors = try vectors(modules.map { Gate($0, for: .test) })
            let set = try #require(try vectors.sets(of: algorithm("SHA2-256")).first)
            return try #require(vectors.run(set, file: "fake").sets.first).counts(.openssl)
        }
        let agreeing = try counts([
            FakeModule(.openssl, .answer(1)), FakeModule(.gcrypt, .answer(1)),
        ])
        #expect(agreeing.fail == 0 && agreeing.notComparable > 5)
        let differing = try counts([
            FakeModule(.openssl, .answer(1)), FakeModule(.gcrypt, .answer(2)),
        ])
        #expect(differing.fail > 5)
        let alone = try counts([FakeModule(.openssl, .answer(1))])
        #expect(alone.executed == 0 && alone.unsupported > 5)
    }
}

extension String {
    fileprivate func components(_ word: String) -> [Substring] { split(separator: word) }
}
