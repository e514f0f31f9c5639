#define _GNU_SOURCE
#include "CTrials.h"

#include <dlfcn.h>
#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <string.h>

/* libssl is found at run time: a node without it must still start the program. */
#define SSL_FUNCTIONS(X)                                                                           \
    X(SSL_CIPHER_get_auth_nid) X(SSL_CIPHER_get_name) X(SSL_CIPHER_get_version) X(SSL_CTX_free)    \
    X(SSL_CTX_new) X(SSL_CTX_use_PrivateKey) X(SSL_CTX_use_certificate) X(SSL_ctrl)                \
    X(SSL_do_handshake) X(SSL_free) X(SSL_get1_supported_ciphers) X(SSL_get_current_cipher)        \
    X(SSL_get_error) X(SSL_get_version) X(SSL_group_to_name) X(SSL_new) X(SSL_set_accept_state)    \
    X(SSL_set_bio) X(SSL_set_cipher_list) X(SSL_set_ciphersuites) X(SSL_set_connect_state)         \
    X(SSL_set_options) X(TLS_method)

static struct {
#define FIELD(name) __typeof__(name) *call_##name;
    SSL_FUNCTIONS(FIELD)
} ssl;

/* What both ends are told; zero or null is left at its default. */
struct terms {
    int version;
    /* Suites up to TLS 1.2, and those of TLS 1.3. */
    const char *suites;
    const char *suites13;
    const char *group;
    /* Without the extended master secret of RFC 7627. */
    int plain_master_secret;
};

struct agreement {
    char version[16];
    char suite[64];
    char group[48];
};

/* One context for both ends, made once: making one fetches every algorithm. */
struct ends {
    SSL_CTX *context;
    EVP_PKEY *key;
    X509 *certificate;
};

static int load_library(void) {
    void *library = dlopen("libssl.so.3", RTLD_NOW | RTLD_LOCAL);
    if (!library) return 0;
#define FIND(name)                                                                                 \
    ssl.call_##name = (__typeof__(ssl.call_##name))dlsym(library, #name);                          \
    if (!ssl.call_##name) return 0;
    SSL_FUNCTIONS(FIND)
    return 1;
}

/* A certificate on P-256, signed by its own key. */
static int make_certificate(struct ends *ends) {
    ends->key = EVP_EC_gen("P-256");
    X509 *certificate = ends->certificate = X509_new();
    if (!ends->key || !certificate) return 0;
    X509_NAME *name = X509_get_subject_name(certificate);
    return X509_set_version(certificate, 2) &&
           ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1) &&
           X509_gmtime_adj(X509_getm_notBefore(certificate), -86400) &&
           X509_gmtime_adj(X509_getm_notAfter(certificate), 86400) &&
           X509_set_pubkey(certificate, ends->key) &&
           X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)"fipsmark",
                                      -1, -1, 0) &&
           X509_set_issuer_name(certificate, name) &&
           X509_sign(certificate, ends->key, EVP_sha256()) > 0;
}

static int make_ends(struct ends *ends) {
    if (!make_certificate(ends)) return 0;
    ends->context = ssl.call_SSL_CTX_new(ssl.call_TLS_method());
    return ends->context &&
           ssl.call_SSL_CTX_use_certificate(ends->context, ends->certificate) > 0 &&
           ssl.call_SSL_CTX_use_PrivateKey(ends->context, ends->key) > 0;
}

static SSL *make_end(SSL_CTX *context, const struct terms *terms) {
    SSL *end = ssl.call_SSL_new(context);
    if (!end) return NULL;
    int accepted = 1;
    if (terms->version) {
        int version = terms->version;
        accepted &= ssl.call_SSL_ctrl(end, SSL_CTRL_SET_MIN_PROTO_VERSION, version, NULL) > 0;
        accepted &= ssl.call_SSL_ctrl(end, SSL_CTRL_SET_MAX_PROTO_VERSION, version, NULL) > 0;
    }
    if (terms->suites) accepted &= ssl.call_SSL_set_cipher_list(end, terms->suites);
    if (terms->suites13) accepted &= ssl.call_SSL_set_ciphersuites(end, terms->suites13);
    if (terms->group)
        accepted &= ssl.call_SSL_ctrl(end, SSL_CTRL_SET_GROUPS_LIST, 0, (void *)terms->group) > 0;
    if (terms->plain_master_secret) ssl.call_SSL_set_options(end, SSL_OP_NO_EXTENDED_MASTER_SECRET);
    if (accepted) return end;
    ssl.call_SSL_free(end);
    return NULL;
}

