// The files of Reference/Tables that scoring reads, as bytes of the program.
#ifndef GELU_ACCURACY_GOLDEN_TABLES_H
#define GELU_ACCURACY_GOLDEN_TABLES_H

#include <stddef.h>

struct golden_file {
  const void *bytes;
  size_t size;
};

struct golden_file golden_float16(void);
struct golden_file golden_bfloat16(void);

#endif
