#include "CHexadecimal.h"

#include <stdbool.h>
#include <string.h>

// Known answers are mostly hexadecimal: decoding it costs more than all else of a vector file, and
// the budget beside plain C (ARCHITECTURE.md, Speed) is a fraction of a nanosecond a digit.
// Swift's SIMD types took 50 ns a digit, since masks and shuffles fall apart into scalars; clang
// turns its vector extension into SSE2, AVX2, AVX-512 or NEON, with no line here for any of them.

enum { digits_at_once = 2 * CHEXADECIMAL_OVERRUN };

typedef uint8_t digit_vector __attribute__((vector_size(digits_at_once)));
typedef uint16_t pair_vector __attribute__((vector_size(digits_at_once)));
typedef uint8_t octet_vector __attribute__((vector_size(digits_at_once / 2)));
typedef bool mask_vector __attribute__((ext_vector_type(digits_at_once)));

#if defined(__x86_64__)
// The baseline has 16-byte vectors; the loader picks the wider ones where the processor has them.
#define WIDEST __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define WIDEST
#endif

/// Decodes 64 characters and returns those that are no digits, the first in the lowest bit.
static inline __attribute__((always_inline)) uint64_t decode_block(
    const uint8_t *text, uint8_t *output) {
    digit_vector digits;
    memcpy(&digits, text, sizeof digits);
    digit_vector is_decimal = (digit_vector)((digit_vector)(digits - '0') <= 9);
    digit_vector is_letter = (digit_vector)((digit_vector)((digits | 0x20) - 'a') <= 5);
    // The low half of a letter's code counts from 1.
    digit_vector nibbles = (digits & 0x0f) + (~is_decimal & 9);
    // Two nibbles are one 16-bit lane: the first character is the high one.
    pair_vector pairs = (pair_vector)nibbles;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    pairs = ((pairs << 4) | (pairs >> 8)) & 0xff;
#else
    pairs = ((pairs >> 4) | pairs) & 0xff;
#endif
    octet_vector octets = __builtin_convertvector(pairs, octet_vector);
    memcpy(output, &octets, sizeof octets);
    mask_vector invalid = __builtin_convertvector(~(is_decimal | is_letter), mask_vector);
    uint64_t bits;
    memcpy(&bits, &invalid, sizeof bits);
    return bits;
}

static inline __attribute__((always_inline)) size_t leading_digits(uint64_t invalid) {
    return invalid == 0 ? digits_at_once : (size_t)__builtin_ctzll(invalid);
}

static inline __attribute__((always_inline)) size_t decode(
    const uint8_t *text, size_t count, uint8_t *output) {
    size_t read = 0;
    while (count - read >= digits_at_once) {
        // A branch, not a sum: the next block does not wait for this one's count.
        uint64_t invalid = decode_block(text + read, output + read / 2);
        if (invalid != 0) return read + leading_digits(invalid);
        read += digits_at_once;
    }
    // The end of the text: the same over a copy that is long enough.
    uint8_t rest[digits_at_once] = {0};
    memcpy(rest, text + read, count - read);
    return read + leading_digits(decode_block(rest, output + read / 2));
}

/// Decodes one digit or more, all of which must be digits.
static inline __attribute__((always_inline)) bool decode_exactly(
    const uint8_t *text, size_t digits, uint8_t *output) {
    for (; digits > digits_at_once; digits -= digits_at_once) {
        if (decode_block(text, output) != 0) return false;
        text += digits_at_once;
        output += digits_at_once / 2;
    }
    // What is behind the last digit is shifted out.
    return decode_block(text, output) << (digits_at_once - digits) == 0;
}

/// Reads up to nine digits; returns how many there were.
static inline __attribute__((always_inline)) size_t read_integer(
    const uint8_t *text, int64_t *integer) {
    size_t digits = 0;
    int64_t value = 0;
    for (; digits < 10 && (uint8_t)(text[digits] - '0') <= 9; digits++)
        if (digits < 9) value = value * 10 + (text[digits] - '0');
    *integer = value;
    return digits <= 9 ? digits : 0;
}

WIDEST size_t chexadecimal_decode(const uint8_t *text, size_t count, uint8_t *output) {
    return decode(text, count, output);
}

/// Decodes a field of octets and returns its characters, 0 where it is none.
static inline __attribute__((always_inline)) size_t decode_field(
    const uint8_t *text, const uint8_t *text_end, uint8_t *output, const uint8_t *output_end,
    uint32_t *octets) {
    size_t digits = 2 * (size_t)*octets;
    // What ends the field is looked at first: decoding one of another length is for nothing.
    if (digits > 0 && (size_t)(text_end - text) >= digits + digits_at_once &&
        (size_t)(output_end - output) >= digits / 2 + CHEXADECIMAL_OVERRUN &&
        text[digits] <= ' ' && decode_exactly(text, digits, output))
        return digits;
    if (*text == '-') {
        *octets = 0;
        return 1;
    }
    if (output_end - output < CHEXADECIMAL_OVERRUN) return 0;
    size_t room = 2 * (size_t)(output_end - output - CHEXADECIMAL_OVERRUN);
    size_t available = (size_t)(text_end - text);
    digits = decode(text, available < room ? available : room, output);
    if (digits % 2 == 1 || digits >= available || text[digits] > ' ') return 0;
    *octets = (uint32_t)(digits / 2);
    return digits;
}

