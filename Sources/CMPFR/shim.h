// The only door to MPFR. What its macros hide from Swift is brought in here.
#ifndef GELU_ACCURACY_CMPFR_H
#define GELU_ACCURACY_CMPFR_H

#if !__has_include(<mpfr.h>)
#error "MPFR's headers are missing: run 'make setup', or apt-get install libmpfr-dev libgmp-dev (Debian), brew install mpfr gmp (macOS)."
#else
#include <mpfr.h>

// MPFR_VERSION_STRING and the build's thread safety, for reports.
static inline const char *cmpfr_version(void) { return mpfr_get_version(); }
#endif

#endif
