// A library that misbehaves while it is loaded, in the way that HOW says.
#include <fenv.h>
#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>

__attribute__((constructor)) static void at_load(void) {
#if HOW == 1
  abort();
#elif HOW == 2
  for (;;) usleep(1000);
#else
  fesetround(FE_DOWNWARD);
#endif
}

void identity(const float *x, float *y, size_t n) {
  for (size_t i = 0; i < n; i++) y[i] = x[i];
}
