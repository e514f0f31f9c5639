/// What a module may answer instead of a result. The three are never merged: a module that does
/// not offer a service is no failure, and one that fails is not merely absent.
package enum ModuleError: Error, Equatable, Sendable {
    /// The module does not offer the service, and says why.
    case notOffered(String)
    /// A call into the module failed: which one, and what its error queue held.
    case failed(call: String, detail: String)
    /// The module found its own integrity or self-test broken (FIPS 140-3 IG 10.3.A).
    case selfTestFailed(String)
    /// The module could not be reached at all: no file, no configuration, the wrong version.
    case couldNotRun(String)

    package var message: String {
        switch self {
        case .notOffered(let reason): "not offered: \(reason)"
        case .failed(let call, let detail): "\(call) failed: \(detail)"
        case .selfTestFailed(let detail): "self-test failed: \(detail)"
        case .couldNotRun(let reason): reason
        }
    }
}
