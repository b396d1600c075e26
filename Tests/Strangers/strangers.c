// Kernels that are not in the catalogue: other orders of operations, other constants, other libms. The comment before
// each names what it computes, as `identify` should.
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define KERNEL(name, expression) \
  void name(const float *xs, float *ys, size_t n) { \
    for (size_t i = 0; i < n; i++) { \
      float x = xs[i]; \
      ys[i] = (expression); \
    } \
  }

static float sigmoid(float z) { return 1 / (1 + expf(-z)); }
static float u(float x) { return 0.79788456f * (x + 0.044715f * x * x * x); }

// gelu
KERNEL(erf_twice, x / 2 + x / 2 * erff(0.70710678f * x))
KERNEL(erf_short_root, 0.5f * x * (1 + erff(x * 0.7071f)))
KERNEL(erf_by_double, (float)(x * 0.5 * (1 + erf(x * M_SQRT1_2))) * 1.0000001f)
KERNEL(erf_negated, -0.5f * x * (-1 - erff(x / sqrtf(2.0f))))
KERNEL(erfc_scaled, x * erfcf(x * -0.70710678f) / 2)
KERNEL(winitzki, 0.5f * x * (1 + copysignf(sqrtf(1 - expf(-x * x / 2 * (1.2732395f + 0.0735f * x * x) / (1 + 0.0735f * x * x))), x)))
KERNEL(as7125, ({ float z = fabsf(x) * 0.70710678f, t = 1 / (1 + 0.47047f * z); float e = 1 - (0.3480242f * t - 0.0958798f * t * t + 0.7478556f * t * t * t) * expf(-z * z); 0.5f * x * (1 + copysignf(e, x)); }))
KERNEL(cdf_by_exp, ({ float s = 0, c = x; for (int k = 1; k < 60; k++) { s += c; c *= x * x / (2 * k + 1); } fabsf(x) > 5 ? fmaxf(x, 0) : x * (0.5f + s * 0.39894228f * expf(-x * x / 2)); }))
// gelu-tanh
KERNEL(tanh_doubled, x / 2 * (1 + tanhf(2 * (u(x) / 2))))
KERNEL(tanh_by_expm1, ({ float e = expm1f(2 * u(x)); x * 0.5f * (1 + e / (e + 2)); }))
KERNEL(tanh_powers, 0.5f * x + 0.5f * x * tanhf(0.79788456f * x + 0.035677407f * powf(x, 3)))
KERNEL(tanh_sqrt, x * 0.5f * (1.0f + tanhf(sqrtf(2.0f / 3.14159265f) * (x + 0.044715f * (x * (x * x))))))
KERNEL(tanh_sigma, x * sigmoid(2 * u(x)))
KERNEL(tanh_complement, x - x * sigmoid(-2 * u(x)))
KERNEL(tanh_half_exp, ({ float e = expf(-u(x)); x / (1 + e * e); }))
KERNEL(tanh_pade7, ({ float t = fminf(fmaxf(u(x), -4.97f), 4.97f), s = t * t; 0.5f * x * (1 + t * (135135 + s * (17325 + s * (378 + s))) / (135135 + s * (62370 + s * (3150 + 28 * s)))); }))
// gelu-sigmoid
KERNEL(quick_division, x / (1 + expf(x * -1.702f)))
KERNEL(quick_exp2, x / (1 + exp2f(-2.4554669f * x)))
KERNEL(quick_tanh, 0.5f * x * (1 + tanhf(0.851f * x)))
KERNEL(quick_complement, x - x / (1 + expf(1.702f * x)))
// silu
KERNEL(silu_tanh, x * (0.5f + 0.5f * tanhf(x / 2)))
KERNEL(silu_exp2, x / (1 + exp2f(-1.44269504f * x)))
KERNEL(silu_split, x < 0 ? x * expf(x) / (1 + expf(x)) : x / (1 + expf(-x)))
// relu
KERNEL(relu_half, (x + fabsf(x)) / 2)
// mish
KERNEL(mish_log1p, x * tanhf(log1pf(expf(x))))
// softplus
KERNEL(softplus_plain, x > 20 ? x : logf(1 + expf(x)))
// the derivative of gelu
KERNEL(slope_erf, 0.5f + 0.5f * erff(x * 0.70710678f) + x * 0.39894228f * expf(-0.5f * x * x))
KERNEL(slope_grouped, 0.5f * (erfcf(-0.70710678f * x) + x * 0.79788456f * expf(x * x / -2)))
// the derivative of silu
KERNEL(slope_silu, ({ float s = sigmoid(x); s + x * s * (1 - s); }))
// the derivative of gelu-tanh
KERNEL(slope_tanh, ({ float t = tanhf(u(x)); 0.5f * (1 + t) + 0.5f * x * (1 - t) * (1 + t) * (0.79788456f + 0.10703222f * x * x); }))
// the derivative of gelu-sigmoid
KERNEL(slope_quick, ({ float s = sigmoid(1.702f * x); s * (1 + 1.702f * x * (1 - s)) * 1.0f; }))
// none of them
KERNEL(none_cubic, x * x * x / (1 + x * x))
KERNEL(none_sine, sinf(x))
KERNEL(none_mixed, x < 0 ? x / (1 + expf(-1.702f * x)) * 0.9f : 1.05f * x)
