#ifndef FIPSMARK_CTRIALS_H
#define FIPSMARK_CTRIALS_H

#include <stddef.h>

/* What a child process made of a module that was damaged for its sake. */
enum ctrials_outcome {
    /* It would not load, or it tested itself, failed and served nothing any more. */
    CTRIALS_REFUSED,
    /* It answered a service: the one outcome that must not be. */
    CTRIALS_ANSWERED,
    /* The self-test passed although it was corrupted. */
    CTRIALS_UNNOTICED,
    CTRIALS_DIED,
    CTRIALS_HUNG,
    CTRIALS_NOT_TRIED,
};

/* Loads the provider that the text of a configuration names, in a child process. */
enum ctrials_outcome ctrials_load(const char *configuration, const char *provider,
                                  unsigned seconds);

/* A self-test that offers to be corrupted. */
struct ctrials_point {
    char type[48];
    char description[48];
};

/* Loads the provider into this process and lists the points that its self-tests offer, at most
   `capacity`. -1 where it could not be loaded. */
int ctrials_points(const char *configuration, const char *provider, struct ctrials_point *points,
                   int capacity);

/* Corrupts the point in a child of this process, which has called ctrials_points: the self-tests
   must fail, and what was prepared before them and what is asked for after them be refused. */
enum ctrials_outcome ctrials_corrupt(int point, unsigned seconds);

/* A copy in memory of a file, at a path that this process and its children can open; -1 where it
   cannot be had. */
int ctrials_copy_file(const char *path, char *copy, size_t copy_bytes, long long *file_bytes);

/* Flips one bit of such a copy, or flips it back; 0 where that failed. */
int ctrials_flip(int copy, long long bit);

/* Begins `body` in a child process that writes to `output` as its standard output, and returns the
   child or -1. It is this process once more, without the 3 ms of a start. */
int ctrials_begin(int (*body)(void *argument), void *argument, int output, unsigned seconds);

/* Runs `body` in a child process. Its exit code, or -1 where it ended otherwise or took longer. */
int ctrials_apart(int (*body)(void *argument), void *argument, unsigned seconds);

/* Negotiates with itself in memory through libssl's default context, and writes what it found to
   a file descriptor, one line for each version, suite and group. */
void ctrials_transport_layer(int output);

/* Whether the default context reads a public key from PEM by a store. */
int ctrials_reads_keys(void);

/* A note of an ELF file: its length, or -1 where there is none. */
int ctrials_note(const char *path, const char *owner, unsigned type, unsigned char *note,
                 size_t note_bytes);

#endif
