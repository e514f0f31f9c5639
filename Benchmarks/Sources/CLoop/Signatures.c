/* RSA and EdDSA. */
#include "CLoop.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct signatures {
    OSSL_LIB_CTX *library;
    EVP_PKEY_CTX *import;
    EVP_MD_CTX *context;
    char digest[16];
    char salt[8];
    char instance[16];
    OSSL_PARAM parameters[4];
    EVP_PKEY *last_key;
    struct cloop_bytes last_modulus;
};

static struct signatures *make(void *library, const char *type) {
    struct signatures *signatures = calloc(1, sizeof *signatures);
    signatures->library = library;
    signatures->import = EVP_PKEY_CTX_new_from_name(library, type, NULL);
    signatures->context = EVP_MD_CTX_new();
    return EVP_PKEY_fromdata_init(signatures->import) == 1 ? signatures : NULL;
}

void *cloop_rsa_context(void *library, const char *digest, int salt_bytes) {
    struct signatures *rsa = make(library, "RSA");
    if (rsa == NULL) return NULL;
    strncpy(rsa->digest, digest, sizeof rsa->digest - 1);
    OSSL_PARAM *next = rsa->parameters;
    if (salt_bytes < 0) {
        *next++ = OSSL_PARAM_construct_utf8_string("pad-mode", (char *)"pkcs1", 0);
    } else {
        snprintf(rsa->salt, sizeof rsa->salt, "%d", salt_bytes);
        *next++ = OSSL_PARAM_construct_utf8_string("pad-mode", (char *)"pss", 0);
        *next++ = OSSL_PARAM_construct_utf8_string("saltlen", rsa->salt, 0);
        *next++ = OSSL_PARAM_construct_utf8_string("mgf1-digest", rsa->digest, 0);
    }
    *next = OSSL_PARAM_construct_end();
    return rsa;
}

static EVP_PKEY *import_rsa(
    struct signatures *rsa, struct cloop_bytes n, struct cloop_bytes e, struct cloop_bytes d) {
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_BN("n", (uint8_t *)n.bytes, n.count),
        OSSL_PARAM_construct_BN("e", (uint8_t *)e.bytes, e.count),
        OSSL_PARAM_construct_end(),
        OSSL_PARAM_construct_end(),
    };
    if (d.count > 0) parameters[2] = OSSL_PARAM_construct_BN("d", (uint8_t *)d.bytes, d.count);
    EVP_PKEY *key = NULL;
    int selection = d.count > 0 ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY;
    return EVP_PKEY_fromdata(rsa->import, &key, selection, parameters) == 1 ? key : NULL;
}

static const char *digest_name(const struct signatures *signatures) {
    return signatures->digest[0] == 0 ? NULL : signatures->digest;
}

static int sign(
    struct signatures *signatures, EVP_PKEY *key, struct cloop_bytes message, uint8_t *signature,
    size_t *count) {
    EVP_MD_CTX_reset(signatures->context);
    return EVP_DigestSignInit_ex(
               signatures->context, NULL, digest_name(signatures), signatures->library, NULL, key,
               signatures->parameters) == 1 &&
           EVP_DigestSign(
               signatures->context, signature, count, message.bytes, message.count) == 1;
}

static int verify(
    struct signatures *signatures, EVP_PKEY *key, struct cloop_bytes message,
    struct cloop_bytes signature) {
    EVP_MD_CTX_reset(signatures->context);
    int answer = EVP_DigestVerifyInit_ex(
                     signatures->context, NULL, digest_name(signatures), signatures->library, NULL,
                     key, signatures->parameters) == 1 &&
                 EVP_DigestVerify(
                     signatures->context, signature.bytes, signature.count, message.bytes,
                     message.count) == 1;
    if (!answer) ERR_clear_error();
    return answer;
}

