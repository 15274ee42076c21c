// malloc.h, which Swift's Glibc module leaves out. Elsewhere than in glibc there is nothing to tune.
#include <features.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

static inline void heap_give_large_blocks_back(int from, int trim, int arenas) {
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, from);
    mallopt(M_TRIM_THRESHOLD, trim);
    mallopt(M_ARENA_MAX, arenas);
#endif
}
