// What the kernels share: vectors of eight images, and how a loop is compiled for two processors.
#ifndef AEVIZ_VECTORS_H
#define AEVIZ_VECTORS_H

#include <stddef.h>

/// Eight images of one cell.
typedef float vec __attribute__((vector_size(32), aligned(4)));

#define INLINE static inline __attribute__((always_inline))
typedef int vec_mask __attribute__((vector_size(32), aligned(4)));

#define LOAD(address) (*(const vec *)(address))
#define STORE(address, value) (*(vec *)(address) = (value))

#if defined(__x86_64__)
#define HAS_AVX2 (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
#define FOR_AVX2 __attribute__((target("avx2,fma")))
#else
#define HAS_AVX2 0
#define FOR_AVX2
#endif

/// 0 where a number is below it; not a number stays one. A macro: vectors are passed in registers
/// that not every processor has.
#define RECTIFIED(x) ((vec)((vec_mask)(x) & ~((x) <= 0)))

typedef float vec4 __attribute__((vector_size(16), aligned(4)));

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

/// Adds the products of eight images of `T` rows with those of `K` others.
INLINE void add_products(
    const int T, const int K, vec sums[4][3], const float *a, ptrdiff_t a_stride, const float *b,
    ptrdiff_t b_stride) {
  vec x[3];
  for (int k = 0; k < K; k++) x[k] = LOAD(b + k * b_stride);
  for (int t = 0; t < T; t++) {
    const vec y = LOAD(a + t * a_stride);
    for (int k = 0; k < K; k++) sums[t][k] += y * x[k];
  }
}

/// Adds what the products have come to, over the images: `gradient[t, k] += Σ sums[t, k]`.
INLINE void add_sums(
    const int T, const int K, vec sums[4][3], float *gradient, ptrdiff_t gradient_stride) {
  for (int k = 0; k < K; k++) {
    vec column[4] = {{0}};
    for (int t = 0; t < T; t++) column[t] = sums[t][k];
    const vec4 sum = sums_of(column);
    for (int t = 0; t < T; t++) gradient[t * gradient_stride + k] += sum[t];
  }
}

#endif
