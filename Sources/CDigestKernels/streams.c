// SHA-1 and SHA-256 with the processor's SHA instructions over a few streams at a time: each instruction waits for the
// one before it in its own stream, and the others fill the wait.
#if defined(__x86_64__)

#include "constants.h"
#include "kernels.h"

#pragma clang attribute push(__attribute__((target("sha,sse4.1,avx,bmi2"))), apply_to = function)
#include "sha.inc"

// One round group of every stream in turn.
#define EACH for (int n = 0; n < streams; n++)

INLINE void sha1_of(
    int streams, struct digest_lanes *lanes, const uint8_t *const *data, const uint8_t *lane, size_t offset,
    size_t blocks
) {
    struct sha1_stream s[4];
    UNROLL EACH s[n] = sha1_open(lanes, lane[n]);
    for (; blocks > 0; blocks--, offset += DIGEST_BLOCK) {
        UNROLL EACH sha1_begin(&s[n]);
        UNROLL for (int i = 0; i < 20; i++) {
            UNROLL EACH sha1_rounds(&s[n], data[lane[n]] + offset, i);
        }
        UNROLL EACH sha1_end(&s[n]);
    }
    UNROLL EACH sha1_close(lanes, lane[n], s[n]);
}

INLINE void sha256_of(
    int streams, struct digest_lanes *lanes, const uint8_t *const *data, const uint8_t *lane, size_t offset,
    size_t blocks
) {
    struct sha256_stream s[4];
    UNROLL EACH s[n] = sha256_open(lanes, lane[n]);
    for (; blocks > 0; blocks--, offset += DIGEST_BLOCK) {
        UNROLL EACH sha256_begin(&s[n]);
        UNROLL for (int i = 0; i < 16; i++) {
            UNROLL EACH sha256_rounds(&s[n], data[lane[n]] + offset, i);
        }
        UNROLL EACH sha256_end(&s[n]);
    }
    UNROLL EACH sha256_close(lanes, lane[n], s[n]);
}

// Lists the lanes whose bits are set.
INLINE int listed(uint32_t active, uint8_t lane[DIGEST_LANES]) {
    int count = 0;
    for (; active != 0; active &= active - 1) lane[count++] = (uint8_t)__builtin_ctz(active);
    return count;
}

void sha1_streams(
    struct digest_lanes *lanes, const uint8_t *const data[DIGEST_LANES], uint32_t active, size_t offset, size_t blocks
) {
    uint8_t lane[DIGEST_LANES];
    int count = listed(active, lane), n = 0;
    for (; count - n >= 4; n += 4) sha1_of(4, lanes, data, lane + n, offset, blocks);
    for (; count - n >= 2; n += 2) sha1_of(2, lanes, data, lane + n, offset, blocks);
    if (n < count) sha1_of(1, lanes, data, lane + n, offset, blocks);
}

void sha256_streams(
    struct digest_lanes *lanes, const uint8_t *const data[DIGEST_LANES], uint32_t active, size_t offset, size_t blocks
) {
    uint8_t lane[DIGEST_LANES];
    int count = listed(active, lane), n = 0;
    for (; count - n >= 4; n += 4) sha256_of(4, lanes, data, lane + n, offset, blocks);
    for (; count - n >= 2; n += 2) sha256_of(2, lanes, data, lane + n, offset, blocks);
    if (n < count) sha256_of(1, lanes, data, lane + n, offset, blocks);
}

#pragma clang attribute pop
#endif
