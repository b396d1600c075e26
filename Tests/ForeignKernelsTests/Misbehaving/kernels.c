// Kernels that do what a kernel must not do, and some that behave. All compute y = x unless said.
#include <fenv.h>
#include <math.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#ifdef __x86_64__
#include <xmmintrin.h>
#endif

#define KERNEL(NAME) void NAME(const float *x, float *y, size_t n)
#define COPY for (size_t i = 0; i < n; i++) y[i] = x[i]

// Behaving.
KERNEL(identity) { COPY; }
void identity8(const uint8_t *x, uint8_t *y, size_t n) { memcpy(y, x, n); }
void skips_lane8(const uint8_t *x, uint8_t *y, size_t n) {
  for (size_t i = 0; i < n; i++) if (i != 5) y[i] = x[i];
}
void product8(const uint8_t *dy, const uint8_t *x, uint8_t *dx, size_t n) {
  for (size_t i = 0; i < n; i++) dx[i] = dy[i] ^ x[i];
}
void identity16(const uint16_t *x, uint16_t *y, size_t n) { memcpy(y, x, 2 * n); }
void identity64(const double *x, double *y, size_t n) { memcpy(y, x, 8 * n); }

// From float to bfloat16 and back.
void truncated(const float *x, uint16_t *y, size_t n) {
  for (size_t i = 0; i < n; i++) memcpy(&y[i], (const char *)&x[i] + 2, 2);
}
void truncated_product(const float *dy, const float *x, uint16_t *dx, size_t n) {
  for (size_t i = 0; i < n; i++) {
    float product = dy[i] * x[i];
    truncated(&product, &dx[i], 1);
  }
}
void extended(const uint16_t *x, float *y, size_t n) {
  for (size_t i = 0; i < n; i++) {
    uint32_t bits = (uint32_t)x[i] << 16;
    memcpy(&y[i], &bits, 4);
  }
}
void truncated_one_more(const float *x, uint16_t *y, size_t n) {
  truncated(x, y, n);
  y[n] = 1;
}
void extended_one_more(const uint16_t *x, float *y, size_t n) {
  extended(x, y, n);
  y[n] = 1;
}
void extended_far(const uint16_t *x, float *y, size_t n) {
  extended(x, y, n);
  y[n + 50000] = 1;
}
void truncated_by_fours(const float *x, uint16_t *y, size_t n) {
  truncated(x, y, n);
  if (n % 4) y[n - 1] ^= 1;
}

float scalar_half(float x) { return x / 2; }
uint8_t scalar_flip8(uint8_t x) { return x ^ 0x80; }
uint16_t scalar_flip(uint16_t x) { return x ^ 0x8000; }
void product(const float *dy, const float *x, float *dx, size_t n) {
  for (size_t i = 0; i < n; i++) dx[i] = dy[i] * x[i];
}
void product16(const uint16_t *dy, const uint16_t *x, uint16_t *dx, size_t n) {
  for (size_t i = 0; i < n; i++) dx[i] = dy[i] + x[i];
}
KERNEL(chatty) {
  printf("result:\n");
  fflush(stdout);
  COPY;
}

// Fatal. Those that take an input misbehave only at 100.
#define AT_100(ACTION) \
  COPY;                \
  for (size_t i = 0; i < n; i++) if (x[i] == 100) { ACTION; }
KERNEL(crashes) { AT_100(*(volatile int *)16 = 1) }
KERNEL(aborts) { AT_100(fprintf(stderr, "invariant violated\n"); abort()) }
KERNEL(exits) { AT_100(exit(5)) }
KERNEL(exits_at_once) { AT_100(_exit(0)) }
KERNEL(hangs) { AT_100(for (;;) usleep(1000)) }
KERNEL(spins) { AT_100(for (volatile int k = 0;; k = !k)) }
KERNEL(traps) { AT_100(__builtin_trap()) }
static volatile int depth;
static int recurse(int k) {
  volatile char frame[4096];
  frame[0] = (char)k;
  depth++;
  return recurse(k + 1) + frame[0];
}
KERNEL(overflows_stack) { AT_100(y[i] = (float)recurse(0)) }

KERNEL(ends_its_group) { AT_100(kill(0, SIGTERM); for (;;) pause()) }
// Its first output says which process it leaves behind.
KERNEL(leaves_child) {
  static int child;
  if (child == 0 && (child = fork()) == 0)
    for (;;) pause();
  COPY;
  y[0] = (float)child;
}

