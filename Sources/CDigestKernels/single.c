// All three digests of one content for the price of MD5: MD5's long chain of dependent steps runs in the general
// registers, and SHA-1 and SHA-256 run beside it in the SHA unit, a few rounds at a time.
#if defined(__x86_64__)

#include "constants.h"
#include "kernels.h"

#pragma clang attribute push(__attribute__((target("sha,sse4.1,avx,bmi,bmi2"))), apply_to = function)
#include "sha.inc"

// Has x computed as it is written: the compiler would otherwise lengthen MD5's chain by reordering its additions.
#define FIX(x) __asm__("" : "+r"(x))

struct md5_stream {
    uint32_t a, b, c, d;
};

INLINE void md5_step(struct md5_stream *s, const uint8_t *data, int i) {
    uint32_t word, b = s->b, c = s->c, d = s->d;
    __builtin_memcpy(&word, data + 4 * md5_word(i), 4);
    uint32_t sum = s->a + word + md5_sines[i];
    FIX(sum);
    switch (i / 16) {
    case 0: sum += d ^ (b & (c ^ d)); break;
    case 1:
        sum += c & ~d;
        FIX(sum);
        sum += b & d;
        break;
    case 2: sum += b ^ (c ^ d); break;
    default: sum += c ^ (b | ~d); break;
    }
    s->a = d, s->d = c, s->c = b;
    s->b = b + __builtin_rotateleft32(sum, md5_turns[i / 16][i % 4]);
}

void single_sha(struct digest_lanes *lanes, uint32_t lane, const uint8_t *data, size_t blocks) {
    uint32_t(*md5)[DIGEST_LANES] = lanes->md5;
    struct md5_stream m = {md5[0][lane], md5[1][lane], md5[2][lane], md5[3][lane]};
    struct sha1_stream s1 = sha1_open(lanes, lane);
    struct sha256_stream s2 = sha256_open(lanes, lane);
    for (; blocks > 0; blocks--, data += DIGEST_BLOCK) {
        struct md5_stream saved = m;
        sha1_begin(&s1), sha256_begin(&s2);
        UNROLL for (int i = 0; i < 20; i++) {
            UNROLL for (int j = 16 * i / 5; j < 16 * (i + 1) / 5; j++) md5_step(&m, data, j);
            sha1_rounds(&s1, data, i);
            if (i < 16) sha256_rounds(&s2, data, i);
        }
        sha1_end(&s1), sha256_end(&s2);
        m.a += saved.a, m.b += saved.b, m.c += saved.c, m.d += saved.d;
    }
    md5[0][lane] = m.a, md5[1][lane] = m.b, md5[2][lane] = m.c, md5[3][lane] = m.d;
    sha1_close(lanes, lane, s1);
    sha256_close(lanes, lane, s2);
}

#pragma clang attribute pop
#endif
