#ifndef FIPSMARK_CGCRYPT_H
#define FIPSMARK_CGCRYPT_H

/* For its types and constants alone: nothing of libgcrypt is linked, since a node without it must
   still start the program. Its functions are reached through `struct cgcrypt`. */
#include <gcrypt.h>
#include <stddef.h>

/* The functions of gcrypt.h that every supported version has. */
#define CGCRYPT_FUNCTIONS(X)                                                                       \
    X(check_version) X(control) X(free) X(get_config) X(randomize) X(strerror)                     \
    X(cipher_algo_info) X(cipher_algo_name) X(cipher_authenticate) X(cipher_checktag)              \
    X(cipher_close) X(cipher_ctl) X(cipher_decrypt) X(cipher_encrypt) X(cipher_gettag)             \
    X(cipher_info) X(cipher_map_name) X(cipher_open) X(cipher_setctr) X(cipher_setiv)              \
    X(cipher_setkey)                                                                               \
    X(mac_algo_info) X(mac_algo_name) X(mac_close) X(mac_ctl) X(mac_map_name) X(mac_open)          \
    X(mac_read) X(mac_setiv) X(mac_setkey) X(mac_write)                                            \
    X(md_algo_info) X(md_algo_name) X(md_close) X(md_ctl) X(md_extract) X(md_get_algo_dlen)        \
    X(md_map_name) X(md_open) X(md_read) X(md_reset) X(md_write)                                   \
    X(pk_algo_info) X(pk_algo_name) X(pk_genkey) X(pk_map_name) X(pk_sign) X(pk_verify)            \
    X(ctx_release) X(kdf_derive) X(sexp_build) X(sexp_extract_param) X(sexp_release)               \
    X(mpi_cmp) X(mpi_ec_curve_point) X(mpi_ec_get_affine) X(mpi_ec_get_mpi) X(mpi_ec_mul)          \
    X(mpi_ec_new) X(mpi_get_nbits) X(mpi_point_new) X(mpi_point_release) X(mpi_point_set)          \
    X(mpi_powm) X(mpi_print) X(mpi_release) X(mpi_scan) X(mpi_set_ui)                              \
    X(pk_decrypt) X(pk_encrypt) X(sexp_find_token) X(sexp_nth_data)

/* Functions since 1.10.0: null in an older library. */
#define CGCRYPT_NEWER_FUNCTIONS(X)                                                                 \
    X(kdf_close) X(kdf_compute) X(kdf_final) X(kdf_open)                                           \
    X(pk_hash_sign) X(pk_hash_verify) X(pk_random_override_new)

struct cgcrypt {
#define CGCRYPT_FIELD(name) __typeof__(gcry_##name) *name;
    CGCRYPT_FUNCTIONS(CGCRYPT_FIELD)
    CGCRYPT_NEWER_FUNCTIONS(CGCRYPT_FIELD)
#undef CGCRYPT_FIELD
    /* Since 1.11.0, which is later than the gcrypt.h that this must compile against. */
    gcry_error_t (*cipher_setup_geniv)(gcry_cipher_hd_t, int method, const void *fixed,
                                       size_t fixed_bytes, const void *dynamic,
                                       size_t dynamic_bytes);
    gcry_error_t (*cipher_geniv)(gcry_cipher_hd_t, void *iv, size_t iv_bytes);
    /* Since 1.11.0 too: the three are there together. */
    gcry_error_t (*kem_keypair)(int algorithm, void *public_key, size_t public_key_bytes,
                                void *secret_key, size_t secret_key_bytes);
    gcry_error_t (*kem_encap)(int algorithm, const void *public_key, size_t public_key_bytes,
                              void *ciphertext, size_t ciphertext_bytes, void *shared,
                              size_t shared_bytes, const void *optional, size_t optional_bytes);
    gcry_error_t (*kem_decap)(int algorithm, const void *secret_key, size_t secret_key_bytes,
                              const void *ciphertext, size_t ciphertext_bytes, void *shared,
                              size_t shared_bytes, const void *optional, size_t optional_bytes);
};

/* cSHAKE, since 1.11.0 too: two numbers of `enum gcry_md_algos`, one of `enum gcry_ctl_cmds`, and
   the layout of `struct gcry_cshake_customization`. */
enum cgcrypt_customizable { CGCRYPT_MD_CSHAKE128 = 329, CGCRYPT_MD_CSHAKE256 = 330 };
enum { CGCRYPT_MD_CUSTOMIZE = 88 };
struct cgcrypt_customization {
    const void *n;
    unsigned int n_len;
    const void *s;
    unsigned int s_len;
};

