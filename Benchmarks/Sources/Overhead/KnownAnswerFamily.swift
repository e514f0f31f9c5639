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
    let budget: Double
    let rounds: Int
    let loop: () throws -> Void
    let engine: () throws -> Void

    /// Families as ARCHITECTURE.md budgets them: Monte Carlo and public-key cases apart.
    static func all(_ library: Library) throws -> [KnownAnswerFamily] {
        let files = embeddedFiles()
        // Key generation has no vectors that a loop could run.
        func texts(_ folder: String, _ keep: (String) -> Bool) -> [(String, [UInt8])] {
            files.filter { $0.path.hasPrefix(folder) && !$0.path.contains("keyGen") }
                .compactMap { file in
                    filtered(file.text, keep).map { (file.path, Array($0.utf8)) }
                }
        }
        func isMonteCarlo(_ group: String) -> Bool { group.contains("testType=MCT") }
        return try [
            KnownAnswerFamily("AES-GCM", texts("AES-GCM/") { _ in true }, 1.25, 400, library),
            KnownAnswerFamily("SHA-2", texts("SHA-2/") { !isMonteCarlo($0) }, 1.25, 400, library),
            KnownAnswerFamily("HMAC", texts("HMAC/") { _ in true }, 1.25, 400, library),
            KnownAnswerFamily("DRBG", texts("DRBG/") { _ in true }, 1.25, 100, library),
            KnownAnswerFamily(
                "Monte Carlo SHA-2", texts("SHA-2/") { isMonteCarlo($0) }, 1.05, 20, library),
            KnownAnswerFamily(
                "Monte Carlo AES-CBC",
                texts("AES/ACVP-AES-CBC.kat") {
                    isMonteCarlo($0) && $0.contains("direction=encrypt")
                }, 1.3, 20, library),
            KnownAnswerFamily("ECDSA", texts("ECDSA/ECDSA-") { _ in true }, 1.05, 20, library),
        ]
    }

    /// A document of ACVP's JSON, and the same cases as a vector file for the C loop: from text to
    /// the text of a response.
    static func document(_ folder: String, _ library: Library) throws -> KnownAnswerFamily {
        let prompt = try Library.bytes(of: "\(folder)/prompt.json")
        var prepared = PreparedCases(library)
        try prepared.add(try Library.bytes(of: "\(folder)/cases.kat"), file: "cases.kat")
        let answering = KnownAnswerEngine([library.gate])
        return KnownAnswerFamily(
            name: "AES-GCM ACVP JSON", budget: 3, rounds: 20, prepared.cases
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
        name: String, budget: Double, rounds: Int, _ cases: [cloop_case],
        _ engine: @escaping (Int) throws -> Void
    ) {
        self.name = name
        self.cases = cases.count
        self.budget = budget
        self.rounds = rounds
        loop = {
            let right = cloop_run(cases, cases.count)
            if right != cases.count {
                throw Library.Failure(message: "C loop, \(name): \(right) of \(cases.count)")
            }
        }
        self.engine = { try engine(cases.count) }
    }

    private init(
        _ name: String, _ texts: [(path: String, bytes: [UInt8])], _ budget: Double,
        _ rounds: Int, _ library: Library
    ) throws {
        var prepared = PreparedCases(library)
        for text in texts { try prepared.add(text.bytes, file: text.path) }
        let answering = KnownAnswerEngine([library.gate])
        self.init(name: name, budget: budget, rounds: rounds, prepared.cases) { cases in
            var right = 0
            for text in texts {
                let counts = try answering.run(file: text.path, text: text.bytes.span)
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

    /// The file with the groups that `keep` takes, its number of cases adjusted; nil without any.
    private static func filtered(_ text: String, _ keep: (String) -> Bool) -> String? {
        var blocks: [[Substring]] = [[]]
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.isEmpty { blocks.append([]) } else { blocks[blocks.count - 1].append(line) }
        }
        let groups = blocks.dropFirst().filter { $0.first.map { keep(String($0)) } ?? false }
        if groups.isEmpty { return nil }
        let count = groups.reduce(0) { $0 + $1.count - 2 }
        let head = blocks[0].map { $0.hasPrefix("cases ") ? "cases \(count)" : String($0) }
        let bodies = groups.map { $0.joined(separator: "\n") }
        return ([head.joined(separator: "\n")] + bodies).joined(separator: "\n\n") + "\n"
    }
}
