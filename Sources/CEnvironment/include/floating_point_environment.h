// A thread's floating-point environment: rounding, flushing of subnormals, traps.
#ifndef FLOATING_POINT_ENVIRONMENT_H
#define FLOATING_POINT_ENVIRONMENT_H

#include <stdint.h>

typedef struct {
  uint64_t control;  // MXCSR, or FPCR
  uint64_t legacy;   // the x87 control word
} fks_environment;

enum { FKS_ROUNDING = 1, FKS_FLUSHING = 2, FKS_TRAPS = 4 };

fks_environment fks_get_environment(void);
void fks_set_environment(fks_environment environment);
// IEEE 754's defaults: round to nearest, gradual underflow, no traps; x87 in full precision.
fks_environment fks_default_environment(void);
// Which of FKS_ROUNDING, FKS_FLUSHING, FKS_TRAPS differ. Exception flags do not count.
int fks_environment_changes(fks_environment before, fks_environment after);

// The widest vector instructions of this processor that kernels are written for; empty where unknown.
const char *fks_instruction_set(void);
// Those that the compiler was allowed to use for this build: "x86-64", "x86-64-v3" (FMA, F16C, AVX2, BMI2 and what
// they imply), "x86-64-v4" (AVX-512 too), "arm64", or "unknown".
const char *fks_compiled_for(void);

#endif
