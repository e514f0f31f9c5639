import Algorithms
import Approval

/// Puts the cases of one group to one module. One executor for each shape of algorithm; it fetches
/// and allocates when it is made, so that a case costs what its calls cost.
protocol CaseExecutor {
    /// Puts one case to the module and writes down what it answers. It reads no expected answer:
    /// what is on the sheet is the module's own.
    mutating func answer(
        _ vector: borrowing VectorCase, on sheet: AnswerSheet
    ) throws(Obstacle) -> Comparison

    /// What the module answers for the group as a whole: the public key of its signatures.
    var groupAnswer: AnswerSheet? { get }
}

extension CaseExecutor {
    var groupAnswer: AnswerSheet? { nil }
}

/// Groups whose cases take less than a microsecond: their executors are compiled for each reader of
/// many cases, so that a case costs no dispatch beyond the module's own. Each of them makes the
/// program some 10 KiB larger.
enum ShortForm {
    case digest(Hash)
    case gmac
    case authentication(MessageAuthenticationTest.Code)
    case authenticatedCipher(AuthenticatedCipherTest.Mode)
    case blockCipher(BlockCipherMode)
}

/// An executor whose type is known only at run time.
struct ErasedExecutor: CaseExecutor {
    private var executor: any CaseExecutor

    init(_ executor: any CaseExecutor) { self.executor = executor }

    mutating func answer(
        _ vector: borrowing VectorCase, on sheet: AnswerSheet
    ) throws(Obstacle) -> Comparison {
        try executor.answer(vector, on: sheet)
    }

    var groupAnswer: AnswerSheet? { executor.groupAnswer }
}

/// How an answer is told right from wrong.
enum Comparison {
    /// There is one right answer.
    case withVector
    /// The answer is random; it was verified instead, and this is what came of it.
    case verified(Bool)
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

    /// Bits are never rounded to bytes: the module would answer another question.
    static func byteOriented(_ what: String, bits: Int) -> Obstacle {
        .unsupported(Unsupported(.moduleIsByteOriented, "\(what) of \(bits) bits"))
    }

    static func contradiction(_ detail: String) -> Obstacle {
        .unsupported(Unsupported(.contradictoryVector, detail))
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
