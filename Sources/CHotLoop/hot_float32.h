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

// 1/ulp(truth) for p = 24, emin = −126: 2^(23 − max(exponent, −126)).
static FORCED double inverse_ulp(double truth) {
  const double m = magnitude(truth);
  const uint64_t binade = bits_of(m > 0x1p-126 ? m : 0x1p-126) & 0x7ff0000000000000;
  return double_of(0x7fe0000000000000 + (23ull << 52) - binade);
}

#endif
