import Algorithms
import Approval
import CKATs
import CLoop
import KnownAnswers

/// The embedded cases of one family: from embedded bytes to verdicts, parsing included, beside
/// the C loop over the same cases prepared.
struct KnownAnswerFamily {
    let name: String
    let cases: Int
    /// Nil for a part of a family, which is only told.
    let budget: Double?
    let rounds: Int
    let loop: () throws -> Void
    let engine: () throws -> Void

    /// Families as ARCHITECTURE.md budgets them: Monte Carlo and public-key cases apart.
    static func all(
        _ library: Library, where isChosen: (String) -> Bool
    ) throws -> [KnownAnswerFamily] {
        let files = embeddedFiles()
        let engine = KnownAnswerEngine([library.gate])
        // Key generation has no vectors that a loop could run, and each of the few cases of TLS is a
        // chain of secrets. A case that a rule or the provider
        // turns away asks nothing of the provider: it is left out on both sides.
        func texts(_ folder: String, _ keep: (String) -> Bool = { _ in true }) -> [VectorText] {
            files.filter { file in
                file.path.hasPrefix(folder)
                    && !["keyGen", "TLS"].contains { file.path.contains($0) }
            }
            .compactMap { VectorText($0.path, $0.text).passing(engine, inGroups: keep) }
        }
        func family(
            _ name: String, _ texts: @autoclosure () -> [VectorText], budget: Double? = 1.25,
            rounds: Int = 400
        ) throws -> KnownAnswerFamily? {
            if !isChosen(name) { return nil }
            return try KnownAnswerFamily(name, texts(), budget, rounds, engine, library)
        }
        func isMonteCarlo(_ group: String) -> Bool { group.contains("testType=MCT") }
        // With a key of the module's own there is nothing to compare.
        func isMakingKeys(_ group: String) -> Bool {
            group.contains("testType=AFT") && !group.contains("privateIut")
        }
        return try [
            family("AES-GCM", texts("AES-GCM/")),
            family("SHA-2", texts("SHA-2/") { !isMonteCarlo($0) }),
            family("HMAC", texts("HMAC/")),
            family("DRBG", texts("DRBG/"), rounds: 100),
            family(
                "Monte Carlo SHA-2", texts("SHA-2/") { isMonteCarlo($0) }, budget: 1.05,
                rounds: 20),
            family(
                "Monte Carlo AES-CBC",
                texts("AES/ACVP-AES-CBC.kat") {
                    isMonteCarlo($0) && $0.contains("direction=encrypt")
                }, budget: 1.3, rounds: 20),
            family("ECDSA", texts("ECDSA/ECDSA-"), budget: 1.05, rounds: 20),
            family("KMAC", texts("SHA-3/KMAC-")),
            family("KDF", texts("KDF/"), rounds: 10),
            // Parts of it, as long as passwords take most of the whole.
            family("KDF KDA", texts("KDF/KDA-"), budget: nil),
            family("KDF KBKDF", texts("KDF/KDF.kat"), budget: nil),
            family("KDF ANS X9.63", texts("KDF/kdf-components-ansix9.63"), budget: nil),
            family("KDF SSH", texts("KDF/kdf-components-ssh"), budget: nil),
            family("KAS-ECC", texts("KAS/KAS-ECC-") { !isMakingKeys($0) }, rounds: 20),
            family("KAS-FFC and safePrimes", texts("KAS/KAS-FFC") + texts("KAS/safe"), rounds: 5),
            family("RSA sigGen", texts("RSA/RSA-sigGen"), rounds: 10),
            family("RSA sigVer", texts("RSA/RSA-sigVer"), rounds: 100),
            family("EdDSA", texts("EdDSA/"), rounds: 20),
            family("ML-KEM", texts("ML-KEM/"), rounds: 100),
            family("ML-DSA", texts("ML-DSA/"), rounds: 20),
            family("SLH-DSA", texts("SLH-DSA/"), rounds: 5),
        ].compactMap { $0 }
    }

    static let documentName = "AES-GCM ACVP JSON"

    /// A document of ACVP's JSON, and the same cases as a vector file for the C loop: from text to
    /// the text of a response.
    static func document(_ folder: String, _ library: Library) throws -> KnownAnswerFamily {
        let prompt = try Library.bytes(of: "\(folder)/prompt.json")
        var prepared = PreparedCases(library)
        try prepared.add(try Library.bytes(of: "\(folder)/cases.kat"), file: "cases.kat")
        let answering = KnownAnswerEngine([library.gate])
        return KnownAnswerFamily(
            name: documentName, budget: 3, rounds: 20, prepared
        ) { cases in
            let texts = VectorTexts(
                file: "prompt.json", prompt: prompt.span, answers: Span(), secrets: Span(),
                answersItself: false)
            let result = answering.run(texts, responding: true)
            // Right answers are the product's tests' to tell; here it must have given all of them.
            let answered = result.sets.reduce(0) { $0 + $1.counts(.openssl).notComparable }
            if answered != cases || (result.response?.count ?? 0) < 30 * cases {
                throw Library.Failure(message: "engine, JSON: \(answered) of \(cases)")
            }
        }
    }

    private init(
        name: String, budget: Double?, rounds: Int, _ prepared: PreparedCases,
        _ engine: @escaping (Int) throws -> Void
    ) {
        let calls = prepared.cases
        let cases = prepared.vectors
        self.name = name
        self.cases = cases
        self.budget = budget
        self.rounds = rounds
        loop = {
            let right = cloop_run(calls, calls.count)
            if right != calls.count {
                throw Library.Failure(message: "C loop, \(name): \(right) of \(calls.count)")
            }
        }
        self.engine = { try engine(cases) }
    }

    private init(
        _ name: String, _ texts: [VectorText], _ budget: Double?, _ rounds: Int,
        _ answering: KnownAnswerEngine, _ library: Library
    ) throws {
        let inputs = texts.map { (file: $0.file, bytes: Array($0.text.utf8)) }
        var prepared = PreparedCases(library)
        for input in inputs { try prepared.add(input.bytes, file: input.file) }
        self.init(name: name, budget: budget, rounds: rounds, prepared) { cases in
            var right = 0
            for input in inputs {
                let counts = try answering.run(file: input.file, text: input.bytes.span)
                    .counts(.openssl)
                right += counts.pass + counts.notComparable
            }
            if right != cases {
                throw Library.Failure(message: "engine, \(name): \(right) of \(cases)")
            }
        }
    }

    private static func embeddedFiles() -> [(path: String, text: String)] {
        (0..<ckats_file_count).map { index in
            let file = ckats_file_at(index).pointee
            let bytes = UnsafeBufferPointer(start: file.bytes, count: file.count)
            return (String(cString: file.path), String(decoding: bytes, as: UTF8.self))
        }
    }
}
