// The product of two matrices, one of which lies packed in the order in which it is read.
#ifndef AEVIZ_PRODUCTS_H
#define AEVIZ_PRODUCTS_H

#include "vectors.h"

/// `c[t, v] = Σ_k a[t, k] · b[k, v]`, added to what is there where it `adds`, for `T` rows and two
/// vectors of columns.
///
///               k →                   v →
///         ┌ a a a a a a ┐       ┌ bbbbbbbb bbbbbbbb ┐ k
///     t ↓ │ a a a a a a │   ·   │ bbbbbbbb bbbbbbbb │ ↓
///         │ a a a a a a │       │    …        …     │
///         └ a a a a a a ┘       └                   ┘
///
/// Four rows of sixteen sums, or eight where a register holds sixteen: two units that take four
/// cycles for a product are both at work then, and sums, a row of `b` and one number of `a` fit
/// into the sixteen registers that every processor has.
INLINE void multiply_tile(
    const int T, const int adds, const float *a, ptrdiff_t a_stride, const float *b,
    ptrdiff_t count, float *c, ptrdiff_t c_stride) {
  vec16 sums[8];
  for (int t = 0; t < T; t++) sums[t] = adds ? LOAD16(c + t * c_stride) : (vec16){0};
  for (ptrdiff_t k = 0; k < count; k++) {
    const vec16 x = LOAD16(b);
    for (int t = 0; t < T; t++) sums[t] += x * a[t * a_stride + k];
    b += 16;
  }
  for (int t = 0; t < T; t++) STORE16(c + t * c_stride, sums[t]);
}

/// The same for one vector of columns.
INLINE void multiply_narrow_tile(
    const int T, const int adds, const float *a, ptrdiff_t a_stride, const float *b,
    ptrdiff_t count, float *c, ptrdiff_t c_stride) {
  vec sums[8];
  for (int t = 0; t < T; t++) sums[t] = adds ? LOAD(c + t * c_stride) : (vec){0};
  for (ptrdiff_t k = 0; k < count; k++) {
    const vec x = LOAD(b);
    for (int t = 0; t < T; t++) sums[t] += x * a[t * a_stride + k];
    b += 8;
  }
  for (int t = 0; t < T; t++) STORE(c + t * c_stride, sums[t]);
}

/// Calls a tile for all rows: `T` at a time, then four, then those that are left.
#define FOR_ROWS(tile, T)                                                                        \
  for (; rows >= (T); rows -= (T)) {                                                             \
    tile(T, adds, a, a_stride, b, count, c, c_stride);                                           \
    a += (T) * a_stride;                                                                         \
    c += (T) * c_stride;                                                                         \
  }                                                                                              \
  if ((T) > 4 && rows >= 4) {                                                                    \
    tile(4, adds, a, a_stride, b, count, c, c_stride);                                           \
    a += 4 * a_stride;                                                                           \
    c += 4 * c_stride;                                                                           \
    rows -= 4;                                                                                   \
  }                                                                                              \
  switch (rows) {                                                                                \
    case 1: tile(1, adds, a, a_stride, b, count, c, c_stride); break;                            \
    case 2: tile(2, adds, a, a_stride, b, count, c, c_stride); break;                            \
    case 3: tile(3, adds, a, a_stride, b, count, c, c_stride); break;                            \
    default: break;                                                                              \
  }

/// All rows for two vectors of columns.
INLINE void multiply_panel(
    const int wide_tile, const int adds, const float *a, ptrdiff_t a_stride, ptrdiff_t rows,
    const float *b, ptrdiff_t count, float *c, ptrdiff_t c_stride) {
  FOR_ROWS(multiply_tile, wide_tile)
}

/// All rows for one.
INLINE void multiply_narrow_panel(
    const int adds, const float *a, ptrdiff_t a_stride, ptrdiff_t rows, const float *b,
    ptrdiff_t count, float *c, ptrdiff_t c_stride) {
  FOR_ROWS(multiply_narrow_tile, 8)
}

/// The product for any number of vectors of columns. `wide_tile`: see ``FOR_EACH_TILE``.
///
/// `b` is packed: panels of two vectors, and a last one of one where their number is odd; in a
/// panel `(k, vector)`. See ``panel_place``.
INLINE void multiply(
    const int wide_tile, const int adds, const float *a, ptrdiff_t a_stride, ptrdiff_t rows,
    const float *b, ptrdiff_t count, float *c, ptrdiff_t c_stride, ptrdiff_t columns) {
  for (; columns >= 2; columns -= 2) {
    multiply_panel(wide_tile, adds, a, a_stride, rows, b, count, c, c_stride);
    b += 16 * count;
    c += 16;
  }
  if (columns == 1) multiply_narrow_panel(adds, a, a_stride, rows, b, count, c, c_stride);
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
