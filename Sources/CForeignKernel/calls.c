// Calling a symbol in each of the forms of gelu_accuracy_kernel.h.
#include "foreign_kernel_support.h"
#include "gelu_accuracy_kernel.h"

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

CALLS(call_bits16, uint16_t, f16)
CALLS(call_float32, float, f32)
CALLS(call_float64, double, f64)

void fks_call(const void *symbol, int form, int type, const void *dy, const void *x, void *y,
              size_t count) {
  switch (type) {
    case FKS_BITS16: call_bits16(symbol, form, dy, x, y, count); break;
    case FKS_FLOAT32: call_float32(symbol, form, dy, x, y, count); break;
    default: call_float64(symbol, form, dy, x, y, count); break;
  }
}
