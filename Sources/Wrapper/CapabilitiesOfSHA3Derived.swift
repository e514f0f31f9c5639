import Algorithms
import Approval

extension Inquiry {
    func sha3Derived(_ function: SHA3DerivedFunction) throws(ModuleError) -> [Members] {
        function.isKeyed ? try kmac(function) : try customizableOutput(function)
    }

    /// ACVP, SHA-3 derived functions, registration of KMAC.
    private func kmac(_ function: SHA3DerivedFunction) throws(ModuleError) -> [Members] {
        let usual = 2 * function.strengthBits
        // The gate's limits, wherever they lie.
        let keys = try those(Array(stride(from: 8, through: 256, by: 8))) {
            (gate, bits) throws(ServiceError) in
            _ = try gate.customizableAuthentication(function, keyBits: bits, tagBits: usual)
        }
        guard let shortestKey = keys.first else { return [] }
        let tags = try those(Array(stride(from: 8, through: usual, by: 8))) {
            (gate, bits) throws(ServiceError) in
            _ = try gate.customizableAuthentication(
                function, keyBits: shortestKey, tagBits: bits)
        }
        return [
            [
                JSON.Member("xof", [true, false]), JSON.Member("hexCustomization", true),
                JSON.Member("msgLen", .lengths(0...65536)),
                // The longest key that every provider takes.
                JSON.Member("keyLen", .lengths(shortestKey...4096)),
                JSON.Member("macLen", .lengths((tags.first ?? usual)...65536)),
            ]
        ]
    }

    private func customizableOutput(
        _ function: SHA3DerivedFunction
    ) throws(ModuleError) -> [Members] {
        let isOffered = try offers { (gate) throws(ServiceError) in
            _ = try gate.customizableOutput(function)
        }
        if !isOffered { return [] }
        return [
            [
                JSON.Member("hexCustomization", false),
                JSON.Member("msgLen", .lengths(0...65536)),
                JSON.Member("outputLen", .lengths(256...4096)),
            ]
        ]
    }
}
