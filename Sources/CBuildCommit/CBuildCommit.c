#include "CBuildCommit.h"

#ifndef HINDSIGHT_COMMIT
#define HINDSIGHT_COMMIT ""
#endif

const char *hindsight_build_commit(void) { return HINDSIGHT_COMMIT; }
