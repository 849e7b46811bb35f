// The commit that a build is of. It is C because only the C preprocessor takes text from the package's manifest.
#pragma once

/// The commit in HINDSIGHT_COMMIT when the package was built; empty where it was not set.
const char *_Nonnull hindsight_build_commit(void);
