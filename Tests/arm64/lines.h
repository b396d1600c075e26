// What the drivers print: one line for each block of results with their hash, so that a difference between two
// machines names the function and the inputs.
#ifndef LINES_H
#define LINES_H

#include <stdint.h>
#include <stdio.h>
#include <string.h>

static uint64_t line_hash = 0xcbf29ce484222325;

// FNV-1a over eight bytes.
static inline void add(uint64_t value) {
  for (int i = 0; i < 8; i++) line_hash = (line_hash ^ (value >> 8 * i & 0xff)) * 0x100000001b3;
}

// All NaN are one: processors differ in the sign and the payload of those that they make.
static inline void add_double(double x) {
  uint64_t u = 0x7ff8000000000000;
  if (x == x) memcpy(&u, &x, 8);
  add(u);
}

static inline void end_line(const char *what, uint64_t first) {
  printf("%s from 0x%llx: %016llx\n", what, (unsigned long long)first, (unsigned long long)line_hash);
  line_hash = 0xcbf29ce484222325;
}

// SplitMix64.
static inline uint64_t next_random(void) {
  static uint64_t state = 1;
  uint64_t z = (state += 0x9e3779b97f4a7c15);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

static inline float float_of(uint32_t u) {
  float x;
  memcpy(&x, &u, 4);
  return x;
}

static inline double double_from(uint64_t u) {
  double x;
  memcpy(&x, &u, 8);
  return x;
}

static inline float from_bfloat16(uint32_t bits) { return float_of(bits << 16); }

// binary16, by integers alone but for one exact product.
static inline float from_float16(uint32_t bits) {
  const uint32_t sign = (bits & 0x8000) << 16, rest = bits & 0x7fff;
  if (rest >= 0x7c00) return float_of(sign | 0x7f800000 | (rest & 0x3ff) << 13);
  const float size = rest < 0x400 ? (float)rest * 0x1p-24f : float_of((rest << 13) + 0x38000000);
  return sign ? -size : size;
}

#endif
