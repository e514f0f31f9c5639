/* ECDSA. */
#include "CLoop.h"

#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

struct curve_context {
    OSSL_LIB_CTX *library;
    EVP_PKEY_CTX *import;
    EVP_MD_CTX *digest_context;
    char curve[16];
    char digest[16];
    size_t bytes;
};

void *cloop_curve_context(void *library, const char *curve, const char *digest, size_t bytes) {
    struct curve_context *context = calloc(1, sizeof *context);
    context->library = library;
    context->import = EVP_PKEY_CTX_new_from_name(library, "EC", NULL);
    context->digest_context = EVP_MD_CTX_new();
    strncpy(context->curve, curve, sizeof context->curve - 1);
    strncpy(context->digest, digest, sizeof context->digest - 1);
    context->bytes = bytes;
    return EVP_PKEY_fromdata_init(context->import) == 1 ? context : NULL;
}

static EVP_PKEY *import_key(
    struct curve_context *context, struct cloop_bytes qx, struct cloop_bytes qy,
    struct cloop_bytes d) {
    uint8_t point[1 + 2 * 72] = {4}, scalar[72];
    if (qx.count > context->bytes || qy.count > context->bytes) return NULL;
    memcpy(point + 1 + context->bytes - qx.count, qx.bytes, qx.count);
    memcpy(point + 1 + 2 * context->bytes - qy.count, qy.bytes, qy.count);
    for (size_t i = 0; i < d.count; i++) scalar[i] = d.bytes[d.count - 1 - i];
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string("group", context->curve, 0),
        OSSL_PARAM_construct_octet_string("pub", point, 1 + 2 * context->bytes),
        OSSL_PARAM_construct_end(),
        OSSL_PARAM_construct_end(),
    };
    if (d.count > 0) parameters[2] = OSSL_PARAM_construct_BN("priv", scalar, d.count);
    EVP_PKEY *key = NULL;
    int selection = d.count > 0 ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY;
    return EVP_PKEY_fromdata(context->import, &key, selection, parameters) == 1 ? key : NULL;
}

static int verify(
    struct curve_context *context, EVP_PKEY *key, struct cloop_bytes message,
    struct cloop_bytes r, struct cloop_bytes s) {
    uint8_t der[160], *end = der;
    ECDSA_SIG *pair = ECDSA_SIG_new();
    ECDSA_SIG_set0(
        pair, BN_bin2bn(r.bytes, (int)r.count, NULL), BN_bin2bn(s.bytes, (int)s.count, NULL));
    int count = i2d_ECDSA_SIG(pair, &end);
    ECDSA_SIG_free(pair);
    EVP_MD_CTX_reset(context->digest_context);
    return EVP_DigestVerifyInit_ex(
               context->digest_context, NULL, context->digest, context->library, NULL, key,
               NULL) == 1 &&
           EVP_DigestVerify(
               context->digest_context, der, (size_t)count, message.bytes, message.count) == 1;
}

/* Fields: message, qx, qy, r, s. */
int cloop_verify(const struct cloop_case *c) {
    EVP_PKEY *key = import_key(c->context, c->field[1], c->field[2], (struct cloop_bytes){0});
    int right = key != NULL && verify(c->context, key, c->field[0], c->field[3], c->field[4]);
    EVP_PKEY_free(key);
    return right == c->expected_to_pass;
}

/* Fields: qx, qy. */
int cloop_validate(const struct cloop_case *c) {
    struct curve_context *context = c->context;
    EVP_PKEY *key = import_key(context, c->field[0], c->field[1], (struct cloop_bytes){0});
    int right = 0;
    if (key != NULL) {
        EVP_PKEY_CTX *check = EVP_PKEY_CTX_new_from_pkey(context->library, key, NULL);
        right = EVP_PKEY_public_check(check) == 1;
        EVP_PKEY_CTX_free(check);
    }
    EVP_PKEY_free(key);
    return right == c->expected_to_pass;
}

/* Fields: message, qx, qy, d. The answer is random: it is verified with a key of its own. */
int cloop_sign(const struct cloop_case *c) {
    struct curve_context *context = c->context;
    uint8_t der[160], r[72], s[72];
    size_t count = sizeof der;
    EVP_PKEY *key = import_key(context, c->field[1], c->field[2], c->field[3]);
    EVP_MD_CTX_reset(context->digest_context);
    if (key == NULL ||
        EVP_DigestSignInit_ex(
            context->digest_context, NULL, context->digest, context->library, NULL, key,
            NULL) != 1 ||
        EVP_DigestSign(
            context->digest_context, der, &count, c->field[0].bytes, c->field[0].count) != 1)
        return 0;
    EVP_PKEY_free(key);
    const uint8_t *start = der;
    ECDSA_SIG *pair = d2i_ECDSA_SIG(NULL, &start, (long)count);
    BN_bn2binpad(ECDSA_SIG_get0_r(pair), r, (int)context->bytes);
    BN_bn2binpad(ECDSA_SIG_get0_s(pair), s, (int)context->bytes);
    ECDSA_SIG_free(pair);
    key = import_key(context, c->field[1], c->field[2], (struct cloop_bytes){0});
    int right = key != NULL &&
                verify(
                    context, key, c->field[0], (struct cloop_bytes){r, context->bytes},
                    (struct cloop_bytes){s, context->bytes});
    EVP_PKEY_free(key);
    return right;
}

struct signer {
    OSSL_LIB_CTX *library;
    EVP_PKEY *key;
    EVP_MD_CTX *context;
    char digest[16];
};

void *cloop_signer(void *library, const char *curve, const char *digest) {
    struct signer *signer = calloc(1, sizeof *signer);
    signer->library = library;
    signer->key = EVP_PKEY_Q_keygen(library, NULL, "EC", curve);
    signer->context = EVP_MD_CTX_new();
    strncpy(signer->digest, digest, sizeof signer->digest - 1);
    return signer->key == NULL ? NULL : signer;
}

int cloop_time_sign(void *opaque, int count) {
    struct signer *signer = opaque;
    static const uint8_t message[32] = {1};
    uint8_t der[160];
    for (int i = 0; i < count; i++) {
        size_t written = sizeof der;
        EVP_MD_CTX_reset(signer->context);
        if (EVP_DigestSignInit_ex(
                signer->context, NULL, signer->digest, signer->library, NULL, signer->key,
                NULL) != 1 ||
            EVP_DigestSign(signer->context, der, &written, message, sizeof message) != 1)
            return 0;
    }
    return 1;
}
