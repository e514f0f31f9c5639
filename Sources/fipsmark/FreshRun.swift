import Algorithms
import Approval
import CommandSupport
import Glibc
import KnownAnswers

/// Makes fresh vectors, runs them, and writes them where a user wants them.
struct FreshRun {
    private let vectors: FreshVectors
    private let emit: String?
    private(set) var sets: [SetResult] = []

    init(
        seed: String, cases: Int, emit: String?, _ engine: KnownAnswerEngine
    ) throws(CommandError) {
        do throws(ServiceError) {
            vectors = try FreshVectors(seed: seed, cases: cases, engine)
        } catch {
            throw CommandError("SHA2-256, which makes fresh vectors: \(error.words)")
        }
        self.emit = emit
        if let emit { try FreshRun.makeFolder(emit) }
    }

    mutating func run(_ algorithm: Algorithm) throws(CommandError) {
        do throws(ModuleError) {
            for set in try vectors.sets(of: algorithm) {
                let file = "fresh/\(set.name)"
                let result = vectors.run(set, file: file)
                for outcome in result.sets {
                    var outcome = outcome
                    outcome.setOrigin(file)
                    sets.append(outcome)
                }
                // What is written here is ours to get right.
                if let problem = result.problem ?? result.sets.compactMap(\.problem).first {
                    throw .failed(call: file, detail: problem.description)
                }
                if let emit { try write(set, "\(emit)/\(set.name)") }
            }
        } catch {
            throw CommandError(error)
        }
    }

    private func write(_ set: FreshSet, _ folder: String) throws(ModuleError) {
        let texts = [
            ("prompt.json", String(decoding: set.prompt, as: UTF8.self)),
            ("expectedResults.json", try vectors.answers(to: set).string),
        ]
        do throws(CommandError) {
            try FreshRun.makeFolder(folder)
            for (name, text) in texts { try ReportFile.write(text, to: "\(folder)/\(name)") }
        } catch {
            throw .couldNotRun(error.message)
        }
    }

    private static func makeFolder(_ path: String) throws(CommandError) {
        if mkdir(path, 0o755) == 0 || errno == EEXIST { return }
        throw CommandError("cannot make the folder \(path): \(String(cString: strerror(errno)))")
    }
}

extension ServiceError {
    fileprivate var words: String {
        switch self {
        case .refused(let refusal): refusal.rule.subject
        case .module(let error): error.message
        }
    }
}
