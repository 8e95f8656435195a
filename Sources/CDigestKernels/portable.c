// One lane in ordinary registers: the ends of contents, where the processor has no SHA instructions.
#include "constants.h"
#include "kernels.h"

typedef uint32_t vec;

static inline void load(vec x[16], const uint8_t *const *data, size_t offset) {
    __builtin_memcpy(x, data[0] + offset, 64);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    for (int i = 0; i < 16; i++) x[i] = __builtin_bswap32(x[i]);
#endif
}

#define LINKAGE static
#define NAME(x) x##_portable
#define LOAD load
#define ROTATE(x, n) __builtin_rotateleft32(x, n)
#define FIX(x) __asm__("" : "+r"(x))
#define SWAP __builtin_bswap32
#include "lanes.inc"

void single_portable(struct digest_lanes *lanes, uint32_t lane, const uint8_t *data, size_t blocks) {
    // The kernels look for their data at [from], the lane itself.
    const uint8_t *at[DIGEST_LANES];
    at[lane] = data;
    md5_sha1_portable(lanes, at, lane, 0, blocks);
    sha256_portable(lanes, at, lane, 0, blocks);
}
