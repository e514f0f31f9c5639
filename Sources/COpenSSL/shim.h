#ifndef FIPSMARK_COPENSSL_H
#define FIPSMARK_COPENSSL_H

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/conf.h>
#include <openssl/core.h>
#include <openssl/core_dispatch.h>
#include <openssl/crypto.h>
#include <openssl/decoder.h>
#include <openssl/dherr.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/encoder.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/provider.h>
#include <openssl/proverr.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/self_test.h>
#include <openssl/sha.h>
#include <openssl/store.h>

/* dladdr and its Dl_info, which <dlfcn.h> has under _GNU_SOURCE only. Defining that here would give
   the types of other headers another shape than Swift's own Glibc module has. */
struct fipsmark_symbol_place {
    const char *file;
    void *base;
    const char *symbol;
    void *address;
};
int fipsmark_dladdr(const void *address, struct fipsmark_symbol_place *place) __asm__("dladdr");

/* The file that libcrypto was loaded from. */
static inline const char *fipsmark_libcrypto_path(void) {
    struct fipsmark_symbol_place place;
    return fipsmark_dladdr((const void *)OpenSSL_version, &place) != 0 ? place.file : 0;
}

/* SHA-256 of two texts, one behind the other, by libcrypto itself and no provider: deprecated for
   cryptography, and what is left where no provider may be trusted to load. */
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wdeprecated-declarations"
static inline void fipsmark_sha256(
    const unsigned char *first, size_t first_count, const unsigned char *second,
    size_t second_count, unsigned char *output) {
    SHA256_CTX state;
    SHA256_Init(&state);
    SHA256_Update(&state, first, first_count);
    SHA256_Update(&state, second, second_count);
    SHA256_Final(output, &state);
}
#pragma clang diagnostic pop

/* What redhat_ossl_query_fipsindicator of a provider of the RHEL family returns: entries up to one
   without names, each with functions up to one whose number is 0. */
struct fipsmark_function_indicator {
    int function_id; /* OSSL_FUNC_SIGNATURE_... */
    int approved;    /* 1 where it is */
};
struct fipsmark_signature_indicators {
    const char *names;      /* with colons between them */
    const char *properties; /* with commas between them */
    const struct fipsmark_function_indicator *functions;
};

/* Function-like macros, which Swift does not import. */
static inline int fipsmark_fetch_was_unsupported(unsigned long code) {
    int reason = ERR_GET_REASON(code);
    return reason == ERR_R_UNSUPPORTED || reason == EVP_R_UNSUPPORTED_ALGORITHM;
}

static inline int fipsmark_is_elliptic_curve_error(unsigned long code) {
    return ERR_GET_LIB(code) == ERR_LIB_EC;
}

static inline int fipsmark_is_finite_field_error(unsigned long code) {
    return ERR_GET_LIB(code) == ERR_LIB_DH;
}

static inline int fipsmark_is_missing_nonce_error(unsigned long code) {
    return ERR_GET_LIB(code) == ERR_LIB_EC &&
           ERR_GET_REASON(code) == EC_R_RANDOM_NUMBER_GENERATION_FAILED;
}

/* The number is not one of the modulus: a message or a ciphertext out of range, or in FIPS mode one
   of those that SP 800-56B Rev. 2, section 7.1 excludes. */
static inline int fipsmark_is_rsa_range_error(unsigned long code) {
    int reason = ERR_GET_REASON(code);
    return ERR_GET_LIB(code) == ERR_LIB_RSA && (reason == RSA_R_DATA_TOO_LARGE_FOR_MODULUS ||
                                                reason == RSA_R_DATA_TOO_SMALL ||
                                                reason == RSA_R_DATA_TOO_LARGE);
}

static inline int fipsmark_is_rsa_error(unsigned long code) {
    return ERR_GET_LIB(code) == ERR_LIB_RSA;
}

/* CCM and the wrap modes raise it for a message that is not authentic. */
static inline int fipsmark_is_failed_operation_error(unsigned long code) {
    return ERR_GET_LIB(code) == ERR_LIB_PROV &&
           ERR_GET_REASON(code) == PROV_R_CIPHER_OPERATION_FAILED;
}

static inline int fipsmark_is_duplicated_key_error(unsigned long code) {
    return ERR_GET_LIB(code) == ERR_LIB_PROV &&
           ERR_GET_REASON(code) == PROV_R_XTS_DUPLICATED_KEYS;
}

/* A key, customization or code of a length that the provider does not take. */
static inline int fipsmark_is_length_error(unsigned long code) {
    int reason = ERR_GET_REASON(code);
    return ERR_GET_LIB(code) == ERR_LIB_PROV &&
           (reason == PROV_R_INVALID_KEY_LENGTH || reason == PROV_R_INVALID_CUSTOM_LENGTH ||
            reason == PROV_R_INVALID_OUTPUT_LENGTH);
}

/* What a provider notes of a key that it turns away. */
static inline int fipsmark_is_key_error(unsigned long code) {
    int reason = ERR_GET_REASON(code);
    return ERR_GET_LIB(code) == ERR_LIB_PROV &&
           (reason == PROV_R_INVALID_KEY || reason == PROV_R_INVALID_KEY_LENGTH);
}

#endif
