#define _GNU_SOURCE
#include "CMemory.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { most_pattern_bytes = 16 << 20 };

static size_t common_divisor(size_t first, size_t second) {
    return second == 0 ? first : common_divisor(second, first % second);
}

/// Maps `pattern` octets of `file` again and again over the reservation at `memory`.
static int map_pattern(uint8_t *memory, size_t mapped, int file, size_t pattern) {
    for (size_t offset = 0; offset < mapped; offset += pattern)
        if (mmap(memory + offset, pattern, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, file,
                 0) == MAP_FAILED)
            return -1;
    return 0;
}

const uint8_t *cmemory_repeat(const uint8_t *content, size_t count, size_t total, size_t *mapped) {
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    // Only whole pages can be mapped, and only whole repetitions continue each other.
    size_t unit = count / common_divisor(count, page) * page;
    if (count == 0 || unit > most_pattern_bytes) {
        errno = EINVAL;
        return NULL;
    }
    size_t pattern = most_pattern_bytes / unit * unit;
    if (total <= unit) pattern = unit;
    *mapped = (total + pattern - 1) / pattern * pattern;
    if (*mapped == 0) *mapped = pattern;
    // The address space first: a mapping over it cannot hit anything else.
    uint8_t *memory =
        mmap(NULL, *mapped, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) return NULL;
    int file = memfd_create("fipsmark", MFD_CLOEXEC);
    int failed = file < 0 || ftruncate(file, (off_t)pattern) != 0 ||
                 map_pattern(memory, *mapped, file, pattern) != 0;
    int reason = errno;
    if (file >= 0) close(file);
    if (failed) {
        munmap(memory, *mapped);
        errno = reason;
        return NULL;
    }
    memcpy(memory, content, count);
    // Twice as much each time: content may be a single byte.
    for (size_t filled = count; filled < pattern;) {
        size_t next = filled < pattern - filled ? filled : pattern - filled;
        memcpy(memory + filled, memory, next);
        filled += next;
    }
    return memory;
}

void cmemory_unmap(const uint8_t *memory, size_t mapped) { munmap((void *)memory, mapped); }

void cmemory_forget(uint8_t *memory, size_t count) {
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t before = (page - (uintptr_t)memory % page) % page;
    if (count < before + page) return;
    // Where the system does not take them, they stay: that costs memory and nothing else.
    (void)madvise(memory + before, (count - before) / page * page, MADV_DONTNEED);
}
