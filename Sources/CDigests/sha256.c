#include "digests.h"

// In C, since what is kept and every table is digested in debug builds too, where Swift takes a hundred
// times as long for this loop.

static inline uint32_t rotated(uint32_t x, int n) { return x >> n | x << (32 - n); }

static inline uint32_t word(const uint8_t *b) {
  return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

void sha256_compress(uint32_t h[8], const uint32_t k[64], const uint8_t *bytes, size_t blocks) {
  uint32_t w[64];
  for (; blocks > 0; blocks--, bytes += 64) {
    for (int t = 0; t < 16; t++) w[t] = word(bytes + 4 * t);
    for (int t = 16; t < 64; t++) {
      uint32_t x = w[t - 15], y = w[t - 2];
      uint32_t s0 = rotated(x, 7) ^ rotated(x, 18) ^ x >> 3;
      uint32_t s1 = rotated(y, 17) ^ rotated(y, 19) ^ y >> 10;
      w[t] = w[t - 16] + s0 + w[t - 7] + s1;
    }
    uint32_t a = h[0], b = h[1], c = h[2], d = h[3], e = h[4], f = h[5], g = h[6], i = h[7];
    for (int t = 0; t < 64; t++) {
      uint32_t s1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25);
      uint32_t t1 = i + s1 + ((e & f) ^ (~e & g)) + k[t] + w[t];
      uint32_t s0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22);
      uint32_t t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
      i = g; g = f; f = e; e = d + t1;
      d = c; c = b; b = a; a = t1 + t2;
    }
    h[0] += a; h[1] += b; h[2] += c; h[3] += d;
    h[4] += e; h[5] += f; h[6] += g; h[7] += i;
  }
}
