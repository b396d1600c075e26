// A program that is built on a system with a newer glibc runs with glibc 2.34 too: what is linked in, and never
// calls these here, would otherwise ask for versions of them that are younger.
#include <stdlib.h>

#if defined(__GLIBC__) && defined(__x86_64__)
#include <sys/random.h>

#define HIDDEN __attribute__((visibility("hidden")))

// glibc 2.35 changed how hypot reports overflow, and its version with it.
__asm__(".symver older_hypot, hypot@GLIBC_2.2.5");
__asm__(".symver older_hypotf, hypotf@GLIBC_2.2.5");
double older_hypot(double x, double y);
float older_hypotf(float x, float y);
HIDDEN double hypot(double x, double y) { return older_hypot(x, y); }
HIDDEN float hypotf(float x, float y) { return older_hypotf(x, y); }

// glibc 2.36 is the first that has it; libstdc++'s random_device asks for it.
HIDDEN unsigned arc4random(void) {
  unsigned value = 0;
  while (getrandom(&value, sizeof value, 0) != sizeof value) {
  }
  return value;
}
#endif
