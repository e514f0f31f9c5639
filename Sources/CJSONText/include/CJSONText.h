#ifndef FIPSMARK_CJSONTEXT_H
#define FIPSMARK_CJSONTEXT_H

#include <stddef.h>
#include <stdint.h>

/// The first octet that is not ASCII, or `count` where there is none.
size_t cjsontext_first_beyond_ascii(const uint8_t *text, size_t count);

/// Finds the end of the object or array that begins at `text[0]`, by brackets and quotes alone.
///
/// Returns the number of characters it takes, or 0 where the text ends first. `elements` is set to
/// the number of objects directly inside it. The positions of every `every`-th of them, beginning
/// with the first, are written to `positions`, of which at most `capacity` are.
size_t cjsontext_measure(
    const uint8_t *text, size_t count, size_t every, size_t *positions, size_t capacity,
    size_t *elements);

#endif
