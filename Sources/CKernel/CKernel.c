#define _GNU_SOURCE
#include "CKernel.h"

#include <errno.h>
#include <linux/if_alg.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

// Of older C libraries' headers these are missing.
#ifndef AF_ALG
#define AF_ALG 38
#endif
#ifndef SOL_ALG
#define SOL_ALG 279
#endif

static ssize_t result(ssize_t returned) { return returned < 0 ? -errno : returned; }

int ckernel_socket(void) {
    return (int)result(socket(AF_ALG, SOCK_SEQPACKET | SOCK_CLOEXEC, 0));
}

int ckernel_bind(int transformation, const char *type, const char *name) {
    struct sockaddr_alg address = {.salg_family = AF_ALG};
    if (strlen(type) >= sizeof address.salg_type || strlen(name) >= sizeof address.salg_name)
        return -ENOENT;
    strcpy((char *)address.salg_type, type);
    strcpy((char *)address.salg_name, name);
    return (int)result(
        bind(transformation, (const struct sockaddr *)&address, sizeof address));
}

int ckernel_set_key(int transformation, const void *key, size_t count) {
    return (int)result(setsockopt(transformation, SOL_ALG, ALG_SET_KEY, key, (socklen_t)count));
}

int ckernel_set_tag_bytes(int transformation, size_t count) {
    // The length of the option is the value.
    return (int)result(
        setsockopt(transformation, SOL_ALG, ALG_SET_AEAD_AUTHSIZE, NULL, (socklen_t)count));
}

int ckernel_operation(int transformation) {
    int socket;
    do socket = accept4(transformation, NULL, NULL, SOCK_CLOEXEC);
    while (socket < 0 && errno == EINTR);
    return (int)result(socket);
}

void ckernel_close(int socket) { close(socket); }

ssize_t ckernel_hash(
    int operation, const void *message, size_t count, void *output, size_t output_count) {
    // A call takes at most some 2 GiB (MAX_RW_COUNT), and a signal may cut it short.
    const size_t most = (size_t)1 << 30;
    const char *next = message;
    while (count > most) {
        ssize_t sent = send(operation, next, most, MSG_MORE);
        if (sent < 0 && errno != EINTR) return -errno;
        if (sent > 0) {
            next += sent;
            count -= (size_t)sent;
        }
    }
    ssize_t sent = send(operation, next, count, 0);
    if (sent < 0) return -errno;
    if ((size_t)sent != count) return -EINTR;
    return result(recv(operation, output, output_count, 0));
}

// What says direction, IV and the length of the associated data, in the order of if_alg.h.
struct control {
    _Alignas(struct cmsghdr) char bytes[CMSG_SPACE(sizeof(uint32_t)) * 2 +
                                       CMSG_SPACE(sizeof(struct af_alg_iv) + 64)];
};

static struct cmsghdr *put(
    struct msghdr *header, struct cmsghdr *slot, int type, const void *value, size_t count) {
    slot->cmsg_level = SOL_ALG;
    slot->cmsg_type = type;
    slot->cmsg_len = CMSG_LEN(count);
    memcpy(CMSG_DATA(slot), value, count);
    header->msg_controllen += CMSG_SPACE(count);
    return (struct cmsghdr *)((char *)slot + CMSG_SPACE(count));
}

ssize_t ckernel_crypt(int operation, const struct ckernel_message *message) {
    if (message->iv_count > 64) return -EINVAL;
    struct control control = {0};
    struct iovec input[3] = {
        {(void *)message->aad, message->aad_count},
        {(void *)message->input, message->count},
        {message->tag, message->encrypting ? 0 : message->tag_count},
    };
    struct msghdr header = {.msg_iov = input, .msg_iovlen = 3, .msg_control = control.bytes};
    struct cmsghdr *slot = (struct cmsghdr *)control.bytes;
    uint32_t direction = message->encrypting ? ALG_OP_ENCRYPT : ALG_OP_DECRYPT;
    slot = put(&header, slot, ALG_SET_OP, &direction, sizeof direction);
    if (message->iv_count > 0) {
        char iv[sizeof(struct af_alg_iv) + 64] = {0};
        uint32_t iv_count = (uint32_t)message->iv_count;
        memcpy(iv, &iv_count, sizeof iv_count);
        memcpy(iv + sizeof iv_count, message->iv, message->iv_count);
        slot = put(&header, slot, ALG_SET_IV, iv, sizeof iv_count + message->iv_count);
    }
    if (message->tag_count > 0) {
        uint32_t aad_count = (uint32_t)message->aad_count;
        put(&header, slot, ALG_SET_AEAD_ASSOCLEN, &aad_count, sizeof aad_count);
    }
    size_t total = message->aad_count + message->count + input[2].iov_len;
    // Without MSG_DONTWAIT a message that is longer than the socket's buffer would block for ever.
    ssize_t sent = sendmsg(operation, &header, MSG_DONTWAIT);
    if (sent < 0) return -errno;
    if ((size_t)sent != total) return -EMSGSIZE;
    // Nothing is done for a reader without room, not even the tag looked at.
    char nothing;
    struct iovec output[3] = {
        {message->aad_output, message->aad_count},
        {message->output, message->count},
        {message->tag, message->encrypting ? message->tag_count : 0},
    };
    if (output[0].iov_len + output[1].iov_len + output[2].iov_len == 0)
        output[0] = (struct iovec){&nothing, 1};
    header = (struct msghdr){.msg_iov = output, .msg_iovlen = 3};
    return result(recvmsg(operation, &header, MSG_DONTWAIT));
}
