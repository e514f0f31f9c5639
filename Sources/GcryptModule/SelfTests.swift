import Algorithms
import CGcrypt
import Glibc

extension Library {
    /// libgcrypt reports one result for all its tests; there is no callback for each. In FIPS
    /// mode it serves no other thread meanwhile.
    func runSelfTest() throws(ModuleError) -> SelfTestEvent {
        let start = monotonicNanoseconds()
        let error = cgcrypt_control(calls, GCRYCTL_SELFTEST)
        let duration = monotonicNanoseconds() - start
        if error != 0 { throw .selfTestFailed("GCRYCTL_SELFTEST: \(text(of: error))") }
        return selfTestPassed(nanoseconds: duration)
    }

    func selfTestPassed(nanoseconds: Int) -> SelfTestEvent {
        SelfTestEvent(
            type: "Module_SelfTest", description: "libgcrypt", phase: "Pass",
            durationNanoseconds: nanoseconds)
    }
}

private func monotonicNanoseconds() -> Int {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return now.tv_sec * 1_000_000_000 + now.tv_nsec
}
