// The loops over float32 that judge no errors: the inputs, results that are constant or x rounded, truths
// beside a boundary.
#include "hot_float32.h"

CLONED int hot_is_constant(const float *x, const float *y, int64_t count, const hot_cell *cell) {
  const float a = (float)cell->a[0];
  int32_t differ = 0;
  if (cell->gated)
    for (int64_t i = 0; i < count; i++) differ |= float_bits(y[i]) ^ float_bits(x[i] * a);
  else
    for (int64_t i = 0; i < count; i++) differ |= float_bits(y[i]) ^ float_bits(a);
  return differ == 0;
}

CLONED int hot_is_rounded(const float *x, const float *y, int64_t count, const hot_cell *cell) {
  const float a = (float)cell->a[0];
  const int dropped = 24 - cell->precision;
  const uint32_t half = 1u << (dropped - 1), kept = ~0u << dropped;
  uint32_t differ = 0;
  for (int64_t i = 0; i < count; i++) {
    const uint32_t u = (uint32_t)float_bits(x[i] * a);
    // To nearest, ties to even: up by half a unit, or just less where the last digit kept is even.
    differ |= ((u + half - 1 + ((u >> dropped) & 1)) & kept) ^ (uint32_t)float_bits(y[i]);
  }
  return differ == 0;
}

CLONED void hot_fill(float *x, uint32_t first, int32_t step, int64_t count) {
  for (int64_t i = 0; i < count; i++) {
    const uint32_t u = first + (uint32_t)step * (uint32_t)i;
    memcpy(x + i, &u, 4);
  }
}

CLONED int64_t hot_near(const float *x, int64_t count, const hot_cell *cell, double reach,
                        uint16_t *places) {
  uint64_t flag[hot_block];
  const double c = cell->centre, *a = cell->a;
  const hot_grid grid = grid_of(cell);
  uint64_t any = 0;
  for (int64_t i = 0; i < count; i++) {
    const double xd = x[i], p = polynomial(a, xd - c);
    const double truth = cell->gated ? xd * p : p;
    // Values and midpoints are the multiples of half an ulp.
    const double halves = truth * inverse_ulp(truth, grid) * 2, nearest = (halves + MAGIC) - MAGIC;
    flag[i] = magnitude(halves - nearest) <= 2 * reach;
    any |= flag[i];
  }
  return any ? list(flag, count, 1, places) : 0;
}
