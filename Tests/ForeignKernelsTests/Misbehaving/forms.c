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

// In other orders, of other lengths.
void ordered_nyx(int n, float *y, const float *x) { for (int i = 0; i < n; i++) y[i] = 2 * x[i]; }
void ordered_yxn(double *y, const double *x, size_t n) { for (size_t i = 0; i < n; i++) y[i] = 2 * x[i]; }
void ordered_nxy(int n, const uint16_t *x, uint16_t *y) { for (int i = 0; i < n; i++) y[i] = x[i] ^ 0x8000; }
void ordered_xny(const uint8_t *x, int n, uint8_t *y) { for (int i = 0; i < n; i++) y[i] = x[i] ^ 0x80; }
void ordered_mixed(uint16_t *y, const float *x, int n) {
  for (int i = 0; i < n; i++) {
    union { float value; uint32_t bits; } u = {x[i]};
    y[i] = u.bits >> 16;
  }
}
void ordered_xn(float *x, int n) { for (int i = 0; i < n; i++) x[i] *= 2; }
void ordered_nx(size_t n, double *x) { for (size_t i = 0; i < n; i++) x[i] *= 2; }
void ordered_xn16(uint16_t *x, size_t n) { for (size_t i = 0; i < n; i++) x[i] ^= 0x8000; }
void ordered_xgdn(const float *x, const float *g, float *d, size_t n) { for (size_t i = 0; i < n; i++) d[i] = g[i] * (x[i] > 0); }
void ordered_dgxn(double *d, const double *g, const double *x, int n) { for (int i = 0; i < n; i++) d[i] = g[i] * (x[i] > 0); }
void ordered_ngxd(int n, const float *g, const float *x, float *d) { for (int i = 0; i < n; i++) d[i] = g[i] * (x[i] > 0); }
// In place, and bad: depends on the call, on the tail, on a byte too far.
void place_changes(float *x, size_t n) { static int calls; calls++; for (size_t i = 0; i < n; i++) x[i] = x[i] == 3 ? calls : x[i]; }
void place_tail(float *x, size_t n) { for (size_t i = 0; i < n / 8 * 8; i++) x[i] *= 2; }
void place_outside(float *x, size_t n) { x[n] = 1; }
// Whatever the input.
void always(const float *x, float *y, size_t n) { *(volatile int *)8 = 1; }
void always64(double *x, size_t n) { *(volatile int *)8 = 1; }
void always_gradient(const float *g, const float *x, float *d, size_t n) { *(volatile int *)8 = 1; }
