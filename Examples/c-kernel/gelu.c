// GELU and its gradient in C. Build, then validate:
//   cc -O2 -shared -fPIC -I ../../Sources/CForeignKernel/include -o libgelu.so gelu.c -lm
//   gelu-accuracy validate --library libgelu.so --symbol gelu --format float32
#include <math.h>

#include "gelu_accuracy_kernel.h"

gelu_accuracy_batch_f32 gelu;  // the compiler checks the form
gelu_accuracy_backward_f32 gelu_backward;

void gelu(const float *x, float *y, size_t n) {
  for (size_t i = 0; i < n; i++) y[i] = 0.5f * x[i] * erfcf(-0.70710678f * x[i]);
}

void gelu_backward(const float *dy, const float *x, float *dx, size_t n) {
  for (size_t i = 0; i < n; i++) {
    float density = 0.39894228f * expf(-0.5f * x[i] * x[i]);
    dx[i] = dy[i] * (0.5f * erfcf(-0.70710678f * x[i]) + x[i] * density);
  }
}
