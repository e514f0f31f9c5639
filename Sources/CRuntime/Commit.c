// The commit that the executable was built from. Scripts/commit writes the file for `make`; a build
// without it, `swift build` alone for instance, says that it does not know.
#include "CRuntime.h"

static const char commit[] = {
#if __has_embed("../../.build-runtime/commit")
#embed "../../.build-runtime/commit" suffix(, )
#endif
    0,
};

const char *cruntime_commit(void) { return commit; }
