#ifndef FIPSMARK_COPENSSL_H
#define FIPSMARK_COPENSSL_H

/* dladdr is GNU's. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <dlfcn.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/conf.h>
#include <openssl/core.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/provider.h>
#include <openssl/rand.h>
#include <openssl/self_test.h>

/* The file that libcrypto was loaded from; Swift's Glibc lacks GNU's Dl_info. */
static inline const char *fipsmark_libcrypto_path(void) {
    Dl_info place;
    return dladdr((const void *)OpenSSL_version, &place) != 0 ? place.dli_fname : 0;
}

/* Function-like macros, which Swift does not import. */
static inline int fipsmark_fetch_was_unsupported(unsigned long code) {
    int reason = ERR_GET_REASON(code);
    return reason == ERR_R_UNSUPPORTED || reason == EVP_R_UNSUPPORTED_ALGORITHM;
}

static inline int fipsmark_is_elliptic_curve_error(unsigned long code) {
    return ERR_GET_LIB(code) == ERR_LIB_EC;
}

static inline int fipsmark_is_missing_nonce_error(unsigned long code) {
    return ERR_GET_LIB(code) == ERR_LIB_EC &&
           ERR_GET_REASON(code) == EC_R_RANDOM_NUMBER_GENERATION_FAILED;
}

#endif
