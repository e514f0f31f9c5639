// Calls what the C targets offer and prints what they gave, the same on every architecture.
// Scripts/check-aarch64 runs it on this machine and under emulation, and compares the two.
//
// shims PROVIDER-DIRECTORY MODULE-CONFIGURATION
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "CCompression.h"
#include "CGcrypt.h"
#include "CHexadecimal.h"
#include "CJSONText.h"
#include "CKATs.h"
#include "CMemory.h"
#include "CPolicy.h"
#include "CProbes.h"
#include "CRuntime.h"
#include "shim.h"
#include <openssl/core_names.h>

static void demand(int holds, const char *what) {
    if (holds) return;
    fprintf(stderr, "shims: error: %s\n", what);
    exit(1);
}

// FNV-1a, to tell two runs of octets apart.
static uint64_t mark(const uint8_t *octets, size_t count) {
    uint64_t value = 14695981039346656037u;
    for (size_t i = 0; i < count; i++) value = (value ^ octets[i]) * 1099511628211u;
    return value;
}

// Every length up to some vectors' width, so that each path of the vector code is taken.
static void hexadecimal(void) {
    static const char digits[] = "0123456789abcdefABCDEF";
    uint8_t text[600], octets[300 + CHEXADECIMAL_OVERRUN], again[600];
    uint64_t sum = 0;
    for (size_t count = 0; count <= sizeof text - 64; count++) {
        for (size_t i = 0; i < sizeof text; i++) text[i] = (uint8_t)digits[(i * 7 + count) % 22];
        text[count] = '"';
        demand(chexadecimal_decode(text, sizeof text, octets) == count, "number of digits");
        chexadecimal_encode(octets, count / 2, again);
        for (size_t i = 0; i < count / 2 * 2; i++)
            demand((text[i] | 32) == (again[i] | 32), "digits decoded and encoded");
        sum = sum * 31 + mark(octets, count / 2);
    }
    printf("hexadecimal %016llx\n", (unsigned long long)sum);
}

static void json(void) {
    char text[4096] = "[";
    for (int i = 0; i < 40; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text),
                 "%s{\"tcId\":%d,\"msg\":\"a]}\\\"{%0*d\"}", i == 0 ? "" : ", ", i, i, 0);
    strcat(text, "] ");
    size_t positions[16], elements = 0;
    size_t length =
        cjsontext_measure((const uint8_t *)text, strlen(text), 8, positions, 16, &elements);
    demand(length == strlen(text) - 1 && elements == 40, "array measured");
    printf("json %zu %zu", length, elements);
    for (size_t i = 0; i < elements / 8; i++) printf(" %zu", positions[i]);
    memcpy(text + 1000, "\xC3\xA4", 2);
    printf(" %zu\n", cjsontext_first_beyond_ascii((const uint8_t *)text, sizeof text));
}

static void embedded(void) {
    size_t count = 0;
    uint64_t sum = 0;
    for (size_t i = 0; i < ckats_file_count; i++) {
        count += ckats_file_at(i)->count;
        sum = sum * 31 + mark(ckats_file_at(i)->bytes, ckats_file_at(i)->count);
    }
    printf("vectors %zu files %zu octets %016llx\n", ckats_file_count, count,
           (unsigned long long)sum);
    printf("certificates %016llx\n", (unsigned long long)mark(cpolicy_certificates_address(),
                                                              cpolicy_certificates_count));
}

static void memory(void) {
    size_t mapped = 0;
    const uint8_t *octets = cmemory_repeat((const uint8_t *)"fipsmark", 8, 1u << 28, &mapped);
    demand(octets != NULL && mapped >= 1u << 28, "256 MiB of repeated content");
    demand(memcmp(octets + (1u << 28) - 8, "fipsmark", 8) == 0, "the end of repeated content");
    cmemory_unmap(octets, mapped);
    printf("memory repeats\n");
}

static void note(void *context) { ++*(int *)context; }

static void probes(void) {
    struct cprobes_reading reading;
    int calls = 0;
    cprobes_read(&reading, cprobes_clock_cost());
    demand(reading.chain_nanoseconds > 0 && reading.units_nanoseconds > 0, "probes take time");
    for (size_t depth = 0; depth < 5000; depth += 48) cprobes_call_below(depth, note, &calls);
    printf("probes %d calls\n", calls);
}

static void runtime(char **arguments) {
    demand(strcmp(cruntime_argument(1), arguments[1]) == 0, "the first argument");
    demand(cruntime_argument(3) == NULL && cruntime_processors() > 0, "arguments and processors");
    cruntime_catch_interruptions(0);
    demand(cruntime_is_interrupted() == 0, "not interrupted");
    raise(SIGTERM);
    demand(cruntime_is_interrupted() == 1, "interrupted");
    demand(cruntime_random_is_ready() == 1, "random numbers");
    printf("runtime answers\n");
}