/// Decodes octets up to a closing quote and returns their digits, 0 where they are none.
static inline __attribute__((always_inline)) size_t decode_string(
    const uint8_t *text, const uint8_t *text_end, uint8_t *output, const uint8_t *output_end,
    uint32_t *octets) {
    size_t digits = 2 * (size_t)*octets;
    if (digits > 0 && (size_t)(text_end - text) >= digits + digits_at_once &&
        (size_t)(output_end - output) >= digits / 2 + CHEXADECIMAL_OVERRUN &&
        text[digits] == '"' && decode_exactly(text, digits, output))
        return digits;
    if (output_end - output < CHEXADECIMAL_OVERRUN) return 0;
    size_t room = 2 * (size_t)(output_end - output - CHEXADECIMAL_OVERRUN);
    size_t available = (size_t)(text_end - text);
    digits = decode(text, available < room ? available : room, output);
    if (digits == 0 || digits % 2 == 1 || digits >= available || text[digits] != '"') return 0;
    *octets = (uint32_t)(digits / 2);
    return digits;
}

static inline struct chexadecimal_slot slot_of(
    const struct chexadecimal_values *values, const uint8_t *start, uint32_t count) {
    return (struct chexadecimal_slot){(uint32_t)(start - values->octets), count};
}

WIDEST size_t chexadecimal_decode_line(
    const uint8_t *text, size_t text_count, struct chexadecimal_column *columns, size_t count,
    struct chexadecimal_values *values) {
    const uint8_t *start = text, *text_end = text + text_count;
    uint8_t *output = values->octets + values->used;
    const uint8_t *output_end = values->octets + values->capacity;
    int64_t *integers = values->integers;
    // More than the longest number or word, so that only octets need to look where they end.
    const ptrdiff_t margin = 16;
    if (text_end - text < margin) return 0;
    size_t taken = read_integer(text, &integers[0]);
    if (taken == 0) return 0;
    text += taken;
    for (struct chexadecimal_column *c = columns; c < columns + count; c++) {
        if (text_end - text < margin || *text++ != ' ') return 0;
        switch (c->form) {
        case CHEXADECIMAL_OCTETS:
            taken = decode_field(text, text_end, output, output_end, &c->octets);
            if (taken == 0) return 0;
            values->slots[c->slot] = slot_of(values, output, c->octets);
            output += c->octets;
            break;
        case CHEXADECIMAL_INTEGER: taken = read_integer(text, &integers[c->slot]); break;
        default:
            taken = memcmp(text, "true", 4) == 0 ? 4 : memcmp(text, "false", 5) == 0 ? 5 : 0;
            integers[c->slot] = taken == 4;
        }
        if (taken == 0) return 0;
        text += taken;
    }
    if (text >= text_end || *text != '\n') return 0;
    values->used = (size_t)(output - values->octets);
    return (size_t)(text + 1 - start);
}

WIDEST size_t chexadecimal_decode_object(
    const uint8_t *text, size_t text_count, struct chexadecimal_member *members, size_t count,
    const uint8_t *after, size_t after_count, struct chexadecimal_values *values) {
    const uint8_t *start = text, *text_end = text + text_count;
    uint8_t *output = values->octets + values->used;
    const uint8_t *output_end = values->octets + values->capacity;
    int64_t *integers = values->integers;
    const ptrdiff_t margin = 16;
    for (struct chexadecimal_member *m = members; m < members + count; m++) {
        if (text_end - text < (ptrdiff_t)m->before_count + margin ||
            memcmp(text, m->before, m->before_count) != 0)
            return 0;
        text += m->before_count;
        size_t taken;
        switch (m->column.form) {
        case CHEXADECIMAL_OCTETS:
            // An empty string: its closing quote belongs to what follows.
            if (*text == '"') {
                m->column.octets = 0;
                values->slots[m->column.slot] = slot_of(values, output, 0);
                continue;
            }
            taken = decode_string(text, text_end, output, output_end, &m->column.octets);
            if (taken == 0) return 0;
            values->slots[m->column.slot] = slot_of(values, output, m->column.octets);
            output += m->column.octets;
            break;
        case CHEXADECIMAL_INTEGER: taken = read_integer(text, &integers[m->column.slot]); break;
        default:
            taken = memcmp(text, "true", 4) == 0 ? 4 : memcmp(text, "false", 5) == 0 ? 5 : 0;
            integers[m->column.slot] = taken == 4;
        }
        if (taken == 0) return 0;
        text += taken;
    }
    if ((size_t)(text_end - text) < after_count || memcmp(text, after, after_count) != 0) return 0;
    values->used = (size_t)(output - values->octets);
    return (size_t)(text + after_count - start);
}

WIDEST void chexadecimal_encode(const uint8_t *octets, size_t count, uint8_t *text) {
    for (size_t index = 0; index < count; index++) {
        uint8_t high = octets[index] >> 4, low = octets[index] & 15;
        text[2 * index] = (uint8_t)(high + '0' + (high > 9 ? 'A' - '0' - 10 : 0));
        text[2 * index + 1] = (uint8_t)(low + '0' + (low > 9 ? 'A' - '0' - 10 : 0));
    }
}
