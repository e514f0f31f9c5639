import Algorithms
package import Approval

/// What ends a conversation: the framed protocol has no reply that says an error.
package enum WrapperError: Error, Equatable, Sendable {
    /// The client sent what the protocol does not allow.
    case request(String)
    /// The gate refused, or the module answered with an error.
    case service(command: String, ServiceError)
    /// The input or output itself broke.
    case stream(String)

    package var message: String {
        switch self {
        case .request(let what): what
        case .service(let command, .refused(let refusal)):
            "\(command): refused: \(refusal.rule.explanation)"
        case .service(let command, .module(let error)): "\(command): \(error.message)"
        case .stream(let what): what
        }
    }

    /// Whether the module found itself broken, which is a failure and not a lack.
    package var isSelfTestFailure: Bool {
        if case .service(_, .module(.selfTestFailed(_))) = self { return true }
        return false
    }
}

extension Rule {
    /// What the rule forbids and where it is written, in one line.
    var explanation: String {
        "\(subject) (\(id): \(citation))" + (instead.map { "; use \($0)" } ?? "")
    }
}
