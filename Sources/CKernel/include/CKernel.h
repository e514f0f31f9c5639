// The kernel's cryptography through AF_ALG (linux/if_alg.h). No state: a caller holds the sockets.
//
// Every function returns what the system call returned, or the negated errno. Nothing here waits
// for data: where the kernel would, the answer is -EAGAIN.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

// A socket of the family, which seccomp, an LSM or a kernel without it may deny.
int ckernel_socket(void);
// Names the algorithm: `type` is hash, skcipher, aead or rng. -ENOENT where the kernel has none of
// that name, or none that its FIPS mode allows.
int ckernel_bind(int transformation, const char *type, const char *name);
int ckernel_set_key(int transformation, const void *key, size_t count);
int ckernel_set_tag_bytes(int transformation, size_t count);
// A socket for messages under the key that was set last.
int ckernel_operation(int transformation);
void ckernel_close(int socket);

// The digest or the authentication code of a message of any length.
ssize_t ckernel_hash(
    int operation, const void *message, size_t count, void *output, size_t output_count);

// One message of a cipher, with what lies before and behind its text: associated data, which the
// kernel writes back, and a tag. Of those that a cipher does not have, the counts are zero.
struct ckernel_message {
    bool encrypting;
    const void *iv;
    size_t iv_count;
    const void *aad;
    void *aad_output;
    size_t aad_count;
    const void *input;
    void *output;
    size_t count;
    // Written where it encrypts, else read.
    void *tag;
    size_t tag_count;
};

// -EBADMSG where the tag is wrong.
ssize_t ckernel_crypt(int operation, const struct ckernel_message *message);
