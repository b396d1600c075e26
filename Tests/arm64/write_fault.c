// Whether a faulting access was a write, as Linux on arm64 tells it. qemu's user emulation may leave the record out, so
// the records are made here, and a real fault afterwards must be a write or unknown.
#include "../../Sources/CForeignKernel/faults.c"

#include <stdio.h>
#include <string.h>

static int failed = 0;

static void must(int got, int want, const char *what) {
  printf("%s: %d\n", what, got);
  if (got != want) failed = 1, printf("  must be %d\n", want);
}

// A context with a record of floating-point registers and, where asked, one of the syndrome.
static int told(int has_syndrome, uint64_t syndrome) {
  static ucontext_t context;
  uint8_t *at = context.uc_mcontext.__reserved;
  memset(&context, 0, sizeof context);
  const struct _aarch64_ctx registers = {.magic = FPSIMD_MAGIC, .size = sizeof(struct fpsimd_context)};
  memcpy(at, &registers, sizeof registers);
  at += registers.size;
  const struct esr_context esr = {.head = {.magic = ESR_MAGIC, .size = sizeof esr}, .esr = syndrome};
  if (has_syndrome) memcpy(at, &esr, sizeof esr);
  return is_write(&context);
}

int main(void) {
  // Data aborts from a lower level: one of a write, which has WnR, one of a read.
  must(told(1, 0x92000047), 1, "a write");
  must(told(1, 0x92000007), 0, "a read");
  must(told(0, 0), -1, "no syndrome");
  // A record of no length, and registers alone without an end, are no loop.
  static ucontext_t endless;
  const struct _aarch64_ctx none = {.magic = FPSIMD_MAGIC, .size = 0};
  memcpy(endless.uc_mcontext.__reserved, &none, sizeof none);
  must(is_write(&endless), -1, "a record of no length");
  for (size_t at = 0; at + 16 <= sizeof endless.uc_mcontext.__reserved; at += 16) {
    const struct _aarch64_ctx short_one = {.magic = FPSIMD_MAGIC, .size = 16};
    memcpy(endless.uc_mcontext.__reserved + at, &short_one, sizeof short_one);
  }
  must(is_write(&endless), -1, "records to the end");
  return failed;
}
