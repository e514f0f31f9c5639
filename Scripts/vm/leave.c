// Ends the virtual machine with an exit code: isa-debug-exit makes qemu end with 2 * code + 1. The
// cloud kernel has no /dev/port, so that a shell cannot write there.
#include <stdlib.h>
#include <sys/io.h>

int main(int count, char **arguments) {
    if (count != 2 || ioperm(0xf4, 4, 1) != 0) return 1;
    outb((unsigned char)atoi(arguments[1]), 0xf4);
    return 1;
}
