// The workload of Scripts/check-containers: says that it was started, and waits to be told to stop.
#include <signal.h>
#include <unistd.h>

static void leave(int signal_number) { _exit(signal_number == SIGTERM ? 0 : 1); }

int main(void) {
    static const char text[] = "workload started\n";
    signal(SIGTERM, leave);
    if (write(STDOUT_FILENO, text, sizeof text - 1) < 0) return 1;
    for (;;) pause();
}
