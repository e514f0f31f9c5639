#ifndef FIPSMARK_CPOLICY_H
#define FIPSMARK_CPOLICY_H

#include <stddef.h>

/// Policy/certificates.json as it stood when the program was built.
extern const unsigned char cpolicy_certificates[];
extern const size_t cpolicy_certificates_count;

/// Its address, which Swift cannot take of an array of unknown length.
static inline const unsigned char *cpolicy_certificates_address(void) {
    return cpolicy_certificates;
}

#endif
