import Glibc

/// Two ways to the same result, timed by turns so that both meet the same machine. What counts is
/// the processor's time, of all threads: a machine that others use too takes turns with them.
struct Comparison {
    let loopNanoseconds: Int
    let engineNanoseconds: Int

    var ratio: Double { Double(engineNanoseconds) / Double(loopNanoseconds) }

    /// Times each way `rounds` times and keeps a low quantile: what is above it is the machine's.
    static func measure(
        rounds: Int, _ loop: () throws -> Void, _ engine: () throws -> Void
    ) throws -> Comparison {
        try loop()
        try engine()
        return try measure(rounds: rounds, timing: { try time(loop) }, { try time(engine) })
    }

    /// The same for what times itself.
    static func measure(
        rounds: Int, timing loop: () throws -> Int, _ engine: () throws -> Int
    ) throws -> Comparison {
        var loopTimes: [Int] = []
        var engineTimes: [Int] = []
        for round in 0..<rounds {
            // Whoever comes second finds warmer caches: they take turns at that too.
            if round % 2 == 0 {
                loopTimes.append(try loop())
                engineTimes.append(try engine())
            } else {
                engineTimes.append(try engine())
                loopTimes.append(try loop())
            }
        }
        return Comparison(
            loopNanoseconds: lowQuantile(loopTimes), engineNanoseconds: lowQuantile(engineTimes))
    }

    static func time(_ body: () throws -> Void) rethrows -> Int {
        let start = nanoseconds()
        try body()
        return nanoseconds() - start
    }

    private static func lowQuantile(_ times: [Int]) -> Int {
        times.sorted()[times.count / 10]
    }

    /// Of all threads, and of the children that have ended.
    private static func nanoseconds() -> Int {
        var now = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now)
        var children = rusage()
        getrusage(RUSAGE_CHILDREN.rawValue, &children)
        let (user, system) = (children.ru_utime, children.ru_stime)
        let microseconds = (user.tv_sec + system.tv_sec) * 1_000_000 + user.tv_usec + system.tv_usec
        return now.tv_sec * 1_000_000_000 + now.tv_nsec + 1000 * microseconds
    }
}
