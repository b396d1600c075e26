// A kernel as a child process without a library: the first version of the protocol, in float32.
#include <math.h>
#include <stdio.h>

int main(void) {
  float x;
  while (fread(&x, sizeof x, 1, stdin) == 1) {
    float y = 0.5f * x * (1 + erff(x * 0.70710678f));
    if (fwrite(&y, sizeof y, 1, stdout) != 1 || fflush(stdout)) return 1;
  }
  return 0;
}
