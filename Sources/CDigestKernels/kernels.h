// What each file of kernels defines; `digest_advance` chooses among them.
#pragma once

#include "CDigestKernels.h"

struct digest_lanes {
    uint32_t md5[4][DIGEST_LANES];
    uint32_t sha1[5][DIGEST_LANES];
    uint32_t sha256[8][DIGEST_LANES];
} __attribute__((aligned(64)));

// Takes `blocks` blocks, `offset` bytes behind data[lane], into the lanes from `from` on: as many as the kernel is wide.
typedef void lanes_kernel(
    struct digest_lanes *lanes, const uint8_t *const data[DIGEST_LANES], uint32_t from, size_t offset, size_t blocks);

// Takes `blocks` blocks from `data` into one lane, for all three digests.
typedef void single_kernel(struct digest_lanes *lanes, uint32_t lane, const uint8_t *data, size_t blocks);

single_kernel single_portable;

#if defined(__x86_64__)
lanes_kernel md5_sha1_avx512, sha256_avx512;  // 16 lanes
lanes_kernel md5_sha1_avx2, sha256_avx2;  // 8 lanes

// SHA-1 and SHA-256 of the active lanes, a few streams at a time, with the processor's SHA instructions.
void sha1_streams(
    struct digest_lanes *lanes, const uint8_t *const data[DIGEST_LANES], uint32_t active, size_t offset,
    size_t blocks);
void sha256_streams(
    struct digest_lanes *lanes, const uint8_t *const data[DIGEST_LANES], uint32_t active, size_t offset,
    size_t blocks);

single_kernel single_sha;
#endif
