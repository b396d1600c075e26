// SHA-256 in C, held to the examples of FIPS 180-2 and to a million letters.
#include "digests.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const uint32_t k[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static int failed = 0;

static void digest(const char *name, const uint8_t *text, size_t count, const char *right) {
  const size_t blocks = (count + 9 + 63) / 64;
  uint8_t *padded = calloc(blocks, 64);
  if (!padded) exit(2);
  if (count) memcpy(padded, text, count);
  padded[count] = 0x80;
  for (int i = 0; i < 8; i++) padded[64 * blocks - 1 - i] = (uint8_t)((uint64_t)count * 8 >> 8 * i);
  uint32_t h[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                   0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  sha256_compress(h, k, padded, blocks);
  char got[65];
  for (int i = 0; i < 8; i++) snprintf(got + 8 * i, 9, "%08x", (unsigned)h[i]);
  printf("SHA-256 of %s: %s\n", name, got);
  if (strcmp(got, right) != 0) failed = 1, printf("  must be %s\n", right);
  free(padded);
}

int main(void) {
  static uint8_t letters[1000000];
  memset(letters, 'a', sizeof letters);
  const char *two = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
  digest("nothing", NULL, 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  digest("abc", (const uint8_t *)"abc", 3,
         "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  digest("56 letters", (const uint8_t *)two, 56,
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  digest("a million letters", letters, sizeof letters,
         "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
  return failed;
}
