/* ML-KEM, ML-DSA and SLH-DSA by the provider's own functions, since a libcrypto below 3.4 does not
   reach the signatures. */
#include "CLoop.h"

#include <openssl/core_dispatch.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/params.h>
#include <openssl/provider.h>
#include <stdlib.h>
#include <string.h>

/* Since 3.4. */
enum { SIGN_MESSAGE_INIT = 27, VERIFY_MESSAGE_INIT = 30 };

struct post_quantum {
    void *provider;
    void *encapsulation;
    const char *key_form;
    int selection;
    OSSL_FUNC_keymgmt_new_fn *new_key;
    OSSL_FUNC_keymgmt_free_fn *free_key;
    OSSL_FUNC_keymgmt_import_fn *import;
    OSSL_FUNC_kem_encapsulate_init_fn *encapsulate_init;
    OSSL_FUNC_kem_encapsulate_fn *encapsulate;
    OSSL_FUNC_kem_decapsulate_init_fn *decapsulate_init;
    OSSL_FUNC_kem_decapsulate_fn *decapsulate;
    OSSL_FUNC_signature_newctx_fn *new_signature;
    OSSL_FUNC_signature_freectx_fn *free_signature;
    OSSL_FUNC_signature_sign_init_fn *sign_init;
    OSSL_FUNC_signature_sign_fn *sign;
    OSSL_FUNC_signature_verify_init_fn *verify_init;
    OSSL_FUNC_signature_verify_fn *verify;
};

static const OSSL_DISPATCH *table(OSSL_PROVIDER *provider, int operation, const char *name) {
    int no_cache;
    const OSSL_ALGORITHM *next = OSSL_PROVIDER_query_operation(provider, operation, &no_cache);
    size_t count = strlen(name);
    for (; next != NULL && next->algorithm_names != NULL; next++)
        if (strncmp(next->algorithm_names, name, count) == 0 && next->algorithm_names[count] == ':')
            return next->implementation;
    return NULL;
}

static void (*function(const OSSL_DISPATCH *table, int number))(void) {
    for (; table != NULL && table->function_id != 0; table++)
        if (table->function_id == number) return table->function;
    return NULL;
}

#define FIND(place, table, number) place = (void *)function(table, number)

void *cloop_post_quantum_context(void *library, const char *name, const char *key_form) {
    struct post_quantum *pq = calloc(1, sizeof *pq);
    OSSL_PROVIDER *provider = OSSL_PROVIDER_load(library, "fips");
    if (provider == NULL) return NULL;
    pq->provider = OSSL_PROVIDER_get0_provider_ctx(provider);
    pq->key_form = strdup(key_form);
    pq->selection = strcmp(key_form, "pub") == 0 ? OSSL_KEYMGMT_SELECT_PUBLIC_KEY
                                                 : OSSL_KEYMGMT_SELECT_KEYPAIR;
    const OSSL_DISPATCH *keys = table(provider, OSSL_OP_KEYMGMT, name);
    FIND(pq->new_key, keys, OSSL_FUNC_KEYMGMT_NEW);
    FIND(pq->free_key, keys, OSSL_FUNC_KEYMGMT_FREE);
    FIND(pq->import, keys, OSSL_FUNC_KEYMGMT_IMPORT);
    const OSSL_DISPATCH *kem = table(provider, OSSL_OP_KEM, name);
    if (kem != NULL) {
        OSSL_FUNC_kem_newctx_fn *new_context = NULL;
        FIND(new_context, kem, OSSL_FUNC_KEM_NEWCTX);
        FIND(pq->encapsulate_init, kem, OSSL_FUNC_KEM_ENCAPSULATE_INIT);
        FIND(pq->encapsulate, kem, OSSL_FUNC_KEM_ENCAPSULATE);
        FIND(pq->decapsulate_init, kem, OSSL_FUNC_KEM_DECAPSULATE_INIT);
        FIND(pq->decapsulate, kem, OSSL_FUNC_KEM_DECAPSULATE);
        pq->encapsulation = new_context(pq->provider);
    }
    const OSSL_DISPATCH *signature = table(provider, OSSL_OP_SIGNATURE, name);
    FIND(pq->new_signature, signature, OSSL_FUNC_SIGNATURE_NEWCTX);
    FIND(pq->free_signature, signature, OSSL_FUNC_SIGNATURE_FREECTX);
    FIND(pq->sign_init, signature, SIGN_MESSAGE_INIT);
    FIND(pq->sign, signature, OSSL_FUNC_SIGNATURE_SIGN);
    FIND(pq->verify_init, signature, VERIFY_MESSAGE_INIT);
    FIND(pq->verify, signature, OSSL_FUNC_SIGNATURE_VERIFY);
    return keys != NULL && (kem != NULL || signature != NULL) ? pq : NULL;
}

