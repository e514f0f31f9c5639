/* mremap is Linux's own. */
#define _GNU_SOURCE
#include "CCompression.h"

#include <bzlib.h>
#include <dlfcn.h>
#include <lzma.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <zlib.h>

#define ZLIB_FUNCTIONS(X) X(inflateInit2_) X(inflate) X(inflateReset) X(inflateEnd)
#define LZMA_FUNCTIONS(X) X(lzma_stream_decoder) X(lzma_code) X(lzma_memusage) X(lzma_end)
#define BZIP2_FUNCTIONS(X) X(BZ2_bzDecompressInit) X(BZ2_bzDecompress) X(BZ2_bzDecompressEnd)

struct ccompression_stream {
    enum ccompression_format format;
    bool is_loaded;
    uint64_t memory_limit;
    char reason[160];
    union {
        z_stream gzip;
        lzma_stream xz;
        bz_stream bzip2;
    };
#define FIELD(name) __typeof__(name) *name;
    struct {
        ZLIB_FUNCTIONS(FIELD)
        LZMA_FUNCTIONS(FIELD)
        BZIP2_FUNCTIONS(FIELD)
    } calls;
#undef FIELD
};

static enum ccompression_outcome fail(struct ccompression_stream *stream,
                                      enum ccompression_outcome outcome, const char *reason) {
    snprintf(stream->reason, sizeof stream->reason, "%s", reason ? reason : "no reason given");
    return outcome;
}

