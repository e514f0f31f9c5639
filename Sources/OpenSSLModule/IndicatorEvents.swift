import COpenSSL
import Glibc
import Synchronization

/// What a provider reports through OSSL_INDICATOR_set_callback while it performs something that is
/// not approved: libcrypto has the call since 3.4, so it is looked for at run time.
enum IndicatorEvents {
    private typealias Callback =
        @convention(c) (
            UnsafePointer<CChar>?, UnsafePointer<CChar>?, UnsafePointer<OSSL_PARAM>?
        ) -> Int32
    private typealias SetCallback = @convention(c) (OpaquePointer?, Callback?) -> Void

    /// The callback has no argument of ours: events are counted for the process, which probes on
    /// one thread.
    private static let events = Mutex(0)

    private static let setCallback: SetCallback? = dlsym(nil, "OSSL_INDICATOR_set_callback").map {
        unsafeBitCast($0, to: SetCallback.self)
    }

    /// Whether this libcrypto passes such events on.
    static var areAvailable: Bool { setCallback != nil }

    static func begin(_ context: OpaquePointer) {
        guard let setCallback else { return }
        events.withLock { $0 = 0 }
        setCallback(context) { _, _, _ in
            IndicatorEvents.events.withLock { $0 += 1 }
            // Non-zero lets the operation go on.
            return 1
        }
    }

    /// Whether something was reported since `begin`.
    static func end(_ context: OpaquePointer) -> Bool {
        guard let setCallback else { return false }
        setCallback(context, nil)
        return events.withLock { $0 > 0 }
    }
}
