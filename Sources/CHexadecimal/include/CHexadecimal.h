#ifndef FIPSMARK_CHEXADECIMAL_H
#define FIPSMARK_CHEXADECIMAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// How far beyond the last octet `chexadecimal_decode` may write.
#define CHEXADECIMAL_OVERRUN 32

/// Decodes hexadecimal digits, upper or lower case, up to the first character that is none, and
/// returns how many digits there were, odd or even. `output` has room for half of them and
/// CHEXADECIMAL_OVERRUN octets more.
size_t chexadecimal_decode(const uint8_t *text, size_t count, uint8_t *output);

/// How a column of a vector table is written.
enum chexadecimal_form {
    CHEXADECIMAL_INTEGER,
    CHEXADECIMAL_OCTETS,
    CHEXADECIMAL_BOOLEAN,
};

/// A column, and what the line before had in it.
struct chexadecimal_column {
    uint8_t form;
    /// Where the value goes in `integers`, or its place in `slots`.
    uint8_t slot;
    /// The number of octets, for octets: of the line before on entry, of this one after.
    uint32_t octets;
};

/// Where the octets of a value are.
struct chexadecimal_slot {
    uint32_t start;
    uint32_t count;
};

/// Where decoded values go.
struct chexadecimal_values {
    /// Octets, one value behind the other, of which there are `used`.
    uint8_t *octets;
    size_t capacity;
    size_t used;
    struct chexadecimal_slot *slots;
    int64_t *integers;
};

/// Decodes a line: an integer, which goes to `integers[0]`, then a space and a value for each
/// column, and a line feed. An empty value of octets is `-`. Returns the number of characters. It
/// returns 0 for anything else than such a line, near the end of the text, or where the memory is
/// too short; what was written until then counts for nothing.
///
/// A field with the length that it had before is faster: the next one does not wait for its end.
size_t chexadecimal_decode_line(
    const uint8_t *text, size_t text_count, struct chexadecimal_column *columns, size_t count,
    struct chexadecimal_values *values);

/// What stands before a value in an object, and how the value is written. Octets are in quotes,
/// which `before` and the next column's `before` hold.
struct chexadecimal_member {
    const uint8_t *before;
    uint32_t before_count;
    struct chexadecimal_column column;
};

/// Decodes an object that is written as the one before was: the same characters between values of
/// the same forms. `after` follows the last value. Returns the number of characters, or 0 where
/// the object is written otherwise or the text or the memory is too short; `used` is what it was
/// then.
size_t chexadecimal_decode_object(
    const uint8_t *text, size_t text_count, struct chexadecimal_member *members, size_t count,
    const uint8_t *after, size_t after_count, struct chexadecimal_values *values);

/// Writes two upper-case digits for each octet.
void chexadecimal_encode(const uint8_t *octets, size_t count, uint8_t *text);

#pragma clang assume_nonnull end

#endif
