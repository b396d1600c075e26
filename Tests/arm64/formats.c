// Where formats.swift starts, and what it prints with. Embedded Swift asks the system for memory by these names.
#include "lines.h"

void formats_main(void);
void line_add(uint64_t value) { add(value); }
void line_end(const char *what, uint64_t first) { end_line(what, first); }

int main(void) {
  formats_main();
  return 0;
}
