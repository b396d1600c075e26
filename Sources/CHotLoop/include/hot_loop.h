// Rung 1 of the ladder for float32 inputs: the truth as a polynomial on one cell, and everything a score
// counts, over a block of consecutive inputs. Outputs are of float32, or of a format that it holds. In C
// because target_clones compiles it for the vector
// units that the package's baseline (SSE2) may not assume; Documentation/Performance.md has the
// measurement that pays for it. No contraction: every clone gives the same bits.
#ifndef GELU_ACCURACY_HOT_LOOP_H
#define GELU_ACCURACY_HOT_LOOP_H

#include <stdint.h>

enum {
  hot_block = 512,      // values a call takes at most
  hot_degree = 6,       // of the polynomial
  hot_wide_terms = 14,  // of the one for float64
  hot_double_terms = 4, // of these as double-doubles
  hot_bins = 18,        // histogram bins on one side: eighths below 1, binades below 2^10
};

// In `kinds`, there are such outputs, and in `kind`, this output is one.
typedef enum {
  hot_bad = 1,          // an exception
  hot_lost = 2,         // a zero of the wrong sign
  hot_disordered = 4,   // on the wrong side of the one before
  hot_flushed = 8,      // zero where |truth| ≥ 2^emin
  hot_subnormal = 16,   // zero where the truth rounds to a subnormal
  hot_wild = 32,        // an error of 2^10 or more
  hot_wrong = 64,       // nonzero, on the other side of zero than the truth
  hot_large = 128,      // larger than the input, where that is not allowed
  hot_classes = hot_lost | hot_disordered | hot_flushed | hot_subnormal | hot_wrong | hot_large,
} hot_kind;

typedef struct {
  double centre;
  double a[hot_degree + 1];
  double slack;      // |e − true e| < slack, for every value of the cell with |e| < 2^10
  double bias;       // decisions are taken on e − bias
  uint64_t blur;     // the truth's relative error, in units of 2^−52
  int32_t gated;     // the truth is x·p(x − centre), not p(x − centre)
  int32_t direction; // of the truth: +1 rises, −1 falls, 0 is not checked
  int32_t zero;      // every result here rounds to −0: an output of +0 is no more than that
  int32_t bounded;   // |output| must not exceed |input|
  int32_t negative;  // the truth is below zero
  int32_t flushing;  // zeros in place of small results are for the next rung
  uint64_t skew;     // relative error of an |e| of 2^10 and more, in units of 2^−52
  int32_t precision; // p of the outputs' format: 24, or less for one whose values are floats too
  double least;      // 2^emin of that format
} hot_cell;

// A cell of rung 2 for float64: truth·2^scale = u·(p(u − centre) + ε), or without the factor u, where
// u is x, or −x with f(x) = x + f(−x), f′(x) = 1 − f′(−x) applied after that.
typedef struct {
  double centre;
  double high[hot_wide_terms], low[hot_double_terms];
  double up, down;   // 2^scale and 2^−scale
  double slack;      // as above
  uint64_t skew;
  int32_t gated, mirrored, direction, bounded, flushing;
} hot_wide_cell;

typedef struct {
  int64_t magnitude, sign, square; // sums of |e|, e, e² in units of 2^−24
  int64_t correct, faithful, ordinary;
  int64_t lost, first_lost;               // how many are of each class, and which is the first
  int64_t disordered, first_disordered;
  int64_t flushed, first_flushed;
  int64_t subnormal, first_subnormal;
  int64_t wrong, first_wrong;
  int64_t large, first_large;
  uint64_t kinds;                         // which of these there are
  int64_t bins[2 * hot_bins + 1]; // signed bins, the central one at hot_bins
  double largest;                 // |e|, of those below 2^10
  uint64_t steps, first_steps;    // the largest distance and where it is first
  int64_t exceptions;             // how many of the block the next rung must judge
  uint16_t exception[hot_block];  // and which, ascending
  int64_t wilds;                  // how many have |e| ≥ 2^10: counted above, but not summed or binned
  uint16_t wild[hot_block];       // and which, ascending
  double e[hot_block];            // errors; 0 for exceptions
  uint8_t kind[hot_block];        // the classes of each; only where `kinds` has one of hot_classes
} hot_result;

// Where outputs are of another format than float32 no result may round beyond it, and one that exceeds its
// input by more than rounding that up is an exception.
// x[−1] and y[−1] must be readable: the input before and its output. count ≤ hot_block.
void hot_float32(const float *x, const float *y, int64_t count, const hot_cell *cell,
                 hot_result *result);

// The same where the truths are g[i] times a factor, in a format of less than 24 bits whose infinity is right
// beyond `beyond` in size. `cell` has the format, the slack and what zeros are allowed; r->kinds may have the
// bit 256 for results that are beyond.
void hot_pairs(const double *g, const float *y, int64_t count, const hot_cell *cell, double factor,
               double beyond, hot_result *result);

// The same for float64. Results below the normal range are exceptions.
void hot_float64(const double *x, const double *y, int64_t count, const hot_wide_cell *cell,
                 hot_result *result);
void hot_float64_baseline(const double *x, const double *y, int64_t count,
                          const hot_wide_cell *cell, hot_result *result);

// Whether every output is, in all bits, the exact float a[0] (times x where the cell is gated): what
// a right kernel gives in cells whose polynomial is a constant. No x·a[0] may be subnormal.
int hot_is_constant(const float *x, const float *y, int64_t count, const hot_cell *cell);

// Whether every output is x·a[0] rounded to the cell's precision, below 24 bits. a[0] is a power of two, and
// no product is subnormal in either format.
int hot_is_rounded(const float *x, const float *y, int64_t count, const hot_cell *cell);

// Which inputs have a truth within `reach` units of a float or of the midpoint of two: at most
// hot_block of them, ascending, and how many.
int64_t hot_near(const float *x, int64_t count, const hot_cell *cell, double reach,
                 uint16_t *places);

// Consecutive encodings: x[i] has the bits first + step·i.
void hot_fill(float *x, uint32_t first, int32_t step, int64_t count);

#endif
