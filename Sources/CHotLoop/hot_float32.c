#include "hot_float32.h"
#include "hot_steps.h"

// Whether no output is zero, of the wrong sign, out of order or larger than its input.
static FORCED int is_calm(const float *restrict x, const float *restrict y, int64_t count,
                          const hot_cell *cell) {
  const int32_t negative = cell->negative ? INT32_MIN : 0;
  // A result is at most its input rounded up to the format.
  const int32_t allowed = cell->bounded ? 0 : INT32_MAX, up = (1 << (24 - cell->precision)) - 1;
  const float direction = (float)cell->direction;
  int32_t any = 0;
  for (int64_t i = 0; i < count; i++) {
    const int32_t v = float_bits(y[i]), size = v & INT32_MAX;
    const int32_t limit = ((float_bits(x[i]) & INT32_MAX) + up) | allowed;
    any |= ((v ^ negative) < 0) | (size == 0) | (size > limit);
    any |= direction * (y[i - 1] - y[i]) > 0;
  }
  return any == 0;
}

// The errors and their sums where outputs are calm; 0 if the next rung must look at one.
static FORCED int lean(const float *restrict x, const float *restrict y, int64_t count,
                       const hot_cell *cell, double *restrict e, double *restrict g,
                       hot_result *restrict r, double *restrict least, const int gated,
                       const int narrow) {
  const double c = cell->centre, *a = cell->a;
  const double reach = 8 * cell->slack, bias = cell->bias;
  const uint64_t blur = cell->blur;
  const hot_grid grid = grid_of(cell);
  const double half_least = grid.least / 2;
  // Of a block with an error of 2^10 or more these overflow, and are thrown away.
  uint64_t sizes = 0, signs = 0, squares = 0, bad = 0;
  int64_t largest = 0, smallest = INT64_MAX;
  for (int64_t i = 0; i < count; i++) {
    const double xd = x[i], yd = y[i];
    const double p = polynomial(a, xd - c);
    const double truth = gated ? xd * p : p;
    const double error = (yd - truth) * inverse_ulp(truth, grid), size = magnitude(error);
    const double eighths = (error - bias) * 8;
    const double nearest = (eighths + MAGIC) - MAGIC;
    const uint64_t open = beside_power(truth, blur) & (magnitude(truth) > half_least);
    bad |= (magnitude(eighths - nearest) <= reach) & (nearest != 0);
    if (narrow) bad |= beside_whole(size);
    bad |= !(size < 0x1p10) | (open & (size > 0x1p-20));
    sizes += integer(size * 0x1p24);
    signs += integer(error * 0x1p24);
    squares += integer(error * error * 0x1p24);
    largest = (int64_t)bits_of(size) > largest ? (int64_t)bits_of(size) : largest;
    smallest = (int64_t)bits_of(size) < smallest ? (int64_t)bits_of(size) : smallest;
    e[i] = error;
    g[i] = truth;
  }
  if (bad) return 0;
  r->magnitude = (int64_t)sizes;
  r->sign = (int64_t)signs;
  r->square = (int64_t)squares;
  r->largest = double_of((uint64_t)largest);
  *least = double_of((uint64_t)smallest);
  r->ordinary = count;
  return 1;
}

static FORCED void count_good(const double *restrict e, int64_t count, double bias,
                              hot_result *restrict r) {
  int64_t correct = 0, faithful = 0;
  for (int64_t i = 0; i < count; i++) {
    const double d = magnitude(e[i] - bias);
    correct += d <= 0.5;
    faithful += d < 1;
  }
  r->correct = correct;
  r->faithful = faithful;
}

// Whether errors below 1 are all in one bin, and that bin counted.
static FORCED int tally_one(int64_t count, double least, double bias, hot_result *restrict r) {
  // No edge may be so near that the bias, of either sign, decides.
  const double off = magnitude(bias);
  const int64_t k = (int64_t)((least - off) * 8);
  if ((int64_t)((r->largest + off) * 8) != k) return 0;
  // All of one sign, or about zero, where both signs have one bin.
  if (k != 0 && r->sign != r->magnitude && r->sign != -r->magnitude) return 0;
  r->bins[hot_bins + (r->sign < 0 ? -k : k)] += count;
  r->correct = k < 4 ? count : 0;
  r->faithful = count;
  return 1;
}

// Eighths of errors below 1, by comparing bytes with each of the 15 bins.
static FORCED void tally_eighths(const double *restrict e, int64_t count, double bias,
                                 hot_result *restrict r) {
  int8_t bin[hot_block];
  memset(bin, 99, sizeof bin);
  for (int64_t i = 0; i < count; i++) {
    const double d = e[i] - bias;
    const int64_t k = (int64_t)integer(magnitude(d) * 8 - 0.5);
    bin[i] = (int8_t)(d < 0 ? -k : k);
  }
  for (int k = -7; k <= 7; k++) {
    uint8_t lanes[64] = {0};
    for (int i = 0; i < hot_block; i += 64)
      for (int j = 0; j < 64; j++) lanes[j] += bin[i + j] == k;
    int64_t n = 0;
    for (int j = 0; j < 64; j++) n += lanes[j];
    r->bins[hot_bins + k] += n;
    if (-4 < k && k < 4) r->correct += n;
  }
  r->faithful += count;
}

