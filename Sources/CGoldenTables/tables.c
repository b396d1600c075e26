#include "golden_tables.h"

// #embed is of C23; clang has it for older versions of C too.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char of_float16[] = {
#embed "../../Reference/Tables/float16-odd.safetensors"
};

static const unsigned char of_bfloat16[] = {
#embed "../../Reference/Tables/bfloat16-odd.safetensors"
};

struct golden_file golden_float16(void) {
  return (struct golden_file){of_float16, sizeof of_float16};
}

struct golden_file golden_bfloat16(void) {
  return (struct golden_file){of_bfloat16, sizeof of_bfloat16};
}