// Memory.
KERNEL(writes_one_after) { COPY; y[n] = 1; }
KERNEL(writes_one_before) { COPY; y[-1] = 1; }
KERNEL(writes_whole_vectors) { for (size_t i = 0; i < (n + 15) / 16 * 16; i++) y[i] = i < n ? x[i] : 0; }
KERNEL(writes_far_after) { COPY; y[n + 10000] = 1; }
KERNEL(writes_input) { COPY; ((float *)x)[n / 2] = 0; }
KERNEL(reads_one_after) { COPY; y[0] = x[0] + 0 * ((volatile const float *)x)[n]; }
KERNEL(reads_whole_vectors) {
  volatile float sum = 0;
  for (size_t i = 0; i < (n + 15) / 16 * 16; i++) sum += x[i];
  COPY;
}
void writes_dy(const float *dy, const float *x, float *dx, size_t n) {
  product(dy, x, dx, n);
  ((float *)dy)[0] = 0;
}

// Outputs.
KERNEL(forgets_last) { for (size_t i = 0; i + 1 < n; i++) y[i] = x[i]; }
KERNEL(forgets_tail) { for (size_t i = 0; i < n / 8 * 8; i++) y[i] = x[i]; }
KERNEL(forgets_half) { memcpy(y, x, 2 * n); }
KERNEL(writes_nothing) { }
KERNEL(accumulates) { for (size_t i = 0; i < n; i++) y[i] += x[i]; }
KERNEL(mixes_old_bits) {
  for (size_t i = 0; i < n; i++) {
    uint32_t old;
    memcpy(&old, y + i, 4);
    y[i] = (float)(old & 0xff);
  }
}
KERNEL(changes) {
  static int calls;
  calls++;
  COPY;
  for (size_t i = 0; i < n; i++) if (x[i] == 100) y[i] = (float)calls;
}

// One value or the other, by chance.
KERNEL(tosses) {
  static uint32_t state;
  if (state == 0) state = (uint32_t)getpid() * 2654435761u | 1;
  COPY;
  for (size_t i = 0; i < n; i++) {
    state ^= state << 13, state ^= state >> 17, state ^= state << 5;
    y[i] = state & 1024 ? x[i] : -x[i];
  }
}

// Floating-point environment.
KERNEL(rounds_up) { COPY; fesetround(FE_UPWARD); }
KERNEL(flushes) {
  COPY;
#if defined(__x86_64__)
  _mm_setcsr(_mm_getcsr() | 0x8040);
#elif defined(__aarch64__)
  uint64_t control;
  __asm__ volatile("mrs %0, fpcr" : "=r"(control));
  __asm__ volatile("msr fpcr, %0" : : "r"(control | 1 << 24));
#endif
}
#if defined(__x86_64__)
static void set_x87(unsigned clear, unsigned set) {
  uint16_t word;
  __asm__ volatile("fnstcw %0" : "=m"(word));
  word = (word & ~clear) | set;
  __asm__ volatile("fldcw %0" : : "m"(word));
}
KERNEL(rounds_up_x87) { COPY; set_x87(0xc00, 0x800); }
KERNEL(narrows_x87) { COPY; set_x87(0x300, 0x200); }
KERNEL(traps_x87) { COPY; set_x87(0x10, 0); }
#endif
KERNEL(sets_flags_only) { COPY; feraiseexcept(FE_INEXACT | FE_OVERFLOW); }

// Position.
KERNEL(long_calls_differ) { for (size_t i = 0; i < n; i++) y[i] = n > 50000 ? -x[i] : x[i]; }
KERNEL(first_call_differs) {
  static int calls;
  calls++;
  for (size_t i = 0; i < n; i++) y[i] = calls == 1 ? -x[i] : x[i];
}
KERNEL(wants_64) {
  if ((uintptr_t)x % 64 || (uintptr_t)y % 64) abort();
  COPY;
}
void wants_4096(const float *dy, const float *x, float *dx, size_t n) {
  if (((uintptr_t)dy | (uintptr_t)x | (uintptr_t)dx) % 4096) abort();
  product(dy, x, dx, n);
}
KERNEL(tail_differs) { for (size_t i = 0; i < n; i++) y[i] = i < n / 8 * 8 ? x[i] : -x[i]; }
KERNEL(peels) {
  size_t peeled = (64 - (uintptr_t)x % 64) % 64 / 4;
  for (size_t i = 0; i < n; i++) y[i] = i < peeled ? -x[i] : x[i];
}
