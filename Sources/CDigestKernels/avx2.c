// 8 lanes in AVX2 registers.
#if defined(__x86_64__)

#include "constants.h"
#include "kernels.h"

#pragma clang attribute push(__attribute__((target("avx2,bmi2"))), apply_to = function)

typedef uint32_t vec __attribute__((vector_size(32)));
typedef uint8_t bytes __attribute__((vector_size(32)));

// Turns 8 rows of 8 words, one a lane, into 8 columns.
static inline __attribute__((always_inline)) void load_half(vec x[8], const uint8_t *const *data, size_t offset) {
    vec t[8];
    for (int i = 0; i < 8; i++) __builtin_memcpy(&x[i], data[i] + offset, 32);
    for (int i = 0; i < 8; i += 2) {
        t[i] = __builtin_shufflevector(x[i], x[i + 1], 0, 8, 1, 9, 4, 12, 5, 13);
        t[i + 1] = __builtin_shufflevector(x[i], x[i + 1], 2, 10, 3, 11, 6, 14, 7, 15);
    }
    for (int i = 0; i < 8; i += 4) {
        for (int j = 0; j < 2; j++) {
            x[i + 2 * j] = __builtin_shufflevector(t[i + j], t[i + j + 2], 0, 1, 8, 9, 4, 5, 12, 13);
            x[i + 2 * j + 1] = __builtin_shufflevector(t[i + j], t[i + j + 2], 2, 3, 10, 11, 6, 7, 14, 15);
        }
    }
    for (int i = 0; i < 4; i++) {
        t[i] = __builtin_shufflevector(x[i], x[i + 4], 0, 1, 2, 3, 8, 9, 10, 11);
        t[i + 4] = __builtin_shufflevector(x[i], x[i + 4], 4, 5, 6, 7, 12, 13, 14, 15);
    }
    for (int i = 0; i < 8; i++) x[i] = t[i];
}

static inline __attribute__((always_inline)) void load(vec x[16], const uint8_t *const *data, size_t offset) {
    load_half(x, data, offset);
    load_half(x + 8, data, offset + 32);
}

static inline __attribute__((always_inline)) vec swap(vec x) {
    bytes b = (bytes)x;
    return (vec)__builtin_shufflevector(
        b, b, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12, 19, 18, 17, 16, 23, 22, 21, 20, 27, 26, 25, 24, 31,
        30, 29, 28);
}

#define LINKAGE
#define NAME(x) x##_avx2
#define LOAD load
#define ROTATE(x, n) (((x) << (n)) | ((x) >> (32 - (n))))
#define FIX(x) __asm__("" : "+x"(x))
#define SWAP swap
#include "lanes.inc"

#pragma clang attribute pop
#endif
