// The product of two matrices, one of which lies packed in the order in which it is read.
#ifndef AEVIZ_PRODUCTS_H
#define AEVIZ_PRODUCTS_H

#include "vectors.h"

/// `c[t, v] = Σ_k a[t, k] · b[k, v]`, added to what is there where it `adds`, for `T` rows and `V`
/// vectors of columns.
///
///               k →                   v →
///         ┌ a a a a a a ┐       ┌ bbbbbbbb bbbbbbbb ┐ k
///     t ↓ │ a a a a a a │   ·   │ bbbbbbbb bbbbbbbb │ ↓
///         │ a a a a a a │       │    …        …     │
///         └ a a a a a a ┘       └                   ┘
///
/// 4 × 2 or 8 × 1 sums: two units that take four cycles for a product are both at work then, and
/// sums, a row of `b` and one number of `a` fit into the sixteen registers that every processor
/// has.
INLINE void multiply_tile(
    const int T, const int V, const int adds, const float *a, ptrdiff_t a_stride, const float *b,
    ptrdiff_t count, float *c, ptrdiff_t c_stride) {
  vec sums[8][2];
  for (int t = 0; t < T; t++) {
    for (int v = 0; v < V; v++) sums[t][v] = adds ? LOAD(c + t * c_stride + 8 * v) : (vec){0};
  }
  for (ptrdiff_t k = 0; k < count; k++) {
    vec x[2];
    for (int v = 0; v < V; v++) x[v] = LOAD(b + 8 * v);
    for (int t = 0; t < T; t++) {
      for (int v = 0; v < V; v++) sums[t][v] += x[v] * a[t * a_stride + k];
    }
    b += 8 * V;
  }
  for (int t = 0; t < T; t++) {
    for (int v = 0; v < V; v++) STORE(c + t * c_stride + 8 * v, sums[t][v]);
  }
}

/// All rows for `V` vectors of columns.
INLINE void multiply_panel(
    const int V, const int adds, const float *a, ptrdiff_t a_stride, ptrdiff_t rows,
    const float *b, ptrdiff_t count, float *c, ptrdiff_t c_stride) {
  if (V == 1) {
    for (; rows >= 8; rows -= 8) {
      multiply_tile(8, 1, adds, a, a_stride, b, count, c, c_stride);
      a += 8 * a_stride;
      c += 8 * c_stride;
    }
  }
  for (; rows >= 4; rows -= 4) {
    multiply_tile(4, V, adds, a, a_stride, b, count, c, c_stride);
    a += 4 * a_stride;
    c += 4 * c_stride;
  }
  switch (rows) {
    case 1: multiply_tile(1, V, adds, a, a_stride, b, count, c, c_stride); break;
    case 2: multiply_tile(2, V, adds, a, a_stride, b, count, c, c_stride); break;
    case 3: multiply_tile(3, V, adds, a, a_stride, b, count, c, c_stride); break;
    default: break;
  }
}

/// The product for any number of vectors of columns.
///
/// `b` is packed: panels of two vectors, and a last one of one where their number is odd; in a
/// panel `(k, vector)`. See ``panel_place``.
INLINE void multiply(
    const int adds, const float *a, ptrdiff_t a_stride, ptrdiff_t rows, const float *b,
    ptrdiff_t count, float *c, ptrdiff_t c_stride, ptrdiff_t columns) {
  for (; columns >= 2; columns -= 2) {
    multiply_panel(2, adds, a, a_stride, rows, b, count, c, c_stride);
    b += 16 * count;
    c += 16;
  }
  if (columns == 1) multiply_panel(1, adds, a, a_stride, rows, b, count, c, c_stride);
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

/// Vectors of the panel that column `v` of `columns` lies in.
INLINE ptrdiff_t panel_width(ptrdiff_t v, ptrdiff_t columns) {
  return v + 1 == columns && v % 2 == 0 ? 1 : 2;
}

/// Where row 0 of column `v` lies in a packed matrix of `count` rows; row `k` lies
/// `8 · panel_width` floats on for each.
INLINE ptrdiff_t panel_place(ptrdiff_t v, ptrdiff_t count) {
  return ((v - v % 2) * count + v % 2) * 8;
}

#endif
