// Vector kernels of MD5 (RFC 1321), SHA-1 and SHA-256 (FIPS 180-4) over many contents at once.
//
// A lane is the chaining state of one content. All kernels share one layout of it, word by word and lane by lane, so
// that each call may choose another kernel. They take whole blocks of 64 bytes; padding is the caller's.
#pragma once

#include <stddef.h>
#include <stdint.h>

#define DIGEST_LANES 16
#define DIGEST_BLOCK 64

struct digest_lanes;

// Returns NULL when memory has run out.
struct digest_lanes *digest_lanes_create(void);
void digest_lanes_free(struct digest_lanes *lanes);

// What this processor and its operating system allow.
enum {
    DIGEST_FEATURE_AVX2 = 1,
    DIGEST_FEATURE_AVX512 = 2,
    DIGEST_FEATURE_SHA = 4,
};
uint32_t digest_features(void);

// Puts the standards' initial values into one lane.
void digest_start(struct digest_lanes *lanes, uint32_t lane);

// Takes `blocks` blocks from `data[lane]` into each lane whose bit is set in `active`; other lanes' states become
// meaningless, their pointers are not read. `features` says what may be used: some of `digest_features()`.
void digest_advance(
    struct digest_lanes *lanes, const uint8_t *const data[DIGEST_LANES], uint32_t active, size_t blocks,
    uint32_t features);

// Takes the last `count` (below 64) bytes of a content of `total` bytes into its lane, with the padding, and writes its
// digests.
void digest_finish(
    struct digest_lanes *lanes, uint32_t lane, const uint8_t *tail, size_t count, uint64_t total, uint32_t features,
    uint8_t md5[16], uint8_t sha1[20], uint8_t sha256[32]);
