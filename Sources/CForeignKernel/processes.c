// Pipes, shared memory and starting programs: the differences between Linux and macOS are here.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "foreign_kernel_support.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static void close_on_exec(int descriptor) {
  fcntl(descriptor, F_SETFD, fcntl(descriptor, F_GETFD) | FD_CLOEXEC);
}

int fks_pipe(int ends[2]) {
#ifdef __linux__
  return pipe2(ends, O_CLOEXEC);
#else
  if (pipe(ends) != 0) return -1;
  close_on_exec(ends[0]);
  close_on_exec(ends[1]);
  return 0;
#endif
}

void fks_widen_pipe(int end, int bytes) {
#ifdef F_SETPIPE_SZ
  fcntl(end, F_SETPIPE_SZ, bytes);
#else
  (void)end, (void)bytes;
#endif
}

void fks_set_nonblocking(int end) { fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK); }

int fks_shared_memory(size_t bytes) {
#ifdef __linux__
  int descriptor = memfd_create("kernel-buffers", MFD_CLOEXEC | MFD_ALLOW_SEALING);
#else
  char name[] = "/tmp/kernel-buffers-XXXXXX";
  int descriptor = mkstemp(name);
  if (descriptor >= 0) {
    unlink(name);
    close_on_exec(descriptor);
  }
#endif
  if (descriptor >= 0 && ftruncate(descriptor, (off_t)bytes) != 0) {
    int reason = errno;
    close(descriptor);
    errno = reason;
    return -1;
  }
#ifdef __linux__
  // Touching what another process has cut off would end this one by SIGBUS. macOS has no seals.
  if (descriptor >= 0) fcntl(descriptor, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL);
#endif
  return descriptor;
}

pid_t fks_spawn(const char *path, char *const arguments[], char *const environment[],
                const int *descriptors, int count, pid_t group, bool is_deaf) {
  // Copies above every target: no descriptor is overwritten before it has been used.
  int copies[16];
  if (count > 16) return errno = EINVAL, -1;
  int reason = 0;
  for (int i = 0; i < count; i++) {
    copies[i] = descriptors[i] < 0 ? open("/dev/null", O_RDWR | O_CLOEXEC) : descriptors[i];
    int high = copies[i] < 0 ? -1 : fcntl(copies[i], F_DUPFD_CLOEXEC, count);
    if (high < 0 && reason == 0) reason = errno;
    if (descriptors[i] < 0 && copies[i] >= 0) close(copies[i]);
    copies[i] = high;
  }

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  for (int i = 0; i < count; i++) posix_spawn_file_actions_adddup2(&actions, copies[i], i);

  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  short flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK;
#ifdef POSIX_SPAWN_CLOEXEC_DEFAULT
  flags |= POSIX_SPAWN_CLOEXEC_DEFAULT;
#endif
  if (group >= 0) flags |= POSIX_SPAWN_SETPGROUP;
  sigset_t defaults, blocked;
  sigemptyset(&blocked);
  if (is_deaf) sigfillset(&blocked);
  sigemptyset(&defaults);
  sigaddset(&defaults, SIGPIPE);
  posix_spawnattr_setsigmask(&attributes, &blocked);
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  if (group >= 0) posix_spawnattr_setpgroup(&attributes, group);
  posix_spawnattr_setflags(&attributes, flags);

  pid_t child = -1;
  if (reason == 0)
    reason = posix_spawnp(&child, path, &actions, &attributes, arguments, environment);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  for (int i = 0; i < count; i++)
    if (copies[i] >= 0) close(copies[i]);
  if (reason != 0) return errno = reason, -1;
  return child;
}

ssize_t fks_write(int descriptor, const void *bytes, size_t count) {
  // A thread's own SIGPIPE, blocked and taken back: the process's disposition is not ours to change.
  sigset_t pipe_signal, before, pending;
  sigemptyset(&pipe_signal);
  sigaddset(&pipe_signal, SIGPIPE);
  sigpending(&pending);
  bool was_pending = sigismember(&pending, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipe_signal, &before);
  ssize_t written = write(descriptor, bytes, count);
  int reason = errno;
  if (written < 0 && reason == EPIPE && !was_pending) {
    sigpending(&pending);
    int taken;
    if (sigismember(&pending, SIGPIPE)) sigwait(&pipe_signal, &taken);
  }
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  errno = reason;
  return written;
}

bool fks_was_signalled(int status) { return WIFSIGNALED(status); }
int fks_signal_of(int status) { return WTERMSIG(status); }
int fks_exit_status_of(int status) { return WEXITSTATUS(status); }