static void *import_key(struct post_quantum *pq, struct cloop_bytes octets) {
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_octet_string(pq->key_form, (void *)octets.bytes, octets.count),
        OSSL_PARAM_construct_end(),
    };
    void *key = pq->new_key(pq->provider);
    if (pq->import(key, pq->selection, parameters) == 1) return key;
    pq->free_key(key);
    ERR_clear_error();
    return NULL;
}

static uint8_t output[1 << 16];

/* Fields: key. */
int cloop_check_key(const struct cloop_case *c) {
    struct post_quantum *pq = c->context;
    void *key = import_key(pq, c->field[0]);
    if (key != NULL) pq->free_key(key);
    return (key != NULL) == c->expected_to_pass;
}

/* Fields: key, randomness. Ciphertext and secret stand in the places of text and tag. */
int cloop_encapsulate(const struct cloop_case *c) {
    struct post_quantum *pq = c->context;
    const struct cloop_bytes m = c->field[1];
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_octet_string("ikme", (void *)m.bytes, m.count),
        OSSL_PARAM_construct_end(),
    };
    uint8_t secret[32];
    size_t secret_count = sizeof secret, count = sizeof output;
    void *key = import_key(pq, c->field[0]);
    if (key == NULL) return !c->expected_to_pass;
    int right = pq->encapsulate_init(pq->encapsulation, key, parameters) == 1 &&
                pq->encapsulate(pq->encapsulation, output, &count, secret, &secret_count) == 1 &&
                count == c->expected.count && memcmp(output, c->expected.bytes, count) == 0 &&
                memcmp(secret, c->expected_tag.bytes, sizeof secret) == 0;
    pq->free_key(key);
    return right == c->expected_to_pass;
}

/* Fields: key, ciphertext. */
int cloop_decapsulate(const struct cloop_case *c) {
    struct post_quantum *pq = c->context;
    uint8_t secret[32];
    size_t count = sizeof secret;
    void *key = import_key(pq, c->field[0]);
    if (key == NULL) return !c->expected_to_pass;
    int right =
        pq->decapsulate_init(pq->encapsulation, key, NULL) == 1 &&
        pq->decapsulate(
            pq->encapsulation, secret, &count, c->field[1].bytes, c->field[1].count) == 1 &&
        c->expected.count == count && memcmp(secret, c->expected.bytes, count) == 0;
    pq->free_key(key);
    if (!right) ERR_clear_error();
    return right == c->expected_to_pass;
}

/* Fields: key, message, context, randomness or signature. The number says whether the message is
   its representative mu. */
static OSSL_PARAM *message_parameters(
    const struct cloop_case *c, OSSL_PARAM *next, int *representative) {
    const struct cloop_bytes context = c->field[2];
    *representative = 1;
    if (context.count > 0)
        *next++ = OSSL_PARAM_construct_octet_string(
            "context-string", (void *)context.bytes, context.count);
    if (c->number == 1) *next++ = OSSL_PARAM_construct_int("mu", representative);
    return next;
}

int cloop_post_quantum_sign(const struct cloop_case *c) {
    struct post_quantum *pq = c->context;
    OSSL_PARAM parameters[4];
    int representative, deterministic = 1;
    size_t count = c->expected.count;
    OSSL_PARAM *next = message_parameters(c, parameters, &representative);
    *next++ = c->field[3].count == 0
                  ? OSSL_PARAM_construct_int("deterministic", &deterministic)
                  : OSSL_PARAM_construct_octet_string(
                        "test-entropy", (void *)c->field[3].bytes, c->field[3].count);
    *next = OSSL_PARAM_construct_end();
    void *key = import_key(pq, c->field[0]);
    if (key == NULL) return 0;
    void *signature = pq->new_signature(pq->provider, NULL);
    int right = pq->sign_init(signature, key, parameters) == 1 &&
                pq->sign(
                    signature, output, &count, count, c->field[1].bytes, c->field[1].count) == 1 &&
                (memcmp(output, c->expected.bytes, count) == 0) == c->expected_to_pass;
    pq->free_signature(signature);
    pq->free_key(key);
    return right;
}

int cloop_post_quantum_verify(const struct cloop_case *c) {
    struct post_quantum *pq = c->context;
    OSSL_PARAM parameters[3];
    int representative;
    *message_parameters(c, parameters, &representative) = OSSL_PARAM_construct_end();
    void *key = import_key(pq, c->field[0]);
    if (key == NULL) return !c->expected_to_pass;
    void *signature = pq->new_signature(pq->provider, NULL);
    int right = pq->verify_init(signature, key, parameters) == 1 &&
                pq->verify(
                    signature, c->field[3].bytes, c->field[3].count, c->field[1].bytes,
                    c->field[1].count) == 1;
    pq->free_signature(signature);
    pq->free_key(key);
    if (!right) ERR_clear_error();
    return right == c->expected_to_pass;
}
