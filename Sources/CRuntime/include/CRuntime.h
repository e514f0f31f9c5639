#ifndef FIPSMARK_CRUNTIME_H
#define FIPSMARK_CRUNTIME_H

/// From here until `cruntime_end_crash_guard`, a crash of this process prints `message` on
/// standard error and exits with `code`, as does a hang of more than `seconds`.
///
/// A provider whose file was altered may crash in code that runs before its integrity test
/// speaks. Signal handlers may only make calls that are safe in them, which Swift code is not.
void cruntime_begin_crash_guard(const char *message, int code, unsigned seconds);

void cruntime_end_crash_guard(void);

/// Whether a child process can load the shared library within `seconds`: 1 or 0.
int cruntime_is_loadable(const char *path, unsigned seconds);

/// An argument of this process, the program's name being the first, or NULL after the last. Swift
/// reads them from /proc/self/cmdline and finds none where /proc is not mounted, as in a bare
/// chroot.
const char *cruntime_argument(int index);

/// The processors that this process may use, which in a container may be fewer than there are.
int cruntime_processors(void);

/// From here on an interruption (SIGINT, SIGTERM) is a question that `cruntime_is_interrupted`
/// answers. With `once`, the next one ends the process as ever.
void cruntime_catch_interruptions(int once);

int cruntime_is_interrupted(void);

/// The commit that this executable was built from, or the empty string.
const char *cruntime_commit(void);

/// Whether a path below /proc lies behind a mount of its own: 1 or 0, and -1 where the kernel
/// cannot say (before 5.6, or where seccomp forbids openat2).
int cruntime_crosses_mount(const char *path_below_proc);

/// The type of the file system that an open file lies on, or -1.
long long cruntime_file_system_type(int file);

/// Whether the kernel's random numbers are ready: 1, or 0 where getrandom would wait.
int cruntime_random_is_ready(void);

/// The file that a function of this process lies in, links resolved; NULL where nobody knows. It
/// stands until the next call.
const char *cruntime_library_of(const char *function);

#endif
