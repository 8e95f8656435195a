// 16 lanes in AVX-512 registers.
#if defined(__x86_64__)

#include <immintrin.h>

#include "constants.h"
#include "kernels.h"

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512vl,bmi2"))), apply_to = function)

typedef uint32_t vec __attribute__((vector_size(64)));
typedef uint8_t bytes __attribute__((vector_size(64)));


// Turns 16 rows of 16 words, one a lane, into 16 columns.
static inline __attribute__((always_inline)) void load(vec x[16], const uint8_t *const *data, size_t offset) {
    vec t[16];
    for (int i = 0; i < 16; i++) __builtin_memcpy(&x[i], data[i] + offset, 64);
    for (int i = 0; i < 16; i += 2) {
        t[i] = __builtin_shufflevector(
            x[i], x[i + 1], 0, 16, 1, 17, 4, 20, 5, 21, 8, 24, 9, 25, 12, 28, 13, 29);
        t[i + 1] = __builtin_shufflevector(
            x[i], x[i + 1], 2, 18, 3, 19, 6, 22, 7, 23, 10, 26, 11, 27, 14, 30, 15, 31);
    }
    for (int i = 0; i < 16; i += 4) {
        for (int j = 0; j < 2; j++) {
            x[i + 2 * j] = __builtin_shufflevector(
                t[i + j], t[i + j + 2], 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29);
            x[i + 2 * j + 1] = __builtin_shufflevector(
                t[i + j], t[i + j + 2], 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31);
        }
    }
    for (int i = 0; i < 4; i++) {
        vec low = x[i], second = x[i + 4], third = x[i + 8], high = x[i + 12];
        vec a = __builtin_shufflevector(low, second, 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27);
        vec b = __builtin_shufflevector(low, second, 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31);
        vec c = __builtin_shufflevector(third, high, 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27);
        vec d = __builtin_shufflevector(third, high, 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31);
        t[i] = __builtin_shufflevector(a, c, 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27);
        t[i + 4] = __builtin_shufflevector(b, d, 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27);
        t[i + 8] = __builtin_shufflevector(a, c, 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31);
        t[i + 12] = __builtin_shufflevector(b, d, 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31);
    }
    for (int i = 0; i < 16; i++) x[i] = t[i];
}

static inline __attribute__((always_inline)) vec swap(vec x) {
    bytes b = (bytes)x;
    return (vec)__builtin_shufflevector(
        b, b, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12, 19, 18, 17, 16, 23, 22, 21, 20, 27, 26, 25, 24, 31,
        30, 29, 28, 35, 34, 33, 32, 39, 38, 37, 36, 43, 42, 41, 40, 47, 46, 45, 44, 51, 50, 49, 48, 55, 54, 53, 52, 59,
        58, 57, 56, 63, 62, 61, 60);
}

#define LINKAGE
#define NAME(x) x##_avx512
#define LOAD load
#define ROTATE(x, n) ((vec)_mm512_rolv_epi32((__m512i)(x), _mm512_set1_epi32(n)))
#define FIX(x) __asm__("" : "+v"(x))
#define SWAP swap
#include "lanes.inc"

#pragma clang attribute pop
#endif
