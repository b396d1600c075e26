// Calling a symbol in each of the forms of gelu_accuracy_kernel.h.
#include "foreign_kernel_support.h"
#include "gelu_accuracy_kernel.h"

#include <string.h>

#define CALLS(NAME, T, SUFFIX)                                                                  \
  static void NAME(const void *symbol, int form, const T *dy, const T *x, T *y, size_t count) { \
    switch (form) {                                                                             \
      case FKS_BATCH: ((gelu_accuracy_batch_##SUFFIX *)symbol)(x, y, count); break;             \
      case FKS_BACKWARD: ((gelu_accuracy_backward_##SUFFIX *)symbol)(dy, x, y, count); break;   \
      default: {                                                                                \
        gelu_accuracy_scalar_##SUFFIX *f = (gelu_accuracy_scalar_##SUFFIX *)symbol;             \
        for (size_t i = 0; i < count; i++) y[i] = f(x[i]);                                      \
      }                                                                                         \
    }                                                                                           \
  }

// A kernel of codes is no gradient; the table of calls has a place for one all the same.
typedef void gelu_accuracy_backward_i8(const int8_t *dy, const int8_t *x, int8_t *dx, size_t n);
typedef void gelu_accuracy_backward_i16(const int16_t *dy, const int16_t *x, int16_t *dx, size_t n);

CALLS(call_bits8, uint8_t, f8)
CALLS(call_bits16, uint16_t, f16)
CALLS(call_int8, int8_t, i8)
CALLS(call_int16, int16_t, i16)
CALLS(call_float32, float, f32)
CALLS(call_float64, double, f64)

// Pointers to any type are passed alike.
typedef void mixed_batch(const void *x, void *y, size_t n);
typedef void mixed_backward(const void *dy, const void *x, void *dx, size_t n);

void fks_call(const void *symbol, int form, int input_type, int output_type, const void *dy,
              const void *x, void *y, size_t count) {
  if (input_type != output_type) {
    if (form == FKS_BACKWARD) {
      ((mixed_backward *)symbol)(dy, x, y, count);
    } else {
      ((mixed_batch *)symbol)(x, y, count);
    }
    return;
  }
  switch (input_type) {
    case FKS_BITS8: call_bits8(symbol, form, dy, x, y, count); break;
    case FKS_BITS16: call_bits16(symbol, form, dy, x, y, count); break;
    case FKS_INT8: call_int8(symbol, form, dy, x, y, count); break;
    case FKS_INT16: call_int16(symbol, form, dy, x, y, count); break;
    case FKS_FLOAT32: call_float32(symbol, form, dy, x, y, count); break;
    default: call_float64(symbol, form, dy, x, y, count); break;
  }
}

typedef void of_two(uintptr_t, uintptr_t);
typedef void of_three(uintptr_t, uintptr_t, uintptr_t);
typedef void of_four(uintptr_t, uintptr_t, uintptr_t, uintptr_t);

void fks_call_ordered(const void *symbol, const uintptr_t *a, int count) {
  switch (count) {
    case 2: ((of_two *)symbol)(a[0], a[1]); break;
    case 3: ((of_three *)symbol)(a[0], a[1], a[2]); break;
    default: ((of_four *)symbol)(a[0], a[1], a[2], a[3]);
  }
}

#ifdef __FLT16_MAX__

// The two register files are independent in the System V and in Arm's calling conventions: a function
// of (integer, _Float16) fills both, and one that looks at either alone cannot tell.
typedef _Float16 from_float16(uint64_t, _Float16);
typedef uint64_t from_integer(uint64_t, _Float16);

static uint16_t in_float_registers(const void *symbol, uint64_t integer, uint16_t bits) {
  _Float16 x;
  memcpy(&x, &bits, sizeof x);
  _Float16 y = ((from_float16 *)symbol)(integer, x);
  memcpy(&bits, &y, sizeof bits);
  return bits;
}

static __attribute__((noinline)) uint16_t in_integer_registers(const void *symbol, uint16_t integer,
                                                               uint16_t bits) {
  _Float16 x;
  memcpy(&x, &bits, sizeof x);
#ifdef __x86_64__
  // Integers come back in RAX, where no argument goes: a function of floats leaves, or restores, what was in
  // it before. That must not look like a result, so it is the same in each call.
  __asm__ volatile("" : "+a"(symbol));
#endif
  return (uint16_t)((from_integer *)symbol)(integer, x);
}

bool fks_is_float16_function(const void *symbol) {
  // 1, -1.5, 3 and 0.25 in binary16, other numbers in bfloat16.
  static const uint16_t inputs[] = {0x3c00, 0xbe00, 0x4200, 0x3400};
  bool floats_vary = false, floats_change = false, integers_vary = false, integers_change = false;
  for (int i = 0; i < 4; i++) {
    uint16_t usual = in_float_registers(symbol, inputs[0], inputs[i]);
    uint16_t integer = in_integer_registers(symbol, inputs[0], inputs[i]);
    for (int k = 0; k < 4; k++) {
      if (in_float_registers(symbol, inputs[k], inputs[i]) != usual) return false;
      uint16_t other = in_integer_registers(symbol, inputs[k], inputs[i]);
      integers_vary |= other != integer;
      // A register that nobody touched holds what was put there.
      integers_change |= other != inputs[k];
    }
    floats_vary |= usual != in_float_registers(symbol, inputs[0], inputs[0]);
    floats_change |= usual != inputs[i];
  }
  return floats_vary && floats_change && !(integers_vary && integers_change);
}

#else

bool fks_is_float16_function(const void *symbol) {
  (void)symbol;
  return false;
}

#endif
