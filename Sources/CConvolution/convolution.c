#include "convolution.h"

#include <string.h>

/// Eight images of one cell.
typedef float vec __attribute__((vector_size(32), aligned(4)));

#define INLINE static inline __attribute__((always_inline))
#define LOAD(address) (*(const vec *)(address))
#define STORE(address, value) (*(vec *)(address) = (value))

// MARK: Sums over windows

/// One cell of `T` target channels for `V` · 8 images. `T`, `V` and `U` are constants wherever this is
/// inlined, so that the sums live in registers. An addition has to wait for the one before it: one
/// target alone would leave the processor idle, so its sources are added up in `U` sums at once.
INLINE void sum_window(
    const int T, const int V, const int U, const ck_join *joins, ptrdiff_t join_count,
    const float *source, ptrdiff_t source_channels, ptrdiff_t source_stride, const float *weight,
    ptrdiff_t weight_stride, const float *bias, float *target, ptrdiff_t target_stride) {
  vec sums[4][4][2];
  for (int u = 0; u < U; u++) {
    for (int t = 0; t < T; t++) {
      for (int v = 0; v < V; v++) sums[u][t][v] = (vec){0} + (bias && u == 0 ? bias[t] : 0);
    }
  }
  ptrdiff_t c = 0;
  for (; c + U <= source_channels; c += U) {
    for (ptrdiff_t j = 0; j < join_count; j++) {
      const float *x = source + joins[j].source;
      const float *w = weight + joins[j].weight * T;
      for (int u = 0; u < U; u++) {
        for (int t = 0; t < T; t++) {
          for (int v = 0; v < V; v++) {
            sums[u][t][v] += LOAD(x + u * source_stride + 8 * v) * w[u * weight_stride * T + t];
          }
        }
      }
    }
    source += U * source_stride;
    weight += U * weight_stride * T;
  }
  for (; c < source_channels; c++) {
    for (ptrdiff_t j = 0; j < join_count; j++) {
      const float *x = source + joins[j].source;
      const float *w = weight + joins[j].weight * T;
      for (int t = 0; t < T; t++) {
        for (int v = 0; v < V; v++) sums[0][t][v] += LOAD(x + 8 * v) * w[t];
      }
    }
    source += source_stride;
    weight += weight_stride * T;
  }
  for (int t = 0; t < T; t++) {
    for (int v = 0; v < V; v++) {
      vec sum = sums[0][t][v];
      for (int u = 1; u < U; u++) sum += sums[u][t][v];
      STORE(target + t * target_stride + 8 * v, sum);
    }
  }
}

INLINE void sum_windows(
    ck_axis rows, ck_axis columns, ck_size target_size, ck_size source_size,
    const float *source, ptrdiff_t source_channels, const float *weight, ck_size kernel,
    const float *bias, float *target, ptrdiff_t target_channels, ptrdiff_t lanes, ck_join *joins) {
  const ptrdiff_t taps = kernel.rows * kernel.columns;
  const ptrdiff_t source_stride = source_size.rows * source_size.columns * lanes;
  const ptrdiff_t target_stride = target_size.rows * target_size.columns * lanes;
  for (ptrdiff_t y = 0; y < target_size.rows; y++) {
    for (ptrdiff_t x = 0; x < target_size.columns; x++) {
      ptrdiff_t count = 0;
      for (int32_t r = rows.first[y]; r < rows.first[y + 1]; r++) {
        for (int32_t c = columns.first[x]; c < columns.first[x + 1]; c++) {
          joins[count].source = (rows.source[r] * source_size.columns + columns.source[c]) * lanes;
          joins[count++].weight = rows.tap[r] * kernel.columns + columns.tap[c];
        }
      }
      float *cell = target + (y * target_size.columns + x) * lanes;
      for (ptrdiff_t lane = 0; lane < lanes;) {
        const int wide = lane + 16 <= lanes;
        ptrdiff_t o = 0;
        while (o < target_channels) {
          const float *from = source + lane;
          const float *w = weight + o * source_channels * taps;
          const float *b = bias ? bias + o : NULL;
          float *to = cell + o * target_stride + lane;
          const int whole = o + ck_tile <= target_channels;
          if (whole && wide) {
            sum_window(ck_tile, 2, 1, joins, count, from, source_channels, source_stride, w, taps, b,
                       to, target_stride);
          } else if (whole) {
            sum_window(ck_tile, 1, 1, joins, count, from, source_channels, source_stride, w, taps, b,
                       to, target_stride);
          } else if (wide) {
            sum_window(1, 2, 4, joins, count, from, source_channels, source_stride, w, taps, b, to,
                       target_stride);
          } else {
            sum_window(1, 1, 4, joins, count, from, source_channels, source_stride, w, taps, b, to,
                       target_stride);
          }
          o += whole ? ck_tile : 1;
        }
        lane += wide ? 16 : 8;
      }
    }
  }
}

