// GELU from int8 to int8 by a table, as a quantised model has it. Build, then validate:
//   cc -O2 -shared -fPIC -I ../../Sources/CForeignKernel/include -o libq.so gelu_int8.c -lm
//   gelu-accuracy validate --library ./libq.so --symbol gelu_int8 \
//     --input-format "int8(scale=0.05,zero-point=3)" --format "int8(scale=0.04,zero-point=-128)"
#include <math.h>

#include "gelu_accuracy_kernel.h"

gelu_accuracy_batch_i8 gelu_int8;  // the compiler checks the form

static const double input_scale = 0.05f, output_scale = 0.04f;
enum { input_zero_point = 3, output_zero_point = -128 };

static int8_t table[256];

__attribute__((constructor)) static void fill_table(void) {
  for (int code = -128; code < 128; code++) {
    double x = input_scale * (code - input_zero_point);
    double y = 0.5 * x * erfc(-0x1.6a09e667f3bcdp-1 * x);
    double result = nearbyint(y / output_scale) + output_zero_point;
    table[code + 128] = result < -128 ? -128 : result > 127 ? 127 : (int8_t)result;
  }
}

void gelu_int8(const int8_t *x, int8_t *y, size_t n) {
  for (size_t i = 0; i < n; i++) y[i] = table[x[i] + 128];
}
