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

/// Policy/controls.json, in the same way.
extern const unsigned char cpolicy_controls[];
extern const size_t cpolicy_controls_count;

static inline const unsigned char *cpolicy_controls_address(void) {
    return cpolicy_controls;
}

#endif
