// GELU, its tanh and sigmoid forms, SiLU, and their gradients: the `fast` kernels of gelu-accuracy in C99.
//
// Each function takes a double and returns a double that is to be rounded once to the output's format:
//
//     float y = (float)gelu_fast(x);
//     uint16_t bits = gelu_fast_to_bfloat16(gelu_fast(x));
//
// For float32, bfloat16 and float16 the rounded result is faithful on every input (off by less than 1 ulp) and
// nearly always correctly rounded; what was measured stands in Reports/README.md. There is no libm and no table in
// it. Clang makes vector code of a loop over it, GCC too with -fno-trapping-math. Infinities, NaN and the sign of
// zero come out right. It is not for float64 results: beyond |x| = 16, where results in the narrower formats are 0,
// x or 1, it stops. Compilers that contract a * b + c into one rounding change a few last bits of the double, and a
// handful of float32 results; -ffp-contract=off keeps the bits that were measured.
//
// MIT licence, as the rest of gelu-accuracy.
#ifndef GELU_FAST_H
#define GELU_FAST_H

#include <stdint.h>
#include <string.h>

static inline double gelu_fast_from_bits(uint64_t u) {
  double x;
  memcpy(&x, &u, 8);
  return x;
}

static inline uint64_t gelu_fast_bits(double x) {
  uint64_t u;
  memcpy(&u, &x, 8);
  return u;
}

// |x|, but `limit` beyond it; NaN stays NaN.
static inline double gelu_fast_magnitude(double x, double limit) {
  double t = gelu_fast_from_bits(gelu_fast_bits(x) & ~((uint64_t)1 << 63));
  return t > limit ? limit : t;
}

// exp(y) for -708 < y <= 0, with a relative error below 2^-49.
static inline double gelu_fast_exp(double y) {
  // Adding 1.5 * 2^52 leaves round(y / ln 2) in the low bits.
  const double shift = 0x1.8p52;
  double shifted = y * 0x1.71547652b82fep+0 + shift;
  double n = shifted - shift;
  double r = (y - n * 0x1.62e42feep-1) - n * 0x1.a39ef35793c76p-33;
  double p = 0x1.af631d0059becp-26;
  p = p * r + 0x1.28b4057f44145p-22;
  p = p * r + 0x1.71ddf5749d126p-19;
  p = p * r + 0x1.a01991ac8730ap-16;
  p = p * r + 0x1.a01a01b14378fp-13;
  p = p * r + 0x1.6c16c187fbe02p-10;
  p = p * r + 0x1.111111110f225p-7;
  p = p * r + 0x1.555555554f0cfp-5;
  p = p * r + 0x1.555555555555ap-3;
  p = p * r + 0x1.0000000000011p-1;
  p = p * r + 1.0;
  p = p * r + 1.0;
  return p * gelu_fast_from_bits((gelu_fast_bits(shifted) + 1023) << 52);
}

// (1 + t/4) * exp(t^2/2) * erfc(t/sqrt 2) / 2 in s = (t - 4)/(t + 4), for 0 <= t <= 16.
static inline double gelu_fast_gate(double s) {
  double p = -0x1.f0a7b1f471025p-28;
  p = p * s - 0x1.19f406308479ep-26;
  p = p * s + 0x1.11933c4fef6fcp-24;
  p = p * s + 0x1.eb1e8c12ed96ep-23;
  p = p * s - 0x1.63b19f873dfb3p-23;
  p = p * s - 0x1.8995534934e4cp-20;
  p = p * s + 0x1.911263d64266dp-23;
  p = p * s + 0x1.26b1233e5ea56p-17;
  p = p * s - 0x1.01a427d557756p-21;
  p = p * s - 0x1.e4a3134e08466p-15;
  p = p * s + 0x1.17a5de6fbc6abp-15;
  p = p * s + 0x1.ab825db65b758p-12;
  p = p * s - 0x1.c8171bd406697p-11;
  p = p * s - 0x1.ee276103b090ap-10;
  p = p * s + 0x1.eec4cc3ff506ap-7;
  p = p * s - 0x1.7dff2bff6706p-5;
  p = p * s + 0x1.8c6dbf2cfb1bdp-4;
  p = p * s - 0x1.373e3a893c29bp-3;
  return p * s + 0x1.82b4bb8c94dd5p-3;
}

// Beside the zero of a gradient its terms cancel: three terms of Taylor's series about it, where x is within
// 2^-13 of it.
static inline double gelu_fast_root(
    double x, double elsewhere, double high, double low, double c1, double c2, double c3) {
  double distance = x - high;
  double d = distance - low;
  double near = d * (c1 + d * (c2 + d * c3));
  return distance * distance < 0x1p-26 ? near : elsewhere;
}

