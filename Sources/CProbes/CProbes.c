// getrusage with RUSAGE_THREAD and syscall are Linux.
#define _GNU_SOURCE
#include "CProbes.h"

#include <linux/perf_event.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { rounds = 1250, multiplications = 4, calls = 8 };

#if defined(__x86_64__)

// imul of 64 bits has a latency of 3 cycles on every core of AMD since Zen and of Intel since
// Nehalem.
const uint64_t cprobes_chain_cycles = (uint64_t)rounds * multiplications * 3;

static void run_chain(void) {
    uint64_t value = 3, factor = 5, left = rounds;
    __asm__ volatile(
        "1: imul %[f], %[v]\n imul %[f], %[v]\n imul %[f], %[v]\n imul %[f], %[v]\n"
        "dec %[n]\n jnz 1b\n"
        : [v] "+r"(value), [n] "+r"(left)
        : [f] "r"(factor)
        : "cc");
}

// Additions of registers, since newer cores do those of constants without an execution unit.
static void fill_units(void) {
    static const uint64_t line[8] = {1, 2, 3, 4, 5, 6, 7, 8};
    uint64_t a = 1, b = 2, c = 3, d = 4, e = 5, f = 6, g = 7, h = 8, left = rounds;
#define ADD_ALL                                                                                  \
    "add %[i], %[a]\n add %[i], %[b]\n add %[i], %[c]\n add %[i], %[d]\n"                        \
    "add %[i], %[e]\n add %[i], %[f]\n add %[i], %[g]\n add %[i], %[h]\n"
    __asm__ volatile(
        "1:\n" ADD_ALL ADD_ALL ADD_ALL
        "add (%[p]), %[a]\n add 8(%[p]), %[b]\n add 16(%[p]), %[c]\n add 24(%[p]), %[d]\n"
        "add 32(%[p]), %[e]\n add 40(%[p]), %[f]\n add 48(%[p]), %[g]\n add 56(%[p]), %[h]\n"
        "dec %[n]\n jnz 1b\n"
        : [a] "+r"(a), [b] "+r"(b), [c] "+r"(c), [d] "+r"(d), [e] "+r"(e), [f] "+r"(f),
          [g] "+r"(g), [h] "+r"(h), [n] "+r"(left)
        : [i] "r"((uint64_t)7), [p] "r"(line)
        : "cc", "memory");
}

#elif defined(__aarch64__)

// Cores differ in the latency of a multiplication (2 to 5 cycles): the chain compares frequencies
// and does not measure them.
const uint64_t cprobes_chain_cycles = 0;

static void run_chain(void) {
    uint64_t value = 3, factor = 5, left = rounds;
    __asm__ volatile(
        "1: mul %[v], %[v], %[f]\n mul %[v], %[v], %[f]\n"
        "mul %[v], %[v], %[f]\n mul %[v], %[v], %[f]\n"
        "subs %[n], %[n], #1\n b.ne 1b\n"
        : [v] "+r"(value), [n] "+r"(left)
        : [f] "r"(factor)
        : "cc");
}

static void fill_units(void) {
    static const uint64_t line[8] = {1, 2, 3, 4, 5, 6, 7, 8};
    uint64_t a = 1, b = 2, c = 3, d = 4, e = 5, f = 6, g = 7, h = 8, left = rounds, x, y;
#define ADD_ALL                                                                                  \
    "add %[a], %[a], %[i]\n add %[b], %[b], %[i]\n add %[c], %[c], %[i]\n"                       \
    "add %[d], %[d], %[i]\n add %[e], %[e], %[i]\n add %[f], %[f], %[i]\n"                       \
    "add %[g], %[g], %[i]\n add %[h], %[h], %[i]\n"
    __asm__ volatile(
        "1:\n" ADD_ALL ADD_ALL ADD_ALL
        "ldp %[x], %[y], [%[p]]\n add %[a], %[a], %[x]\n add %[b], %[b], %[y]\n"
        "ldp %[x], %[y], [%[p], #16]\n add %[c], %[c], %[x]\n add %[d], %[d], %[y]\n"
        "ldp %[x], %[y], [%[p], #32]\n add %[e], %[e], %[x]\n add %[f], %[f], %[y]\n"
        "ldp %[x], %[y], [%[p], #48]\n add %[g], %[g], %[x]\n add %[h], %[h], %[y]\n"
        "subs %[n], %[n], #1\n b.ne 1b\n"
        : [a] "+r"(a), [b] "+r"(b), [c] "+r"(c), [d] "+r"(d), [e] "+r"(e), [f] "+r"(f),
          [g] "+r"(g), [h] "+r"(h), [n] "+r"(left), [x] "=&r"(x), [y] "=&r"(y)
        : [i] "r"((uint64_t)7), [p] "r"(line)
        : "cc", "memory");
}

#else
#error "the probes are written for x86-64 and aarch64"
#endif

uint64_t cprobes_clock(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

uint64_t cprobes_clock_cost(void) {
    uint64_t least = UINT64_MAX;
    for (int i = 0; i < 1000; i++) {
        uint64_t before = cprobes_clock(), cost = cprobes_clock() - before;
        if (cost < least) least = cost;
    }
    return least;
}

static uint64_t without(uint64_t elapsed, uint64_t cost) {
    return elapsed > cost ? elapsed - cost : 1;
}

void cprobes_read(struct cprobes_reading *reading, uint64_t clock_nanoseconds) {
    uint64_t start = cprobes_clock();
    run_chain();
    uint64_t middle = cprobes_clock();
    fill_units();
    uint64_t end = cprobes_clock();
    for (int i = 0; i < calls; i++) syscall(SYS_getpid);
    reading->calls_nanoseconds = without(cprobes_clock() - end, clock_nanoseconds);
    reading->chain_nanoseconds = without(middle - start, clock_nanoseconds);
    reading->units_nanoseconds = without(end - middle, clock_nanoseconds);
    struct rusage usage;
    reading->switches = getrusage(RUSAGE_THREAD, &usage) == 0 ? usage.ru_nivcsw : 0;
}

__attribute__((noinline)) void cprobes_call_below(
    size_t depth, void (*body)(void *), void *context) {
    volatile unsigned char room[depth + 1];
    room[0] = 0;
    body(context);
    // Read after the call, so that it cannot become a jump that gives the room back.
    (void)room[0];
}

int cprobes_open_cycles(void) {
    struct perf_event_attr attributes;
    memset(&attributes, 0, sizeof attributes);
    attributes.size = sizeof attributes;
    attributes.type = PERF_TYPE_HARDWARE;
    attributes.config = PERF_COUNT_HW_CPU_CYCLES;
    attributes.exclude_kernel = 1;
    attributes.exclude_hv = 1;
    return (int)syscall(SYS_perf_event_open, &attributes, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);
}

int64_t cprobes_read_cycles(int counter) {
    int64_t count;
    return read(counter, &count, sizeof count) == sizeof count ? count : -1;
}
