#ifndef FIPSMARK_CHEXADECIMAL_H
#define FIPSMARK_CHEXADECIMAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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
    /// Where the value of an integer or boolean goes in `integers`.
    uint8_t slot;
    /// The number of octets, for octets: of the line before on entry, of this one after.
    uint32_t octets;
};

/// Decodes a line: an integer, which goes to `integers[0]`, then a space and a value for each
/// column, and a line feed. Octets go to `output`, one field behind the other, an empty one is
/// `-`. Returns the number of characters, and sets `changed` where a length is not that of the
/// line before. It returns 0 for anything else than such a line, near the end of the text, or
/// where `output` is too short; what was written until then counts for nothing.
///
/// A field with the length that it had before is faster: the next one does not wait for its end.
size_t chexadecimal_decode_line(
    const uint8_t *text, size_t text_count, struct chexadecimal_column *columns, size_t count,
    uint8_t *output, size_t output_count, int64_t *integers, bool *changed);

/// What stands before a value in an object, and how the value is written. Octets are in quotes,
/// which `before` and the next column's `before` hold.
struct chexadecimal_member {
    const uint8_t *before;
    uint32_t before_count;
    struct chexadecimal_column column;
};

/// Decodes an object that is written as the one before was: the same characters between values of
/// the same forms. Octets and integers go where `chexadecimal_decode_line` puts them, though
/// `integers` has no first integer of its own. `after` follows the last value. Returns the number
/// of characters, or 0 where the object is written otherwise or the text or `output` is too short.
size_t chexadecimal_decode_object(
    const uint8_t *text, size_t text_count, struct chexadecimal_member *members, size_t count,
    const uint8_t *after, size_t after_count, uint8_t *output, size_t output_count,
    int64_t *integers);

/// Writes two upper-case digits for each octet.
void chexadecimal_encode(const uint8_t *octets, size_t count, uint8_t *text);

#endif
