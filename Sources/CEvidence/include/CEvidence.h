#ifndef FIPSMARK_CEVIDENCE_H
#define FIPSMARK_CEVIDENCE_H

#include <stddef.h>

/// KATs/README.md, whose last table says where each vector file was published.
extern const unsigned char cevidence_vectors[];
extern const size_t cevidence_vectors_count;

/// KATs/SHA256SUMS.
extern const unsigned char cevidence_sums[];
extern const size_t cevidence_sums_count;

/// Policy/controls.json.
extern const unsigned char cevidence_controls[];
extern const size_t cevidence_controls_count;

/// Their addresses, which Swift cannot take of an array of unknown length.
static inline const unsigned char *cevidence_vectors_address(void) { return cevidence_vectors; }
static inline const unsigned char *cevidence_sums_address(void) { return cevidence_sums; }
static inline const unsigned char *cevidence_controls_address(void) { return cevidence_controls; }

#endif
