// sigaction and alarm are POSIX, which strict C23 leaves out.
#define _GNU_SOURCE

#include "CRuntime.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <math.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <unistd.h>

// The static Swift runtime asks for these two symbols at versions of glibc newer than 2.34:
// hypotf of GLIBC_2.35 and arc4random of GLIBC_2.36. Defined here, the executable starts on
// RHEL 9 and Amazon Linux 2023.

float hypotf(float x, float y) {
    // C23 F.10.4.4: infinity wins over NaN. In double no square of a float overflows.
    if (isinf(x) || isinf(y)) return INFINITY;
    return (float)sqrt((double)x * x + (double)y * y);
}

// Seeds the hashing of Swift's collections; no cryptography of ours draws from it.
void arc4random_buf(void *buffer, size_t count) {
    unsigned char *bytes = buffer;
    while (count > 0) {
        size_t chunk = count < 256 ? count : 256;
        if (getentropy(bytes, chunk) != 0) _exit(2);
        bytes += chunk;
        count -= chunk;
    }
}

uint32_t arc4random(void) {
    uint32_t value;
    arc4random_buf(&value, sizeof value);
    return value;
}

static const int guarded_signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP, SIGALRM};
static const char *guard_message;
static int guard_code;

static void exit_with_message(int signal_number) {
    (void)signal_number;
    ssize_t written = write(STDERR_FILENO, guard_message, strlen(guard_message));
    (void)written;
    _exit(guard_code);
}

static void set_handlers(void (*handler)(int)) {
    struct sigaction action = {.sa_handler = handler};
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof guarded_signals / sizeof guarded_signals[0]; i++)
        sigaction(guarded_signals[i], &action, NULL);
}

void cruntime_begin_crash_guard(const char *message, int code, unsigned seconds) {
    guard_message = message;
    guard_code = code;
    set_handlers(exit_with_message);
    alarm(seconds);
}

void cruntime_end_crash_guard(void) {
    alarm(0);
    set_handlers(SIG_DFL);
}

int cruntime_is_loadable(const char *path, unsigned seconds) {
    pid_t child = fork();
    if (child < 0) return 1;
    if (child == 0) {
        // What the loader says on its way out is not ours to show.
        int nowhere = open("/dev/null", O_WRONLY);
        dup2(nowhere, STDERR_FILENO);
        set_handlers(SIG_DFL);
        alarm(seconds);
        _exit(dlopen(path, RTLD_NOW | RTLD_LOCAL) == NULL);
    }
    int status;
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR) return 0;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static int argument_count;
static char **all_arguments;

// glibc hands main's arguments to constructors too.
__attribute__((constructor)) static void keep_arguments(int count, char **arguments) {
    argument_count = count;
    all_arguments = arguments;
}

const char *cruntime_argument(int index) {
    return index < argument_count ? all_arguments[index] : NULL;
}

int cruntime_processors(void) {
    cpu_set_t allowed;
    return sched_getaffinity(0, sizeof allowed, &allowed) == 0 ? CPU_COUNT(&allowed) : 1;
}

static volatile sig_atomic_t interrupted;

static void note_interruption(int signal_number) {
    (void)signal_number;
    interrupted = 1;
}

void cruntime_catch_interruptions(int once) {
    struct sigaction action = {
        .sa_handler = note_interruption, .sa_flags = once ? (int)SA_RESETHAND : 0};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    // Whoever started this process may have left them blocked, and then nothing would end it.
    sigset_t asked;
    sigemptyset(&asked);
    sigaddset(&asked, SIGINT);
    sigaddset(&asked, SIGTERM);
    sigprocmask(SIG_UNBLOCK, &asked, NULL);
}

int cruntime_is_interrupted(void) { return interrupted; }

// openat2(2); not in the headers of the oldest glibc that is built against.
struct resolution {
    uint64_t flags;
    uint64_t mode;
    uint64_t resolve;
};

int cruntime_crosses_mount(const char *path_below_proc) {
    enum { no_crossing = 0x01, openat2_number = 437 };
    int top = open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (top < 0) return -1;
    struct resolution how = {.flags = O_PATH | O_CLOEXEC, .resolve = no_crossing};
    long file = syscall(openat2_number, top, path_below_proc, &how, sizeof how);
    int code = errno;
    close(top);
    if (file >= 0) {
        close((int)file);
        return 0;
    }
    return code == EXDEV ? 1 : -1;
}

long long cruntime_file_system_type(int file) {
    struct statfs status;
    // The type is an unsigned word of 32 bits, and a signed long in the structure.
    return fstatfs(file, &status) == 0 ? (long long)((uint32_t)status.f_type) : -1;
}

int cruntime_random_is_ready(void) {
    unsigned char byte;
    return getrandom(&byte, 1, GRND_NONBLOCK) == 1;
}

const char *cruntime_library_of(const char *function) {
    static char path[PATH_MAX];
    Dl_info found;
    void *address = dlsym(RTLD_DEFAULT, function);
    if (!address || !dladdr(address, &found) || !found.dli_fname) return NULL;
    return realpath(found.dli_fname, path);
}
