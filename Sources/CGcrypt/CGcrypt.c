#define _GNU_SOURCE
#include "CGcrypt.h"
#include "CChild.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static enum cgcrypt_outcome give_up(struct cgcrypt_trial *trial, enum cgcrypt_outcome outcome,
                                    const char *reason) {
    trial->outcome = outcome;
    snprintf(trial->reason, sizeof trial->reason, "%s", reason ? reason : "no reason given");
    return outcome;
}

enum cgcrypt_outcome cgcrypt_load(const char *library, struct cgcrypt *calls,
                                  struct cgcrypt_trial *trial) {
    memset(calls, 0, sizeof *calls);
    /* Never closed again: libgcrypt keeps thread-local and global state. */
    void *handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
    if (!handle) return give_up(trial, CGCRYPT_NOT_LOADED, dlerror());
#define CGCRYPT_FIND(name) calls->name = (__typeof__(calls->name))dlsym(handle, "gcry_" #name);
#define CGCRYPT_REQUIRE(name)                                                                      \
    CGCRYPT_FIND(name)                                                                             \
    if (!calls->name) return give_up(trial, CGCRYPT_SYMBOL_MISSING, "gcry_" #name);
    CGCRYPT_FUNCTIONS(CGCRYPT_REQUIRE)
    CGCRYPT_NEWER_FUNCTIONS(CGCRYPT_FIND)
    CGCRYPT_FIND(cipher_setup_geniv)
    CGCRYPT_FIND(cipher_geniv)
    CGCRYPT_FIND(kem_keypair)
    CGCRYPT_FIND(kem_encap)
    CGCRYPT_FIND(kem_decap)
    return trial->outcome = CGCRYPT_USABLE;
}

enum cgcrypt_outcome cgcrypt_initialize(const struct cgcrypt *calls, struct cgcrypt_trial *trial) {
    if (calls->control(GCRYCTL_INITIALIZATION_FINISHED_P)) return trial->outcome = CGCRYPT_USABLE;
    /* The DRBG of SP 800-90A is what is tested; without FIPS mode another one would be used. This
       must come before anything that initialises. */
    calls->control(GCRYCTL_SET_PREFERRED_RNG_TYPE, GCRY_RNG_TYPE_FIPS);
    if (!calls->check_version(NULL))
        return give_up(trial, CGCRYPT_NOT_INITIALIZED, "gcry_check_version gave no version");
    /* Test vectors are no secrets, and locked memory is short in containers. */
    gcry_error_t error = calls->control(GCRYCTL_DISABLE_SECMEM, 0);
    if (!error) error = calls->control(GCRYCTL_INITIALIZATION_FINISHED, 0);
    if (error) return give_up(trial, CGCRYPT_NOT_INITIALIZED, calls->strerror(error));
    return trial->outcome = CGCRYPT_USABLE;
}

static long long monotonic_nanoseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

/* Each record replaces the one before: what the child wrote last is how far it came. A record is
   shorter than PIPE_BUF, so that it is written whole. */
static void record(int pipe_end, struct cgcrypt_trial *trial, enum cgcrypt_outcome next_fault) {
    trial->next_fault = next_fault;
    while (write(pipe_end, trial, sizeof *trial) < 0 && errno == EINTR) continue;
}

static void run_trial(const char *library, int pipe_end, struct cgcrypt_trial *trial) {
    struct cgcrypt calls;
    trial->outcome = CGCRYPT_DIED;
    record(pipe_end, trial, CGCRYPT_NOT_LOADED);
    if (cgcrypt_load(library, &calls, trial) != CGCRYPT_USABLE) return;
    trial->outcome = CGCRYPT_DIED;
    record(pipe_end, trial, CGCRYPT_NOT_INITIALIZED);
    if (cgcrypt_initialize(&calls, trial) != CGCRYPT_USABLE) return;
    trial->outcome = CGCRYPT_DIED;
    record(pipe_end, trial, CGCRYPT_SELF_TEST_FAILED);
    long long start = monotonic_nanoseconds();
    gcry_error_t error = calls.control(GCRYCTL_SELFTEST, 0);
    trial->self_test_nanoseconds = monotonic_nanoseconds() - start;
    trial->outcome = CGCRYPT_USABLE;
    if (error) give_up(trial, CGCRYPT_SELF_TEST_FAILED, calls.strerror(error));
}

static void be_the_child(const char *library, unsigned seconds, int pipe_end) {
    /* An abort of the library is an answer; what it prints goes where its errors go. */
    cchild_begin(seconds);
    dup2(STDERR_FILENO, STDOUT_FILENO);
    struct cgcrypt_trial trial = {0};
    run_trial(library, pipe_end, &trial);
    record(pipe_end, &trial, trial.outcome);
    _exit(0);
}

void cgcrypt_try(const char *library, unsigned seconds, struct cgcrypt_trial *trial) {
    memset(trial, 0, sizeof *trial);
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) {
        give_up(trial, CGCRYPT_NOT_TRIED, strerror(errno));
        return;
    }
    pid_t child = fork();
    if (child < 0) {
        give_up(trial, CGCRYPT_NOT_TRIED, strerror(errno));
        close(ends[0]);
        close(ends[1]);
        return;
    }
    if (child == 0) be_the_child(library, seconds, ends[1]);
    close(ends[1]);
    trial->outcome = CGCRYPT_DIED;
    trial->next_fault = CGCRYPT_NOT_LOADED;
    struct cgcrypt_trial latest;
    for (;;) {
        ssize_t count = read(ends[0], &latest, sizeof latest);
        if (count == sizeof latest) *trial = latest;
        else if (count >= 0 || errno != EINTR) break;
    }
    close(ends[0]);
    int status = 0;
    pid_t ended;
    while ((ended = waitpid(child, &status, 0)) < 0 && errno == EINTR) continue;
    /* A program that ignores SIGCHLD gets no status; the records say enough without it. */
    if (ended == child && WIFSIGNALED(status) && trial->outcome == CGCRYPT_DIED) {
        trial->signal = WTERMSIG(status);
        if (trial->signal == SIGALRM) trial->outcome = CGCRYPT_TIMED_OUT;
    }
}

char *cgcrypt_path(const struct cgcrypt *calls) {
    Dl_info found;
    if (!dladdr((void *)calls->check_version, &found) || !found.dli_fname) return NULL;
    return realpath(found.dli_fname, NULL);
}

gcry_error_t cgcrypt_select_generator(const struct cgcrypt *calls, const char *flags) {
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    static char selected[32];
    gcry_error_t error = 0;
    pthread_mutex_lock(&lock);
    if (strcmp(selected, flags) != 0) {
        error = calls->control(GCRYCTL_DRBG_REINIT, flags, NULL, 0, NULL);
        snprintf(selected, sizeof selected, "%s", error ? "" : flags);
    }
    pthread_mutex_unlock(&lock);
    return error;
}