/* Both ends by turns, until both are done or one has failed. */
static int shake_hands(SSL *client, SSL *server) {
    for (int turn = 0; turn < 20; turn++) {
        int of_client = ssl.call_SSL_do_handshake(client);
        if (of_client != 1 && ssl.call_SSL_get_error(client, of_client) != SSL_ERROR_WANT_READ)
            return 0;
        int of_server = ssl.call_SSL_do_handshake(server);
        if (of_server != 1 && ssl.call_SSL_get_error(server, of_server) != SSL_ERROR_WANT_READ)
            return 0;
        if (of_client == 1 && of_server == 1) return 1;
    }
    return 0;
}

static void note(SSL *client, struct agreement *agreement) {
    const SSL_CIPHER *suite = ssl.call_SSL_get_current_cipher(client);
    int group = (int)ssl.call_SSL_ctrl(client, SSL_CTRL_GET_NEGOTIATED_GROUP, 0, NULL);
    const char *name = group ? ssl.call_SSL_group_to_name(client, group) : NULL;
    snprintf(agreement->version, sizeof agreement->version, "%s", ssl.call_SSL_get_version(client));
    snprintf(agreement->suite, sizeof agreement->suite, "%s",
             suite ? ssl.call_SSL_CIPHER_get_name(suite) : "none");
    snprintf(agreement->group, sizeof agreement->group, "%s", name ? name : "none");
}

static int negotiate(const struct terms *terms, const struct ends *ends,
                     struct agreement *agreement) {
    int agreed = 0;
    BIO *near = NULL, *far = NULL;
    SSL *client = make_end(ends->context, terms);
    SSL *server = client ? make_end(ends->context, terms) : NULL;
    if (client && server && BIO_new_bio_pair(&near, 1 << 16, &far, 1 << 16)) {
        ssl.call_SSL_set_bio(client, near, near);
        ssl.call_SSL_set_bio(server, far, far);
        ssl.call_SSL_set_connect_state(client);
        ssl.call_SSL_set_accept_state(server);
        agreed = shake_hands(client, server);
        if (agreed) note(client, agreement);
    }
    ssl.call_SSL_free(client);
    ssl.call_SSL_free(server);
    ERR_clear_error();
    return agreed;
}

/* What both ends agreed on already is not asked for again, since a handshake takes a millisecond:
   by default, or on TLS 1.2 without the extended master secret, which leaves less to agree on. */
static void try_versions(int output, const struct ends *ends, const struct agreement *usual) {
    static const struct {
        int number;
        const char *name;
    } versions[] = {{TLS1_VERSION, "TLSv1"},
                    {TLS1_1_VERSION, "TLSv1.1"},
                    {TLS1_2_VERSION, "TLSv1.2"},
                    {TLS1_3_VERSION, "TLSv1.3"}};
    struct agreement agreement;
    struct terms plain = {.version = TLS1_2_VERSION, .plain_master_secret = 1};
    int is_plain = negotiate(&plain, ends, &agreement);
    for (size_t index = 0; index < sizeof versions / sizeof *versions; index++) {
        struct terms terms = {.version = versions[index].number};
        int agreed = strcmp(versions[index].name, usual->version) == 0 ||
                     (is_plain && terms.version == TLS1_2_VERSION) ||
                     negotiate(&terms, ends, &agreement);
        dprintf(output, "tls-version\t%s\t%s\n", versions[index].name,
                agreed ? "negotiated" : "refused");
    }
    dprintf(output, "tls-plain-master-secret\t%s\n", is_plain ? "negotiated" : "refused");
}

/* Records without encryption have a cipher too, of the default provider. libssl lists their suites
   without it, and fails when the ends change their keys. */
static int has_null_cipher(void) {
    EVP_CIPHER *cipher = EVP_CIPHER_fetch(NULL, "NULL", NULL);
    EVP_CIPHER_free(cipher);
    ERR_clear_error();
    return cipher != NULL;
}

/* Whether two ends agree on a suite. What is asked is whether others than AES are served: one of it
   is told as libssl lists it, and so is one that is authenticated by RSA or a shared key, whose
   certificate would cost the making of an RSA key. */
