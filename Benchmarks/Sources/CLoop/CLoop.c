#include "CLoop.h"

#include <openssl/evp.h>
#include <openssl/provider.h>
#include <stdlib.h>
#include <string.h>

void *cloop_library(const char *configuration_file) {
    OSSL_LIB_CTX *library = OSSL_LIB_CTX_new();
    if (library == NULL || OSSL_LIB_CTX_load_config(library, configuration_file) != 1 ||
        OSSL_PROVIDER_load(library, "base") == NULL ||
        EVP_set_default_properties(library, "fips=yes") != 1)
        return NULL;
    return library;
}

void *cloop_digest_context(void *library, const char *name) {
    EVP_MD *method = EVP_MD_fetch(library, name, NULL);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    return method != NULL && EVP_DigestInit_ex2(context, method, NULL) == 1 ? context : NULL;
}

void *cloop_hmac_context(void *library, const char *digest) {
    EVP_MAC_CTX *context = EVP_MAC_CTX_new(EVP_MAC_fetch(library, "HMAC", NULL));
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string("digest", (char *)digest, 0),
        OSSL_PARAM_construct_end(),
    };
    static const uint8_t key[32] = {1};
    return EVP_MAC_init(context, key, sizeof key, parameters) == 1 ? context : NULL;
}

void *cloop_gmac_context(void *library, const char *cipher) {
    EVP_MAC_CTX *context = EVP_MAC_CTX_new(EVP_MAC_fetch(library, "GMAC", NULL));
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string("cipher", (char *)cipher, 0),
        OSSL_PARAM_construct_end(),
    };
    return EVP_MAC_CTX_set_params(context, parameters) == 1 ? context : NULL;
}

struct cipher_context {
    EVP_CIPHER_CTX *context;
    size_t iv_bytes;
};

void *cloop_cipher_context(void *library, const char *name, int encrypting) {
    struct cipher_context *cipher = calloc(1, sizeof *cipher);
    cipher->context = EVP_CIPHER_CTX_new();
    cipher->iv_bytes = 12;
    EVP_CIPHER *method = EVP_CIPHER_fetch(library, name, NULL);
    return method != NULL &&
                   EVP_CipherInit_ex2(cipher->context, method, NULL, NULL, encrypting, NULL) == 1
               ? cipher
               : NULL;
}

struct drbg_context {
    EVP_RAND_CTX *parent;
    EVP_RAND_CTX *generator;
    unsigned strength;
};

void *cloop_drbg_context(
    void *library, const char *name, const char *cipher, const char *digest,
    int derivation_function, unsigned strength) {
    struct drbg_context *drbg = calloc(1, sizeof *drbg);
    unsigned parent_strength = 256;
    OSSL_PARAM parent_parameters[] = {
        OSSL_PARAM_construct_uint("strength", &parent_strength), OSSL_PARAM_construct_end(),
    };
    OSSL_PARAM parameters[4], *next = parameters;
    if (cipher != NULL) *next++ = OSSL_PARAM_construct_utf8_string("cipher", (char *)cipher, 0);
    if (digest != NULL) *next++ = OSSL_PARAM_construct_utf8_string("digest", (char *)digest, 0);
    if (derivation_function >= 0)
        *next++ = OSSL_PARAM_construct_int("use_derivation_function", &derivation_function);
    else if (strcmp(name, "HMAC-DRBG") == 0)
        *next++ = OSSL_PARAM_construct_utf8_string("mac", "HMAC", 0);
    *next = OSSL_PARAM_construct_end();
    drbg->parent = EVP_RAND_CTX_new(EVP_RAND_fetch(library, "TEST-RAND", "-fips"), NULL);
    drbg->generator = EVP_RAND_CTX_new(EVP_RAND_fetch(library, name, NULL), drbg->parent);
    drbg->strength = strength;
    return EVP_RAND_CTX_set_params(drbg->parent, parent_parameters) == 1 &&
                   EVP_RAND_CTX_set_params(drbg->generator, parameters) == 1
               ? drbg
               : NULL;
}

