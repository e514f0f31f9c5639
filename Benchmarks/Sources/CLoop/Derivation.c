/* KMAC, and the key derivation functions. */
#include "CLoop.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <stdlib.h>
#include <string.h>

static uint8_t output[1 << 13];

void *cloop_kmac_context(void *library, const char *name) {
    EVP_MAC *method = EVP_MAC_fetch(library, name, NULL);
    return method == NULL ? NULL : EVP_MAC_CTX_new(method);
}

/* Fields: key, message, customization; the number says whether it is KMACXOF. */
int cloop_kmac(const struct cloop_case *c) {
    const struct cloop_bytes *f = c->field;
    unsigned extendable = c->number, size = (unsigned)c->expected.count;
    size_t written;
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_uint("xof", &extendable),
        OSSL_PARAM_construct_uint("size", &size),
        OSSL_PARAM_construct_octet_string("custom", (void *)f[2].bytes, f[2].count),
        OSSL_PARAM_construct_end(),
    };
    if (EVP_MAC_init(c->context, f[0].bytes, f[0].count, parameters) != 1 ||
        EVP_MAC_update(c->context, f[1].bytes, f[1].count) != 1 ||
        EVP_MAC_final(c->context, output, &written, size) != 1)
        return 0;
    return (memcmp(output, c->expected.bytes, size) == 0) == c->expected_to_pass;
}

enum { MOST_PARAMETERS = 8 };

struct kdf {
    EVP_KDF_CTX *context;
    const char *inputs[MOST_PARAMETERS];
    size_t input_count;
};

void *cloop_kdf_context(void *library, const char *name) {
    struct kdf *kdf = calloc(1, sizeof *kdf);
    EVP_KDF *method = EVP_KDF_fetch(library, name, NULL);
    kdf->context = method == NULL ? NULL : EVP_KDF_CTX_new(method);
    return kdf->context == NULL ? NULL : kdf;
}

static void set(struct kdf *kdf, OSSL_PARAM parameter) {
    OSSL_PARAM parameters[] = {parameter, OSSL_PARAM_construct_end()};
    if (EVP_KDF_CTX_set_params(kdf->context, parameters) != 1) abort();
}

void cloop_kdf_text(void *kdf, const char *name, const char *value) {
    set(kdf, OSSL_PARAM_construct_utf8_string(name, (char *)value, 0));
}

void cloop_kdf_number(void *kdf, const char *name, unsigned value) {
    set(kdf, OSSL_PARAM_construct_uint(name, &value));
}

void cloop_kdf_input(void *opaque, const char *name) {
    struct kdf *kdf = opaque;
    kdf->inputs[kdf->input_count++] = strdup(name);
}

/* Fields: those of `cloop_kdf_input`; "iter" is the number. */
int cloop_derive(const struct cloop_case *c) {
    struct kdf *kdf = c->context;
    OSSL_PARAM parameters[MOST_PARAMETERS + 1];
    unsigned iterations = c->number;
    size_t count = c->expected.count;
    for (size_t i = 0; i < kdf->input_count; i++)
        parameters[i] =
            c->field[i].bytes == NULL
                ? OSSL_PARAM_construct_uint(kdf->inputs[i], &iterations)
                : OSSL_PARAM_construct_octet_string(
                      kdf->inputs[i], (void *)c->field[i].bytes, c->field[i].count);
    parameters[kdf->input_count] = OSSL_PARAM_construct_end();
    return EVP_KDF_derive(kdf->context, output, count, parameters) == 1 &&
           (memcmp(output, c->expected.bytes, count) == 0) == c->expected_to_pass;
}