// MARK: Gradient by the weight

/// Adds the products of one column of small cells with the large cells of `K` neighbouring taps.
INLINE void add_products(
    const int T, const int K, vec sums[4][3], const float *small, ptrdiff_t small_stride,
    const float *const large[3], ptrdiff_t lanes) {
  for (ptrdiff_t lane = 0; lane < lanes; lane += 8) {
    vec x[3];
    for (int k = 0; k < K; k++) x[k] = LOAD(large[k] + lane);
    for (int t = 0; t < T; t++) {
      const vec y = LOAD(small + t * small_stride + lane);
      for (int k = 0; k < K; k++) sums[t][k] += y * x[k];
    }
  }
}

/// `T` small channels, one large channel, one row of the kernel, `K` neighbouring taps of it.
INLINE void tap_gradient(
    const int T, const int K, ck_tap row, const ck_tap *columns, ck_size stride,
    const float *large, ptrdiff_t large_columns, const float *small, ck_size small_size,
    float *gradient, ptrdiff_t gradient_stride, ptrdiff_t lanes) {
  const ptrdiff_t small_stride = small_size.rows * small_size.columns * lanes;
  vec sums[4][3];
  for (int t = 0; t < T; t++) {
    for (int k = 0; k < K; k++) sums[t][k] = (vec){0};
  }
  // The columns at which all of the taps lie on the map; at the others each tap is on its own.
  int32_t first = columns[0].first, end = columns[0].end;
  for (int k = 1; k < K; k++) {
    if (columns[k].first > first) first = columns[k].first;
    if (columns[k].end < end) end = columns[k].end;
  }
  if (first > end) first = end = 0;
  for (int32_t y = row.first; y < row.end; y++) {
    const float *s = small + y * small_size.columns * lanes;
    const float *l = large + (y * stride.rows + row.offset) * large_columns * lanes;
    const float *cells[3];
    for (int k = 0; k < K; k++) cells[k] = l + (first * stride.columns + columns[k].offset) * lanes;
    const float *cell = s + first * lanes;
    for (int32_t x = first; x < end; x++) {
      add_products(T, K, sums, cell, small_stride, cells, lanes);
      for (int k = 0; k < K; k++) cells[k] += stride.columns * lanes;
      cell += lanes;
    }
    for (int k = 0; k < K; k++) {
      for (int32_t x = columns[k].first; x < columns[k].end; x++) {
        if (x == first && first < end) x = end;
        if (x >= columns[k].end) break;
        const float *cell = l + (x * stride.columns + columns[k].offset) * lanes;
        for (ptrdiff_t lane = 0; lane < lanes; lane += 8) {
          for (int t = 0; t < T; t++) {
            sums[t][k] += LOAD(s + x * lanes + t * small_stride + lane) * LOAD(cell + lane);
          }
        }
      }
    }
  }
  for (int t = 0; t < T; t++) {
    for (int k = 0; k < K; k++) {
      float sum = 0;
      for (int i = 0; i < 8; i++) sum += sums[t][k][i];
      gradient[t * gradient_stride + k] += sum;
    }
  }
}