static int digest(
    EVP_MD_CTX *context, const uint8_t *message, size_t count, uint8_t *output) {
    return EVP_DigestInit_ex2(context, NULL, NULL) == 1 &&
           EVP_DigestUpdate(context, message, count) == 1 &&
           EVP_DigestFinal_ex(context, output, NULL) == 1;
}

int cloop_digest(const struct cloop_case *c) {
    uint8_t output[64];
    if (!digest(c->context, c->field[0].bytes, c->field[0].count, output)) return 0;
    return (memcmp(output, c->expected.bytes, c->expected.count) == 0) == c->expected_to_pass;
}

int cloop_monte_carlo(const struct cloop_case *c) {
    size_t bytes = c->field[0].count;
    uint8_t seeds[3 * 64], output[64];
    memcpy(output, c->field[0].bytes, bytes);
    for (int round = 0; round < 100; round++) {
        for (int i = 0; i < 3; i++) memcpy(seeds + (size_t)i * bytes, output, bytes);
        for (int step = 0; step < 1000; step++) {
            if (!digest(c->context, seeds, 3 * bytes, output)) return 0;
            memmove(seeds, seeds + bytes, 2 * bytes);
            memcpy(seeds + 2 * bytes, output, bytes);
        }
        if (memcmp(output, c->expected.bytes + (size_t)round * bytes, bytes) != 0) return 0;
    }
    return 1;
}

int cloop_hmac(const struct cloop_case *c) {
    uint8_t output[64];
    size_t written;
    if (EVP_MAC_init(c->context, c->field[0].bytes, c->field[0].count, NULL) != 1 ||
        EVP_MAC_update(c->context, c->field[1].bytes, c->field[1].count) != 1 ||
        EVP_MAC_final(c->context, output, &written, sizeof output) != 1)
        return 0;
    return (memcmp(output, c->expected.bytes, c->expected.count) == 0) == c->expected_to_pass;
}

int cloop_gmac(const struct cloop_case *c) {
    uint8_t output[16];
    size_t written;
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_octet_string("iv", (void *)c->field[1].bytes, c->field[1].count),
        OSSL_PARAM_construct_end(),
    };
    if (EVP_MAC_init(c->context, c->field[0].bytes, c->field[0].count, parameters) != 1 ||
        EVP_MAC_update(c->context, c->field[2].bytes, c->field[2].count) != 1 ||
        EVP_MAC_final(c->context, output, &written, sizeof output) != 1)
        return 0;
    return (memcmp(output, c->expected.bytes, c->expected.count) == 0) == c->expected_to_pass;
}

static int set_iv_bytes(struct cipher_context *cipher, size_t count) {
    if (cipher->iv_bytes == count) return 1;
    cipher->iv_bytes = count;
    return EVP_CIPHER_CTX_ctrl(cipher->context, EVP_CTRL_AEAD_SET_IVLEN, (int)count, NULL) == 1;
}

static uint8_t scratch[1 << 16];

/* Fields: key, iv, aad, plaintext. */
int cloop_seal(const struct cloop_case *c) {
    struct cipher_context *cipher = c->context;
    EVP_CIPHER_CTX *context = cipher->context;
    const struct cloop_bytes *f = c->field;
    uint8_t tag[16];
    int written;
    if (!set_iv_bytes(cipher, f[1].count) ||
        EVP_EncryptInit_ex2(context, NULL, f[0].bytes, f[1].bytes, NULL) != 1)
        return 0;
    if (f[2].count > 0 &&
        EVP_EncryptUpdate(context, NULL, &written, f[2].bytes, (int)f[2].count) != 1)
        return 0;
    if (f[3].count > 0 &&
        EVP_EncryptUpdate(context, scratch, &written, f[3].bytes, (int)f[3].count) != 1)
        return 0;
    if (EVP_EncryptFinal_ex(context, tag, &written) != 1 ||
        EVP_CIPHER_CTX_ctrl(
            context, EVP_CTRL_AEAD_GET_TAG, (int)c->expected_tag.count, tag) != 1)
        return 0;
    return memcmp(scratch, c->expected.bytes, c->expected.count) == 0 &&
           memcmp(tag, c->expected_tag.bytes, c->expected_tag.count) == 0;
}

