// Kernels whose outputs, or whose lives, depend on where in a call an input stands, on dy, or on chance.
#include <pthread.h>
#include <sched.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define COPY(T) for (size_t i = 0; i < n; i++) y[i] = x[i]
static float wide(uint16_t x) {
  uint32_t bits = (uint32_t)x << 16;
  float value;
  memcpy(&value, &bits, 4);
  return value;
}
static uint16_t narrow(float x) {
  uint32_t bits;
  memcpy(&bits, &x, 4);
  return bits >> 16;
}

// Of dy.
#define GRADIENT(NAME, T, OF_DY, IN, OUT)                            \
  void NAME(const T *g, const T *x, T *d, size_t n) {                \
    for (size_t i = 0; i < n; i++) {                                 \
      double dy = IN(g[i]);                                          \
      d[i] = OUT((OF_DY) * (IN(x[i]) < 0 ? 0.25 : 1));               \
    }                                                                \
  }
GRADIENT(dy_linear, float, dy, , (float))
GRADIENT(dy_linear16, uint16_t, dy, wide, narrow)
GRADIENT(dy_squared, float, dy * dy, , (float))
GRADIENT(dy_squared16, uint16_t, dy *dy, wide, narrow)
GRADIENT(dy_ignored, double, 0 * dy + 1, , )
GRADIENT(dy_clipped, float, dy > 1 ? 1 : dy, , (float))
GRADIENT(dy_rounded, double, dy + (dy > 1) * 0x1p-40, , )
// The order (x, dy, dx, n), met in the usual one.
#define X_FIRST(NAME, T, IN, OUT)                                                       \
  void NAME(const T *x, const T *g, T *d, size_t n) {                                   \
    for (size_t i = 0; i < n; i++) d[i] = OUT(IN(g[i]) * (IN(x[i]) > 1.5 ? 1.125 : 1)); \
  }
X_FIRST(x_first, float, , (float))
X_FIRST(x_first16, uint16_t, wide, narrow)
X_FIRST(x_first64, double, , )

// Of alignment.
#define WANTS(NAME, T, BYTES)                                          \
  void NAME(const T *x, T *y, size_t n) {                              \
    if (((uintptr_t)x | (uintptr_t)y) % BYTES) *(volatile int *)8 = 1; \
    COPY(T);                                                           \
  }
WANTS(aligned_8, uint16_t, 8)
WANTS(aligned_16, float, 16)
WANTS(aligned_32, double, 32)
WANTS(aligned_64, uint8_t, 64)
void aligned_gradient(const float *g, const float *x, float *d, size_t n) {
  if (((uintptr_t)g | (uintptr_t)x | (uintptr_t)d) % 16) abort();
  for (size_t i = 0; i < n; i++) d[i] = g[i] * x[i];
}

// Of length.
#define PATHS(NAME, T, FROM) \
  void NAME(const T *x, T *y, size_t n) { for (size_t i = 0; i < n; i++) y[i] = n < FROM ? x[i] : 0; }
PATHS(paths_20000, uint16_t, 20000)
PATHS(paths_65536, float, 65536)
PATHS(paths_300000, double, 300000)
void paths_gradient(const float *g, const float *x, float *d, size_t n) {
  for (size_t i = 0; i < n; i++) d[i] = n < 100000 ? g[i] * x[i] : g[i];
}

// Of chance: two threads share what they compute in, in long calls. Where they have one core between them, each gives
// way to the other in the middle.
#define SHARES(NAME, T)                                                        \
  static T NAME##_scratch[256];                                                \
  struct NAME##_part { const T *x; T *y; size_t n; };                          \
  static void *NAME##_run(void *given) {                                       \
    struct NAME##_part *a = given;                                             \
    for (size_t i = 0; i < a->n; i += 256) {                                   \
      size_t m = a->n - i < 256 ? a->n - i : 256;                              \
      memcpy(NAME##_scratch, a->x + i, m * sizeof(T));                         \
      for (volatile int k = 0; k < 4000; k++) {}                               \
      if (i / 256 % 8 == 0) sched_yield();                                     \
      __asm__ volatile("" ::: "memory");                                       \
      memcpy(a->y + i, NAME##_scratch, m * sizeof(T));                         \
    }                                                                          \
    return 0;                                                                  \
  }                                                                            \
  void NAME(const T *x, T *y, size_t n) {                                      \
    size_t h = n < 16384 ? n : n / 2;                                          \
    struct NAME##_part a = {x, y, h}, b = {x + h, y + h, n - h};               \
    pthread_t thread;                                                          \
    if (b.n) pthread_create(&thread, 0, NAME##_run, &b);                       \
    NAME##_run(&a);                                                            \
    if (b.n) pthread_join(thread, 0);                                          \
  }
SHARES(shares, float)
SHARES(shares16, uint16_t)
SHARES(shares64, double)
void shares_gradient(const float *g, const float *x, float *d, size_t n) { shares(x, d, n); (void)g; }

// Of one input, or of two together.
void crashes16(const uint16_t *x, uint16_t *y, size_t n) {
  COPY(uint16_t);
  for (size_t i = 0; i < n; i++) if (x[i] == 0x4321) abort();
}
void exits64(const double *x, double *y, size_t n) {
  COPY(double);
  for (size_t i = 0; i < n; i++) if (x[i] == 3.25) exit(7);
}
void crashes_gradient(const float *g, const float *x, float *d, size_t n) {
  for (size_t i = 0; i < n; i++) {
    if (x[i] < 0 && x[i] > -0.02f) *(volatile int *)8 = 1;
    d[i] = g[i] * x[i];
  }
}
void crashes_on_two(const float *x, float *y, size_t n) {
  int seen = 0;
  COPY(float);
  for (size_t i = 0; i < n; i++) seen += x[i] == 1 || x[i] == 9;
  if (seen == 2) *(volatile int *)8 = 1;
}
