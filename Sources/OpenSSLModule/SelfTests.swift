import Algorithms
import COpenSSL
import Glibc

/// Receives the module's own self-tests through the OSSL_SELF_TEST callback.
final class SelfTestRecorder {
    private(set) var events: [SelfTestEvent] = []
    /// Self-tests that failed, recording or not.
    private(set) var failures = 0
    private var isRecording = true
    private var startNanoseconds = 0
    /// Set in a thread that asks whether a pair of keys belongs together.
    private let judging: pthread_key_t

    init() {
        var key = pthread_key_t()
        pthread_key_create(&key, nil)
        judging = key
    }

    deinit { pthread_key_delete(judging) }

    /// Providers from 3.5 on tell that a given pair is none as a failed pairwise consistency test.
    /// That is the answer to a question, not a fault of the module.
    func judgingKeys<Result>(_ question: () -> Result) -> Result {
        pthread_setspecific(judging, Unmanaged.passUnretained(self).toOpaque())
        defer { pthread_setspecific(judging, nil) }
        return question()
    }

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

    /// Records from here until `stop`. In between, a module under measurement tests itself with
    /// every key pair that it makes: only failures are kept then, and no string is made.
    func start() {
        events = []
        isRecording = true
    }

    func stop() { isRecording = false }

    private func record(_ parameters: UnsafePointer<OSSL_PARAM>) {
        if pthread_getspecific(judging) != nil { return }
        if isPhase(parameters, "Fail") { failures += 1 }
        if !isRecording { return }
        if isPhase(parameters, "Start") {
            startNanoseconds = monotonicNanoseconds()
        } else if isPhase(parameters, "Pass") || isPhase(parameters, "Fail") {
            events.append(
                SelfTestEvent(
                    type: text(parameters, "st-type"), description: text(parameters, "st-desc"),
                    phase: text(parameters, "st-phase"),
                    durationNanoseconds: monotonicNanoseconds() - startNanoseconds))
        }
    }

    private func isPhase(_ parameters: UnsafePointer<OSSL_PARAM>, _ phase: String) -> Bool {
        guard let parameter = OSSL_PARAM_locate_const(parameters, "st-phase"),
            let data = parameter.pointee.data
        else { return false }
        return strcmp(data.assumingMemoryBound(to: CChar.self), phase) == 0
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
