import Algorithms
import Approval

/// Puts the cases of one group to one module. One executor for each shape of algorithm; it fetches
/// and allocates when it is made, so that a case costs what its calls cost.
protocol CaseExecutor: AnyObject {
    /// Judges one case.
    func execute(_ vector: borrowing VectorCase) throws(Obstacle) -> Judgement
    /// What the module answered to the case executed last, where there is an answer to compare.
    func answer(to vector: borrowing VectorCase, _ judgement: Judgement) -> Answer?
}

/// A module's answer beside the field of the vector that it is compared with.
package struct Answer: Equatable, Sendable {
    package let field: VectorField
    /// Hexadecimal, or `true` and `false`.
    package let value: String

    init(_ field: VectorField, _ octets: Span<UInt8>) {
        self.field = field
        value = Hexadecimal.encode(octets)
    }

    /// The answer to a question of yes or no, which the judgement tells.
    init(testPassed vector: borrowing VectorCase, _ judgement: Judgement) {
        field = .testPassed
        value = (judgement == .pass) == vector.testPassed ? "true" : "false"
    }
}

/// What keeps a case from being executed, or breaks it off.
enum Obstacle: Error {
    case refused(Rule)
    case module(ModuleError)
    case unsupported(Unsupported)

    init(_ error: ServiceError) {
        switch error {
        case .refused(let refusal): self = .refused(refusal.rule)
        case .module(let error): self = .module(error)
        }
    }

    var verdict: Verdict {
        switch self {
        case .refused(let rule): .refused(rule)
        case .unsupported(let unsupported): .unsupported(unsupported)
        case .module(.notOffered(let reason)):
            .unsupported(Unsupported(.moduleDoesNotOffer, reason))
        case .module(let error): .error(error.message)
        }
    }
}

/// The three errors that reach an executor, each lifted to an obstacle.
@inline(__always)
func obstructed<Result>(
    _ body: () throws(ModuleError) -> Result
) throws(Obstacle) -> Result {
    do { return try body() } catch { throw .module(error) }
}

func obstructed<Result>(
    _ body: () throws(ServiceError) -> Result
) throws(Obstacle) -> Result {
    do { return try body() } catch { throw Obstacle(error) }
}

func obstructed<Result>(
    _ body: () throws(Unsupported) -> Result
) throws(Obstacle) -> Result {
    do { return try body() } catch { throw .unsupported(error) }
}

/// What an executor says of an answer. Obstacles, which carry words, are thrown: a case that goes
/// well copies no string.
enum Judgement {
    case pass
    case fail
    case notComparable

    /// A right answer is a pass, unless the vector expects the answer to be wrong.
    @inline(__always)
    static func judging(_ isRight: Bool, expecting expected: Bool) -> Judgement {
        isRight == expected ? .pass : .fail
    }

    var verdict: Verdict {
        switch self {
        case .pass: .pass
        case .fail: .fail
        case .notComparable: .notComparable
        }
    }
}