// gzip of "fipsmark fipsmark fipsmark\n".
static void compression(void) {
    static const uint8_t packed[] = {
        0x1f, 0x8b, 0x08, 0,    0,    0,    0,    0,    0x02, 0x03, 0x4b,
        0xcb, 0x2c, 0x28, 0xce, 0x4d, 0x2c, 0xca, 0x56, 0x48, 0x43, 0x67,
        0x70, 0x01, 0,    0xaf, 0x5d, 0x28, 0xae, 0x1b, 0,    0,    0,
    };
    uint8_t output[64];
    size_t in = sizeof packed, out = sizeof output;
    enum ccompression_outcome outcome;
    struct ccompression_stream *stream =
        ccompression_open(CCOMPRESSION_GZIP, "libz.so.1", 1u << 20, &outcome);
    demand(stream != NULL && outcome == CCOMPRESSION_MORE, "zlib");
    outcome = ccompression_step(stream, packed, &in, output, &out);
    printf("compression %d %.*s", (int)outcome, (int)(sizeof output - out), output);
    ccompression_close(stream);
}

static void gcrypt(void) {
    struct cgcrypt_trial trial = {0};
    struct cgcrypt calls;
    cgcrypt_try("libgcrypt.so.20", 120, &trial);
    demand(trial.outcome == CGCRYPT_USABLE, trial.reason);
    demand(cgcrypt_load("libgcrypt.so.20", &calls, &trial) == CGCRYPT_USABLE, trial.reason);
    demand(cgcrypt_initialize(&calls, &trial) == CGCRYPT_USABLE, trial.reason);
    gcry_md_hd_t hash;
    demand(calls.md_open(&hash, GCRY_MD_SHA256, 0) == 0, "gcry_md_open");
    calls.md_write(hash, "abc", 3);
    printf("gcrypt %016llx\n", (unsigned long long)mark(calls.md_read(hash, 0), 32));
    calls.md_close(hash);
}

static int count_test(const OSSL_PARAM parameters[], void *context) {
    const OSSL_PARAM *phase = OSSL_PARAM_locate_const(parameters, OSSL_PROV_PARAM_SELF_TEST_PHASE);
    int *counts = context;
    if (phase != NULL && strcmp(phase->data, OSSL_SELF_TEST_PHASE_PASS) == 0) counts[0]++;
    if (phase != NULL && strcmp(phase->data, OSSL_SELF_TEST_PHASE_FAIL) == 0) counts[1]++;
    return 1;
}

// The FIPS provider tests itself; then one digest of it, and one that it must not offer.
static void openssl(const char *directory, const char *configuration) {
    OSSL_LIB_CTX *context = OSSL_LIB_CTX_new();
    int counts[2] = {0};
    OSSL_SELF_TEST_set_callback(context, count_test, counts);
    OSSL_PROVIDER_set_default_search_path(context, directory);
    demand(OSSL_LIB_CTX_load_config(context, configuration) == 1, "the configuration");
    OSSL_PROVIDER *provider = OSSL_PROVIDER_load(context, "fips");
    if (provider == NULL) ERR_print_errors_fp(stderr);
    demand(provider != NULL, "the FIPS provider");
    demand(OSSL_PROVIDER_self_test(provider) == 1, "forced self-tests");
    unsigned char digest[32];
    size_t count = 0;
    demand(EVP_Q_digest(context, "SHA2-256", "fips=yes", "abc", 3, digest, &count) == 1, "SHA-256");
    ERR_clear_error();
    EVP_MD *md5 = EVP_MD_fetch(context, "MD5", "fips=yes");
    demand(md5 == NULL && fipsmark_fetch_was_unsupported(ERR_peek_last_error()) == 1, "no MD5");
    demand(fipsmark_libcrypto_path() != NULL, "where libcrypto lies");
    printf("openssl %d self-tests passed, %d failed, %016llx\n", counts[0], counts[1],
           (unsigned long long)mark(digest, count));
    OSSL_PROVIDER_unload(provider);
    OSSL_LIB_CTX_free(context);
}

int main(int count, char **arguments) {
    demand(count == 3, "usage: shims PROVIDER-DIRECTORY MODULE-CONFIGURATION");
    hexadecimal();
    json();
    embedded();
    memory();
    probes();
    runtime(arguments);
    compression();
    gcrypt();
    openssl(arguments[1], arguments[2]);
    return 0;
}
