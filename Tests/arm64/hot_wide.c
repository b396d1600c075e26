// The hot loop over float64, with a fused product and without: each must give the same bits on every processor.
#include "cells.h"

static double x[hot_block + 1], y[hot_block + 1];
static hot_result r, s;

// A cell whose polynomial is that of GELU's gate to seven terms, and small further ones.
static hot_wide_cell wide_cell(double low, double high) {
  hot_wide_cell cell = {0};
  cell.centre = (low + high) / 2;
  interpolate(cell.centre, (high - low) / 2, cell.high);
  for (int k = hot_degree + 1; k < hot_wide_terms; k++) cell.high[k] = cell.high[0] * 0x1p-60;
  for (int k = 0; k < hot_double_terms; k++) cell.low[k] = cell.high[k] * 0x1.1p-55;
  cell.up = cell.down = 1;
  cell.slack = 0x1p-20;
  cell.skew = 64;
  cell.gated = 1;
  cell.direction = 1;
  cell.bounded = 1;
  return cell;
}

static double output(double input, int fault) {
  const double right = gelu_fast(input);
  switch (fault) {
    case 0: return right;
    case 1: return right * (1 + 0x1p-50 * (double)(next_random() % 9));
    case 2: return next_random() % 9 ? right : 0;
    default: return next_random() % 9 ? right : double_from(next_random());
  }
}

int main(void) {
  int64_t blocks = 0;
  for (int sign = -1; sign <= 1; sign += 2)
    for (int power = -1000; power < 1000; power += power > -40 && power < 6 ? 1 : 40) {
      char what[40];
      snprintf(what, sizeof what, "float64 %s2^%d", sign < 0 ? "-" : "", power);
      for (int form = 0; form < 24; form++) {
        const double low = sign * double_from((uint64_t)(1023 + power) << 52) *
                           (1 + (double)(next_random() % 1024) * 0x1p-10);
        hot_wide_cell cell = wide_cell(low, low * (1 + 0x1p-12));
        cell.mirrored = form / 4 % 2;
        cell.gated = form / 8 % 3 != 0;
        cell.flushing = form % 2;
        const int64_t count = 1 + (int64_t)(next_random() % hot_block);
        for (int64_t i = 0; i <= count; i++) {
          x[i] = (cell.mirrored ? -1 : 1) * low * (1 + (double)i * 0x1p-22);
          y[i] = output(x[i], form % 4);
        }
        hot_float64(x + 1, y + 1, count, &cell, &r);
        hot_float64_baseline(x + 1, y + 1, count, &cell, &s);
        add_result(&r, count);
        const uint64_t fused = line_hash;
        line_hash = 0xcbf29ce484222325;
        add_result(&s, count);
        const uint64_t plain = line_hash;
        line_hash = 0xcbf29ce484222325;
        if (fused != plain) {
          printf("%s, form %d: the fused product changes a bit\n", what, form);
          return 1;
        }
        printf("%s form %d: %016llx\n", what, form, (unsigned long long)fused);
        blocks++;
      }
    }
  printf("%lld blocks\n", (long long)blocks);
  // Zeros of the wrong sign, wrong signs, subnormal and too large results are exceptions here.
  return print_seen() > 4;
}
