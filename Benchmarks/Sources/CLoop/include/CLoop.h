#ifndef FIPSMARK_CLOOP_H
#define FIPSMARK_CLOOP_H

#include <stddef.h>
#include <stdint.h>

/// The floor: what the same EVP calls cost in plain C, on bytes that are decoded already.

struct cloop_bytes {
    const uint8_t *bytes;
    size_t count;
};

struct cloop_case {
    /// One of the functions below that take a case; it decides which fields are read. 1 is right.
    int (*run)(const struct cloop_case *);
    /// Made by a function below; shared by cases of one algorithm.
    void *context;
    /// In the order in which `run` reads them.
    struct cloop_bytes field[11];
    struct cloop_bytes expected;
    struct cloop_bytes expected_tag;
    /// A count of iterations, or a choice.
    unsigned number;
    int expected_to_pass;
};

int cloop_digest(const struct cloop_case *);
int cloop_monte_carlo(const struct cloop_case *);
int cloop_cbc_monte_carlo(const struct cloop_case *);
int cloop_hmac(const struct cloop_case *);
int cloop_gmac(const struct cloop_case *);
int cloop_seal(const struct cloop_case *);
int cloop_open(const struct cloop_case *);
int cloop_drbg(const struct cloop_case *);
int cloop_verify(const struct cloop_case *);
int cloop_sign(const struct cloop_case *);
int cloop_validate(const struct cloop_case *);
int cloop_kmac(const struct cloop_case *);
int cloop_derive(const struct cloop_case *);
int cloop_agree(const struct cloop_case *);
int cloop_validate_pair(const struct cloop_case *);
int cloop_rsa_sign(const struct cloop_case *);
int cloop_rsa_verify(const struct cloop_case *);
int cloop_edwards_sign(const struct cloop_case *);
int cloop_edwards_verify(const struct cloop_case *);
int cloop_encapsulate(const struct cloop_case *);
int cloop_decapsulate(const struct cloop_case *);
int cloop_check_key(const struct cloop_case *);
int cloop_post_quantum_sign(const struct cloop_case *);
int cloop_post_quantum_verify(const struct cloop_case *);

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

void *cloop_kmac_context(void *library, const char *name);
/// A KDF of the provider, then what every call has, then what a case's fields are called in order.
void *cloop_kdf_context(void *library, const char *name);
void cloop_kdf_text(void *kdf, const char *name, const char *value);
void cloop_kdf_number(void *kdf, const char *name, unsigned value);
void cloop_kdf_input(void *kdf, const char *name);
/// `digest` is NULL where the secret itself is compared.
void *cloop_agreement_context(
    void *library, const char *type, const char *group, const char *digest, size_t bytes);
/// `salt_bytes` below 0 is PKCS #1 v1.5.
void *cloop_rsa_context(void *library, const char *digest, int salt_bytes);
void *cloop_edwards_context(void *library, const char *curve, const char *instance);
/// ML-KEM, ML-DSA or SLH-DSA. The key's form is `seed`, `priv` or `pub`.
void *cloop_post_quantum_context(void *library, const char *name, const char *key_form);

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
