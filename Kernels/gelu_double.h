// GELU and its gradient in float64, in C99 on libm: the repairs that `gelu-accuracy diagnose` prints.
//
// They correct for the rounding of their argument, which the exponential would turn into hundreds of ulps, and beside
// the zero of the gradient a series takes the place of terms that cancel. What was measured stands in
// Reports/README.md; it rests on the errors of libm's erfc and exp.
//
// MIT licence, as the rest of gelu-accuracy.
#ifndef GELU_DOUBLE_H
#define GELU_DOUBLE_H

#include <math.h>

// x * Phi(x)
static inline double gelu_double(double x) {
  if (x > 40) return x;
  if (x == -INFINITY) return -0.0;
  double z = -x * 0.70710678118654752;
  double d = fma(-x, 0.70710678118654752, -z) + x * 0x1.bdd3413b26456p-55;
  return 0.5 * x * (erfc(z) - 1.1283791670955126 * exp(-z * z) * d);
}

// Phi(x) + x * phi(x)
static inline double gelu_double_gradient(double x) {
  if (fabs(x - (-0.7517915246935645)) < 0.09397394058669556) {
    double t = (x - (-0.7517915246935645)) - (1.4956759177009883e-17), p = -1.396942086426202e-09;
    p = p * t - 3.545986646178387e-08;
    p = p * t - 1.6044265494246429e-09;
    p = p * t + 5.702764979242107e-07;
    p = p * t + 4.3284506257392273e-07;
    p = p * t - 7.74846130700372e-06;
    p = p * t - 1.1214380188426642e-05;
    p = p * t + 8.615947861116571e-05;
    p = p * t + 0.0001863397462323351;
    p = p * t - 0.0007448268386746817;
    p = p * t - 0.0022395380680734975;
    p = p * t + 0.004539228379125415;
    p = p * t + 0.019421679838189064;
    p = p * t - 0.01477152214824434;
    p = p * t - 0.11400823329722172;
    p = p * t - 0.018199676398671087;
    p = p * t + 0.388284982990552;
    p = p * t + 0.4314939923140469;
    return t * p;
  }
  if (x > 40) return 1;
  if (x < -39) return -0.0;
  double z = -x * 0.70710678118654752;
  double d = fma(-x, 0.70710678118654752, -z) + x * 0x1.bdd3413b26456p-55;
  double q = x * x, h = exp(-0.25 * q), g = h - 0.5 * h * fma(x, x, -q);
  double y = 0.5 * (erfc(z) - 1.1283791670955126 * g * h * d) + x * (0.3989422804014327 * g) * h;
  return y == 0 && x < 0 ? -0.0 : y;
}

#endif
