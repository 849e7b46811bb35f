// zlib: the one C library that Hindsight links (Debian: zlib1g-dev).
#if !__has_include(<zlib.h>)
#error "zlib.h was not found. Install it with: apt-get install zlib1g-dev"
#endif
#include <zlib.h>
