#ifndef DIGESTS_H
#define DIGESTS_H

#include <stddef.h>
#include <stdint.h>

/// Takes whole blocks of 64 bytes into the state of a SHA-256, with its 64 constants.
void sha256_compress(uint32_t state[8], const uint32_t constants[64], const uint8_t *bytes, size_t blocks);

#endif
