#ifndef FIPSMARK_CLOOP_H
#define FIPSMARK_CLOOP_H

#include <stddef.h>
#include <stdint.h>

/// The floor: what the same EVP calls cost in plain C, on bytes that are decoded already.

struct cloop_bytes {
    const uint8_t *bytes;
    size_t count;
};

/// What a case is an instance of; it decides which fields are read.
enum cloop_kind {
    CLOOP_DIGEST,
    CLOOP_MONTE_CARLO,
    CLOOP_CBC_MONTE_CARLO,
    CLOOP_HMAC,
    CLOOP_GMAC,
    CLOOP_SEAL,
    CLOOP_OPEN,
    CLOOP_DRBG,
    CLOOP_VERIFY,
    CLOOP_SIGN,
    CLOOP_VALIDATE,
};

struct cloop_case {
    enum cloop_kind kind;
    /// Made by one of the functions below; shared by cases of one algorithm.
    void *context;
    /// In the order in which the kind's function reads them.
    struct cloop_bytes field[11];
    struct cloop_bytes expected;
    struct cloop_bytes expected_tag;
    int expected_to_pass;
};

/// Loads the provider into a library context; NULL on failure.
void *cloop_library(const char *configuration_file);

void *cloop_digest_context(void *library, const char *name);
void *cloop_hmac_context(void *library, const char *digest);
void *cloop_gmac_context(void *library, const char *cipher);
void *cloop_cipher_context(void *library, const char *name, int encrypting);
/// `name` is CTR-DRBG, HASH-DRBG or HMAC-DRBG; the parameters that do not apply are NULL or -1.
void *cloop_drbg_context(
    void *library, const char *name, const char *cipher, const char *digest,
    int derivation_function, unsigned strength);
void *cloop_curve_context(void *library, const char *curve, const char *digest, size_t bytes);

/// Runs the cases once and returns how many gave what they should.
size_t cloop_run(const struct cloop_case *cases, size_t count);

/// One point of the throughput engine: `count` operations, 0 on failure.
int cloop_time_digest(void *context, const uint8_t *message, size_t bytes, int count);
int cloop_time_hmac(void *context, const uint8_t *message, size_t bytes, int count);
int cloop_time_seal(void *context, const uint8_t *message, size_t bytes, int count);
void *cloop_seeded_generator(void *library);
int cloop_time_generate(void *generator, size_t bytes, int count);
void *cloop_signer(void *library, const char *curve, const char *digest);
int cloop_time_sign(void *signer, int count);

#endif
