import Glibc
import Synchronization

/// Work shared out among threads.
enum Threads {
    /// Calls `body` once for each item, on as many threads as are said; each takes the next item
    /// that nobody has taken.
    ///
    /// - Parameter body: is given the item and the thread's number, and must touch nothing but what
    ///   belongs to either.
    static func share(
        _ items: Int, among count: Int, _ body: (_ item: Int, _ thread: Int) -> Void
    ) {
        let next = Atomic(0)
        // The runtime checks the promise, and would keep the path of the checkout for its message:
        // two builds of one commit must give the same bytes.
        #sourceLocation(file:"Sharing.swift",line:18)
        withoutActuallyEscaping(body) { body in
            let work = { (thread: Int) in
                while true {
                    let item = next.wrappingAdd(1, ordering: .relaxed).oldValue
                    if item >= items { return }
                    body(item, thread)
                }
            }
            var threads: [pthread_t] = []
            for number in 1..<max(1, min(count, items)) {
                let start = Start(work, number)
                var thread = pthread_t()
                let failed = unsafe pthread_create(
                    &thread, nil,
                    { argument in
                        guard let argument = unsafe argument else { return nil }
                        unsafe Unmanaged<Start>.fromOpaque(argument).takeRetainedValue().run()
                        return nil
                    }, Unmanaged.passRetained(start).toOpaque())
                // Without another thread this one does it all.
                if failed == 0 { threads.append(thread) } else { start.abandon() }
            }
            work(0)
            for thread in threads { pthread_join(thread, nil) }
        }
        #sourceLocation()
    }

    /// The time on a clock that only goes forward.
    static func nanoseconds() -> Int {
        var now = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &now)
        return now.tv_sec * 1_000_000_000 + now.tv_nsec
    }

    /// What a thread is handed; joined before `share` returns.
    private final class Start {
        private let work: (Int) -> Void
        private let number: Int

        init(_ work: @escaping (Int) -> Void, _ number: Int) {
            self.work = work
            self.number = number
        }

        func run() { work(number) }

        /// Takes back the reference that no thread has taken over.
        func abandon() { unsafe Unmanaged.passUnretained(self).release() }
    }
}