/* Fields: key, iv, aad, ciphertext. */
int cloop_open(const struct cloop_case *c) {
    struct cipher_context *cipher = c->context;
    EVP_CIPHER_CTX *context = cipher->context;
    const struct cloop_bytes *f = c->field;
    int written;
    if (!set_iv_bytes(cipher, f[1].count) ||
        EVP_DecryptInit_ex2(context, NULL, f[0].bytes, f[1].bytes, NULL) != 1 ||
        EVP_CIPHER_CTX_ctrl(
            context, EVP_CTRL_AEAD_SET_TAG, (int)c->expected_tag.count,
            (void *)c->expected_tag.bytes) != 1)
        return 0;
    if (f[2].count > 0 &&
        EVP_DecryptUpdate(context, NULL, &written, f[2].bytes, (int)f[2].count) != 1)
        return 0;
    if (f[3].count > 0 &&
        EVP_DecryptUpdate(context, scratch, &written, f[3].bytes, (int)f[3].count) != 1)
        return 0;
    int opened = EVP_DecryptFinal_ex(context, scratch, &written) == 1;
    if (opened != c->expected_to_pass) return 0;
    return !opened || memcmp(scratch, c->expected.bytes, c->expected.count) == 0;
}

/* Fields: key, iv, plaintext (AESAVS, section 6.4.2); encryption alone. */
int cloop_cbc_monte_carlo(const struct cloop_case *c) {
    EVP_CIPHER_CTX *context = ((struct cipher_context *)c->context)->context;
    size_t key_bytes = c->field[0].count;
    uint8_t key[32], iv[16], text[16], before[16], output[16];
    const uint8_t *expected = c->expected.bytes;
    int written;
    memcpy(key, c->field[0].bytes, key_bytes);
    memcpy(iv, c->field[1].bytes, 16);
    memcpy(text, c->field[2].bytes, 16);
    for (int round = 0; round < 100; round++) {
        uint8_t first[16];
        memcpy(first, text, 16);
        if (EVP_EncryptInit_ex2(context, NULL, key, iv, NULL) != 1) return 0;
        EVP_CIPHER_CTX_set_padding(context, 0);
        memcpy(output, iv, 16);
        for (int step = 0; step < 1000; step++) {
            memcpy(before, output, 16);
            if (EVP_EncryptUpdate(context, output, &written, text, 16) != 1) return 0;
            memcpy(text, before, 16);
        }
        if (memcmp(expected, key, key_bytes) != 0 || memcmp(expected + key_bytes, iv, 16) != 0 ||
            memcmp(expected + key_bytes + 16, first, 16) != 0 ||
            memcmp(expected + key_bytes + 32, output, 16) != 0)
            return 0;
        expected += key_bytes + 48;
        uint8_t tail[32];
        memcpy(tail, before, 16);
        memcpy(tail + 16, output, 16);
        for (size_t i = 0; i < key_bytes; i++) key[i] ^= tail[32 - key_bytes + i];
        memcpy(iv, output, 16);
    }
    return 1;
}

static int lend_entropy(EVP_RAND_CTX *parent, struct cloop_bytes entropy) {
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_octet_string("test_entropy", (void *)entropy.bytes, entropy.count),
        OSSL_PARAM_construct_end(),
    };
    return EVP_RAND_CTX_set_params(parent, parameters);
}

/* Fields: entropy, nonce, personalization, reseed entropy, reseed input, input 1, entropy 1,
   input 2, entropy 2; entropy that is not drawn has no bytes. */
