#include "CJSONText.h"

#include <stdbool.h>
#include <string.h>

// A vector set of many megabytes is walked once to find where its groups and cases lie, before any
// case is read. Blocks of 64 characters become masks of quotes and brackets; what is inside of a
// string follows from the quotes before it. Only brackets outside of strings are looked at singly.

typedef uint8_t text_vector __attribute__((vector_size(64)));
typedef bool mask_vector __attribute__((ext_vector_type(64)));

#if defined(__x86_64__)
// As in CHexadecimal: the loader picks what the processor has.
#define WIDEST __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define WIDEST
#endif

enum { block_count = 64 };

/// The characters of a block that are `character` once the bits of `folding` are set in them.
static inline __attribute__((always_inline)) uint64_t matches(
    const uint8_t *block, char character, uint8_t folding) {
    text_vector text;
    memcpy(&text, block, sizeof text);
    mask_vector mask = __builtin_convertvector(
        (text_vector)((text | folding) == (uint8_t)character), mask_vector);
    uint64_t bits;
    memcpy(&bits, &mask, sizeof bits);
    return bits;
}

/// The characters that a backslash escapes; `carry` is whether the first of the next block is one.
static inline uint64_t escaped(uint64_t backslashes, uint64_t *carry) {
    uint64_t result = *carry;
    *carry = 0;
    backslashes &= ~result;
    while (backslashes != 0) {
        unsigned position = (unsigned)__builtin_ctzll(backslashes);
        if (position == 63) {
            *carry = 1;
            break;
        }
        result |= (uint64_t)2 << position;
        backslashes &= ~((uint64_t)3 << position);
    }
    return result;
}

/// Bit n of the result is the parity of bits 0 to n.
static inline uint64_t parities(uint64_t bits) {
    for (unsigned shift = 1; shift < 64; shift <<= 1) bits ^= bits << shift;
    return bits;
}

WIDEST size_t cjsontext_first_beyond_ascii(const uint8_t *text, size_t count) {
    size_t position = 0;
    // Setting all other bits makes every character but ASCII the same.
    for (; position + block_count <= count; position += block_count) {
        uint64_t ascii = matches(text + position, 0x7f, 0x7f);
        if (~ascii != 0) return position + (size_t)__builtin_ctzll(~ascii);
    }
    while (position < count && text[position] < 0x80) position++;
    return position;
}

WIDEST size_t cjsontext_measure(
    const uint8_t *text, size_t count, size_t every, size_t *positions, size_t capacity,
    size_t *elements) {
    size_t depth = 0, found = 0, written = 0;
    uint64_t carry = 0, in_string = 0;
    uint8_t rest[block_count] = {0};
    for (size_t start = 0; start < count; start += block_count) {
        const uint8_t *block = text + start;
        if (count - start < block_count) block = memcpy(rest, block, count - start);
        uint64_t backslashes = matches(block, '\\', 0);
        uint64_t skipped = backslashes | carry ? escaped(backslashes, &carry) : 0;
        uint64_t quotes = matches(block, '"', 0) & ~skipped;
        uint64_t strings = parities(quotes) ^ in_string;
        in_string = (uint64_t)((int64_t)strings >> 63);
        // '[' and '{' differ in one bit, as ']' and '}' do.
        uint64_t opening = matches(block, '{', 0x20) & ~strings;
        uint64_t brackets = opening | (matches(block, '}', 0x20) & ~strings);
        while (brackets != 0) {
            uint64_t lowest = brackets & -brackets;
            size_t position = start + (size_t)__builtin_ctzll(brackets);
            brackets ^= lowest;
            if (opening & lowest) {
                if (depth == 1 && text[position] == '{') {
                    if (found % every == 0 && written < capacity) positions[written++] = position;
                    found++;
                }
                depth++;
            } else if (--depth == 0) {
                *elements = found;
                return position + 1;
            }
        }
    }
    return 0;
}
