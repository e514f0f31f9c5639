#ifndef FIPSMARK_CPROBES_H
#define FIPSMARK_CPROBES_H

#include <stddef.h>
#include <stdint.h>

/// What a probe of some 9 µs saw. The first kernel is a chain of dependent multiplications, whose
/// time is the core's frequency and nothing else; the second fills the execution units, and takes
/// longer when another thread of the core uses them too.
struct cprobes_reading {
    uint64_t chain_nanoseconds;
    uint64_t units_nanoseconds;
    /// Of eight calls of the system that do nothing.
    uint64_t calls_nanoseconds;
    /// Involuntary switches of this thread since it began.
    int64_t switches;
};

/// Cycles of the chain, where the architecture's latency of a multiplication is known; 0 where the
/// time of the chain is good for comparison alone.
extern const uint64_t cprobes_chain_cycles;

/// - Parameter clock_nanoseconds: what two readings of the clock differ by with nothing between.
void cprobes_read(struct cprobes_reading *reading, uint64_t clock_nanoseconds);

uint64_t cprobes_clock(void);

/// The least difference of two readings of the clock.
uint64_t cprobes_clock_cost(void);

/// Calls `body` with the stack `depth` bytes lower than it would be.
void cprobes_call_below(size_t depth, void (*body)(void *), void *context);

/// Opens a counter of this thread's cycles, or returns -1 where the machine shows none.
int cprobes_open_cycles(void);

/// The cycles counted since the counter was opened, or -1.
int64_t cprobes_read_cycles(int counter);

#endif
