import Algorithms
import COpenSSL
import Glibc

/// Receives the module's own self-tests through the OSSL_SELF_TEST callback.
final class SelfTestRecorder {
    private(set) var events: [SelfTestEvent] = []
    private var startNanoseconds = 0

    /// The context keeps an unretained pointer: whoever owns the library owns the recorder too.
    func attach(to context: OpaquePointer) {
        OSSL_SELF_TEST_set_callback(
            context,
            { parameters, argument in
                guard let argument, let parameters else { return 1 }
                Unmanaged<SelfTestRecorder>.fromOpaque(argument).takeUnretainedValue()
                    .record(parameters)
                return 1
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    func reset() {
        events = []
    }

    private func record(_ parameters: UnsafePointer<OSSL_PARAM>) {
        let phase = text(parameters, "st-phase")
        if phase == "Start" {
            startNanoseconds = monotonicNanoseconds()
        } else if phase == "Pass" || phase == "Fail" {
            events.append(
                SelfTestEvent(
                    type: text(parameters, "st-type"), description: text(parameters, "st-desc"),
                    phase: phase, durationNanoseconds: monotonicNanoseconds() - startNanoseconds))
        }
    }

    private func text(_ parameters: UnsafePointer<OSSL_PARAM>, _ key: String) -> String {
        guard let parameter = OSSL_PARAM_locate_const(parameters, key),
            let data = parameter.pointee.data
        else { return "" }
        return String(cString: data.assumingMemoryBound(to: CChar.self))
    }
}

private func monotonicNanoseconds() -> Int {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return now.tv_sec * 1_000_000_000 + now.tv_nsec
}