static const char *try_suite(const SSL_CIPHER *suite, int on_demand, const struct ends *ends) {
    int authentication = ssl.call_SSL_CIPHER_get_auth_nid(suite);
    const char *name = ssl.call_SSL_CIPHER_get_name(suite);
    if (strstr(name, "AES") || (authentication != NID_auth_ecdsa && authentication != NID_auth_any))
        return "offered";
    if (strstr(name, "NULL") && !has_null_cipher()) return "refused";
    int of13 = strcmp(ssl.call_SSL_CIPHER_get_version(suite), "TLSv1.3") == 0;
    char list[96];
    snprintf(list, sizeof list, on_demand && !of13 ? "%s:@SECLEVEL=0" : "%s", name);
    struct terms terms = {.version = of13 ? TLS1_3_VERSION : TLS1_2_VERSION,
                          .suites = of13 ? NULL : list,
                          .suites13 = of13 ? name : NULL};
    struct agreement agreement;
    return negotiate(&terms, ends, &agreement) ? "negotiated" : "refused";
}

/* libssl lists the suites that it could fetch the algorithms of: first those of a program that
   asks for nothing, then what one has beyond them that asks for all and lowers the level. */
static void try_suites(int output, const struct ends *ends) {
    struct terms usual = {0};
    struct terms all = {.suites = "ALL:COMPLEMENTOFALL:@SECLEVEL=0"};
    STACK_OF(SSL_CIPHER) *known = NULL;
    for (int on_demand = 0; on_demand < 2; on_demand++) {
        SSL *client = make_end(ends->context, on_demand ? &all : &usual);
        STACK_OF(SSL_CIPHER) *suites = client ? ssl.call_SSL_get1_supported_ciphers(client) : NULL;
        for (int index = 0; suites && index < sk_SSL_CIPHER_num(suites); index++) {
            const SSL_CIPHER *suite = sk_SSL_CIPHER_value(suites, index);
            if (known && sk_SSL_CIPHER_find(known, (SSL_CIPHER *)suite) >= 0) continue;
            dprintf(output, "tls-suite\t%s\t%s\t%s\n", ssl.call_SSL_CIPHER_get_name(suite),
                    on_demand ? "on demand" : "by default", try_suite(suite, on_demand, ends));
        }
        if (known) sk_SSL_CIPHER_free(known);
        known = suites;
        ssl.call_SSL_free(client);
    }
    if (known) sk_SSL_CIPHER_free(known);
}

static void try_groups(int output, const struct ends *ends, const struct agreement *usual) {
    int has_p256 = strcmp(usual->version, "TLSv1.3") == 0 && strcmp(usual->group, "secp256r1") == 0;
    static const struct {
        const char *name;
        /* The larger ones cost some milliseconds each. */
        int is_tried;
    } groups[] = {{"P-256", 1},          {"P-384", 0},     {"P-521", 0},
                  {"X25519", 1},         {"X448", 1},      {"brainpoolP256r1", 1},
                  {"ffdhe2048", 0},      {"ffdhe3072", 0}, {"X25519MLKEM768", 1},
                  {"SecP256r1MLKEM768", 0}, {"SecP384r1MLKEM1024", 0}};
    struct terms terms = {.version = TLS1_3_VERSION};
    SSL *client = make_end(ends->context, &terms);
    for (size_t index = 0; index < sizeof groups / sizeof *groups; index++) {
        /* What one end does not take, two do not agree on. */
        terms.group = groups[index].name;
        const char *found = "refused";
        if (!client || ssl.call_SSL_ctrl(client, SSL_CTRL_SET_GROUPS_LIST, 0,
                                         (void *)terms.group) <= 0) {
            ERR_clear_error();
        } else if (!groups[index].is_tried) {
            found = "offered";
        } else {
            struct agreement agreement;
            if ((has_p256 && index == 0) || negotiate(&terms, ends, &agreement))
                found = "negotiated";
        }
        dprintf(output, "tls-group\t%s\t%s\n", terms.group, found);
    }
    ssl.call_SSL_free(client);
}

void ctrials_transport_layer(int output) {
    if (!load_library()) {
        const char *reason = dlerror();
        dprintf(output, "tls-missing\t%s\n", reason ? reason : "libssl.so.3 cannot be loaded");
        return;
    }
    struct ends ends = {0};
    struct agreement agreement = {0};
    struct terms usual = {0};
    if (!make_ends(&ends)) {
        dprintf(output, "tls-missing\tno certificate could be made\n");
    } else {
        if (negotiate(&usual, &ends, &agreement))
            dprintf(output, "tls-default\t%s\t%s\t%s\n", agreement.version, agreement.suite,
                    agreement.group);
        try_versions(output, &ends, &agreement);
        try_suites(output, &ends);
        try_groups(output, &ends, &agreement);
    }
    ssl.call_SSL_CTX_free(ends.context);
    X509_free(ends.certificate);
    EVP_PKEY_free(ends.key);
    ERR_clear_error();
}
