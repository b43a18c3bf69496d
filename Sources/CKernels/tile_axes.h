// Two neighbouring cells of one axis with fewer products than their windows have taps (Winograd
// 1980; Lavin and Gray 2016, F(2, 2) and F(2, 3)).
//
//     cells that are read      points            the two cells
//     x₀ x₁ x₂ (x₃)    ──▶    u₀ u₁ u₂ (u₃)
//                               ·  ·  ·   ·   ──▶   y₀ y₁
//     taps g₀ g₁ (g₂)  ──▶    f₀ f₁ f₂ (f₃)
//
// With two taps three products instead of four, with three taps four instead of six. All that comes
// before and after are sums. Along both axes of a map the same is done twice, once to the rows and
// once to the columns: 9 products instead of 16, 16 instead of 36. On the way back each of the
// three arrows is turned round.
#ifndef AEVIZ_TILE_AXES_H
#define AEVIZ_TILE_AXES_H

#include "vectors.h"

/// Points of an axis: so many products give the two cells of a tile.
INLINE int points_of(ptrdiff_t taps) { return taps == 3 ? 4 : 3; }

/// Whether an axis of `taps` taps has point `i`: through one tap, the two cells of a tile need two
/// products, and the middle one of three stays free.
INLINE int has_point(ptrdiff_t taps, int i) { return taps != 1 || i != 1; }

/// `u` of `x`: the `taps + 1` cells that are read, at each point.
INLINE void transform_cells(const int taps, const vec x[4], vec u[4]) {
  switch (taps) {
    case 1:
      u[0] = x[0];
      u[2] = x[1];
      break;
    case 2:
      u[0] = x[0] - x[1];
      u[1] = x[1];
      u[2] = x[2] - x[1];
      break;
    default:
      u[0] = x[0] - x[2];
      u[1] = x[1] + x[2];
      u[2] = x[2] - x[1];
      u[3] = x[1] - x[3];
  }
}

/// `f` of `g`: the taps at each point.
INLINE void transform_taps(const int taps, const vec g[3], vec f[4]) {
  switch (taps) {
    case 1:
      f[0] = f[2] = g[0];
      break;
    case 2:
      f[0] = g[0];
      f[1] = g[0] + g[1];
      f[2] = g[1];
      break;
    default:
      f[0] = g[0];
      f[1] = 0.5f * (g[0] + g[1] + g[2]);
      f[2] = 0.5f * (g[0] - g[1] + g[2]);
      f[3] = g[2];
  }
}

/// The gradient by the taps, of that by the factors.
INLINE void taps_gradient(const int taps, const vec df[4], vec dg[3]) {
  switch (taps) {
    case 1:
      dg[0] = df[0] + df[2];
      break;
    case 2:
      dg[0] = df[0] + df[1];
      dg[1] = df[1] + df[2];
      break;
    default:
      dg[0] = df[0] + 0.5f * (df[1] + df[2]);
      dg[1] = 0.5f * (df[1] - df[2]);
      dg[2] = 0.5f * (df[1] + df[2]) + df[3];
  }
}

/// The two cells of a tile, of the products at its points.
INLINE void cells_of_products(const int points, const vec m[4], vec y[2]) {
  if (points == 3) {
    y[0] = m[0] + m[1];
    y[1] = m[1] + m[2];
  } else {
    y[0] = m[0] + m[1] + m[2];
    y[1] = m[1] - m[2] - m[3];
  }
}

/// The gradient by the products, of that by the two cells.
INLINE void products_gradient(const int points, const vec dy[2], vec dm[4]) {
  dm[0] = dy[0];
  dm[1] = dy[0] + dy[1];
  if (points == 3) {
    dm[2] = dy[1];
  } else {
    dm[2] = dy[0] - dy[1];
    dm[3] = -dy[1];
  }
}

#endif