// Truth, error and flags. BAD, for the next rung, are: a bin edge (a multiple of 1/8, a power of two)
// within reach, no finite error, a zero whose sign alone differs; and of a narrow format, an output that may
// be too large for its input.
static FORCED void judge(const float *restrict x, const float *restrict y, int64_t count,
                         const hot_cell *cell, double *restrict e, double *restrict g,
                         uint64_t *restrict flag, const int gated, const int zero, const int narrow) {
  const double c = cell->centre, *a = cell->a;
  const double slack = cell->slack, reach = 8 * slack, bias = cell->bias;
  const uint64_t blur = cell->blur, skew = cell->skew;
  const double direction = cell->direction;
  const double allowed = cell->bounded ? 1 : 0x1p600;
  const hot_grid grid = grid_of(cell);
  const double least = grid.least, half_least = least / 2;
  const uint64_t up = (1ull << (53 - cell->precision)) - 1;
  const uint64_t flushing = cell->flushing ? 1 : 0;
  for (int64_t i = 0; i < count; i++) {
    const double xd = x[i], yd = y[i], before = y[i - 1];
    const double p = polynomial(a, xd - c);
    const double truth = gated ? xd * p : p, m = magnitude(truth);
    g[i] = truth;
    const double inverse = inverse_ulp(truth, grid);
    const double error = (yd - truth) * inverse, size = magnitude(error);
    const double eighths = (error - bias) * 8;
    const double nearest = (eighths + MAGIC) - MAGIC;
    const uint64_t wild = size >= 0x1p10;
    const uint64_t edge = ((magnitude(eighths - nearest) <= reach) & (nearest != 0) & !wild) |
                          (narrow ? beside_whole(size) : 0);
    // A truth halfway between two values: which is nearest, steps would tell.
    const double half = truth * inverse - 0.5, whole = (half + MAGIC) - MAGIC;
    const uint64_t tie = wild & (magnitude(half - whole) <= slack);
    const uint64_t skewed = beside_power(error, skew);
    // ulp(truth), or whether it is normal, is open beside a power of two; that matters unless the
    // error is nothing.
    const uint64_t open = beside_power(truth, blur) & (m > half_least);
    const uint64_t missed = (yd == 0) & (magnitude(error - bias) > 0.5);
    const uint64_t order = direction * (before - yd) > 0;
    const double limit = magnitude(xd) * allowed;
    const uint64_t large = narrow ? 0 : magnitude(yd) > limit;
    const uint64_t larger = narrow ? bits_of(magnitude(yd)) > bits_of(limit) + up : 0;
    const uint64_t sign = (bits_of(yd) ^ bits_of(truth)) >> 63;
    const uint64_t lost = zero ? (sign & (yd == 0)) : 0;
    const uint64_t wrong = sign & (yd != 0);
    const uint64_t bad = edge | tie | !(size < 0x1p600) | (wild & skewed) |
                         (sign & ~wrong & ~lost & ~missed) | (open & (size > 0x1p-20)) |
                         (missed & flushing) | larger;
    const uint64_t normal = m >= least;
    const uint64_t kind = lost * LOST | order * DISORDERED | (missed & normal) * FLUSHED |
                          (missed & ~normal) * SUBNORMAL | wild * WILD | wrong * WRONG |
                          large * LARGE;
    flag[i] = bad ? BAD : kind;
    e[i] = bad ? 0 : error;
  }
}

// A block with anything in it.
static FORCED void thorough(const float *x, const float *y, int64_t count, const hot_cell *cell,
                            double *g, uint64_t *flag, hot_result *r) {
  // The loop is compiled apart for each form of the truth.
  if (cell->precision < 24)
    judge(x, y, count, cell, r->e, g, flag, cell->gated, cell->zero, 1);
  else if (cell->zero)
    judge(x, y, count, cell, r->e, g, flag, cell->gated, 1, 0);
  else if (cell->gated)
    judge(x, y, count, cell, r->e, g, flag, 1, 0, 0);
  else
    judge(x, y, count, cell, r->e, g, flag, 0, 0, 0);
  sum(r->e, flag, count, cell->bias, r);
  name(flag, count, r);
}

CLONED void hot_float32(const float *x, const float *y, int64_t count, const hot_cell *cell,
                        hot_result *r) {
  double g[hot_block];
  uint64_t flag[hot_block];
  memset(r, 0, offsetof(hot_result, exceptions));
  r->exceptions = r->wilds = 0;
  r->steps = 0;
  const double bias = cell->bias, hazy = cell->slack + magnitude(bias);
  double least = 0;
  const int calm = !cell->zero && is_calm(x, y, count, cell) &&
                   (cell->precision < 24 ? lean(x, y, count, cell, r->e, g, r, &least, cell->gated, 1)
                    : cell->gated        ? lean(x, y, count, cell, r->e, g, r, &least, 1, 0)
                                         : lean(x, y, count, cell, r->e, g, r, &least, 0, 0));
  if (!calm) thorough(x, y, count, cell, g, flag, r);

  if (r->largest < 0.125 - hazy) {
    const int64_t n = count - r->exceptions - r->wilds;
    r->bins[hot_bins] += n;
    if (calm) r->correct = r->faithful = n;
  } else if (calm && r->largest < 1 - hazy) {
    if (!tally_one(count, least, bias, r)) tally_eighths(r->e, count, bias, r);
  } else {
    if (calm) {
      memset(flag, 0, sizeof flag);
      count_good(r->e, count, bias, r);
    }
    tally(r->e, flag, count, bias, r);
  }
  if (r->wilds || r->largest > 0.5 - hazy) {
    if (calm) memset(flag, 0, sizeof flag);
    measure_steps(y, g, flag, count, cell, r);
  }
}
