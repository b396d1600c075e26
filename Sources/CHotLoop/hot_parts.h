// What the hot loops of both formats share: from the errors and flags of a block to its counts.
#ifndef GELU_ACCURACY_HOT_PARTS_H
#define GELU_ACCURACY_HOT_PARTS_H

#include "hot_loop.h"

#include <stddef.h>
#include <string.h>

#pragma STDC FP_CONTRACT OFF

// The thread sanitizer would instrument the resolvers, which run before it is there.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define CLONED
#endif
#endif
#if !defined(CLONED) && defined(__x86_64__) && defined(__linux__)
#define CLONED __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#elif !defined(CLONED)
#define CLONED
#endif

#define FORCED inline __attribute__((always_inline))

static FORCED uint64_t bits_of(double x) {
  uint64_t u;
  memcpy(&u, &x, 8);
  return u;
}
static FORCED double double_of(uint64_t u) {
  double x;
  memcpy(&x, &u, 8);
  return x;
}

static FORCED double magnitude(double x) { return double_of(bits_of(x) & INT64_MAX); }

// Adding and taking away 1.5·2^52 rounds to an integer; its low bits are that integer.
#define MAGIC 0x1.8p52

// The integer nearest to x, |x| < 2^51. Unsigned, as lanes that are thrown away may hold anything.
static FORCED uint64_t integer(double x) { return bits_of(x + MAGIC) - 0x4338000000000000; }

// Whether a number known to `blur`·2^−52 of itself may lie on either side of a power of two. Below one
// the units of the last place are half as large, and twice as many of them are in reach.
static FORCED uint64_t beside_power(double x, uint64_t blur) {
  return ((bits_of(x) + 2 * blur) & ((1ull << 52) - 1)) <= 3 * blur;
}

enum {
  BAD = hot_bad, LOST = hot_lost, DISORDERED = hot_disordered, FLUSHED = hot_flushed,
  SUBNORMAL = hot_subnormal, WILD = hot_wild, WRONG = hot_wrong, LARGE = hot_large, EXACT = 256,
};

static FORCED void sum(const double *restrict e, const uint64_t *restrict flag, int64_t count,
                       double bias, hot_result *restrict r) {
  uint64_t size = 0, sign = 0, square = 0, kinds = 0;
  int64_t correct = 0, faithful = 0, bad = 0;
  // Magnitudes are ordered as their bits are, and integers make a reduction that vectorizes.
  int64_t largest = 0;
  for (int64_t i = 0; i < count; i++) {
    const double x = flag[i] & WILD ? 0 : e[i], m = magnitude(x), d = magnitude(x - bias);
    const uint64_t good = (flag[i] & (BAD | WILD)) == 0;
    size += integer(m * 0x1p24);
    sign += integer(x * 0x1p24);
    square += integer(x * x * 0x1p24);
    correct += good & (d <= 0.5);
    faithful += good & (d < 1);
    bad += flag[i] & BAD;
    kinds |= flag[i];
    largest = (int64_t)bits_of(m) > largest ? (int64_t)bits_of(m) : largest;
  }
  r->magnitude += (int64_t)size;
  r->sign += (int64_t)sign;
  r->square += (int64_t)square;
  r->correct += correct;
  r->faithful += faithful;
  r->exceptions = bad;
  r->ordinary += count - bad;
  r->largest = double_of((uint64_t)largest);
  r->kinds = kinds;
}

static FORCED void tell(const uint64_t *restrict flag, int64_t count, uint64_t kind, int64_t *number,
                        int64_t *first) {
  int64_t n = 0;
  for (int64_t i = 0; i < count; i++) n += (flag[i] & kind) != 0;
  for (*first = 0; !(flag[*first] & kind); ++*first) {}
  *number = n;
}

static FORCED int64_t list(const uint64_t *restrict flag, int64_t count, uint64_t kind,
                           uint16_t *restrict places) {
  int64_t n = 0;
  for (int64_t i = 0; i < count; i++) {
    places[n] = (uint16_t)i;
    n += (flag[i] & kind) != 0;
  }
  return n;
}

// Which inputs each kind and the exceptions are.
static FORCED void name(const uint64_t *restrict flag, int64_t count, hot_result *restrict r) {
  if (r->kinds & WILD) r->wilds = list(flag, count, WILD, r->wild);
  if (r->exceptions) list(flag, count, BAD, r->exception);
  if (r->kinds & LOST) tell(flag, count, LOST, &r->lost, &r->first_lost);
  if (r->kinds & DISORDERED) tell(flag, count, DISORDERED, &r->disordered, &r->first_disordered);
  if (r->kinds & FLUSHED) tell(flag, count, FLUSHED, &r->flushed, &r->first_flushed);
  if (r->kinds & SUBNORMAL) tell(flag, count, SUBNORMAL, &r->subnormal, &r->first_subnormal);
  if (r->kinds & WRONG) tell(flag, count, WRONG, &r->wrong, &r->first_wrong);
  if (r->kinds & LARGE) tell(flag, count, LARGE, &r->large, &r->first_large);
  if (r->kinds & hot_classes)
    for (int64_t i = 0; i < count; i++) r->kind[i] = (uint8_t)flag[i];
}

// Bins by the low bits of an integer, then counts: four counters a bin, since one that is added to
// twice in a row waits for itself.
static FORCED void tally(const double *restrict e, const uint64_t *restrict flag, int64_t count,
                         double bias, hot_result *restrict r) {
  uint8_t bin[hot_block];
  for (int64_t i = 0; i < count; i++) {
    const double d = e[i] - bias, m = magnitude(d);
    const int64_t below = (int64_t)integer(m * 8 - 0.5);
    const int64_t above = 8 + (int64_t)(bits_of(m) >> 52) - 1023;
    const int64_t k = m < 1 ? below : above;
    bin[i] = (flag[i] & (BAD | WILD)) ? 2 * hot_bins + 1 : (uint8_t)(hot_bins + (d < 0 ? -k : k));
  }
  uint32_t counts[4][2 * hot_bins + 2] = {0};
  for (int64_t i = 0; i < count; i++) counts[i & 3][bin[i]]++;
  for (int k = 0; k <= 2 * hot_bins; k++)
    r->bins[k] += counts[0][k] + counts[1][k] + counts[2][k] + counts[3][k];
}

#endif
