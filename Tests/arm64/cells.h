// Cells for the hot loops: GELU as gelu_fast.h has it, interpolated at seven places. No libm, so that every machine
// has the same cells.
#ifndef CELLS_H
#define CELLS_H

#include "gelu_fast.h"
#include "hot_loop.h"
#include "lines.h"

// The polynomial in x − centre through gate(x) = gelu(x)/x at seven places within `half` of the centre.
static inline void interpolate(double centre, double half, double *a) {
  double t[hot_degree + 1], f[hot_degree + 1];
  for (int i = 0; i <= hot_degree; i++) {
    t[i] = half * (i - 3) / 3;
    const double x = centre + t[i];
    f[i] = gelu_fast(x) / x;
  }
  // Newton's divided differences, then the powers of t.
  for (int k = 1; k <= hot_degree; k++)
    for (int i = hot_degree; i >= k; i--) f[i] = (f[i] - f[i - 1]) / (t[i] - t[i - k]);
  for (int i = 0; i <= hot_degree; i++) a[i] = 0;
  for (int k = hot_degree; k >= 0; k--) {
    for (int i = hot_degree; i > 0; i--) a[i] = a[i - 1] - t[k] * a[i];
    a[0] = f[k] - t[k] * a[0];
  }
}

// The cell from the float with bits `first` over `count` encodings, for outputs of p = `precision`.
static inline hot_cell cell_of(uint32_t first, uint32_t count, int precision, double least) {
  hot_cell cell = {0};
  const double low = float_of(first), high = float_of(first + count);
  cell.centre = (low + high) / 2;
  interpolate(cell.centre, (high - low) / 2, cell.a);
  cell.slack = 0x1p-20;
  cell.bias = first & 0x100 ? 0x1p-30 : 0;
  cell.blur = 64;
  cell.skew = 64;
  cell.gated = 1;
  cell.negative = low < 0;
  // Of a larger encoding the size is larger: right of the turning point the truth rises.
  cell.direction = low > 0 ? 1 : low < -0.76 ? 1 : -1;
  cell.bounded = 1;
  cell.flushing = (first & 0x200) != 0;
  cell.precision = precision;
  cell.least = least;
  return cell;
}

static inline void add_places(const uint16_t *places, int64_t count) {
  add((uint64_t)count);
  for (int64_t i = 0; i < count; i++) add(places[i]);
}

// Outputs of each class over all blocks: a driver that meets none of one class compares nothing there.
static int64_t seen[9];
static const char *const seen_names[9] = {"lost",  "disordered", "flushed",    "subnormal", "wrong",
                                          "large", "wild",       "exceptions", "steps"};

static inline void tally_seen(const hot_result *r) {
  const int64_t numbers[9] = {r->lost,  r->disordered, r->flushed,    r->subnormal, r->wrong,
                              r->large, r->wilds,      r->exceptions, r->steps > 0};
  for (int i = 0; i < 9; i++) seen[i] += numbers[i];
}

// Prints them, and how many of them are none.
static inline int print_seen(void) {
  int none = 0;
  for (int i = 0; i < 9; i++) {
    printf("%s %lld\n", seen_names[i], (long long)seen[i]);
    none += seen[i] == 0;
  }
  return none;
}

// All that a result says, and nothing that was left as it was.
static inline void add_result(const hot_result *r, int64_t count) {
  tally_seen(r);
  const int64_t numbers[] = {
      r->magnitude, r->sign, r->square, r->correct, r->faithful, r->ordinary,
      r->lost, r->first_lost, r->disordered, r->first_disordered, r->flushed, r->first_flushed,
      r->subnormal, r->first_subnormal, r->wrong, r->first_wrong, r->large, r->first_large};
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) add((uint64_t)numbers[i]);
  for (int i = 0; i <= 2 * hot_bins; i++) add((uint64_t)r->bins[i]);
  add(r->kinds), add(r->steps), add(r->first_steps);
  add_double(r->largest);
  add_places(r->exception, r->exceptions);
  add_places(r->wild, r->wilds);
  for (int64_t i = 0; i < count; i++) add_double(r->e[i]);
  if (r->kinds & hot_classes)
    for (int64_t i = 0; i < count; i++) add(r->kind[i]);
}

#endif
