// Guarded memory, and filling and searching it.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "foreign_kernel_support.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

void *fks_reserve(size_t bytes) {
  void *memory = mmap(NULL, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANON, -1, 0);
  return memory == MAP_FAILED ? NULL : memory;
}

void *fks_map(void *address, size_t bytes, int descriptor, size_t offset, bool writable) {
  void *memory = mmap(address, bytes, PROT_READ | (writable ? PROT_WRITE : 0),
                      MAP_SHARED | (address ? MAP_FIXED : 0), descriptor, (off_t)offset);
  return memory == MAP_FAILED ? NULL : memory;
}

void fks_unmap(void *address, size_t bytes) { munmap(address, bytes); }

size_t fks_page_size(void) { return (size_t)sysconf(_SC_PAGESIZE); }

#define FILL(T)                                                          \
  do {                                                                   \
    T *restrict out = buffer;                                            \
    for (size_t i = 0; i < count; i++) out[i] = (T)pattern;              \
  } while (0)

void fks_fill(void *buffer, size_t count, int width, uint64_t pattern) {
  switch (width) {
    case 1: FILL(uint8_t); break;
    case 2: FILL(uint16_t); break;
    case 4: FILL(uint32_t); break;
    default: FILL(uint64_t); break;
  }
}

// Blocks without an early exit inside, so that the compiler uses vectors.
#define FIND(T)                                                          \
  do {                                                                   \
    const T *in = buffer;                                                \
    size_t i = 0;                                                        \
    for (; i + 256 <= count; i += 256) {                                 \
      unsigned hits = 0;                                                 \
      for (size_t k = 0; k < 256; k++) hits |= in[i + k] == (T)pattern;  \
      if (hits) break;                                                   \
    }                                                                    \
    for (; i < count; i++)                                               \
      if (in[i] == (T)pattern) return i;                                 \
    return count;                                                        \
  } while (0)

size_t fks_find(const void *buffer, size_t count, int width, uint64_t pattern) {
  switch (width) {
    case 1: FIND(uint8_t);
    case 2: FIND(uint16_t);
    case 4: FIND(uint32_t);
    default: FIND(uint64_t);
  }
}

size_t fks_find_difference(const void *a, const void *b, size_t from, size_t count, int width) {
  size_t bytes = (size_t)width, place = from;
  const uint8_t *left = a, *right = b;
  while (count - place >= 256 && memcmp(left + place * bytes, right + place * bytes, 256 * bytes) == 0)
    place += 256;
  while (place < count && memcmp(left + place * bytes, right + place * bytes, bytes) == 0) place++;
  return place;
}

size_t fks_find_other(const void *buffer, size_t count, uint8_t byte) {
  const uint8_t *in = buffer;
  for (size_t i = 0; i < count; i++)
    if (in[i] != byte) return i;
  return count;
}
