/* What `fipsmark probe` and `fipsmark accept` cannot be quicker than: the loads of the FIPS provider
   and the forced self-tests that they ask for, and nothing else. */
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/provider.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* The default context, by the configuration of OPENSSL_CONF, and one digest. */
static int look(void) {
    unsigned char digest[32];
    OPENSSL_init_crypto(OPENSSL_INIT_LOAD_CONFIG, NULL);
    EVP_MD *method = EVP_MD_fetch(NULL, "SHA2-256", NULL);
    int done = method && EVP_Digest("abc", 3, digest, NULL, method, NULL) == 1;
    const char *name = done ? OSSL_PROVIDER_get0_name(EVP_MD_get0_provider(method)) : "none";
    EVP_MD_free(method);
    return strcmp(name, "fips") == 0 ? 0 : 1;
}

/* What programs get in one process, the module in a context of one's own in another. */
static int accept_node(void) {
    int status = 1;
    pid_t child = fork();
    if (child == 0) _exit(look());
    if (waitpid(child, &status, 0) != child || status != 0) return 1;
    OSSL_LIB_CTX *context = OSSL_LIB_CTX_new();
    if (OSSL_LIB_CTX_load_config(context, getenv("OPENSSL_CONF")) != 1) return 1;
    OSSL_PROVIDER *provider = OSSL_PROVIDER_load(context, "fips");
    return provider && OSSL_PROVIDER_self_test(provider) == 1 ? 0 : 1;
}

int main(int count, char **arguments) {
    if (count == 2 && strcmp(arguments[1], "probe") == 0) return look();
    if (count == 2 && strcmp(arguments[1], "accept") == 0) return accept_node();
    fprintf(stderr, "usage: floor probe | accept\n");
    return 64;
}
