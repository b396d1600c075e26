// The forms of a kernel in a shared library that `gelu-accuracy validate --library` can call.
// Plain C declarations: include this header, or repeat its lines, and export one of the forms.
#ifndef GELU_ACCURACY_KERNEL_H
#define GELU_ACCURACY_KERNEL_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// A value of a format of 8 or 16 bits is passed as its encoding.
typedef uint8_t gelu_accuracy_float8;     // OCP E4M3 or E5M2
typedef uint16_t gelu_accuracy_float16;   // IEEE binary16
typedef uint16_t gelu_accuracy_bfloat16;  // the upper half of a binary32
// A quantised kernel gets and writes its integers; it knows their scales and zero points, and is no gradient.

// T below is float, double, uint16_t or uint8_t, or of quantised kernels int8_t, uint8_t or int16_t;
// _Float16 and __bf16 go through other registers and do not fit. n is at least 1 and otherwise any number.
// Pointers are aligned to T, and to as many bytes as --alignment says, which is a power of two up to 4096; to
// nothing else. x and dy are read-only; all n outputs are written and nothing else is; x, dy and the output do
// not overlap. A kernel leaves the rounding mode and the flush-to-zero flags as it finds them, and returns.

// With --input-format x, and dy, have that format and y that of --format: void f(const X *x, Y *y, size_t n),
// as in gelu_accuracy_batch_f32_to_f16 below. A scalar function has one format.

// Batch: y[i] = f(x[i]), or dx[i] = f'(x[i]) where the gradient is asked for.
typedef void gelu_accuracy_batch_f8(const uint8_t *x, uint8_t *y, size_t n);
typedef void gelu_accuracy_batch_f16(const uint16_t *x, uint16_t *y, size_t n);
typedef void gelu_accuracy_batch_f32(const float *x, float *y, size_t n);
typedef void gelu_accuracy_batch_f64(const double *x, double *y, size_t n);
typedef void gelu_accuracy_batch_i8(const int8_t *x, int8_t *y, size_t n);
typedef void gelu_accuracy_batch_i16(const int16_t *x, int16_t *y, size_t n);

// From float32 to float16 or bfloat16; other pairs are alike.
typedef void gelu_accuracy_batch_f32_to_f16(const float *x, uint16_t *y, size_t n);

// Backward: dx[i] = dy[i] * f'(x[i]).
typedef void gelu_accuracy_backward_f8(const uint8_t *dy, const uint8_t *x, uint8_t *dx, size_t n);
typedef void gelu_accuracy_backward_f16(const uint16_t *dy, const uint16_t *x, uint16_t *dx,
                                        size_t n);
typedef void gelu_accuracy_backward_f32(const float *dy, const float *x, float *dx, size_t n);
typedef void gelu_accuracy_backward_f64(const double *dy, const double *x, double *dx, size_t n);

// With --args the arguments have another order, as nyx for void f(size_t n, T *y, const T *x), or xn for
// void f(T *x, size_t n), which puts the outputs where the inputs were; with --length-type int n is an int.

// Scalar: f(x).
typedef uint8_t gelu_accuracy_scalar_f8(uint8_t x);
typedef uint16_t gelu_accuracy_scalar_f16(uint16_t x);
typedef float gelu_accuracy_scalar_f32(float x);
typedef double gelu_accuracy_scalar_f64(double x);
typedef int8_t gelu_accuracy_scalar_i8(int8_t x);
typedef int16_t gelu_accuracy_scalar_i16(int16_t x);

#ifdef __cplusplus
}
#endif

#endif