static int verify_rsa_anew(const struct cloop_case *c, struct cloop_bytes signature) {
    EVP_PKEY *key =
        import_rsa(c->context, c->field[1], c->field[2], (struct cloop_bytes){NULL, 0});
    int answer = key != NULL && verify(c->context, key, c->field[0], signature);
    EVP_PKEY_free(key);
    return answer;
}

/* Fields: message, n, e, d. A random signature is verified, and so is the published one. */
int cloop_rsa_sign(const struct cloop_case *c) {
    struct signatures *rsa = c->context;
    uint8_t signature[2048];
    size_t count = sizeof signature;
    EVP_PKEY *key = import_rsa(rsa, c->field[1], c->field[2], c->field[3]);
    int signed_it = key != NULL && sign(rsa, key, c->field[0], signature, &count);
    EVP_PKEY_free(key);
    if (!signed_it) return 0;
    if (rsa->salt[0] == 0)
        return (memcmp(signature, c->expected.bytes, count) == 0) == c->expected_to_pass;
    return verify_rsa_anew(c, (struct cloop_bytes){signature, count}) &&
           verify_rsa_anew(c, c->expected) == c->expected_to_pass;
}

/* Fields: message, n, e. Cases of one key follow each other. */
int cloop_rsa_verify(const struct cloop_case *c) {
    struct signatures *rsa = c->context;
    struct cloop_bytes n = c->field[1];
    if (rsa->last_key == NULL || n.count != rsa->last_modulus.count ||
        memcmp(n.bytes, rsa->last_modulus.bytes, n.count) != 0) {
        EVP_PKEY_free(rsa->last_key);
        rsa->last_key = import_rsa(rsa, n, c->field[2], (struct cloop_bytes){NULL, 0});
        rsa->last_modulus = n;
    }
    return rsa->last_key != NULL &&
           verify(rsa, rsa->last_key, c->field[0], c->expected) == c->expected_to_pass;
}

void *cloop_edwards_context(void *library, const char *curve, const char *instance) {
    struct signatures *edwards = make(library, curve);
    if (edwards == NULL) return NULL;
    strncpy(edwards->instance, instance, sizeof edwards->instance - 1);
    edwards->parameters[0] = OSSL_PARAM_construct_utf8_string("instance", edwards->instance, 0);
    return edwards;
}

/* Of a case: public key, private key, context. */
static EVP_PKEY *prepare_edwards(const struct cloop_case *c) {
    struct signatures *edwards = c->context;
    const struct cloop_bytes *f = c->field;
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_octet_string("pub", (void *)f[1].bytes, f[1].count),
        OSSL_PARAM_construct_octet_string("priv", (void *)f[2].bytes, f[2].count),
        OSSL_PARAM_construct_end(),
    };
    if (f[2].count == 0) parameters[1] = parameters[2];
    edwards->parameters[1] =
        OSSL_PARAM_construct_octet_string("context-string", (void *)f[3].bytes, f[3].count);
    edwards->parameters[2] = OSSL_PARAM_construct_end();
    EVP_PKEY *key = NULL;
    int selection = f[2].count > 0 ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY;
    return EVP_PKEY_fromdata(edwards->import, &key, selection, parameters) == 1 ? key : NULL;
}

/* Fields: message, q, d, context. */
int cloop_edwards_sign(const struct cloop_case *c) {
    uint8_t signature[128];
    size_t count = sizeof signature;
    EVP_PKEY *key = prepare_edwards(c);
    int signed_it = key != NULL && sign(c->context, key, c->field[0], signature, &count);
    EVP_PKEY_free(key);
    return signed_it &&
           (memcmp(signature, c->expected.bytes, count) == 0) == c->expected_to_pass;
}

/* Fields: message, q, none, context. */
int cloop_edwards_verify(const struct cloop_case *c) {
    EVP_PKEY *key = prepare_edwards(c);
    int answer = key != NULL && verify(c->context, key, c->field[0], c->expected);
    EVP_PKEY_free(key);
    return answer == c->expected_to_pass;
}
