// What the build was told of the sources.
#ifndef GELU_ACCURACY_BUILD_H
#define GELU_ACCURACY_BUILD_H

// The commit that GELU_ACCURACY_COMMIT named when the program was built; null where nothing did.
const char *build_commit(void);

#endif
