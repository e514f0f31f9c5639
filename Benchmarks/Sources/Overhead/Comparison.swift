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
        var loopTimes: [Int] = []
        var engineTimes: [Int] = []
        try loop()
        try engine()
        for round in 0..<rounds {
            // Whoever comes second finds warmer caches: they take turns at that too.
            if round % 2 == 0 {
                loopTimes.append(try time(loop))
                engineTimes.append(try time(engine))
            } else {
                engineTimes.append(try time(engine))
                loopTimes.append(try time(loop))
            }
        }
        return Comparison(
            loopNanoseconds: lowQuantile(loopTimes), engineNanoseconds: lowQuantile(engineTimes))
    }

    private static func time(_ body: () throws -> Void) rethrows -> Int {
        let start = nanoseconds()
        try body()
        return nanoseconds() - start
    }

    private static func lowQuantile(_ times: [Int]) -> Int {
        times.sorted()[times.count / 10]
    }

    private static func nanoseconds() -> Int {
        var now = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now)
        return now.tv_sec * 1_000_000_000 + now.tv_nsec
    }
}
