// Which kernel does what: chosen by the features that the caller allows and by how many lanes are active.
#include <stdlib.h>
#include <string.h>

#include "CDigestKernels.h"
#include "kernels.h"

// Blocks that each algorithm takes in turn from every lane: few enough that 16 lanes' stay in the first-level cache.
#define TURN 16

// With fewer lanes than this, one content after the other is faster than the vector kernels.
#define FEWEST_LANES 4

// With more lanes than this, SHA-256 over all of them in AVX-512 registers is faster than the SHA instructions, which take
// a time for each: measured where registers are as wide as their units (Zen 5; on Zen 4 it costs a few per cent).
#define MOST_STREAMS 9

uint32_t digest_features(void) {
    uint32_t features = 0;
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2")) {
        features |= DIGEST_FEATURE_AVX2;
        if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
            && __builtin_cpu_supports("avx512vl"))
            features |= DIGEST_FEATURE_AVX512;
        if (__builtin_cpu_supports("sha")) features |= DIGEST_FEATURE_SHA;
    }
#endif
    return features;
}

struct digest_lanes *digest_lanes_create(void) {
    struct digest_lanes *lanes = aligned_alloc(_Alignof(struct digest_lanes), sizeof(struct digest_lanes));
    if (lanes != NULL) memset(lanes, 0, sizeof(struct digest_lanes));
    return lanes;
}

void digest_lanes_free(struct digest_lanes *lanes) { free(lanes); }

void digest_start(struct digest_lanes *lanes, uint32_t lane) {
    static const uint32_t md5_sha1[5] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
    static const uint32_t sha256[8] = {
        0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    for (int i = 0; i < 4; i++) lanes->md5[i][lane] = md5_sha1[i];
    for (int i = 0; i < 5; i++) lanes->sha1[i][lane] = md5_sha1[i];
    for (int i = 0; i < 8; i++) lanes->sha256[i][lane] = sha256[i];
}

static single_kernel *single(uint32_t features) {
#if defined(__x86_64__)
    if (features & DIGEST_FEATURE_SHA) return single_sha;
#endif
    return single_portable;
}

#if defined(__x86_64__)
// One turn of some kernel over all lanes, or over each half that has an active one.
static void turn(
    lanes_kernel *whole, lanes_kernel *half, struct digest_lanes *lanes, const uint8_t *const *data, uint32_t active,
    size_t offset, size_t blocks, uint32_t features
) {
    if (features & DIGEST_FEATURE_AVX512) {
        whole(lanes, data, 0, offset, blocks);
        return;
    }
    if (active & 0x00ff) half(lanes, data, 0, offset, blocks);
    if (active & 0xff00) half(lanes, data, 8, offset, blocks);
}

static int prefers_streams(uint32_t active, uint32_t features) {
    if (!(features & DIGEST_FEATURE_SHA)) return 0;
    return !(features & DIGEST_FEATURE_AVX512) || __builtin_popcount(active) <= MOST_STREAMS;
}

static void advance_lanes(
    struct digest_lanes *lanes, const uint8_t *const *data, uint32_t active, size_t blocks, uint32_t features
) {
    const uint8_t *at[DIGEST_LANES];
    for (int i = 0; i < DIGEST_LANES; i++) at[i] = data[active >> i & 1 ? i : __builtin_ctz(active)];
    for (size_t done = 0; done < blocks; done += TURN) {
        size_t count = blocks - done < TURN ? blocks - done : TURN, offset = done * DIGEST_BLOCK;
        turn(md5_sha1_avx512, md5_sha1_avx2, lanes, at, active, offset, count, features);
        if (prefers_streams(active, features))
            sha256_streams(lanes, at, active, offset, count);
        else
            turn(sha256_avx512, sha256_avx2, lanes, at, active, offset, count, features);
    }
}
#endif

void digest_advance(
    struct digest_lanes *lanes, const uint8_t *const data[DIGEST_LANES], uint32_t active, size_t blocks,
    uint32_t features
) {
#if defined(__x86_64__)
    if (features & DIGEST_FEATURE_AVX2 && __builtin_popcount(active) >= FEWEST_LANES) {
        advance_lanes(lanes, data, active, blocks, features);
        return;
    }
#endif
    for (uint32_t rest = active; rest != 0; rest &= rest - 1) {
        uint32_t lane = (uint32_t)__builtin_ctz(rest);
        single(features)(lanes, lane, data[lane], blocks);
    }
}

// The padding of MD5 ends in the length's bytes from the lowest on, that of SHA from the highest on: the blocks are
// taken twice, and of each state only that part is kept which saw its own padding.
void digest_finish(
    struct digest_lanes *lanes, uint32_t lane, const uint8_t *tail, size_t count, uint64_t total, uint32_t features,
    uint8_t md5[16], uint8_t sha1[20], uint8_t sha256[32]
) {
    uint8_t block[2 * DIGEST_BLOCK] = {0};
    size_t blocks = count < 56 ? 1 : 2;
    memcpy(block, tail, count);
    block[count] = 0x80;
    uint8_t *length = block + blocks * DIGEST_BLOCK - 8;
    uint32_t sha1_before[5], sha256_before[8];
    for (int i = 0; i < 5; i++) sha1_before[i] = lanes->sha1[i][lane];
    for (int i = 0; i < 8; i++) sha256_before[i] = lanes->sha256[i][lane];

    for (int i = 0; i < 8; i++) length[i] = (uint8_t)(total * 8 >> 8 * i);
    single(features)(lanes, lane, block, blocks);
    for (int i = 0; i < 16; i++) md5[i] = (uint8_t)(lanes->md5[i / 4][lane] >> 8 * (i % 4));

    for (int i = 0; i < 5; i++) lanes->sha1[i][lane] = sha1_before[i];
    for (int i = 0; i < 8; i++) lanes->sha256[i][lane] = sha256_before[i];
    for (int i = 0; i < 8; i++) length[i] = (uint8_t)(total * 8 >> 8 * (7 - i));
    single(features)(lanes, lane, block, blocks);
    for (int i = 0; i < 20; i++) sha1[i] = (uint8_t)(lanes->sha1[i / 4][lane] >> 8 * (3 - i % 4));
    for (int i = 0; i < 32; i++) sha256[i] = (uint8_t)(lanes->sha256[i / 4][lane] >> 8 * (3 - i % 4));
}
