import Algorithms
import Approval

/// Puts the cases of one group to one module. One executor for each shape of algorithm; it fetches
/// and allocates when it is made, so that a case costs what its calls cost.
protocol CaseExecutor {
    /// Judges one case.
    mutating func execute(_ vector: borrowing VectorCase) throws(Obstacle) -> Verdict
    /// What the module answered to the case executed last, where there is an answer to compare.
    func answer() -> Answer?
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

    init(_ field: VectorField, _ boolean: Bool) {
        self.field = field
        value = boolean ? "true" : "false"
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

/// Lends `output` to one call of a module. The executor's other properties must be read before:
/// while a span of one of them is lent, the executor as a whole is.
@inline(__always)
func filling(
    _ output: inout [UInt8], _ body: (inout MutableSpan<UInt8>) throws(ModuleError) -> Void
) throws(Obstacle) {
    do throws(ModuleError) {
        var span = output.mutableSpan
        try body(&span)
    } catch {
        throw .module(error)
    }
}

/// The same for a call that fills two.
@inline(__always)
func filling<Result>(
    _ first: inout [UInt8], _ second: inout [UInt8],
    _ body: (
        inout MutableSpan<UInt8>, inout MutableSpan<UInt8>
    ) throws(ModuleError) -> Result
) throws(ModuleError) -> Result {
    var firstSpan = first.mutableSpan
    var secondSpan = second.mutableSpan
    return try body(&firstSpan, &secondSpan)
}

extension Verdict {
    /// A right answer is a pass, unless the vector expects the answer to be wrong.
    @inline(__always)
    static func judging(_ isRight: Bool, expecting expected: Bool) -> Verdict {
        isRight == expected ? .pass : .fail
    }
}