static enum ccompression_outcome load(struct ccompression_stream *stream, const char *library) {
    /* Never closed again: the next file needs it too. */
    void *handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
    if (!handle) return fail(stream, CCOMPRESSION_NOT_LOADED, dlerror());
#define FIND(name)                                                                                 \
    stream->calls.name = (__typeof__(stream->calls.name))dlsym(handle, #name);                     \
    if (!stream->calls.name) {                                                                     \
        snprintf(stream->reason, sizeof stream->reason, "%s has no " #name, library);              \
        return CCOMPRESSION_SYMBOL_MISSING;                                                        \
    }
    switch (stream->format) {
    case CCOMPRESSION_GZIP: ZLIB_FUNCTIONS(FIND) break;
    case CCOMPRESSION_XZ: LZMA_FUNCTIONS(FIND) break;
    case CCOMPRESSION_BZIP2: BZIP2_FUNCTIONS(FIND) break;
    }
#undef FIND
    return CCOMPRESSION_MORE;
}

static enum ccompression_outcome begin(struct ccompression_stream *stream) {
    switch (stream->format) {
    case CCOMPRESSION_GZIP:
        /* 16 more than the largest window is zlib's sign for gzip and nothing else. */
        if (stream->calls.inflateInit2_(&stream->gzip, 15 + 16, ZLIB_VERSION,
                                        sizeof stream->gzip) == Z_OK)
            return CCOMPRESSION_MORE;
        break;
    case CCOMPRESSION_XZ:
        /* An unknown kind of checksum is told, since data would go unchecked. */
        if (stream->calls.lzma_stream_decoder(&stream->xz, stream->memory_limit,
                                              LZMA_TELL_UNSUPPORTED_CHECK) == LZMA_OK)
            return CCOMPRESSION_MORE;
        break;
    case CCOMPRESSION_BZIP2:
        if (stream->calls.BZ2_bzDecompressInit(&stream->bzip2, 0, 0) == BZ_OK)
            return CCOMPRESSION_MORE;
        break;
    }
    return fail(stream, CCOMPRESSION_NO_MEMORY, "the library did not begin");
}

struct ccompression_stream *ccompression_open(enum ccompression_format format, const char *library,
                                              uint64_t memory_limit,
                                              enum ccompression_outcome *outcome) {
    *outcome = CCOMPRESSION_NO_MEMORY;
    struct ccompression_stream *stream = calloc(1, sizeof *stream);
    if (!stream) return NULL;
    stream->format = format;
    stream->memory_limit = memory_limit;
    *outcome = load(stream, library);
    stream->is_loaded = *outcome == CCOMPRESSION_MORE;
    if (stream->is_loaded) *outcome = begin(stream);
    return stream;
}

enum ccompression_outcome ccompression_restart(struct ccompression_stream *stream) {
    switch (stream->format) {
    case CCOMPRESSION_GZIP:
        if (stream->calls.inflateReset(&stream->gzip) == Z_OK) return CCOMPRESSION_MORE;
        return fail(stream, CCOMPRESSION_NO_MEMORY, "the library did not begin again");
    case CCOMPRESSION_BZIP2: stream->calls.BZ2_bzDecompressEnd(&stream->bzip2); break;
    case CCOMPRESSION_XZ: break;
    }
    /* liblzma takes a used stream as it is, and keeps its memory. */
    return begin(stream);
}

static enum ccompression_outcome step_gzip(struct ccompression_stream *stream) {
    int code = stream->calls.inflate(&stream->gzip, Z_NO_FLUSH);
    if (code == Z_STREAM_END) return CCOMPRESSION_STREAM_END;
    /* Z_BUF_ERROR: nothing to take or no room to give. The caller sees that by the counts. */
    if (code == Z_OK || code == Z_BUF_ERROR) return CCOMPRESSION_MORE;
    if (code == Z_MEM_ERROR) return fail(stream, CCOMPRESSION_NO_MEMORY, "out of memory");
    return fail(stream, CCOMPRESSION_DAMAGED,
                stream->gzip.msg ? stream->gzip.msg : "invalid data");
}

static enum ccompression_outcome step_xz(struct ccompression_stream *stream) {
    switch (stream->calls.lzma_code(&stream->xz, LZMA_RUN)) {
    case LZMA_OK:
    case LZMA_BUF_ERROR: return CCOMPRESSION_MORE;
    case LZMA_STREAM_END: return CCOMPRESSION_STREAM_END;
    case LZMA_MEM_ERROR: return fail(stream, CCOMPRESSION_NO_MEMORY, "out of memory");
    case LZMA_MEMLIMIT_ERROR:
        snprintf(stream->reason, sizeof stream->reason,
                 "it asks for %llu MiB to be decompressed, of which %llu are allowed",
                 (unsigned long long)(stream->calls.lzma_memusage(&stream->xz) >> 20) + 1,
                 (unsigned long long)stream->memory_limit >> 20);
        return CCOMPRESSION_NO_MEMORY;
    case LZMA_FORMAT_ERROR: return fail(stream, CCOMPRESSION_DAMAGED, "no xz header");
    case LZMA_OPTIONS_ERROR:
        return fail(stream, CCOMPRESSION_DAMAGED, "options that liblzma does not know");
    case LZMA_UNSUPPORTED_CHECK:
        return fail(stream, CCOMPRESSION_DAMAGED, "a checksum that liblzma does not know");
    default: return fail(stream, CCOMPRESSION_DAMAGED, "incorrect data or checksum");
    }
}

static enum ccompression_outcome step_bzip2(struct ccompression_stream *stream) {
    switch (stream->calls.BZ2_bzDecompress(&stream->bzip2)) {
    case BZ_OK: return CCOMPRESSION_MORE;
    case BZ_STREAM_END: return CCOMPRESSION_STREAM_END;
    case BZ_MEM_ERROR: return fail(stream, CCOMPRESSION_NO_MEMORY, "out of memory");
    case BZ_DATA_ERROR_MAGIC: return fail(stream, CCOMPRESSION_DAMAGED, "no bzip2 header");
    default: return fail(stream, CCOMPRESSION_DAMAGED, "incorrect data or checksum");
    }
}

/* The three streams have fields of the same names. */
#define STEP(field, take)                                                                          \
    stream->field.next_in = (void *)input;                                                         \
    stream->field.avail_in = given;                                                                \
    stream->field.next_out = (void *)output;                                                       \
    stream->field.avail_out = room;                                                                \
    outcome = take(stream);                                                                        \
    *input_count -= given - stream->field.avail_in;                                                \
    *output_count -= room - stream->field.avail_out;

enum ccompression_outcome ccompression_step(struct ccompression_stream *stream,
                                            const uint8_t *input, size_t *input_count,
                                            uint8_t *output, size_t *output_count) {
    /* zlib and libbz2 count in 32 bits; what is left over is for the next step. */
    const size_t most = 1u << 30;
    unsigned given = (unsigned)(*input_count < most ? *input_count : most);
    unsigned room = (unsigned)(*output_count < most ? *output_count : most);
    enum ccompression_outcome outcome = CCOMPRESSION_DAMAGED;
    switch (stream->format) {
    case CCOMPRESSION_GZIP: STEP(gzip, step_gzip) break;
    case CCOMPRESSION_XZ: STEP(xz, step_xz) break;
    case CCOMPRESSION_BZIP2: STEP(bzip2, step_bzip2) break;
    }
    return outcome;
}

const char *ccompression_reason(const struct ccompression_stream *stream) {
    return stream->reason;
}

void ccompression_close(struct ccompression_stream *stream) {
    /* Each of these takes a stream that did not begin, too. */
    if (stream->is_loaded) switch (stream->format) {
    case CCOMPRESSION_GZIP: stream->calls.inflateEnd(&stream->gzip); break;
    case CCOMPRESSION_XZ: stream->calls.lzma_end(&stream->xz); break;
    case CCOMPRESSION_BZIP2: stream->calls.BZ2_bzDecompressEnd(&stream->bzip2); break;
    }
    free(stream);
}

void *ccompression_resize_pages(void *pages, size_t old_count, size_t new_count) {
    void *result = pages ? mremap(pages, old_count, new_count, MREMAP_MAYMOVE)
                         : mmap(NULL, new_count, PROT_READ | PROT_WRITE,
                                MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return result == MAP_FAILED ? NULL : result;
}
