// The kernels that are shipped as C headers, on all encodings of bfloat16 and float16 and a sample of float32.
// With an argument it prints those that rest on libm, bit for bit, to be compared in steps.
#include "gelu_double.h"
#include "gelu_fast.h"
#include "lines.h"

static const struct { const char *name; double (*f)(double); } fast[] = {
    {"gelu_fast", gelu_fast}, {"gelu_fast_gradient", gelu_fast_gradient},
    {"gelu_tanh_fast", gelu_tanh_fast}, {"gelu_tanh_fast_gradient", gelu_tanh_fast_gradient},
    {"gelu_sigmoid_fast", gelu_sigmoid_fast}, {"gelu_sigmoid_fast_gradient", gelu_sigmoid_fast_gradient},
    {"silu_fast", silu_fast}, {"silu_fast_gradient", silu_fast_gradient}};

// The result in double, and rounded to the formats.
static void one(double (*f)(double), double x) {
  const double y = f(x);
  add_double(y);
  add_double((float)y);
  add(y == y ? gelu_fast_to_bfloat16(y) : 0);
}

static void encodings(const char *name, double (*f)(double), const char *format, float (*from)(uint32_t)) {
  char what[80];
  snprintf(what, sizeof what, "%s %s", name, format);
  for (uint32_t first = 0; first < 0x10000; first += 0x400) {
    for (uint32_t i = 0; i < 0x400; i++) one(f, from(first + i));
    end_line(what, first);
  }
}

static void sampled(const char *name, double (*f)(double)) {
  char what[80];
  snprintf(what, sizeof what, "%s float32", name);
  // Every 8209th encoding, in 256 lines.
  uint64_t u = 0;
  for (int line = 0; line < 256; line++) {
    const uint64_t first = u;
    for (; u >> 24 == (uint64_t)line; u += 8209) one(f, float_of((uint32_t)u));
    end_line(what, first);
  }
}

static void print_libm(const char *name, double (*f)(double)) {
  for (uint32_t i = 0; i < 0x10000; i++) {
    double y = f(from_bfloat16(i));
    uint64_t u = 0x7ff8000000000000;
    if (y == y) memcpy(&u, &y, 8);
    printf("%s 0x%04x %016llx\n", name, (unsigned)i, (unsigned long long)u);
  }
}

int main(int count, char **arguments) {
  (void)arguments;
  if (count > 1) {
    print_libm("gelu_double", gelu_double);
    print_libm("gelu_double_gradient", gelu_double_gradient);
    return 0;
  }
  for (size_t i = 0; i < sizeof fast / sizeof *fast; i++) {
    encodings(fast[i].name, fast[i].f, "bfloat16", from_bfloat16);
    encodings(fast[i].name, fast[i].f, "float16", from_float16);
    sampled(fast[i].name, fast[i].f);
  }
  return 0;
}
