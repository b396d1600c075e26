// Feeds the hot loops with sound and wild outputs of every size; for a build under a sanitizer.
#include "hot_loop.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t state = 1;

static uint64_t next(void) {
  uint64_t z = (state += 0x9e3779b97f4a7c15);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

static double any_double(void) {
  const uint64_t u = next();
  double x;
  memcpy(&x, &u, 8);
  return x;
}

static float any_float(void) {
  const uint32_t u = (uint32_t)next();
  float x;
  memcpy(&x, &u, 4);
  return x;
}

// One output in `rare` is any encoding at all, infinities and NaNs too; or all are in order and
// `scale` times the input, which the quick loop takes for sound until it has summed the errors.
static void narrow(int rare, float scale) {
  static float x[hot_block + 1], y[hot_block + 1];
  static hot_result r;
  static uint16_t places[hot_block + 1];
  hot_cell cell = {0};
  cell.centre = -1;
  for (int k = 0; k < 7; k++) cell.a[k] = 0.5 / (k + 1);
  cell.slack = 0x1p-20;
  cell.precision = next() & 1 ? 24 : 3 + next() % 9;
  cell.least = cell.precision == 24 || next() & 1 ? 0x1p-126 : 0x1p-14;
  cell.bias = next() & 1 ? 0x1p-30 : 0;
  cell.blur = next() & 0xff;
  cell.skew = 64;
  cell.gated = next() & 1;
  cell.flushing = next() & 1;
  cell.bounded = scale < 1 && next() & 1;
  cell.zero = scale < 1 && next() & 1;
  cell.negative = 1;
  cell.direction = scale >= 1 || next() & 1 ? 1 : -1;
  const int64_t count = 1 + (int64_t)(next() % hot_block);
  hot_fill(x, 0xbf800000u, -1, count + 1);
  for (int64_t i = 0; i <= count; i++) y[i] = scale >= 1 || next() % (unsigned)rare ? x[i] * scale : any_float();
  hot_float32(x + 1, y + 1, count, &cell, &r);
  hot_near(x + 1, count, &cell, 0x1p-10, places);
  hot_is_constant(x + 1, y + 1, count, &cell);
}

static void wide(int rare) {
  static double x[hot_block + 1], y[hot_block + 1];
  static hot_result r;
  hot_wide_cell cell = {0};
  cell.centre = -1;
  for (int k = 0; k < hot_wide_terms; k++) cell.high[k] = 0.5 / (k + 1);
  cell.up = cell.down = 1;
  cell.slack = 0x1p-20;
  cell.skew = 64;
  cell.gated = next() & 1;
  cell.mirrored = next() & 1;
  cell.flushing = next() & 1;
  cell.bounded = next() & 1;
  cell.direction = 1;
  const int64_t count = 1 + (int64_t)(next() % hot_block);
  for (int64_t i = 0; i <= count; i++) {
    x[i] = (cell.mirrored ? 1 : -1) + (double)i * 0x1p-40;
    y[i] = next() % (unsigned)rare ? x[i] * 0.3 : any_double();
  }
  hot_float64(x + 1, y + 1, count, &cell, &r);
  hot_float64_baseline(x + 1, y + 1, count, &cell, &r);
}

int main(void) {
  for (int i = 0; i < 3000; i++) {
    const int rare = 1 << (i % 11);
    narrow(rare, 0.3f);
    narrow(rare, i % 2 ? 1e30f : 1e5f);
    wide(rare);
  }
  puts("9000 blocks");
  return 0;
}
