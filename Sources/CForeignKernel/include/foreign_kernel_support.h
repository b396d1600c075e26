// What Swift cannot say, or says differently on Linux and macOS, for calling foreign kernels.
#ifndef FOREIGN_KERNEL_SUPPORT_H
#define FOREIGN_KERNEL_SUPPORT_H

#include "floating_point_environment.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// Processes and pipes

// A pipe, both ends close-on-exec. 0, or -1 with errno.
int fks_pipe(int ends[2]);
// Makes the pipe of this end hold up to `bytes`, where the system lets it; else nothing happens.
void fks_widen_pipe(int end, int bytes);
// Makes reading and writing at this end return instead of waiting.
void fks_set_nonblocking(int end);
// A descriptor of `bytes` of shared memory that has no name and, on Linux, keeps its size; -1 with
// errno.
int fks_shared_memory(size_t bytes);
// Starts `path`, found along PATH where it has no slash. Descriptor i of the child is descriptors[i],
// or /dev/null where that is -1; all others are closed there. Signals are at their defaults.
// The child's process group is `group`, a new one that it leads where that is 0, and the caller's
// where it is negative. A deaf one has all signals blocked that can be.
// The process id, or -1 with errno.
pid_t fks_spawn(const char *path, char *const arguments[], char *const environment[],
                const int *descriptors, int count, pid_t group, bool is_deaf);
// write(2) that fails with EPIPE instead of raising SIGPIPE.
ssize_t fks_write(int descriptor, const void *bytes, size_t count);

// A connection to the process that listens on the Unix socket at `path`. Its descriptor, or -1 with errno.
int fks_connect(const char *path);
// Sends bytes, and with the first of them up to eight descriptors, of which the receiver gets copies.
// How many bytes went, or -1 with errno.
ssize_t fks_send_descriptors(int end, const int *descriptors, int count, const void *bytes,
                             size_t length);

// What waitpid said.
bool fks_was_signalled(int status);
int fks_signal_of(int status);
int fks_exit_status_of(int status);

// Memory

// Address space that faults on every access; NULL with errno.
void *fks_reserve(size_t bytes);
// Maps a part of a shared memory descriptor, at `address` where that is not NULL; NULL with errno.
void *fks_map(void *address, size_t bytes, int descriptor, size_t offset, bool writable);
void fks_unmap(void *address, size_t bytes);
size_t fks_page_size(void);

// `width` is 1, 2, 4 or 8 bytes; buffers are aligned to it.
void fks_fill(void *buffer, size_t count, int width, uint64_t pattern);
// The first place that holds the pattern, or `count`.
size_t fks_find(const void *buffer, size_t count, int width, uint64_t pattern);
// The first place from `from` at which two buffers differ, or `count`.
size_t fks_find_difference(const void *a, const void *b, size_t from, size_t count, int width);
// The first byte that is not `byte`, or `count`.
size_t fks_find_other(const void *buffer, size_t count, uint8_t byte);

// Calls

enum { FKS_BATCH = 0, FKS_BACKWARD = 1, FKS_SCALAR = 2 };
enum { FKS_BITS8 = 3, FKS_BITS16 = 0, FKS_FLOAT32 = 1, FKS_FLOAT64 = 2, FKS_INT8 = 4, FKS_INT16 = 5 };

// With two types the form is not FKS_SCALAR.
void fks_call(const void *symbol, int form, int input_type, int output_type, const void *dy,
              const void *x, void *y, size_t count);

// Calls a function that takes pointers and a length, two to four, in any order. These go through one kind of
// register alike, so that their types need not be known.
void fks_call_ordered(const void *symbol, const uintptr_t *arguments, int count);

// Whether a scalar function of 16-bit values takes and returns them in floating-point registers, as
// `_Float16 f(_Float16)` does: there its results depend on what is in those, and not on what is in the
// integer registers, where a uint16_t goes. Calls it.
bool fks_is_float16_function(const void *symbol);

// Faults

// Where a fault happened, written by the handler into memory that the parent process sees.
typedef struct {
  int32_t signal;    // 0: none
  int32_t is_write;  // 1 yes, 0 no, -1 not known
  uint64_t address;
} fks_fault;

// Records fatal signals in `fault` and lets them end the process as they would have.
void fks_record_faults(fks_fault *fault);

#endif