INLINE void add_weight_gradient(
    const ck_tap *rows, const ck_tap *columns, ck_size stride, ck_size kernel, const float *large,
    ck_size large_size, ptrdiff_t large_channels, const float *small, ck_size small_size,
    ptrdiff_t small_channels, float *gradient, ptrdiff_t lanes) {
  const ptrdiff_t taps = kernel.rows * kernel.columns;
  const ptrdiff_t stride_of_output = large_channels * taps;
  for (ptrdiff_t o = 0; o < small_channels;) {
    const int whole = o + ck_tile <= small_channels;
    const float *s = small + o * small_size.rows * small_size.columns * lanes;
    for (ptrdiff_t c = 0; c < large_channels; c++) {
      const float *l = large + c * large_size.rows * large_size.columns * lanes;
      for (ptrdiff_t ky = 0; ky < kernel.rows; ky++) {
        for (ptrdiff_t kx = 0; kx < kernel.columns;) {
          const int three = kx + 3 <= kernel.columns;
          float *g = gradient + o * stride_of_output + c * taps + ky * kernel.columns + kx;
          if (whole && three) {
            tap_gradient(ck_tile, 3, rows[ky], columns + kx, stride, l, large_size.columns, s,
                         small_size, g, stride_of_output, lanes);
          } else if (whole) {
            tap_gradient(ck_tile, 1, rows[ky], columns + kx, stride, l, large_size.columns, s,
                         small_size, g, stride_of_output, lanes);
          } else if (three) {
            tap_gradient(1, 3, rows[ky], columns + kx, stride, l, large_size.columns, s,
                         small_size, g, stride_of_output, lanes);
          } else {
            tap_gradient(1, 1, rows[ky], columns + kx, stride, l, large_size.columns, s,
                         small_size, g, stride_of_output, lanes);
          }
          kx += three ? 3 : 1;
        }
      }
    }
    o += whole ? ck_tile : 1;
  }
}

// MARK: Each once for any processor and once for AVX2

#if defined(__x86_64__)
#define HAS_AVX2 (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
#define FOR_AVX2 __attribute__((target("avx2,fma")))
#else
#define HAS_AVX2 0
#define FOR_AVX2
#endif

#define SUM_WINDOWS_PARAMETERS                                                                   \
  ck_axis rows, ck_axis columns, ck_size target_size, ck_size source_size, const float *source,  \
      ptrdiff_t source_channels, const float *weight, ck_size kernel, const float *bias,         \
      float *target, ptrdiff_t target_channels, ptrdiff_t lanes, ck_join *joins
#define SUM_WINDOWS_ARGUMENTS                                                                    \
  rows, columns, target_size, source_size, source, source_channels, weight, kernel, bias,        \
      target, target_channels, lanes, joins

FOR_AVX2 static void sum_windows_avx2(SUM_WINDOWS_PARAMETERS) { sum_windows(SUM_WINDOWS_ARGUMENTS); }
static void sum_windows_any(SUM_WINDOWS_PARAMETERS) { sum_windows(SUM_WINDOWS_ARGUMENTS); }
void ck_sum_windows(SUM_WINDOWS_PARAMETERS) {
  (HAS_AVX2 ? sum_windows_avx2 : sum_windows_any)(SUM_WINDOWS_ARGUMENTS);
}

#define GRADIENT_PARAMETERS                                                                      \
  const ck_tap *rows, const ck_tap *columns, ck_size stride, ck_size kernel, const float *large, \
      ck_size large_size, ptrdiff_t large_channels, const float *small, ck_size small_size,      \
      ptrdiff_t small_channels, float *gradient, ptrdiff_t lanes
#define GRADIENT_ARGUMENTS                                                                       \
  rows, columns, stride, kernel, large, large_size, large_channels, small, small_size,           \
      small_channels, gradient, lanes

FOR_AVX2 static void gradient_avx2(GRADIENT_PARAMETERS) {
  // So many images are what a shard of the default batch holds; loops of a known length are unrolled.
  if (lanes == 16) {
    add_weight_gradient(rows, columns, stride, kernel, large, large_size, large_channels, small,
                        small_size, small_channels, gradient, 16);
  } else {
    add_weight_gradient(GRADIENT_ARGUMENTS);
  }
}
static void gradient_any(GRADIENT_PARAMETERS) { add_weight_gradient(GRADIENT_ARGUMENTS); }
void ck_add_weight_gradient(GRADIENT_PARAMETERS) {
  (HAS_AVX2 ? gradient_avx2 : gradient_any)(GRADIENT_ARGUMENTS);
}