int cloop_drbg(const struct cloop_case *c) {
    struct drbg_context *drbg = c->context;
    const struct cloop_bytes *f = c->field;
    int resistance = f[6].count > 0, right = 0;
    OSSL_PARAM seed[] = {
        OSSL_PARAM_construct_octet_string("test_entropy", (void *)f[0].bytes, f[0].count),
        OSSL_PARAM_construct_octet_string("test_nonce", (void *)f[1].bytes, f[1].count),
        OSSL_PARAM_construct_end(),
    };
    size_t count = c->expected.count;
    if (EVP_RAND_CTX_set_params(drbg->parent, seed) == 1 &&
        EVP_RAND_instantiate(drbg->parent, drbg->strength, 0, NULL, 0, NULL) == 1 &&
        EVP_RAND_instantiate(
            drbg->generator, drbg->strength, resistance, f[2].bytes, f[2].count, NULL) == 1 &&
        (f[3].count == 0 ||
         (lend_entropy(drbg->parent, f[3]) == 1 &&
          EVP_RAND_reseed(drbg->generator, 0, NULL, 0, f[4].bytes, f[4].count) == 1)) &&
        (!resistance || lend_entropy(drbg->parent, f[6]) == 1) &&
        EVP_RAND_generate(
            drbg->generator, scratch, count, drbg->strength, resistance, f[5].bytes,
            f[5].count) == 1 &&
        (!resistance || lend_entropy(drbg->parent, f[8]) == 1) &&
        EVP_RAND_generate(
            drbg->generator, scratch, count, drbg->strength, resistance, f[7].bytes,
            f[7].count) == 1)
        right = (memcmp(scratch, c->expected.bytes, count) == 0) == c->expected_to_pass;
    EVP_RAND_uninstantiate(drbg->generator);
    EVP_RAND_uninstantiate(drbg->parent);
    return right;
}

size_t cloop_run(const struct cloop_case *cases, size_t count) {
    size_t right = 0;
    for (const struct cloop_case *c = cases; c < cases + count; c++) right += (size_t)c->run(c);
    return right;
}

int cloop_time_digest(void *context, const uint8_t *message, size_t bytes, int count) {
    uint8_t output[64];
    for (int i = 0; i < count; i++)
        if (!digest(context, message, bytes, output)) return 0;
    return 1;
}

int cloop_time_hmac(void *context, const uint8_t *message, size_t bytes, int count) {
    static const uint8_t key[32] = {3};
    uint8_t output[64];
    size_t written;
    for (int i = 0; i < count; i++)
        if (EVP_MAC_init(context, key, sizeof key, NULL) != 1 ||
            EVP_MAC_update(context, message, bytes) != 1 ||
            EVP_MAC_final(context, output, &written, sizeof output) != 1)
            return 0;
    return 1;
}

int cloop_time_seal(void *cipher, const uint8_t *message, size_t bytes, int count) {
    EVP_CIPHER_CTX *context = ((struct cipher_context *)cipher)->context;
    static const uint8_t key[32] = {3}, aad[16] = {4};
    static uint8_t output[1 << 20], tag[16];
    uint64_t iv[2] = {2, 2};
    int written;
    if (EVP_EncryptInit_ex2(context, NULL, key, (uint8_t *)iv, NULL) != 1) return 0;
    for (int i = 0; i < count; i++) {
        iv[0]++;
        if (EVP_EncryptInit_ex2(context, NULL, NULL, (uint8_t *)iv, NULL) != 1 ||
            EVP_EncryptUpdate(context, NULL, &written, aad, sizeof aad) != 1 ||
            EVP_EncryptUpdate(context, output, &written, message, (int)bytes) != 1 ||
            EVP_EncryptFinal_ex(context, tag, &written) != 1 ||
            EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, sizeof tag, tag) != 1)
            return 0;
    }
    return 1;
}

void *cloop_seeded_generator(void *library) {
    EVP_RAND_CTX *generator =
        EVP_RAND_CTX_new(EVP_RAND_fetch(library, "CTR-DRBG", NULL), NULL);
    int derivation_function = 1;
    unsigned requests = 1 << 16;
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string("cipher", "AES-256-CTR", 0),
        OSSL_PARAM_construct_int("use_derivation_function", &derivation_function),
        OSSL_PARAM_construct_uint("reseed_requests", &requests),
        OSSL_PARAM_construct_end(),
    };
    return EVP_RAND_instantiate(generator, 256, 0, NULL, 0, parameters) == 1 ? generator : NULL;
}

int cloop_time_generate(void *generator, size_t bytes, int count) {
    for (int i = 0; i < count; i++)
        if (EVP_RAND_generate(generator, scratch, bytes, 256, 0, NULL, 0) != 1) return 0;
    return 1;
}
