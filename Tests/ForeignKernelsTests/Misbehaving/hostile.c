// Kernels that write to what their worker and its parent tell each other, as a stray pointer or a
// mistaken descriptor may. All compute y = x.
#define _GNU_SOURCE
#include <limits.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define KERNEL(NAME) void NAME(const float *x, float *y, size_t n)
#define COPY for (size_t i = 0; i < n; i++) y[i] = x[i]

// As WorkerReply in WorkerMessages.swift.
typedef struct {
  int64_t ticket, status;
  int32_t changes;
  int64_t unwritten, unwritten_count, stray, differing, stale;
  uint64_t first, second;
} reply;

static reply good(int64_t ticket) { return (reply){ticket, 0, 0, -1, 0, INT64_MAX, -1, 0, 0, 0}; }
static void answer(reply r) { write(5, &r, sizeof r); }

static void fill_control(int byte) {
  void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, 3, 0);
  if (page != MAP_FAILED) memset(page, byte, 4096);
}

KERNEL(zeroes_control) { COPY; fill_control(0); *(volatile int *)16 = 1; }
KERNEL(fills_control) { COPY; fill_control(0xff); *(volatile int *)16 = 1; }
// The handler's own record is not there either: the process is ended from outside the handler.
KERNEL(fills_control_and_dies) { COPY; fill_control(0xff); _exit(3); }
KERNEL(stray_minimum) { COPY; reply r = good(1); r.stray = INT64_MIN; answer(r); }
KERNEL(stray_far) { COPY; reply r = good(1); r.stray = -((int64_t)1 << 40); answer(r); }
KERNEL(unwritten_far) { COPY; reply r = good(1); r.unwritten = (int64_t)1 << 40; r.unwritten_count = 1; answer(r); }
KERNEL(unwritten_below) { COPY; reply r = good(1); r.unwritten = -5; answer(r); }
KERNEL(differing_far) { COPY; reply r = good(1); r.differing = (int64_t)1 << 40; answer(r); }
KERNEL(differing_near) { COPY; reply r = good(1); r.differing = n; answer(r); }
KERNEL(counts_wildly) { COPY; reply r = good(1); r.unwritten = 0; r.unwritten_count = INT64_MIN; answer(r); }
KERNEL(other_status) { COPY; reply r = good(1); r.status = 7; answer(r); }
KERNEL(other_ticket) { COPY; answer(good(9)); }
KERNEL(ones) { COPY; reply r; memset(&r, 0xff, sizeof r); answer(r); }
KERNEL(few_bytes) { COPY; write(5, "abc", 3); }
KERNEL(truncates) { COPY; (void)!ftruncate(3, 0); }
KERNEL(grows) { COPY; (void)!ftruncate(3, 1 << 30); }
