// The functions without built-in kernels, and their derivatives, in double and rounded once to float: within a
// little over half an ulp wherever double keeps enough digits.
#include <math.h>
#include <stddef.h>

#define KERNEL(name, body) \
  void name(const float *in, float *out, size_t n) { \
    for (size_t i = 0; i < n; i++) { \
      const double x = in[i]; \
      out[i] = (float)(body); \
    } \
  }

static double gate(double x) {
  if (x < 0) {
    const double v = exp(x), n = v * (v + 2);
    return n / (n + 2);
  }
  const double w = exp(-x);
  return 1 / (1 + 2 * w * w / (1 + 2 * w));
}
static double logistic(double x) { return x < 0 ? exp(x) / (1 + exp(x)) : 1 / (1 + exp(-x)); }
// 1 - tanh(softplus(x))^2, without cancellation.
static double complement(double x) {
  if (x < 0) {
    const double v = exp(x), n = v * (v + 2);
    return 4 * (n + 1) / ((n + 2) * (n + 2));
  }
  const double w = exp(-x), d = 1 + 2 * w + 2 * w * w;
  return 4 * w * w * (1 + w) * (1 + w) / (d * d);
}

KERNEL(mish, x == -INFINITY ? -0.0 : x * gate(x))
KERNEL(mish_slope, x < -1000 ? -0.0 : x > 1000 ? 1 : gate(x) + x * complement(x) * logistic(x))
KERNEL(softplus, x < 0 ? log1p(exp(x)) : x + log1p(exp(-x)))
KERNEL(softplus_slope, logistic(x))
KERNEL(hardswish, x <= -3 ? -0.0 : x >= 3 ? x : x * (x + 3) / 6)
KERNEL(hardswish_slope, x <= -3 ? 0 : x >= 3 ? 1 : (2 * x + 3) / 6)
KERNEL(elu, x < 0 ? expm1(x) : x)
KERNEL(elu_slope, x < 0 ? exp(x) : isnan(x) ? x : 1)
KERNEL(tanh_, tanh(x))
KERNEL(tanh__slope, 4 * exp(-2 * fabs(x)) / ((1 + exp(-2 * fabs(x))) * (1 + exp(-2 * fabs(x)))))
KERNEL(sigmoid, logistic(x))
KERNEL(sigmoid_slope, exp(-fabs(x)) / ((1 + exp(-fabs(x))) * (1 + exp(-fabs(x)))))
KERNEL(erf_, erf(x))
KERNEL(erf__slope, 1.1283791670955126 * exp(-x * x))
KERNEL(erfc_, erfc(x))
KERNEL(erfc__slope, -1.1283791670955126 * exp(-x * x))
