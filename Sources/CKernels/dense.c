#include "kernels.h"
#include "vectors.h"

// MARK: Sums over all sources

/// `T` targets for `V` · 8 images, added to what the target holds. `T` and `V` are constants
/// wherever this is inlined, so that the sums live in registers.
INLINE void add_tile(
    const int T, const int V, ck_weights w, const float *weight, const float *source,
    ptrdiff_t sources, int rectified, float *target, ptrdiff_t lanes) {
  vec sums[4][2];
  for (int t = 0; t < T; t++) {
    for (int v = 0; v < V; v++) sums[t][v] = LOAD(target + t * lanes + 8 * v);
  }
  for (ptrdiff_t s = 0; s < sources; s++) {
    vec x[2];
    for (int v = 0; v < V; v++) x[v] = LOAD(source + 8 * v);
    for (int t = 0; t < T; t++) {
      for (int v = 0; v < V; v++) sums[t][v] += x[v] * weight[t * w.target];
    }
    source += lanes;
    weight += w.source;
  }
  for (int t = 0; t < T; t++) {
    for (int v = 0; v < V; v++) {
      const vec sum = sums[t][v];
      STORE(target + t * lanes + 8 * v, rectified ? RECTIFIED(sum) : sum);
    }
  }
}

/// So many sources at a time: their images stay in the first cache while all targets read them.
enum { block = 256 };

INLINE void weighted_sums(
    ck_weights w, const float *bias, const float *source, ptrdiff_t sources, float *target,
    ptrdiff_t targets, int rectified, ptrdiff_t lanes) {
  for (ptrdiff_t t = 0; t < targets; t++) {
    const vec start = (vec){0} + (bias ? bias[t] : 0);
    for (ptrdiff_t lane = 0; lane < lanes; lane += 8) STORE(target + t * lanes + lane, start);
  }
  for (ptrdiff_t lane = 0; lane < lanes;) {
    const int wide = lane + 16 <= lanes;
    for (ptrdiff_t first = 0; first < sources; first += block) {
      const ptrdiff_t count = first + block <= sources ? block : sources - first;
      const int now = rectified && first + count == sources;
      const float *from = source + first * lanes + lane;
      for (ptrdiff_t t = 0; t < targets;) {
        const int whole = t + ck_tile <= targets;
        const float *weight = w.first + t * w.target + first * w.source;
        float *to = target + t * lanes + lane;
        if (whole && wide) {
          add_tile(ck_tile, 2, w, weight, from, count, now, to, lanes);
        } else if (whole) {
          add_tile(ck_tile, 1, w, weight, from, count, now, to, lanes);
        } else if (wide) {
          add_tile(1, 2, w, weight, from, count, now, to, lanes);
        } else {
          add_tile(1, 1, w, weight, from, count, now, to, lanes);
        }
        t += whole ? ck_tile : 1;
      }
    }
    lane += wide ? 16 : 8;
  }
}

// MARK: Gradient by the weight

/// `T` rows and `K` columns of the gradient, over all images.
INLINE void gradient_tile(
    const int T, const int K, const ck_images *images, ptrdiff_t count, ptrdiff_t row,
    ptrdiff_t column, ptrdiff_t columns, float *gradient) {
  vec sums[4][3];
  for (int t = 0; t < T; t++) {
    for (int k = 0; k < K; k++) sums[t][k] = (vec){0};
  }
  for (ptrdiff_t i = 0; i < count; i++) {
    const ptrdiff_t lanes = images[i].lanes;
    add_products(T, K, sums, images[i].dy + row * lanes, lanes, images[i].x + column * lanes,
                 lanes);
  }
  add_sums(T, K, sums, gradient + row * columns + column, columns);
}

/// So many columns at a time: their images stay in the cache while all rows read them.
enum { strip = 48 };

INLINE void add_dense_gradient(
    const ck_images *images, ptrdiff_t count, ptrdiff_t first_row, ptrdiff_t end_row,
    ptrdiff_t columns, float *gradient) {
  for (ptrdiff_t first = 0; first < columns; first += strip) {
    const ptrdiff_t end = first + strip <= columns ? first + strip : columns;
    for (ptrdiff_t row = first_row; row < end_row;) {
      const int whole = row + 4 <= end_row;
      for (ptrdiff_t column = first; column < end;) {
        const int three = column + 3 <= end;
        if (whole && three) {
          gradient_tile(4, 3, images, count, row, column, columns, gradient);
        } else if (whole) {
          gradient_tile(4, 1, images, count, row, column, columns, gradient);
        } else if (three) {
          gradient_tile(1, 3, images, count, row, column, columns, gradient);
        } else {
          gradient_tile(1, 1, images, count, row, column, columns, gradient);
        }
        column += three ? 3 : 1;
      }
      row += whole ? 4 : 1;
    }
  }
}

// MARK: Each once for any processor and once for AVX2

#define SUMS_PARAMETERS                                                                          \
  ck_weights w, const float *bias, const float *source, ptrdiff_t sources, float *target,        \
      ptrdiff_t targets, int rectified, ptrdiff_t lanes
#define SUMS_ARGUMENTS w, bias, source, sources, target, targets, rectified

FOR_AVX2 static void sums_avx2(SUMS_PARAMETERS) {
  // So many images are what a shard of the default batch holds.
  if (lanes == 16) {
    weighted_sums(SUMS_ARGUMENTS, 16);
  } else {
    weighted_sums(SUMS_ARGUMENTS, lanes);
  }
}
static void sums_any(SUMS_PARAMETERS) { weighted_sums(SUMS_ARGUMENTS, lanes); }
void ck_weighted_sums(SUMS_PARAMETERS) {
  (HAS_AVX2 ? sums_avx2 : sums_any)(SUMS_ARGUMENTS, lanes);
}

#define GRADIENT_PARAMETERS                                                                      \
  const ck_images *images, ptrdiff_t count, ptrdiff_t first_row, ptrdiff_t end_row,         \
      ptrdiff_t columns, float *gradient
#define GRADIENT_ARGUMENTS images, count, first_row, end_row, columns, gradient

FOR_AVX2 static void gradient_avx2(GRADIENT_PARAMETERS) { add_dense_gradient(GRADIENT_ARGUMENTS); }
static void gradient_any(GRADIENT_PARAMETERS) { add_dense_gradient(GRADIENT_ARGUMENTS); }
void ck_add_dense_gradient(GRADIENT_PARAMETERS) {
  (HAS_AVX2 ? gradient_avx2 : gradient_any)(GRADIENT_ARGUMENTS);
}
