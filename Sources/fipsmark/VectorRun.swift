import Algorithms
import Approval
import GcryptModule
import KnownAnswers
import OpenSSLModule
import Reports
import VectorFiles

/// Runs the vector files that a user names, whatever they are written in.
struct VectorRun {
    private let engine: KnownAnswerEngine
    private let digest: (Span<UInt8>) -> String
    private(set) var sets: [SetResult] = []
    private(set) var inputs: [InputReport] = []
    private(set) var files: [RunRecord.VectorFile] = []

    /// - Parameter digest: SHA-256 in hexadecimal.
    init(_ engine: KnownAnswerEngine, digest: @escaping (Span<UInt8>) -> String) {
        self.engine = engine
        self.digest = digest
    }

    mutating func run(_ input: VectorInput) {
        do throws(VectorFileError) {
            switch input.kind {
            case .acvp: try runACVP(input)
            case .kat: try runTable(input)
            case .wycheproof:
                let bytes = try read(input)
                add(engine.run(wycheproof: input.name, text: bytes.span), input)
            case .cavp:
                let bytes = try read(input)
                add(engine.run(cavp: input.name, text: bytes.span), input)
            case .other(let reason): report(input, reason, isError: false)
            case .unreadable(let error): throw error
            }
        } catch {
            report(input, error.messageWithPlace, isError: true)
        }
    }

    private mutating func runACVP(_ input: VectorInput) throws(VectorFileError) {
        let prompt = try read(input)
        let answers = try read(input.expected)
        let secrets = try read(input.isProjection ? nil : input.projection)
        let result = engine.run(
            VectorTexts(
                file: input.name, prompt: prompt.span,
                answers: answers.span, secrets: secrets.span,
                answersItself: input.isProjection))
        add(result, input)
    }

    private mutating func read(_ input: VectorInput) throws(VectorFileError) -> VectorBytes {
        let bytes = try input.read()
        files.append(RunRecord.VectorFile(name: input.name, sha256: digest(bytes.span)))
        return bytes
    }

    /// No bytes where there is no file.
    private mutating func read(_ path: String?) throws(VectorFileError) -> VectorBytes {
        guard let path else { return VectorBytes.none }
        let bytes = try VectorBytes.read(path)
        files.append(
            RunRecord.VectorFile(name: DisplayName.of(path), sha256: digest(bytes.span)))
        return bytes
    }

    private mutating func runTable(_ input: VectorInput) throws(VectorFileError) {
        let bytes = try read(input)
        do throws(VectorError) {
            add(
                DocumentResult(sets: [try engine.run(file: input.name, text: bytes.span)]), input)
        } catch {
            report(error)
        }
    }

    private mutating func add(_ result: DocumentResult, _ input: VectorInput) {
        for (index, found) in result.sets.enumerated() {
            var set = found
            set.setOrigin(index == 0 ? input.name : "\(input.name)#\(index + 1)")
            if let problem = set.problem { report(problem) }
            sets.append(set)
        }
        if let problem = result.problem { report(problem) }
    }

    private mutating func report(_ problem: VectorError) {
        inputs.append(
            InputReport(file: problem.file, message: problem.messageWithPlace, isError: true))
    }

    private mutating func report(_ input: VectorInput, _ message: String, isError: Bool) {
        inputs.append(InputReport(file: input.name, message: message, isError: isError))
    }
}

extension VectorError {
    fileprivate var messageWithPlace: String {
        switch place {
        case .line(let line): "line \(line): \(message)"
        case .byte(let position): "byte \(position): \(message)"
        case .wholeFile: message
        }
    }
}

extension VectorFileError {
    fileprivate var messageWithPlace: String {
        position.map { "byte \($0): \(message)" } ?? message
    }
}
