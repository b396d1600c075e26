// The floating-point environment: what a kernel may change, whether it is noticed, and whether it is put right.
// The registers differ between processors; what is printed must not.
#include "floating_point_environment.h"

#include <fenv.h>
#include <stdio.h>
#include <string.h>

#if defined(__x86_64__)
#include <xmmintrin.h>
static void flush(void) { _mm_setcsr(_mm_getcsr() | 0x8040); }
#elif defined(__aarch64__)
static void flush(void) {
  uint64_t control;
  __asm__ volatile("mrs %0, fpcr" : "=r"(control));
  __asm__ volatile("msr fpcr, %0" : : "r"(control | 1 << 24));
}
#endif

static int failed = 0;

static void must(int holds, const char *what) {
  printf("%s: %s\n", what, holds ? "yes" : "NO");
  failed |= !holds;
}

static uint64_t bits(double x) {
  uint64_t u;
  memcpy(&u, &x, 8);
  return u;
}

// Not worked out by the compiler.
static void results(const char *what) {
  volatile double one = 1, three = 3, least = 0x1p-1022, half = 0.5;
  volatile float one_f = 1, three_f = 3;
  const double third = one / three, negative = -one / three, small = least * half;
  const float third_f = one_f / three_f;
  printf("%s: 1/3 %016llx, -1/3 %016llx, float %a, 2^-1023 %016llx\n", what,
         (unsigned long long)bits(third), (unsigned long long)bits(negative), (double)third_f,
         (unsigned long long)bits(small));
}

int main(void) {
  static const struct { int mode; const char *name; } modes[] = {
      {FE_TONEAREST, "to nearest"}, {FE_UPWARD, "up"}, {FE_DOWNWARD, "down"}, {FE_TOWARDZERO, "to zero"}};
  const fks_environment usual = fks_default_environment();
  must(fks_environment_changes(fks_get_environment(), usual) == 0, "a process starts in the default");
  for (int i = 0; i < 4; i++) {
    fesetround(modes[i].mode);
    const int changes = fks_environment_changes(usual, fks_get_environment());
    results(modes[i].name);
    must(changes == (i ? FKS_ROUNDING : 0), "that it rounds so is noticed");
    fks_set_environment(usual);
    must(fegetround() == FE_TONEAREST, "and put right");
  }
  flush();
  const int changes = fks_environment_changes(usual, fks_get_environment());
  results("flushing");
  must(changes == FKS_FLUSHING, "flushing is noticed");
  fks_set_environment(usual);
  results("not flushing");
  // A flag that an inexact result raised is no change.
  feclearexcept(FE_ALL_EXCEPT);
  const fks_environment before = fks_get_environment();
  results("inexact");
  must(fetestexcept(FE_INEXACT) != 0, "the flag is up");
  must(fks_environment_changes(before, fks_get_environment()) == 0, "and is no change");
  must(fks_instruction_set()[0] != 0, "the instruction set has a name");
#if defined(__aarch64__)
  must(strcmp(fks_compiled_for(), "arm64") == 0, "the build has a name");
#else
  must(strncmp(fks_compiled_for(), "x86-64", 6) == 0, "the build has a name");
#endif
  return failed;
}
