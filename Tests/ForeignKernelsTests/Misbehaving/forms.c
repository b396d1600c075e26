// Kernels that are called in another form, or format, than they have.
#include <stddef.h>
#include <stdint.h>

// Compilers without _Float16 for this target leave these out.
#ifdef __FLT16_MAX__
_Float16 native_half(_Float16 x) { return x / 2; }
_Float16 native_square(_Float16 x) { return x * x; }
_Float16 native_relu(_Float16 x) { return x > 0 ? x : (_Float16)0; }
#endif

uint16_t same(uint16_t x) { return x; }
uint16_t rectified(uint16_t x) { return x & 0x8000 ? 0 : x; }
uint16_t nothing(uint16_t x) { return 0; }
static float wide(uint16_t x) {
  union { uint32_t bits; float value; } u = {(uint32_t)x << 16};
  return u.value;
}
uint16_t cube(uint16_t x) {
  union { float value; uint32_t bits; } u = {wide(x) * wide(x) * wide(x)};
  return u.bits >> 16;
}

float scalar(float x) { return x / 2; }
void backward(const float *dy, const float *x, float *dx, size_t n) {
  for (size_t i = 0; i < n; i++) dx[i] = dy[i] * x[i];
}
void batch(const float *x, float *y, size_t n) { for (size_t i = 0; i < n; i++) y[i] = x[i]; }
void output_first(float *y, const float *x, size_t n) { for (size_t i = 0; i < n; i++) y[i] = x[i] + 1; }
void batch16(const uint16_t *x, uint16_t *y, size_t n) { for (size_t i = 0; i < n; i++) y[i] = x[i]; }
void batch64(const double *x, double *y, size_t n) { for (size_t i = 0; i < n; i++) y[i] = x[i]; }
