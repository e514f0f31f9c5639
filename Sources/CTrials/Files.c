#define _GNU_SOURCE
#include "CTrials.h"

#include <elf.h>
#include <fcntl.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/store.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The base point of P-256 (SP 800-186, section 3.2.1.3), which is a public key and no secret. */
static const char public_key[] =
    "-----BEGIN PUBLIC KEY-----\n"
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEaxfR8uEsQkf4vOblY6RA8ncDfYEt\n"
    "6zOg9KE5RdiYwpZP40Li/hp/m47n60p8D54WK84zV2sxXs7LtkBoN79R9Q==\n"
    "-----END PUBLIC KEY-----\n";

/* A store reads the file by its loader and the key by the decoders that PEM_read_bio_PUBKEY has. */
int ctrials_reads_keys(void) {
    EVP_PKEY *stored = NULL;
    BIO *text = BIO_new_mem_buf(public_key, -1);
    OSSL_STORE_CTX *store =
        OSSL_STORE_attach(text, "file", NULL, NULL, NULL, NULL, NULL, NULL, NULL);
    while (store && !stored && !OSSL_STORE_eof(store)) {
        OSSL_STORE_INFO *found = OSSL_STORE_load(store);
        if (!found) break;
        if (OSSL_STORE_INFO_get_type(found) == OSSL_STORE_INFO_PUBKEY)
            stored = OSSL_STORE_INFO_get1_PUBKEY(found);
        OSSL_STORE_INFO_free(found);
    }
    int is_read = stored && EVP_PKEY_is_a(stored, "EC") && EVP_PKEY_get_bits(stored) == 256;
    OSSL_STORE_close(store);
    BIO_free(text);
    EVP_PKEY_free(stored);
    ERR_clear_error();
    return is_read;
}

static size_t padded(size_t bytes) { return (bytes + 3) & ~(size_t)3; }

/* The notes of one segment, which are few and short. */
static int find_note(const unsigned char *notes, size_t bytes, const char *owner, unsigned type,
                     unsigned char *note, size_t note_bytes) {
    size_t at = 0;
    Elf64_Nhdr head;
    while (at + sizeof head <= bytes) {
        memcpy(&head, notes + at, sizeof head);
        size_t name = at + sizeof head;
        size_t content = name + padded(head.n_namesz);
        if (head.n_namesz > bytes || head.n_descsz > bytes || content + head.n_descsz > bytes)
            return -1;
        if (head.n_type == type && head.n_namesz == strlen(owner) + 1 &&
            memcmp(notes + name, owner, head.n_namesz) == 0) {
            size_t kept = head.n_descsz < note_bytes ? head.n_descsz : note_bytes;
            memcpy(note, notes + content, kept);
            return (int)kept;
        }
        at = content + padded(head.n_descsz);
    }
    return -1;
}

/* Where the notes may lie: a segment, or a section that is not loaded, as that of libgcrypt's
   integrity value, whose type differs from build to build. */
static int read_notes(int file, Elf64_Off at, Elf64_Xword bytes, unsigned char *notes,
                      size_t capacity) {
    if (bytes == 0 || bytes > capacity) return 0;
    ssize_t count = pread(file, notes, bytes, (off_t)at);
    return count > 0 ? (int)count : 0;
}

int ctrials_note(const char *path, const char *owner, unsigned type, unsigned char *note,
                 size_t note_bytes) {
    int found = -1;
    Elf64_Ehdr head;
    Elf64_Phdr segment;
    Elf64_Shdr section;
    unsigned char notes[4096];
    struct stat status;
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) return -1;
    int is_elf = fstat(file, &status) == 0 && S_ISREG(status.st_mode) &&
                 pread(file, &head, sizeof head, 0) == sizeof head &&
                 memcmp(head.e_ident, ELFMAG, SELFMAG) == 0 && head.e_ident[EI_CLASS] == ELFCLASS64;
    for (unsigned index = 0; is_elf && found < 0 && index < head.e_phnum; index++) {
        off_t at = (off_t)(head.e_phoff + index * sizeof segment);
        if (pread(file, &segment, sizeof segment, at) != sizeof segment) break;
        if (segment.p_type != PT_NOTE) continue;
        int count = read_notes(file, segment.p_offset, segment.p_filesz, notes, sizeof notes);
        found = find_note(notes, (size_t)count, owner, type, note, note_bytes);
    }
    for (unsigned index = 0; is_elf && found < 0 && index < head.e_shnum; index++) {
        off_t at = (off_t)(head.e_shoff + index * sizeof section);
        if (pread(file, &section, sizeof section, at) != sizeof section) break;
        if (section.sh_type != SHT_NOTE && section.sh_type != SHT_PROGBITS) continue;
        int count = read_notes(file, section.sh_offset, section.sh_size, notes, sizeof notes);
        found = find_note(notes, (size_t)count, owner, type, note, note_bytes);
    }
    close(file);
    return found;
}