/* How far a library came. */
enum cgcrypt_outcome {
    CGCRYPT_USABLE,
    CGCRYPT_NOT_LOADED,
    CGCRYPT_SYMBOL_MISSING,
    CGCRYPT_NOT_INITIALIZED,
    CGCRYPT_SELF_TEST_FAILED,
    CGCRYPT_DIED,
    CGCRYPT_TIMED_OUT,
    CGCRYPT_NOT_TRIED,
};

struct cgcrypt_trial {
    enum cgcrypt_outcome outcome;
    /* The last step begun by a library that died or hung. */
    enum cgcrypt_outcome next_fault;
    int signal;
    long long self_test_nanoseconds;
    char reason[400];
};

/* Loads, initialises and self-tests the library in a child process, which libgcrypt may abort. */
void cgcrypt_try(const char *library, unsigned seconds, struct cgcrypt_trial *trial);

/* Loads the library into this process; on failure `trial` says why. */
enum cgcrypt_outcome cgcrypt_load(const char *library, struct cgcrypt *calls,
                                  struct cgcrypt_trial *trial);

/* Initialises a loaded library, once a process however often it is called. */
enum cgcrypt_outcome cgcrypt_initialize(const struct cgcrypt *calls, struct cgcrypt_trial *trial);

/* The file that is mapped, its links resolved; free() it. In C since dladdr is a GNU extension. */
char *cgcrypt_path(const struct cgcrypt *calls);

/* Makes the process's generator the named DRBG ("hmac sha256"), unless it is that one already.
   In C since the generator is one a process and so needs one lock a process. */
gcry_error_t cgcrypt_select_generator(const struct cgcrypt *calls, const char *flags);

/* The layout of `struct gcry_drbg_test_vector` in src/gcrypt-testapi.h, which no distribution
   installs: the CAVS entry is the one way to seed a DRBG of libgcrypt from a vector. The same in
   1.10.1 and 1.11.0, and tested with both. */
struct cgcrypt_drbg_vector {
    const char *flags;
    unsigned char *entropy;
    size_t entropy_bytes;
    unsigned char *entropy1;
    unsigned char *entropy2;
    size_t entropy12_bytes;
    unsigned char *additional1;
    unsigned char *additional2;
    size_t additional12_bytes;
    unsigned char *personalization;
    size_t personalization_bytes;
    unsigned char *expected;
    size_t output_bytes;
    unsigned char *entropy_reseed;
    size_t entropy_reseed_bytes;
    unsigned char *additional_reseed;
    size_t additional_reseed_bytes;
};

/* gcry_control is variadic, and PRIV_CTL_RUN_EXTRNG_TEST (59) stands in gcrypt-testapi.h. */
static inline gcry_error_t cgcrypt_run_drbg_vector(const struct cgcrypt *calls,
                                                   struct cgcrypt_drbg_vector *vector,
                                                   unsigned char *output) {
    return calls->control((enum gcry_ctl_cmds)59, vector, output);
}

/* gcry_control is variadic: the commands without arguments. */
static inline gcry_error_t cgcrypt_control(const struct cgcrypt *calls,
                                           enum gcry_ctl_cmds command) {
    return calls->control(command, 0);
}

/* gcry_control is variadic: the service indicators, by their numbers in gcrypt.h, which a header of
   1.10.1 does not have all of. */
static inline gcry_error_t cgcrypt_service_indicator(const struct cgcrypt *calls, int command,
                                                     int first, int second) {
    return calls->control((enum gcry_ctl_cmds)command, first, second);
}

static inline gcry_error_t cgcrypt_named_indicator(const struct cgcrypt *calls, int command,
                                                   const char *name) {
    return calls->control((enum gcry_ctl_cmds)command, name);
}

/* An inline function of gpg-error.h. */
static inline gpg_err_code_t cgcrypt_error_code(gcry_error_t error) {
    return gcry_err_code(error);
}

/* gcry_sexp_build is variadic: the parameters of key generation. */
static inline gcry_error_t cgcrypt_build_generation(const struct cgcrypt *calls,
                                                    gcry_sexp_t *result, const char *curve) {
    return calls->sexp_build(result, NULL, "(genkey(ecc(curve %s)))", curve);
}

/* gcry_sexp_build is variadic: a public key; `point` is 04 || X || Y. */
static inline gcry_error_t cgcrypt_build_public_key(const struct cgcrypt *calls,
                                                    gcry_sexp_t *result, const char *curve,
                                                    const unsigned char *point, int point_bytes) {
    return calls->sexp_build(result, NULL, "(public-key(ecc(curve %s)(q %b)))", curve, point_bytes,
                             point);
}

/* gcry_sexp_build is variadic: a key pair. */
static inline gcry_error_t cgcrypt_build_key_pair(const struct cgcrypt *calls, gcry_sexp_t *result,
                                                  const char *curve, const unsigned char *point,
                                                  int point_bytes, const unsigned char *scalar,
                                                  int scalar_bytes) {
    return calls->sexp_build(result, NULL, "(private-key(ecc(curve %s)(q %b)(d %b)))", curve,
                             point_bytes, point, scalar_bytes, scalar);
}

