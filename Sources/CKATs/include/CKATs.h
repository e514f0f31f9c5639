#ifndef FIPSMARK_CKATS_H
#define FIPSMARK_CKATS_H

#include <stddef.h>

/// One vector file as it stands in KATs/, with its path below that folder.
struct ckats_file {
    const char *path;
    const unsigned char *bytes;
    size_t count;
};

extern const struct ckats_file ckats_files[];
extern const size_t ckats_file_count;

/// The file at `index`, which Swift cannot take from an array of unknown length.
static inline const struct ckats_file *ckats_file_at(size_t index) {
    return &ckats_files[index];
}

#endif
