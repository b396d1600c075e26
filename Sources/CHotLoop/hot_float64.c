#include "hot_parts.h"

// A number as an unevaluated sum, and the steps of Oracle's DoubleDouble.swift.
typedef struct {
  double hi, lo;
} pair;

static FORCED pair fast_sum(double a, double b) {
  const double s = a + b;
  return (pair){s, b - (s - a)};
}

static FORCED pair two_sum(double a, double b) {
  const double s = a + b, c = s - a;
  return (pair){s, (a - (s - c)) + (b - c)};
}

// a·b exactly: both ways give the same bits, and the baseline has no fused multiply-add.
static FORCED pair product(double a, double b, const int fused) {
  const double p = a * b;
  if (fused) return (pair){p, __builtin_fma(a, b, -p)};
  const double ca = 134217729 * a, cb = 134217729 * b;
  const double ah = ca - (ca - a), bh = cb - (cb - b), al = a - ah, bl = b - bh;
  return (pair){p, ((ah * bh - p) + ah * bl + al * bh) + al * bl};
}

static FORCED pair times(pair p, double t, const int fused) {
  const pair c = product(p.hi, t, fused);
  return fast_sum(c.hi, c.lo + p.lo * t);
}

static FORCED pair plus(pair p, double a, double b) {
  const pair s = two_sum(p.hi, a);
  return fast_sum(s.hi, s.lo + (p.lo + b));
}

// Truths times 2^scale, or as they are where they are mirrored. Step by step over the block: the
// steps of one value wait for each other, those of its neighbours do not.
static FORCED void wide_truths(const double *restrict x, int64_t count, const hot_wide_cell *cell,
                               double *restrict hi, double *restrict lo, const int gated,
                               const int mirrored, const int fused) {
  const double *a = cell->high, *b = cell->low, c = cell->centre;
  double t[hot_block];
  for (int64_t i = 0; i < count; i++) {
    t[i] = (mirrored ? -x[i] : x[i]) - c;
    double tail = a[hot_wide_terms - 1];
    for (int k = hot_wide_terms - 2; k >= hot_double_terms; k--) tail = tail * t[i] + a[k];
    hi[i] = tail;
    lo[i] = 0;
  }
  for (int k = hot_double_terms - 1; k >= 0; k--) {
    const double ak = a[k], bk = b[k];
    for (int64_t i = 0; i < count; i++) {
      const pair p = plus(times((pair){hi[i], lo[i]}, t[i], fused), ak, bk);
      hi[i] = p.hi;
      lo[i] = p.lo;
    }
  }
  if (!gated && !mirrored) return;
  // f(x) = x + f(−x), f′(x) = 1 − f′(−x).
  const double sign = gated ? cell->down : -cell->down;
  for (int64_t i = 0; i < count; i++) {
    pair p = {hi[i], lo[i]};
    if (gated) p = times(p, mirrored ? -x[i] : x[i], fused);
    if (mirrored) {
      const pair s = two_sum(gated ? x[i] : 1, sign * p.hi);
      p = fast_sum(s.hi, s.lo + sign * p.lo);
    }
    hi[i] = p.hi;
    lo[i] = p.lo;
  }
}

static FORCED void judge(const double *restrict x, const double *restrict y, int64_t count,
                         const hot_wide_cell *cell, double *restrict e, double *restrict g,
                         uint64_t *restrict flag, const int gated, const int mirrored,
                         const int fused) {
  double hi[hot_block], lo[hot_block];
  wide_truths(x, count, cell, hi, lo, gated, mirrored, fused);
  const uint64_t fraction = (1ull << 52) - 1, skew = cell->skew;
  const double reach = 8 * cell->slack, allowed = cell->bounded ? 1 : 0x1p1000;
  const double up = mirrored ? 1 : cell->up, down = mirrored ? 1 : cell->down;
  const double least = 0x1p-1022 * up, direction = cell->direction;
  const double half = 0.5 - cell->slack;
  const uint64_t flushing = cell->flushing ? 1 : 0;
  for (int64_t i = 0; i < count; i++) {
    const double xd = x[i], yd = y[i], before = y[i - 1];
    const pair truth = {hi[i], lo[i]};
    const double m = magnitude(truth.hi);
    const uint64_t binade = bits_of(m) & ~fraction;
    const double inverse = double_of(0x7fe0000000000000 + (52ull << 52) - binade);
    const double error = ((yd * up - truth.hi) - truth.lo) * inverse, size = magnitude(error);
    const double eighths = error * 8, nearest = (eighths + MAGIC) - MAGIC;
    const uint64_t wild = size >= 0x1p10;
    const uint64_t edge = (magnitude(eighths - nearest) <= reach) & (nearest != 0) & !wild;
    // A truth halfway between two doubles: which is nearest, steps would tell.
    const uint64_t tie = wild & (magnitude(truth.lo) * inverse > half);
    const uint64_t skewed = beside_power(error, skew);
    const uint64_t open = (bits_of(truth.hi) & fraction) == 0;
    const uint64_t missed = (yd == 0) & (size > 0.5);
    const uint64_t order = direction * (before - yd) > 0;
    const uint64_t large = magnitude(yd) > magnitude(xd) * allowed;
    const uint64_t sign = (bits_of(yd) ^ bits_of(truth.hi)) >> 63;
    // Subnormal results have a wider ulp, and are few.
    const uint64_t bad = edge | tie | !(size < 0x1p600) | (wild & skewed) | large | (sign & ~missed) |
                         (open & (size > 0x1p-20)) | !(m >= least) | (missed & flushing);
    flag[i] = bad ? BAD : order * DISORDERED | missed * FLUSHED | wild * WILD;
    e[i] = bad ? 0 : error;
    g[i] = truth.hi * down;
  }
}

