#ifndef FIPSMARK_CMEMORY_H
#define FIPSMARK_CMEMORY_H

#include <stddef.h>
#include <stdint.h>

/// Maps `total` octets that repeat `content`, in 16 MiB of memory or less: the same pages of a file
/// in memory, one mapping behind the other. Returns NULL, and errno, where the system gives none or
/// the content is too long; otherwise `mapped` octets are to be unmapped.
const uint8_t *cmemory_repeat(const uint8_t *content, size_t count, size_t total, size_t *mapped);

void cmemory_unmap(const uint8_t *memory, size_t mapped);

/// Gives the whole pages among these octets back to the system. What they held is lost.
void cmemory_forget(uint8_t *memory, size_t count);

#endif
