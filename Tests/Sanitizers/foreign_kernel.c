// Calls what serves foreign kernels, and the digest: buffers of every size to the byte, all forms, processes,
// faults; for a build under a sanitizer. Ends with status 1 where a result is not what it must be.
#include "digests.h"
#include "foreign_kernel_support.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define MUST(WHAT)                                              \
  do {                                                          \
    if (!(WHAT)) {                                              \
      printf("foreign_kernel.c:%d: not so: %s\n", __LINE__, #WHAT); \
      exit(1);                                                  \
    }                                                           \
  } while (0)

// Sizes about the blocks of 256 that the searches take at once.
static const size_t sizes[] = {0, 1, 2, 255, 256, 257, 511, 512, 513, 1000};
enum { size_count = sizeof sizes / sizeof *sizes };

static void *copy_of(const void *bytes, size_t count) {
  void *copy = malloc(count ? count : 1);
  if (count) memcpy(copy, bytes, count);
  return copy;
}

static void buffers(int width, uint64_t pattern) {
  for (int s = 0; s < size_count; s++) {
    const size_t n = sizes[s], bytes = n * (size_t)width;
    uint8_t *a = malloc(bytes ? bytes : 1);
    fks_fill(a, n, width, pattern);
    MUST(fks_find(a, n, width, pattern) == 0);
    MUST(fks_find(a, n, width, ~pattern) == n);
    for (size_t at = 0; at < n; at += n > 600 ? 37 : 1) {
      uint8_t *b = copy_of(a, bytes);
      fks_fill(b + at * (size_t)width, 1, width, ~pattern);
      MUST(fks_find(b, n, width, ~pattern) == at);
      MUST(fks_find_difference(a, b, 0, n, width) == at);
      MUST(fks_find_difference(a, b, at + 1, n, width) == n);
      memset(b, 7, bytes);
      b[at] = 8;
      MUST(fks_find_other(b, bytes, 7) == at);
      free(b);
    }
    free(a);
  }
}

#define KERNELS(T, SUFFIX)                                                               \
  static void batch_##SUFFIX(const T *x, T *y, size_t n) {                               \
    for (size_t i = 0; i < n; i++) y[i] = (T)(x[i] + 1);                                 \
  }                                                                                      \
  static void backward_##SUFFIX(const T *dy, const T *x, T *y, size_t n) {               \
    for (size_t i = 0; i < n; i++) y[i] = (T)(dy[i] + x[i]);                             \
  }                                                                                      \
  static T scalar_##SUFFIX(T x) { return (T)(x + 1); }                                   \
  static void calls_##SUFFIX(int type) {                                                 \
    for (int s = 0; s < size_count; s++) {                                               \
      const size_t n = sizes[s];                                                         \
      T *x = malloc(n * sizeof(T) + !n), *dy = malloc(n * sizeof(T) + !n);               \
      for (size_t i = 0; i < n; i++) x[i] = (T)i, dy[i] = 1;                             \
      const void *symbols[] = {(void *)batch_##SUFFIX, (void *)backward_##SUFFIX,        \
                               (void *)scalar_##SUFFIX};                                 \
      for (int form = FKS_BATCH; form <= FKS_SCALAR; form++) {                           \
        T *y = malloc(n * sizeof(T) + !n);                                               \
        fks_call(symbols[form], form, type, type, form == FKS_BACKWARD ? dy : NULL, x, y, \
                 n);                                                                     \
        for (size_t i = 0; i < n; i++) MUST(y[i] == (T)(x[i] + 1));                      \
        free(y);                                                                         \
      }                                                                                  \
      free(x), free(dy);                                                                 \
    }                                                                                    \
  }
KERNELS(uint16_t, f16)
KERNELS(float, f32)
KERNELS(double, f64)

// From float to a 16-bit format: y of half the bytes.
static void batch_mixed(const float *x, uint16_t *y, size_t n) {
  for (size_t i = 0; i < n; i++) y[i] = (uint16_t)(x[i] + 1);
}
static void backward_mixed(const float *dy, const float *x, uint16_t *dx, size_t n) {
  for (size_t i = 0; i < n; i++) dx[i] = (uint16_t)(dy[i] + x[i]);
}
static void calls_mixed(void) {
  for (int s = 0; s < size_count; s++) {
    const size_t n = sizes[s];
    float *x = malloc(n * sizeof(float) + !n), *dy = malloc(n * sizeof(float) + !n);
    for (size_t i = 0; i < n; i++) x[i] = (float)(i % 1000), dy[i] = 1;
    for (int form = FKS_BATCH; form <= FKS_BACKWARD; form++) {
      uint16_t *y = malloc(n * sizeof(uint16_t) + !n);
      const void *symbol = form == FKS_BATCH ? (void *)batch_mixed : (void *)backward_mixed;
      fks_call(symbol, form, FKS_FLOAT32, FKS_BITS16, form == FKS_BACKWARD ? dy : NULL, x, y, n);
      for (size_t i = 0; i < n; i++) MUST(y[i] == (uint16_t)(x[i] + 1));
      free(y);
    }
    free(x), free(dy);
  }
}

#ifdef __FLT16_MAX__
static _Float16 in_floats(_Float16 x) { return x * x + (_Float16)0.5; }
#endif

static void conventions(void) {
  MUST(!fks_is_float16_function((void *)scalar_f16));
#ifdef __FLT16_MAX__
  MUST(fks_is_float16_function((void *)in_floats));
#endif
}

