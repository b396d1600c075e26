// Recording what ended a worker process.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "foreign_kernel_support.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#ifdef __linux__
#include <ucontext.h>
#ifdef __aarch64__
#include <asm/sigcontext.h>
#endif
#else
#include <sys/ucontext.h>
#endif

static fks_fault *record;

// Whether the faulting access was a write, from the processor's error code.
static int is_write(void *context) {
#if defined(__linux__) && defined(__x86_64__)
  // Intel SDM volume 3, 4.7: bit 1 of a page fault's error code is W/R.
  return ((ucontext_t *)context)->uc_mcontext.gregs[REG_ERR] >> 1 & 1;
#elif defined(__linux__) && defined(__aarch64__)
  // Linux's asm/sigcontext.h: records one after another, the last without a magic number. One may hold ESR_EL1.
  const uint8_t *records = ((ucontext_t *)context)->uc_mcontext.__reserved;
  for (size_t at = 0; at + sizeof(struct esr_context) <= sizeof ((mcontext_t *)0)->__reserved;) {
    struct esr_context found;
    memcpy(&found, records + at, sizeof found);
    if (found.head.magic == ESR_MAGIC) return found.esr >> 6 & 1;
    if (found.head.magic == 0 || found.head.size == 0) return -1;
    at += found.head.size;
  }
  return -1;
#elif defined(__APPLE__) && defined(__aarch64__)
  // Arm ARM, ESR_ELx for a data abort: bit 6 is WnR.
  return ((ucontext_t *)context)->uc_mcontext->__es.__esr >> 6 & 1;
#elif defined(__APPLE__) && defined(__x86_64__)
  return ((ucontext_t *)context)->uc_mcontext->__es.__err >> 1 & 1;
#else
  (void)context;
  return -1;
#endif
}

static void on_fault(int number, siginfo_t *info, void *context) {
  bool has_address = number == SIGSEGV || number == SIGBUS;
  record->address = has_address ? (uint64_t)(uintptr_t)info->si_addr : 0;
  record->is_write = has_address ? is_write(context) : -1;
  record->signal = number;
  // The disposition is the default again (SA_RESETHAND): ends the process by the same signal.
  raise(number);
}

void fks_record_faults(fks_fault *fault) {
  record = fault;
  static const int fatal[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP, SIGSYS};
  // A stack of its own: the kernel may have used up the usual one.
  stack_t stack = {.ss_size = 1 << 16, .ss_sp = malloc(1 << 16)};
  if (stack.ss_sp) sigaltstack(&stack, NULL);
  struct sigaction action = {.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESETHAND | SA_NODEFER};
  action.sa_sigaction = on_fault;
  sigemptyset(&action.sa_mask);
  for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++) sigaction(fatal[i], &action, NULL);
}