static FORCED void measure_steps(const double *y, const double *g, const uint64_t *flag,
                                 int64_t count, hot_result *r) {
  uint64_t steps[hot_block], largest = 0;
  for (int64_t i = 0; i < count; i++) {
    const int64_t a = (int64_t)bits_of(y[i]), b = (int64_t)bits_of(g[i]);
    const uint64_t p = a < 0 ? (1ull << 63) - (uint64_t)a : (uint64_t)a;
    const uint64_t q = b < 0 ? (1ull << 63) - (uint64_t)b : (uint64_t)b;
    const uint64_t d = (int64_t)p > (int64_t)q ? p - q : q - p;
    steps[i] = flag[i] & BAD ? 0 : d;
    largest = steps[i] > largest ? steps[i] : largest;
  }
  r->steps = largest;
  if (largest)
    for (r->first_steps = 0; steps[r->first_steps] != largest; r->first_steps++) {}
}

static FORCED void block(const double *x, const double *y, int64_t count,
                         const hot_wide_cell *cell, hot_result *r, const int fused) {
  double g[hot_block];
  uint64_t flag[hot_block];
  memset(r, 0, offsetof(hot_result, exceptions));
  r->exceptions = r->wilds = 0;
  r->steps = 0;
  // The loop is compiled apart for each form of the truth.
  if (cell->gated && cell->mirrored)
    judge(x, y, count, cell, r->e, g, flag, 1, 1, fused);
  else if (cell->gated)
    judge(x, y, count, cell, r->e, g, flag, 1, 0, fused);
  else if (cell->mirrored)
    judge(x, y, count, cell, r->e, g, flag, 0, 1, fused);
  else
    judge(x, y, count, cell, r->e, g, flag, 0, 0, fused);
  sum(r->e, flag, count, 0, r);
  name(flag, count, r);
  if (r->largest < 0.125 - cell->slack)
    r->bins[hot_bins] += count - r->exceptions - r->wilds;
  else
    tally(r->e, flag, count, 0, r);
  if (r->wilds || r->largest > 0.5 - cell->slack) measure_steps(y, g, flag, count, r);
}

#if defined(__x86_64__) && defined(__linux__)

// By hand, since the clones of one function could not know whether they have the fused product.
__attribute__((target("arch=x86-64-v4,no-prefer-256-bit"))) static void block_v4(
    const double *x, const double *y, int64_t n, const hot_wide_cell *cell, hot_result *r) {
  block(x, y, n, cell, r, 1);
}
__attribute__((target("arch=x86-64-v3"))) static void block_v3(
    const double *x, const double *y, int64_t n, const hot_wide_cell *cell, hot_result *r) {
  block(x, y, n, cell, r, 1);
}
void hot_float64(const double *x, const double *y, int64_t count, const hot_wide_cell *cell,
                 hot_result *r) {
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512cd"))
    block_v4(x, y, count, cell, r);
  else if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
           __builtin_cpu_supports("bmi2"))
    block_v3(x, y, count, cell, r);
  else
    block(x, y, count, cell, r, 0);
}

#elif defined(__aarch64__)

void hot_float64(const double *x, const double *y, int64_t count, const hot_wide_cell *cell,
                 hot_result *r) {
  block(x, y, count, cell, r, 1);
}

#else

void hot_float64(const double *x, const double *y, int64_t count, const hot_wide_cell *cell,
                 hot_result *r) {
  block(x, y, count, cell, r, 0);
}

#endif

// The same on the baseline, for tests: every build gives the same bits.
void hot_float64_baseline(const double *x, const double *y, int64_t count,
                          const hot_wide_cell *cell, hot_result *r) {
  block(x, y, count, cell, r, 0);
}
