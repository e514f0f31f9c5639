import COpenSSL

/// A parameter that is an integer of zero or more; nil where nothing was set.
///
/// - Parameter get: OSSL_PROVIDER_get_params or another of its kind, on what is asked.
func integerParameter(
    _ key: StaticString, _ get: (UnsafeMutablePointer<OSSL_PARAM>) -> Int32
) -> Int32? {
    var value: Int32 = -1
    let read = withUnsafeMutablePointer(to: &value) { target in
        var parameters = [
            OSSL_PARAM_construct_int(key.characters, target), OSSL_PARAM_construct_end(),
        ]
        return parameters.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.map(get) ?? 0
        }
    }
    return read <= 0 || value < 0 ? nil : value
}

/// What a provider tells of itself.
extension Library {
    /// The name that its configuration gives it.
    static func name(of provider: OpaquePointer?) -> String? {
        provider.flatMap { OSSL_PROVIDER_get0_name($0) }.map { String(cString: $0) }
    }

    /// A text, such as `name`, `version` or `buildinfo`.
    static func parameter(_ key: StaticString, of provider: OpaquePointer) -> String {
        var text: UnsafePointer<CChar>?
        let read = withUnsafeMutablePointer(to: &text) { target in
            var parameters = [
                OSSL_PARAM_construct_utf8_ptr(
                    key.characters,
                    UnsafeMutableRawPointer(target).assumingMemoryBound(
                        to: UnsafeMutablePointer<CChar>?.self), 0),
                OSSL_PARAM_construct_end(),
            ]
            return OSSL_PROVIDER_get_params(provider, &parameters)
        }
        guard read == 1, let text else { return "unknown" }
        return String(cString: text)
    }

    static func integer(_ key: StaticString, of provider: OpaquePointer) -> Int32? {
        integerParameter(key) { OSSL_PROVIDER_get_params(provider, $0) }
    }

    /// Whether it says that it is in its operational state (OSSL_PROV_PARAM_STATUS); one that has
    /// failed a self-test is not, and refuses every service from then on.
    static func isOperational(_ provider: OpaquePointer) -> Bool {
        integer("status", of: provider) == 1
    }
}

extension StaticString {
    /// Its characters, which never go away and end in a zero. An `OSSL_PARAM` keeps the pointer to
    /// its key, and that of a bridged string is gone before the call.
    var characters: UnsafePointer<CChar> {
        UnsafeRawPointer(utf8Start).assumingMemoryBound(to: CChar.self)
    }
}
