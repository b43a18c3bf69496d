// What the kernels share: vectors of images, and how a loop is compiled for several processors.
#ifndef AEVIZ_VECTORS_H
#define AEVIZ_VECTORS_H

#include <stddef.h>

#include "kernels.h"

/// Eight images of one cell.
typedef float vec __attribute__((vector_size(32), aligned(4)));

#define INLINE static inline __attribute__((always_inline))
typedef int vec_mask __attribute__((vector_size(32), aligned(4)));

#define LOAD(address) (*(const vec *)(address))
#define STORE(address, value) (*(vec *)(address) = (value))

// A product and the addition behind it are one instruction where the processor has it: clang's own
// choice for C, said here since the last bits depend on it.
#pragma STDC FP_CONTRACT ON

/// The rectifier of what lies `offset` floats on.
INLINE ck_rectifier rectifier_at(ck_rectifier rectifier, ptrdiff_t offset) {
  if (rectifier.outputs) rectifier.outputs += offset;
  return rectifier;
}

// MARK: Each kernel once for each kind of processor

#if defined(__x86_64__)
#define HAS_AVX2 (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
#define FOR_AVX2 __attribute__((target("avx2,fma")))
#define HAS_AVX512 (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl"))
#define FOR_AVX512 __attribute__((target("avx512f,avx512vl,avx2,fma")))
#endif

