/* Diffie-Hellman on curves and in groups of safe primes. */
#include "CLoop.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

struct agreement {
    OSSL_LIB_CTX *library;
    EVP_PKEY_CTX *import;
    EVP_MD_CTX *digest;
    char group[16];
    int is_curve;
    size_t bytes;
};

void *cloop_agreement_context(
    void *library, const char *type, const char *group, const char *digest, size_t bytes) {
    struct agreement *agreement = calloc(1, sizeof *agreement);
    agreement->library = library;
    agreement->import = EVP_PKEY_CTX_new_from_name(library, type, NULL);
    agreement->digest = digest == NULL ? NULL : cloop_digest_context(library, digest);
    agreement->is_curve = strcmp(type, "EC") == 0;
    agreement->bytes = bytes;
    strncpy(agreement->group, group, sizeof agreement->group - 1);
    return EVP_PKEY_fromdata_init(agreement->import) == 1 ? agreement : NULL;
}

/* A point has its octets, a number those of the machine's order; either key may be missing. */
static EVP_PKEY *import_key(
    struct agreement *agreement, struct cloop_bytes secret, struct cloop_bytes public_key) {
    OSSL_PARAM parameters[4], *next = parameters;
    *next++ = OSSL_PARAM_construct_utf8_string("group", agreement->group, 0);
    if (secret.count > 0)
        *next++ = OSSL_PARAM_construct_BN("priv", (uint8_t *)secret.bytes, secret.count);
    if (public_key.count > 0)
        *next++ = agreement->is_curve
                      ? OSSL_PARAM_construct_octet_string(
                            "pub", (void *)public_key.bytes, public_key.count)
                      : OSSL_PARAM_construct_BN(
                            "pub", (uint8_t *)public_key.bytes, public_key.count);
    *next = OSSL_PARAM_construct_end();
    EVP_PKEY *key = NULL;
    int selection = secret.count > 0 ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY;
    return EVP_PKEY_fromdata(agreement->import, &key, selection, parameters) == 1 ? key : NULL;
}

static int is_pair(
    struct agreement *agreement, struct cloop_bytes secret, struct cloop_bytes public_key) {
    EVP_PKEY *key = import_key(agreement, secret, public_key);
    EVP_PKEY_CTX *context =
        key == NULL ? NULL : EVP_PKEY_CTX_new_from_pkey(agreement->library, key, NULL);
    int answer = context != NULL && EVP_PKEY_pairwise_check(context) == 1;
    EVP_PKEY_CTX_free(context);
    EVP_PKEY_free(key);
    return answer;
}

static int derive(struct agreement *agreement, const struct cloop_case *c) {
    static const struct cloop_bytes none;
    uint8_t secret[1024], digested[64];
    size_t count = sizeof secret;
    int padded = 1;
    OSSL_PARAM padding[] = {
        OSSL_PARAM_construct_int("pad", &padded), OSSL_PARAM_construct_end()};
    EVP_PKEY *own = import_key(agreement, c->field[0], none);
    EVP_PKEY *other = import_key(agreement, none, c->field[1]);
    EVP_PKEY_CTX *context =
        own == NULL ? NULL : EVP_PKEY_CTX_new_from_pkey(agreement->library, own, NULL);
    int agreed =
        context != NULL && other != NULL &&
        EVP_PKEY_derive_init_ex(context, agreement->is_curve ? NULL : padding) == 1 &&
        EVP_PKEY_derive_set_peer_ex(context, other, 1) == 1 &&
        EVP_PKEY_derive(context, secret, &count) == 1;
    EVP_PKEY_CTX_free(context);
    EVP_PKEY_free(own);
    EVP_PKEY_free(other);
    if (!agreed) return 0;
    if (agreement->digest == NULL)
        return count == c->expected.count && memcmp(secret, c->expected.bytes, count) == 0;
    return EVP_DigestInit_ex2(agreement->digest, NULL, NULL) == 1 &&
           EVP_DigestUpdate(agreement->digest, secret, count) == 1 &&
           EVP_DigestFinal_ex(agreement->digest, digested, NULL) == 1 &&
           memcmp(digested, c->expected.bytes, c->expected.count) == 0;
}

/* Fields: private key, the other's public key, one's own public key where it is to be tested. */
int cloop_agree(const struct cloop_case *c) {
    int answer = (c->field[2].count == 0 || is_pair(c->context, c->field[0], c->field[2])) &&
                 derive(c->context, c);
    ERR_clear_error();
    return answer == c->expected_to_pass;
}

/* Fields: private key, public key. */
int cloop_validate_pair(const struct cloop_case *c) {
    int answer = is_pair(c->context, c->field[0], c->field[1]);
    ERR_clear_error();
    return answer == c->expected_to_pass;
}
