#define _GNU_SOURCE
#include "CTrials.h"
#include "CChild.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/bio.h>
#include <openssl/conf.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/provider.h>
#include <openssl/self_test.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* The module that this process loaded, and what was prepared with it while it was sound. */
static OSSL_LIB_CTX *context;
static OSSL_PROVIDER *module;
static EVP_MD *prepared;

/* Which of the points that offer to be corrupted is taken; none where it is negative. */
static int chosen = -1;
static int offered;
static struct ctrials_point *listed;
static int capacity;

static int on_self_test(const OSSL_PARAM parameters[], void *argument) {
    (void)argument;
    const OSSL_PARAM *phase = OSSL_PARAM_locate_const(parameters, OSSL_PROV_PARAM_SELF_TEST_PHASE);
    if (!phase || !phase->data || strcmp(phase->data, OSSL_SELF_TEST_PHASE_CORRUPT) != 0) return 1;
    const OSSL_PARAM *type = OSSL_PARAM_locate_const(parameters, OSSL_PROV_PARAM_SELF_TEST_TYPE);
    const OSSL_PARAM *name = OSSL_PARAM_locate_const(parameters, OSSL_PROV_PARAM_SELF_TEST_DESC);
    if (listed && offered < capacity) {
        struct ctrials_point *point = &listed[offered];
        snprintf(point->type, sizeof point->type, "%s", type ? (const char *)type->data : "");
        snprintf(point->description, sizeof point->description, "%s",
                 name ? (const char *)name->data : "");
    }
    /* 0 has the module falsify the data of that one test. */
    return offered++ != chosen;
}

static int load(const char *configuration, const char *provider) {
    CONF *parsed = NULL;
    BIO *text = BIO_new_mem_buf(configuration, -1);
    int loaded = 0;
    context = OSSL_LIB_CTX_new();
    if (!context || !text) goto out;
    OSSL_SELF_TEST_set_callback(context, on_self_test, NULL);
    parsed = NCONF_new_ex(context, NULL);
    if (!parsed || NCONF_load_bio(parsed, text, NULL) != 1 ||
        CONF_modules_load(parsed, "openssl_conf", 0) != 1)
        goto out;
    module = OSSL_PROVIDER_load(context, provider);
    loaded = module != NULL;
out:
    NCONF_free(parsed);
    BIO_free(text);
    return loaded;
}

/* One whole service, as a program would ask for it. */
static int answers(EVP_MD *method) {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    EVP_MD_CTX *operation = EVP_MD_CTX_new();
    int done = operation && method && EVP_DigestInit_ex2(operation, method, NULL) == 1 &&
               EVP_DigestUpdate(operation, "abc", 3) == 1 &&
               EVP_DigestFinal_ex(operation, digest, &length) == 1 && length == 32;
    EVP_MD_CTX_free(operation);
    return done;
}

static int serves(void) {
    EVP_MD *digest = EVP_MD_fetch(context, "SHA2-256", "fips=yes");
    EVP_CIPHER *cipher = EVP_CIPHER_fetch(context, "AES-128-GCM", "fips=yes");
    EVP_CIPHER_CTX *operation = EVP_CIPHER_CTX_new();
    static const unsigned char key[16] = {1};
    int done = answers(digest) || (cipher && operation &&
                                   EVP_EncryptInit_ex2(operation, cipher, key, key, NULL) == 1);
    EVP_CIPHER_CTX_free(operation);
    EVP_CIPHER_free(cipher);
    EVP_MD_free(digest);
    return done;
}

/* The exit code of a child is its outcome; this one is no outcome, so that a child that leaves by
   itself, as the dynamic loader does, counts as one that died. */
enum { FIRST_CODE = 40 };

static enum ctrials_outcome await(pid_t child) {
    int status;
    if (child < 0) return CTRIALS_NOT_TRIED;
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR) return CTRIALS_NOT_TRIED;
    if (WIFSIGNALED(status)) return WTERMSIG(status) == SIGALRM ? CTRIALS_HUNG : CTRIALS_DIED;
    int code = WEXITSTATUS(status) - FIRST_CODE;
    return code >= CTRIALS_REFUSED && code <= CTRIALS_UNNOTICED ? (enum ctrials_outcome)code
                                                                : CTRIALS_DIED;
}

enum ctrials_outcome ctrials_load(const char *configuration, const char *provider,
                                  unsigned seconds) {
    pid_t child = fork();
    if (child == 0) {
        cchild_begin(seconds);
        int answered = load(configuration, provider) && serves();
        _exit(FIRST_CODE + (answered ? CTRIALS_ANSWERED : CTRIALS_REFUSED));
    }
    return await(child);
}

int ctrials_points(const char *configuration, const char *provider, struct ctrials_point *points,
                   int most) {
    if (!load(configuration, provider)) return -1;
    prepared = EVP_MD_fetch(context, "SHA2-256", "fips=yes");
    if (!answers(prepared) || !serves()) return -1;
    listed = points;
    capacity = most;
    offered = 0;
    int passed = OSSL_PROVIDER_self_test(module);
    listed = NULL;
    return passed == 1 ? (offered < most ? offered : most) : -1;
}

enum ctrials_outcome ctrials_corrupt(int point, unsigned seconds) {
    pid_t child = fork();
    if (child == 0) {
        cchild_begin(seconds);
        chosen = point;
        offered = 0;
        enum ctrials_outcome outcome = CTRIALS_UNNOTICED;
        if (OSSL_PROVIDER_self_test(module) != 1)
            outcome = answers(prepared) || serves() ? CTRIALS_ANSWERED : CTRIALS_REFUSED;
        _exit(FIRST_CODE + (int)outcome);
    }
    return await(child);
}

int ctrials_copy_file(const char *path, char *copy, size_t copy_bytes, long long *file_bytes) {
    int copied = -1;
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat status;
    if (file < 0) return -1;
    int memory = memfd_create("fipsmark-module", 0);
    if (memory >= 0 && fstat(file, &status) == 0 && S_ISREG(status.st_mode)) {
        char bytes[1 << 16];
        ssize_t count;
        long long total = 0;
        while ((count = read(file, bytes, sizeof bytes)) > 0 &&
               write(memory, bytes, (size_t)count) == count)
            total += count;
        if (count == 0 && total == status.st_size) copied = memory;
    }
    close(file);
    if (copied < 0) {
        if (memory >= 0) close(memory);
        return -1;
    }
    *file_bytes = status.st_size;
    snprintf(copy, copy_bytes, "/proc/self/fd/%d", copied);
    return copied;
}

int ctrials_flip(int copy, long long bit) {
    unsigned char byte;
    if (pread(copy, &byte, 1, bit / 8) != 1) return 0;
    byte ^= (unsigned char)(1u << (bit % 8));
    return pwrite(copy, &byte, 1, bit / 8) == 1;
}

int ctrials_begin(int (*body)(void *argument), void *argument, int output, unsigned seconds) {
    pid_t child = fork();
    if (child != 0) return child;
    dup2(output, STDOUT_FILENO);
    cchild_begin(seconds);
    _exit(body(argument));
}

int ctrials_apart(int (*body)(void *argument), void *argument, unsigned seconds) {
    int child = ctrials_begin(body, argument, STDOUT_FILENO, seconds), status;
    if (child < 0) return -1;
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR) return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}
