// The only door to MPFR. What its macros hide from Swift is brought in here.
#ifndef GELU_ACCURACY_CMPFR_H
#define GELU_ACCURACY_CMPFR_H

#if !__has_include(<mpfr.h>)
#error "MPFR's headers are missing: run 'make setup', or apt-get install libmpfr-dev libgmp-dev (Debian), brew install mpfr gmp (macOS)."
#else
#include <mpfr.h>

// For reports, and for numbers that keep their limbs beside them.
static inline const char *cmpfr_version(void) { return mpfr_get_version(); }
static const int cmpfr_nan_kind = MPFR_NAN_KIND;
#endif

#endif