/* gcry_sexp_build is variadic: a signature. */
static inline gcry_error_t cgcrypt_build_signature(const struct cgcrypt *calls, gcry_sexp_t *result,
                                                   const unsigned char *r, int r_bytes,
                                                   const unsigned char *s, int s_bytes) {
    return calls->sexp_build(result, NULL, "(sig-val(ecdsa(r %b)(s %b)))", r_bytes, r, s_bytes, s);
}

/* gcry_sexp_build is variadic: a digest to be signed or verified. `form` has the places of the
   hash's name, the digest and, where it has a label, the secret number k. */
static inline gcry_error_t cgcrypt_build_digest(const struct cgcrypt *calls, gcry_sexp_t *result,
                                                const char *form, const char *hash,
                                                const unsigned char *digest, int digest_bytes,
                                                const unsigned char *k, int k_bytes) {
    return calls->sexp_build(result, NULL, form, hash, digest_bytes, digest, k_bytes, k);
}

/* gcry_sexp_build is variadic: the parameters of RSA's key generation. */
static inline gcry_error_t cgcrypt_build_rsa_generation(const struct cgcrypt *calls,
                                                        gcry_sexp_t *result, int bits) {
    return calls->sexp_build(result, NULL, "(genkey(rsa(nbits %d)(rsa-use-e 5:65537)))", bits);
}

/* gcry_sexp_build is variadic: an RSA key. Without factors `p_bytes` is 0, and without the private
   exponent `d_bytes` is. */
static inline gcry_error_t cgcrypt_build_rsa_key(const struct cgcrypt *calls, gcry_sexp_t *result,
                                                 const unsigned char *n, int n_bytes,
                                                 const unsigned char *e, int e_bytes,
                                                 const unsigned char *d, int d_bytes,
                                                 const unsigned char *p, int p_bytes,
                                                 const unsigned char *q, int q_bytes,
                                                 const unsigned char *u, int u_bytes) {
    if (d_bytes == 0)
        return calls->sexp_build(result, NULL, "(public-key(rsa(n %b)(e %b)))", n_bytes, n,
                                 e_bytes, e);
    if (p_bytes == 0)
        return calls->sexp_build(result, NULL, "(private-key(rsa(n %b)(e %b)(d %b)))", n_bytes, n,
                                 e_bytes, e, d_bytes, d);
    return calls->sexp_build(result, NULL,
                             "(private-key(rsa(n %b)(e %b)(d %b)(p %b)(q %b)(u %b)))", n_bytes, n,
                             e_bytes, e, d_bytes, d, p_bytes, p, q_bytes, q, u_bytes, u);
}

/* gcry_sexp_build is variadic: what has one place for octets. */
static inline gcry_error_t cgcrypt_build_octets(const struct cgcrypt *calls, gcry_sexp_t *result,
                                                const char *form, const unsigned char *octets,
                                                int count) {
    return calls->sexp_build(result, NULL, form, count, octets);
}

/* The same for two places. */
static inline gcry_error_t cgcrypt_build_two(const struct cgcrypt *calls, gcry_sexp_t *result,
                                             const char *form, const unsigned char *first,
                                             int first_bytes, const unsigned char *second,
                                             int second_bytes) {
    return calls->sexp_build(result, NULL, form, first_bytes, first, second_bytes, second);
}

/* gcry_sexp_build is variadic: what names a curve, and then has places for octets. */
static inline gcry_error_t cgcrypt_build_on_curve(const struct cgcrypt *calls, gcry_sexp_t *result,
                                                  const char *form, const char *curve,
                                                  const unsigned char *first, int first_bytes,
                                                  const unsigned char *second, int second_bytes) {
    return calls->sexp_build(result, NULL, form, curve, first_bytes, first, second_bytes, second);
}

/* gcry_sexp_extract_param is variadic: one number, named by one letter. */
static inline gcry_error_t cgcrypt_extract_one(const struct cgcrypt *calls, gcry_sexp_t expression,
                                               const char *path, const char *name,
                                               gcry_mpi_t *number) {
    return calls->sexp_extract_param(expression, path, name, number, NULL);
}

/* gcry_sexp_extract_param is variadic: two numbers, named by one letter each in `names`. */
static inline gcry_error_t cgcrypt_extract_two(const struct cgcrypt *calls, gcry_sexp_t expression,
                                               const char *path, const char *names,
                                               gcry_mpi_t *first, gcry_mpi_t *second) {
    return calls->sexp_extract_param(expression, path, names, first, second, NULL);
}

#endif
