// What the loops over float32 share: bits, the cell's polynomial, the unit of the last place.
#ifndef GELU_ACCURACY_HOT_FLOAT32_H
#define GELU_ACCURACY_HOT_FLOAT32_H

#include "hot_parts.h"

static FORCED int32_t float_bits(float x) {
  int32_t u;
  memcpy(&u, &x, 4);
  return u;
}

static FORCED double polynomial(const double *a, double t) {
  double p = a[6];
  p = p * t + a[5];
  p = p * t + a[4];
  p = p * t + a[3];
  p = p * t + a[2];
  p = p * t + a[1];
  return p * t + a[0];
}

// What the units of the last place of a format are made from: p − 1 as an exponent's bits, and 2^emin.
typedef struct {
  uint64_t digits;
  double least;
} hot_grid;

static FORCED hot_grid grid_of(const hot_cell *cell) {
  const hot_grid grid = {(uint64_t)(cell->precision - 1) << 52, cell->least};
  return grid;
}

// The power of two that a number's ulp is made from: max(|x|, 2^emin) without its digits, in bits.
static FORCED uint64_t binade_of(double x, double least) {
  const double m = magnitude(x);
  return bits_of(m > least ? m : least) & 0x7ff0000000000000;
}

// Whether an error of 1 or so is whole, or nearly: of a truth that is next to nothing and an output that is not,
// where a bias that tells one side of the truth from the other would pass the truth.
static FORCED uint64_t beside_whole(double size) {
  const double whole = (size + MAGIC) - MAGIC;
  return (whole != 0) & (magnitude(size - whole) <= 0x1p-26);
}

// 1/ulp(truth): 2^(p − 1 − max(exponent, emin)).
static FORCED double inverse_ulp(double truth, hot_grid grid) {
  return double_of(0x7fe0000000000000 + grid.digits - binade_of(truth, grid.least));
}

#endif
