import Algorithms
import Approval
import GcryptModule
import KnownAnswers
import OpenSSLModule
import Reports
import VectorFiles

/// Runs the vector files that a user names, whatever they are written in.
struct VectorRun {
    let engine: KnownAnswerEngine
    private(set) var sets: [SetResult] = []
    private(set) var inputs: [InputReport] = []

    init(_ engine: KnownAnswerEngine) {
        self.engine = engine
    }

    mutating func run(_ input: VectorInput) {
        do throws(VectorFileError) {
            switch input.kind {
            case .acvp: try runACVP(input)
            case .kat: try runTable(input)
            case .wycheproof:
                let bytes = try input.read()
                add(engine.run(wycheproof: input.name, text: bytes.span), input)
            case .cavp:
                let bytes = try input.read()
                add(engine.run(cavp: input.name, text: bytes.span), input)
            case .other(let reason): report(input, reason, isError: false)
            case .unreadable(let error): throw error
            }
        } catch {
            report(input, error.messageWithPlace, isError: true)
        }
    }

    private mutating func runACVP(_ input: VectorInput) throws(VectorFileError) {
        let prompt = try input.read()
        let answers = try read(input.expected)
        let secrets = try read(input.isProjection ? nil : input.projection)
        let result = engine.run(
            VectorTexts(
                file: input.name, prompt: prompt.span,
                answers: answers.span, secrets: secrets.span,
                answersItself: input.isProjection))
        add(result, input)
    }

    /// No bytes where there is no file.
    private func read(_ path: String?) throws(VectorFileError) -> VectorBytes {
        if let path { try VectorBytes.read(path) } else { VectorBytes.none }
    }

    private mutating func runTable(_ input: VectorInput) throws(VectorFileError) {
        let bytes = try input.read()
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
