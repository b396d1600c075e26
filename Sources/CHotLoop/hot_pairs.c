// Rung 1 for rows with a second input: the truths are given numbers times one factor.
#include "hot_float32.h"
#include "hot_steps.h"

// As judge() of hot_float32.c, without what belongs to a curve: no order, no bound by the input. What
// rounds beyond the format must be its infinity, with the truth's sign; every other output there is BAD.
static FORCED void judge_pairs(const double *restrict g, const float *restrict y, int64_t count,
                               const hot_cell *cell, double factor, double beyond,
                               double *restrict truths, double *restrict e,
                               uint64_t *restrict flag) {
  const double slack = cell->slack, reach = 8 * slack;
  // The truth lies beside the product on one side: that of the factor's sign.
  const double bias = factor < 0 ? -cell->bias : cell->bias;
  const uint64_t biased = bias != 0;
  const uint64_t blur = cell->blur, skew = cell->skew;
  const hot_grid grid = grid_of(cell);
  const double least = grid.least, half_least = least / 2;
  const uint64_t flushing = cell->flushing ? 1 : 0;
  for (int64_t i = 0; i < count; i++) {
    const double yd = y[i], truth = factor * g[i], m = magnitude(truth);
    const double inverse = inverse_ulp(truth, grid);
    const double error = (yd - truth) * inverse, size = magnitude(error);
    const double eighths = (error - bias) * 8, nearest = (eighths + MAGIC) - MAGIC;
    const uint64_t wild = size >= 0x1p10;
    const uint64_t edge = ((magnitude(eighths - nearest) <= reach) & (nearest != 0) & !wild) |
                          (biased & beside_whole(size));
    const double half = truth * inverse - 0.5, whole = (half + MAGIC) - MAGIC;
    const uint64_t tie = wild & (magnitude(half - whole) <= slack);
    const uint64_t open = beside_power(truth, blur) & (m > half_least);
    const uint64_t missed = (yd == 0) & (magnitude(error - bias) > 0.5);
    const uint64_t sign = (bits_of(yd) ^ bits_of(truth)) >> 63;
    const uint64_t wrong = sign & (yd != 0) & (m != 0);
    const uint64_t over = m > beyond;
    const uint64_t right = over & (magnitude(yd) > 0x1p600) & !sign;
    // Beside the largest number's rounding edge it is open which of the two is right.
    const uint64_t beside = magnitude(m - beyond) <= beyond * 0x1p-40;
    const uint64_t bad = edge | tie | !(size < 0x1p600) | (wild & beside_power(error, skew)) |
                         (sign & ~wrong & ~missed) |
                         (open & (size > 0x1p-20)) | (missed & flushing) | over | beside;
    const uint64_t normal = m >= least;
    const uint64_t kind = (missed & normal) * FLUSHED | (missed & ~normal) * SUBNORMAL |
                          wild * WILD | wrong * WRONG;
    truths[i] = truth;
    flag[i] = right ? EXACT : bad ? BAD : kind;
    e[i] = right | bad ? 0 : error;
  }
}

CLONED void hot_pairs(const double *g, const float *y, int64_t count, const hot_cell *cell,
                      double factor, double beyond, hot_result *r) {
  double truths[hot_block];
  uint64_t flag[hot_block];
  memset(r, 0, offsetof(hot_result, exceptions));
  r->exceptions = r->wilds = 0;
  r->steps = 0;
  judge_pairs(g, y, count, cell, factor, beyond, truths, r->e, flag);
  hot_cell own = *cell;
  if (factor < 0) own.bias = -own.bias;
  const double hazy = cell->slack + magnitude(own.bias);
  sum(r->e, flag, count, own.bias, r);
  name(flag, count, r);
  if (r->largest < 0.125 - hazy)
    r->bins[hot_bins] += count - r->exceptions - r->wilds;
  else
    tally(r->e, flag, count, own.bias, r);
  if (r->wilds || r->largest > 0.5 - hazy) measure_steps(y, truths, flag, count, &own, r);
}
