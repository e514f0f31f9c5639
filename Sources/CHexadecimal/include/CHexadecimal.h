#ifndef FIPSMARK_CHEXADECIMAL_H
#define FIPSMARK_CHEXADECIMAL_H

#include <stddef.h>
#include <stdint.h>

/// How far beyond the last octet `chexadecimal_decode` may write.
#define CHEXADECIMAL_OVERRUN 32

/// Decodes hexadecimal digits, upper or lower case, up to the first character that is none, and
/// returns how many digits there were, odd or even. `output` has room for half of them and
/// CHEXADECIMAL_OVERRUN octets more.
size_t chexadecimal_decode(const uint8_t *text, size_t count, uint8_t *output);

/// Decodes a row of fields whose lengths are known: each is a space and either twice
/// `octets[field]` digits or, for no octets, a `-`. Returns the number of characters that the row
/// takes, or 0 where the text is no such row, which includes a field that goes on.
///
/// It reads whole blocks: `text` has 64 characters more than the row, `output` has room for its
/// octets and CHEXADECIMAL_OVERRUN more. Known lengths are faster because no field has to wait
/// for the end of the one before.
size_t chexadecimal_decode_row(
    const uint8_t *text, const uint32_t *octets, size_t fields, uint8_t *output);

#endif
