#include "build.h"

#include <stddef.h>

const char *build_commit(void) {
#ifdef GELU_ACCURACY_COMMIT
  return GELU_ACCURACY_COMMIT;
#else
  return NULL;
#endif
}