static void length_first(size_t n, float *y, const float *x) {
  for (size_t i = 0; i < n; i++) y[i] = x[i] + 1;
}
static void in_place(float *x, int n) {
  for (int i = 0; i < n; i++) x[i] += 1;
}
static void output_second(const float *x, float *dx, const float *dy, size_t n) {
  for (size_t i = 0; i < n; i++) dx[i] = dy[i] + x[i];
}
static void orders(void) {
  float x[3] = {1, 2, 3}, dy[3] = {1, 1, 1}, y[3] = {0}, dx[3] = {0};
  const uintptr_t three[] = {3, (uintptr_t)y, (uintptr_t)x};
  const uintptr_t four[] = {(uintptr_t)x, (uintptr_t)dx, (uintptr_t)dy, 3};
  const uintptr_t two[] = {(uintptr_t)x, 3};
  fks_call_ordered((void *)length_first, three, 3);
  fks_call_ordered((void *)output_second, four, 4);
  fks_call_ordered((void *)in_place, two, 2);
  for (int i = 0; i < 3; i++) MUST(y[i] == i + 2 && dx[i] == i + 2 && x[i] == i + 2);
}

static void memory(void) {
  const size_t page = fks_page_size();
  const int descriptor = fks_shared_memory(4 * page);
  MUST(descriptor >= 0);
  uint8_t *whole = fks_map(NULL, 4 * page, descriptor, 0, true), *room = fks_reserve(6 * page);
  MUST(whole && room);
  MUST(fks_map(room + page, 2 * page, descriptor, page, false) == room + page);
  memset(whole, 3, 4 * page);
  MUST(fks_find_other(room + page, 2 * page, 3) == 2 * page);
  fks_unmap(room, 6 * page);
  fks_unmap(whole, 4 * page);
  close(descriptor);
  MUST(fks_map(NULL, page, -1, 0, false) == NULL);
}

static int ending(pid_t child) {
  int status;
  MUST(waitpid(child, &status, 0) == child);
  return status;
}

static void processes(void) {
  int ends[2];
  MUST(fks_pipe(ends) == 0);
  fks_widen_pipe(ends[1], 1 << 17);
  fks_set_nonblocking(ends[0]);
  char got[4];
  MUST(read(ends[0], got, 4) == -1 && errno == EAGAIN);
  char *const words[] = {"sh", "-c", "read line; echo $line >&2; exit 7", NULL};
  char *const environment[] = {"PATH=/usr/bin:/bin", NULL};
  int in[2];
  MUST(fks_pipe(in) == 0);
  const int descriptors[] = {in[0], -1, ends[1]};
  const pid_t child = fks_spawn("sh", words, environment, descriptors, 3, 0, false);
  MUST(child > 0 && fks_write(in[1], "abc\n", 4) == 4);
  MUST(fks_exit_status_of(ending(child)) == 7);
  MUST(read(ends[0], got, 4) == 4 && memcmp(got, "abc\n", 4) == 0);
  close(in[0]);
  MUST(fks_write(in[1], "abc\n", 4) == -1 && errno == EPIPE);
  MUST(fks_spawn("/nowhere/sh", words, environment, descriptors, 3, -1, true) == -1);
  MUST(fks_spawn("sh", words, environment, descriptors, 17, -1, false) == -1 && errno == EINVAL);
  close(in[1]), close(ends[0]), close(ends[1]);
}

static void faults(void) {
  const size_t page = fks_page_size();
  const int descriptor = fks_shared_memory(page);
  fks_fault *fault = fks_map(NULL, page, descriptor, 0, true);
  volatile char *guard = fks_reserve(page);
  const pid_t child = fork();
  if (child == 0) {
    fks_record_faults(fault);
    guard[5] = 1;
    _exit(0);
  }
  const int status = ending(child);
  MUST(fks_was_signalled(status) && fks_signal_of(status) == fault->signal);
  MUST(fault->signal == SIGSEGV || fault->signal == SIGBUS);
  MUST(fault->address == (uint64_t)(uintptr_t)(guard + 5) && fault->is_write != 0);
  fks_unmap(fault, page);
  close(descriptor);
}

static void environments(void) {
  const fks_environment before = fks_get_environment();
  fks_set_environment(fks_default_environment());
  MUST(fks_environment_changes(fks_get_environment(), fks_default_environment()) == 0);
  fks_set_environment(before);
}

static void digests(void) {
  uint32_t h[8] = {1, 2, 3, 4, 5, 6, 7, 0xffffffff}, k[64];
  for (uint32_t i = 0; i < 64; i++) k[i] = i * 0x9e3779b9u;
  for (size_t blocks = 0; blocks < 4; blocks++) {
    // No alignment is promised.
    uint8_t *bytes = malloc(64 * blocks + 1);
    memset(bytes, 0xf0, 64 * blocks + 1);
    sha256_compress(h, k, bytes + 1, blocks);
    free(bytes);
  }
}

int main(void) {
  for (int width = 2; width <= 8; width *= 2) buffers(width, 0x8123456789abcdef);
  calls_f16(FKS_BITS16), calls_f32(FKS_FLOAT32), calls_f64(FKS_FLOAT64);
  calls_mixed();
  conventions();
  orders();
  memory();
  processes();
  faults();
  environments();
  digests();
  puts("what serves foreign kernels: done");
  return 0;
}
