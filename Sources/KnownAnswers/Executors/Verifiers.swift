import Algorithms
import Approval

/// The modules that verify another's random answers: all that are at hand, itself included.
struct Verifiers {
    let schemes: [any SignatureScheme]

    init(
        _ curve: Curve, _ hash: SignatureHash, _ gates: [Gate], for services: [Service]
    ) throws(Obstacle) {
        var schemes: [any SignatureScheme] = []
        for gate in gates {
            do throws(ServiceError) {
                schemes.append(
                    try gate.signatureScheme(curve, hashingWith: hash, for: services))
            } catch {
                // A peer that does not offer the curve verifies nothing; one that fails is heard.
                if case .module(.notOffered) = error { continue }
                throw Obstacle(error)
            }
        }
        self.schemes = schemes
    }
}
