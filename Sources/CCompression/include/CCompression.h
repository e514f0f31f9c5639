#ifndef FIPSMARK_CCOMPRESSION_H
#define FIPSMARK_CCOMPRESSION_H

#include <stddef.h>
#include <stdint.h>

/* zlib, liblzma and libbz2 behind one set of calls. Nothing of them is linked: a node without one
   must still start the program, and read what is not compressed. */

enum ccompression_format { CCOMPRESSION_GZIP, CCOMPRESSION_XZ, CCOMPRESSION_BZIP2 };

enum ccompression_outcome {
    CCOMPRESSION_MORE,
    /* One gzip member, xz stream or bzip2 stream has ended, and its checksum is right. */
    CCOMPRESSION_STREAM_END,
    CCOMPRESSION_DAMAGED,
    CCOMPRESSION_NOT_LOADED,
    CCOMPRESSION_SYMBOL_MISSING,
    CCOMPRESSION_NO_MEMORY,
};

struct ccompression_stream;

/* Begins a stream of the format with the shared library of that name; where that went well,
   `outcome` is CCOMPRESSION_MORE. NULL without memory for a stream; any other must be closed.
   `memory_limit` bounds what the decoder itself may ask for, which in xz is for the file to say. */
struct ccompression_stream *ccompression_open(enum ccompression_format format, const char *library,
                                              uint64_t memory_limit,
                                              enum ccompression_outcome *outcome);

/* Takes of `input` and gives to `output`; both counts become what is left of them. */
enum ccompression_outcome ccompression_step(struct ccompression_stream *stream,
                                            const uint8_t *input, size_t *input_count,
                                            uint8_t *output, size_t *output_count);

/* Begins the next member or stream of the same file. */
enum ccompression_outcome ccompression_restart(struct ccompression_stream *stream);

/* Why the last call was not a success; lives until the next one. */
const char *ccompression_reason(const struct ccompression_stream *stream);

void ccompression_close(struct ccompression_stream *stream);

/* Pages of memory, zero at first: `pages` grown or shrunk from `old_count` bytes, or new ones where
   it is NULL. NULL where there are none. Growing moves pages and copies none. In C since mremap is
   variadic. */
void *ccompression_resize_pages(void *pages, size_t old_count, size_t new_count);

#endif
