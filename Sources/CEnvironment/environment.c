// The floating-point control registers: rounding, flushing of subnormals, traps.
#include "floating_point_environment.h"

#include <fenv.h>

#if defined(__linux__)
#include <sys/auxv.h>
#endif

#if defined(__x86_64__)

#include <xmmintrin.h>

// Intel SDM volume 1, 10.2.3: MXCSR's DAZ is bit 6, the masks 7 to 12, rounding 13 and 14, FTZ 15.
enum { DAZ = 1 << 6, MASKS = 0x3f << 7, ROUNDING = 3 << 13, FTZ = 1 << 15 };
// 8.1.5: the x87 word has masks in bits 0 to 5, precision in 8 and 9, rounding in 10 and 11.
enum { LEGACY_MASKS = 0x3f, LEGACY_ROUNDING = 0xf << 8 };

fks_environment fks_get_environment(void) {
  uint16_t legacy;
  __asm__ volatile("fnstcw %0" : "=m"(legacy));
  return (fks_environment){_mm_getcsr(), legacy};
}

void fks_set_environment(fks_environment environment) {
  uint16_t legacy = (uint16_t)environment.legacy;
  _mm_setcsr((unsigned)environment.control);
  // The x87 stack too: a kernel that forgot EMMS would spoil it for the next.
  __asm__ volatile("fninit\n\tfldcw %0" : : "m"(legacy));
}

fks_environment fks_default_environment(void) {
  // What FNINIT sets.
  return (fks_environment){MASKS, 0x37f};
}

int fks_environment_changes(fks_environment before, fks_environment after) {
  uint64_t control = before.control ^ after.control, legacy = before.legacy ^ after.legacy;
  return (control & ROUNDING || legacy & LEGACY_ROUNDING ? FKS_ROUNDING : 0) |
         (control & (DAZ | FTZ) ? FKS_FLUSHING : 0) |
         (control & MASKS || legacy & LEGACY_MASKS ? FKS_TRAPS : 0);
}

#elif defined(__aarch64__)

// Arm ARM, FPCR: FIZ 0, AH 1, trap enables 8 to 15, FZ16 19, RMode 22 and 23, FZ 24.
static const uint64_t FLUSHING = 1u << 0 | 1u << 1 | 1u << 19 | 1u << 24;
static const uint64_t ROUNDING = 3u << 22;
static const uint64_t TRAPS = 0x9f00;

fks_environment fks_get_environment(void) {
  uint64_t control;
  __asm__ volatile("mrs %0, fpcr" : "=r"(control));
  return (fks_environment){control, 0};
}

void fks_set_environment(fks_environment environment) {
  __asm__ volatile("msr fpcr, %0" : : "r"(environment.control));
}

fks_environment fks_default_environment(void) { return (fks_environment){0, 0}; }

int fks_environment_changes(fks_environment before, fks_environment after) {
  uint64_t control = before.control ^ after.control;
  return (control & ROUNDING ? FKS_ROUNDING : 0) | (control & FLUSHING ? FKS_FLUSHING : 0) |
         (control & TRAPS ? FKS_TRAPS : 0);
}

#else

fks_environment fks_get_environment(void) { return (fks_environment){(uint64_t)fegetround(), 0}; }
void fks_set_environment(fks_environment environment) { fesetround((int)environment.control); }
fks_environment fks_default_environment(void) { return (fks_environment){FE_TONEAREST, 0}; }
int fks_environment_changes(fks_environment before, fks_environment after) {
  return before.control != after.control ? FKS_ROUNDING : 0;
}

#endif

const char *fks_instruction_set(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f")) return "AVX512F";
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return "AVX2 and FMA";
  if (__builtin_cpu_supports("avx")) return "AVX";
  return "SSE2";
#elif defined(__aarch64__) && defined(__linux__)
  // Linux's uapi/asm/hwcap.h: bit 22.
  return getauxval(AT_HWCAP) & 1ul << 22 ? "SVE" : "NEON";
#elif defined(__aarch64__)
  return "NEON";
#else
  return "";
#endif
}
