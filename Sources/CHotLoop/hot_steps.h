// Step distances: how many values of the format lie between an output and the rounding of its truth.
#ifndef GELU_ACCURACY_HOT_STEPS_H
#define GELU_ACCURACY_HOT_STEPS_H

#include "hot_float32.h"

static FORCED uint32_t distances(const float *restrict y, const double *restrict g,
                                 const uint64_t *restrict flag, int64_t count, double bias,
                                 uint32_t *restrict steps) {
  uint32_t largest = 0;
  for (int64_t i = 0; i < count; i++) {
    const int32_t a = float_bits(y[i]), b = float_bits((float)(g[i] + bias * 0x1p-149));
    const int32_t p = a < 0 ? (int32_t)(0x80000000u - (uint32_t)a) : a;
    const int32_t q = b < 0 ? (int32_t)(0x80000000u - (uint32_t)b) : b;
    const uint32_t d = p > q ? (uint32_t)p - (uint32_t)q : (uint32_t)q - (uint32_t)p;
    steps[i] = (flag[i] & BAD) ? 0 : d;
    largest = steps[i] > largest ? steps[i] : largest;
  }
  return largest;
}

// The place of n units in a value's binade among the values of its format, as a magnitude.
static FORCED int64_t place(double n, uint64_t binade, uint64_t first, int64_t shift) {
  return (int64_t)integer(magnitude(n)) + ((int64_t)((binade - first) >> 52) << shift);
}

// The same in a format of less than 24 bits.
static FORCED uint32_t narrow_distances(const float *restrict y, const double *restrict g,
                                        const uint64_t *restrict flag, int64_t count,
                                        const hot_cell *cell, uint32_t *restrict steps) {
  const hot_grid grid = grid_of(cell);
  const double bias = cell->bias;
  const uint64_t first = bits_of(grid.least);
  const int64_t shift = cell->precision - 1;
  uint32_t largest = 0;
  for (int64_t i = 0; i < count; i++) {
    const double yd = y[i], n = yd * inverse_ulp(yd, grid), t = g[i] * inverse_ulp(g[i], grid) + bias;
    const int64_t p = place(n, binade_of(yd, grid.least), first, shift);
    const int64_t q = place(t, binade_of(g[i], grid.least), first, shift);
    const int64_t d = (n < 0 ? -p : p) - (t < 0 ? -q : q);
    steps[i] = (flag[i] & (BAD | EXACT)) ? 0 : (uint32_t)(d < 0 ? -d : d);
    largest = steps[i] > largest ? steps[i] : largest;
  }
  return largest;
}

static FORCED void measure_steps(const float *y, const double *g, const uint64_t *flag,
                                 int64_t count, const hot_cell *cell, hot_result *r) {
  uint32_t steps[hot_block];
  r->steps = cell->precision == 24 ? distances(y, g, flag, count, cell->bias, steps)
                                   : narrow_distances(y, g, flag, count, cell, steps);
  if (r->steps)
    for (r->first_steps = 0; steps[r->first_steps] != r->steps; r->first_steps++) {}
}

#endif
