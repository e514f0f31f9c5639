#include <stddef.h>
#include <stdint.h>

/* FuzzTargets/FuzzTarget.swift. */
void fuzztargets_run(const uint8_t *bytes, size_t count);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count) {
    fuzztargets_run(bytes, count);
    return 0;
}