// The bits of the nearest bfloat16, ties to even, rounded once: a float in between, rounded to odd, loses nothing
// that decides.
static inline uint16_t gelu_fast_to_bfloat16(double y) {
  float f = (float)y;
  uint32_t u;
  memcpy(&u, &f, 4);
  if (f != f) return (uint16_t)(u >> 16 | 0x40);
  if (f != y) {
    if ((f > y) == (y > 0)) u -= 1;
    u |= 1;
  }
  return (uint16_t)((u + 0x7fff + (u >> 16 & 1)) >> 16);
}

// x * Phi(x)
static inline double gelu_fast(double x) {
  double t = gelu_fast_magnitude(x, 16), r = 1 / (t + 4);
  double g = 4 * t * gelu_fast_exp(-0.5 * (t * t)) * (gelu_fast_gate((t - 4) * r) * r);
  return x < 0 ? -g : x - g;
}

// Phi(x) + x * phi(x)
static inline double gelu_fast_gradient(double x) {
  double t = gelu_fast_magnitude(x, 16), r = 1 / (t + 4);
  double difference = 4 * (gelu_fast_gate((t - 4) * r) * r) - t * 0x1.9884533d43651p-2;
  double h = gelu_fast_exp(-0.5 * (t * t)) * difference;
  return gelu_fast_root(x, x < 0 ? h : 1 - h, -0x1.80ead197f00b4p-1, 0x1.13e74c58cada8p-56,
      0x1.b9d98fa5a3215p-2, 0x1.8d9a941de3ac5p-2, -0x1.2a2ef9bb865aep-6);
}

// x / (1 + exp(-z)), z = linear * x + cubic * x^3.
static inline double gelu_fast_logistic(double x, double linear, double cubic, double limit) {
  double t = gelu_fast_magnitude(x, limit);
  double u = gelu_fast_exp(-t * (linear + cubic * (t * t)));
  // 2^-51 more keeps g below t/2: the halves of odd subnormals are ties, to be rounded up.
  double g = t * u / (0x1.0000000000002p0 + u);
  return x < 0 ? -g : x - g;
}

static inline double gelu_fast_logistic_gradient(
    double x, double linear, double cubic, double limit) {
  double t = gelu_fast_magnitude(x, limit), cube = cubic * (t * t);
  double u = gelu_fast_exp(-t * (linear + cube)), upper = 1 / (1 + u);
  double h = u * upper * (1 - t * (linear + 3 * cube) * upper);
  return x < 0 ? h : 1 - h;
}

// 0.5 * x * (1 + tanh(sqrt(2/pi) * (x + 0.044715 * x^3)))
static inline double gelu_tanh_fast(double x) {
  return gelu_fast_logistic(x, 0x1.9884533d43651p+0, 0x1.2444f2a4d8b4bp-4, 16);
}

static inline double gelu_tanh_fast_gradient(double x) {
  double y = gelu_fast_logistic_gradient(x, 0x1.9884533d43651p+0, 0x1.2444f2a4d8b4bp-4, 16);
  return gelu_fast_root(x, y, -0x1.81429f9e97e4dp-1, 0x1.4f523ed77dbdcp-55, 0x1.b8bacd2c96b91p-2,
      0x1.8cd1a2b2fff33p-2, -0x1.029615edb077ap-6);
}

// x / (1 + exp(-1.702 * x))
static inline double gelu_sigmoid_fast(double x) {
  return gelu_fast_logistic(x, 0x1.b3b645a1cac08p+0, 0, 128);
}

static inline double gelu_sigmoid_fast_gradient(double x) {
  double y = gelu_fast_logistic_gradient(x, 0x1.b3b645a1cac08p+0, 0, 128);
  return gelu_fast_root(x, y, -0x1.80974a62be3dfp-1, 0x1.b12c858d26bfp-55, 0x1.7b9cd99ff06b7p-2,
      0x1.b30221e11c035p-2, 0x1.7d2c1a07340cp-4);
}

// x / (1 + exp(-x))
static inline double silu_fast(double x) { return gelu_fast_logistic(x, 1, 0, 128); }

static inline double silu_fast_gradient(double x) {
  double y = gelu_fast_logistic_gradient(x, 1, 0, 128);
  return gelu_fast_root(x, y, -0x1.474973c84120bp+0, -0x1.f8d74bc9ac154p-54, 0x1.be1410460527fp-3,
      0x1.2c563458cc0adp-3, 0x1.353eb573ca457p-6);
}

#endif