/// Defines `function`, which calls `kernel` as it was compiled for the best that this processor
/// has. The question costs a load and a comparison, a kernel some thousand times that.
///
/// `FOR_EACH_TILE` does the same for a kernel whose first argument says how many sums of sixteen
/// floats the registers hold beside what is added to them: 8 in AVX-512's 32 registers of 16
/// floats; 4 in AVX2's 16 registers of 8, and in the 32 of 4 that every ARM of 64 bits has.
#if defined(__x86_64__)
#define FOR_EACH_PROCESSOR(function, kernel, PARAMETERS, ARGUMENTS)                              \
  FOR_AVX512 static void kernel##_avx512(PARAMETERS) { kernel(ARGUMENTS); }                      \
  FOR_AVX2 static void kernel##_avx2(PARAMETERS) { kernel(ARGUMENTS); }                          \
  static void kernel##_any(PARAMETERS) { kernel(ARGUMENTS); }                                    \
  void function(PARAMETERS) {                                                                    \
    (HAS_AVX512 ? kernel##_avx512 : HAS_AVX2 ? kernel##_avx2 : kernel##_any)(ARGUMENTS);         \
  }
#define FOR_EACH_TILE(function, kernel, PARAMETERS, ARGUMENTS)                                   \
  FOR_AVX512 static void kernel##_avx512(PARAMETERS) { kernel(8, ARGUMENTS); }                   \
  FOR_AVX2 static void kernel##_avx2(PARAMETERS) { kernel(4, ARGUMENTS); }                       \
  static void kernel##_any(PARAMETERS) { kernel(4, ARGUMENTS); }                                 \
  void function(PARAMETERS) {                                                                    \
    (HAS_AVX512 ? kernel##_avx512 : HAS_AVX2 ? kernel##_avx2 : kernel##_any)(ARGUMENTS);         \
  }
#else
#define FOR_EACH_PROCESSOR(function, kernel, PARAMETERS, ARGUMENTS)                              \
  void function(PARAMETERS) { kernel(ARGUMENTS); }
#define FOR_EACH_TILE(function, kernel, PARAMETERS, ARGUMENTS)                                   \
  void function(PARAMETERS) { kernel(4, ARGUMENTS); }
#endif

/// Puts `sum` through a rectifier whose outputs, where it has any, begin at the place of `sum`; not
/// a number stays one. A macro, for vectors of every width.
#define RECTIFY(VECTOR, MASK, sum, rectifier)                                                    \
  if ((rectifier).slope != 1) {                                                                  \
    const MASK low = ((rectifier).outputs ? *(const VECTOR *)(rectifier).outputs : (sum)) <= 0;  \
    const MASK lowered =                                                                         \
        (rectifier).slope == 0 ? (MASK){0} : (MASK)((sum) * (rectifier).slope) & low;            \
    (sum) = (VECTOR)(((MASK)(sum) & ~low) | lowered);                                            \
  }

typedef float vec4 __attribute__((vector_size(16), aligned(4)));

/// Eight numbers in double precision.
typedef double vec_double __attribute__((vector_size(64)));

/// Sixteen images of one cell: one register, two or four.
typedef float vec16 __attribute__((vector_size(64), aligned(4)));
typedef int vec16_mask __attribute__((vector_size(64), aligned(4)));
#define LOAD16(address) (*(const vec16 *)(address))
#define STORE16(address, value) (*(vec16 *)(address) = (value))

/// The first eight images and the last eight, added. A macro: vectors are passed in registers that
/// not every processor has.
#define SUM_OF_HALVES(x)                                                                         \
  (__builtin_shufflevector(x, x, 0, 1, 2, 3, 4, 5, 6, 7) +                                       \
   __builtin_shufflevector(x, x, 8, 9, 10, 11, 12, 13, 14, 15))

typedef unsigned vec_bits __attribute__((vector_size(32), aligned(4)));

/// Eight times `*x = e^*x` to within two units in the last place, for numbers held to [-87, 88];
/// not a number stays one.
///
/// Cody and Waite: e^x is 2^k times e^r with |r| <= ln 2 / 2, for which a polynomial is enough.
INLINE void exponentiate(vec *x) {
  const vec_mask is_low = *x < -87, is_high = *x > 88;
  const vec held = (vec)(((vec_mask)*x & ~(is_low | is_high)) |
                         ((vec_mask)((vec){0} - 87) & is_low) |
                         ((vec_mask)((vec){0} + 88) & is_high));
  // Adding 1.5 times 2^23 rounds to a whole number, which then stands in the lowest bits.
  const vec shifted = held * 1.44269504f + 12582912;
  const vec k = shifted - 12582912;
  const vec r = (held - k * 0.693359375f) + k * 2.1219444e-4f;
  vec p = r * (1.0f / 5040) + 1.0f / 720;
  p = p * r + 1.0f / 120;
  p = p * r + 1.0f / 24;
  p = p * r + 1.0f / 6;
  p = p * r + 0.5f;
  p = p * r * r + r + 1;
  const vec_bits power = ((vec_bits)shifted - 0x4B400000u + 127) << 23;
  *x = p * (vec)power;
}

/// Rows of four become columns of four.
INLINE void turn(vec4 x[4]) {
  const vec4 a = __builtin_shufflevector(x[0], x[1], 0, 4, 1, 5);
  const vec4 b = __builtin_shufflevector(x[0], x[1], 2, 6, 3, 7);
  const vec4 c = __builtin_shufflevector(x[2], x[3], 0, 4, 1, 5);
  const vec4 d = __builtin_shufflevector(x[2], x[3], 2, 6, 3, 7);
  x[0] = __builtin_shufflevector(a, c, 0, 1, 4, 5);
  x[1] = __builtin_shufflevector(a, c, 2, 3, 6, 7);
  x[2] = __builtin_shufflevector(b, d, 0, 1, 4, 5);
  x[3] = __builtin_shufflevector(b, d, 2, 3, 6, 7);
}

/// Rows become columns: number `j` of vector `i` becomes number `i` of vector `j`.
INLINE void turn_eight(vec x[8]) {
  vec a[8], b[8];
  for (int i = 0; i < 4; i++) {
    a[2 * i] = __builtin_shufflevector(x[2 * i], x[2 * i + 1], 0, 8, 2, 10, 4, 12, 6, 14);
    a[2 * i + 1] = __builtin_shufflevector(x[2 * i], x[2 * i + 1], 1, 9, 3, 11, 5, 13, 7, 15);
  }
  for (int i = 0; i < 2; i++) {
    for (int j = 0; j < 2; j++) {
      const vec low = a[4 * i + j], high = a[4 * i + j + 2];
      b[4 * i + j] = __builtin_shufflevector(low, high, 0, 1, 8, 9, 4, 5, 12, 13);
      b[4 * i + j + 2] = __builtin_shufflevector(low, high, 2, 3, 10, 11, 6, 7, 14, 15);
    }
  }
  for (int i = 0; i < 4; i++) {
    x[i] = __builtin_shufflevector(b[i], b[i + 4], 0, 1, 2, 3, 8, 9, 10, 11);
    x[i + 4] = __builtin_shufflevector(b[i], b[i + 4], 4, 5, 6, 7, 12, 13, 14, 15);
  }
}

/// The sums over the eight images of each of four vectors, halves first. The four go side by side
/// through additions that one alone would wait for.
INLINE vec4 sums_of(const vec x[4]) {
  vec4 h[4];
  for (int i = 0; i < 4; i++) {
    h[i] = __builtin_shufflevector(x[i], x[i], 0, 1, 2, 3) +
           __builtin_shufflevector(x[i], x[i], 4, 5, 6, 7);
  }
  const vec4 a = __builtin_shufflevector(h[0], h[1], 0, 4, 1, 5) +
                 __builtin_shufflevector(h[0], h[1], 2, 6, 3, 7);
  const vec4 b = __builtin_shufflevector(h[2], h[3], 0, 4, 1, 5) +
                 __builtin_shufflevector(h[2], h[3], 2, 6, 3, 7);
  return __builtin_shufflevector(a, b, 0, 1, 4, 5) + __builtin_shufflevector(a, b, 2, 3, 6, 7);
}

/// The same of each of eight vectors, halves last.
INLINE void sum_eight(const vec x[8], vec *sums) {
  vec a[4], b[2];
  for (int i = 0; i < 4; i++) {
    const vec one = x[2 * i], other = x[2 * i + 1];
    a[i] = __builtin_shufflevector(one, other, 0, 8, 1, 9, 4, 12, 5, 13) +
           __builtin_shufflevector(one, other, 2, 10, 3, 11, 6, 14, 7, 15);
  }
  for (int i = 0; i < 2; i++) {
    const vec one = a[2 * i], other = a[2 * i + 1];
    b[i] = __builtin_shufflevector(one, other, 0, 1, 8, 9, 4, 5, 12, 13) +
           __builtin_shufflevector(one, other, 2, 3, 10, 11, 6, 7, 14, 15);
  }
  *sums = __builtin_shufflevector(b[0], b[1], 0, 1, 2, 3, 8, 9, 10, 11) +
          __builtin_shufflevector(b[0], b[1], 4, 5, 6, 7, 12, 13, 14, 15);
}

/// Adds the products of eight images of `T` rows with those of `K` others.
INLINE void add_products(
    const int T, const int K, vec sums[8][4], const float *a, ptrdiff_t a_stride, const float *b,
    ptrdiff_t b_stride) {
  vec x[4];
  for (int k = 0; k < K; k++) x[k] = LOAD(b + k * b_stride);
  for (int t = 0; t < T; t++) {
    const vec y = LOAD(a + t * a_stride);
    for (int k = 0; k < K; k++) sums[t][k] += y * x[k];
  }
}

/// Adds what the products have come to, over the images: `gradient[t, k] += Σ sums[t, k]`.
INLINE void add_sums(
    const int T, const int K, vec sums[8][4], float *gradient, ptrdiff_t gradient_stride) {
  for (int k = 0; k < K; k++) {
    vec column[8] = {{0}}, sum = {0};
    for (int t = 0; t < T; t++) column[t] = sums[t][k];
    if (T > 4) {
      sum_eight(column, &sum);
    } else {
      const vec4 four = sums_of(column);
      for (int t = 0; t < T; t++) sum[t] = four[t];
    }
    for (int t = 0; t < T; t++) gradient[t * gradient_stride + k] += sum[t];
  }
}

#endif
