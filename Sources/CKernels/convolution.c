#include "kernels.h"

#include <string.h>

#include "vectors.h"

// MARK: Sums over windows

#define VECTOR vec16
#define MASK vec16_mask
#define SUM_WINDOW sum_window
#include "window_sum.h"

#define VECTOR vec
#define MASK vec_mask
#define SUM_WINDOW sum_narrow_window
#include "window_sum.h"

/// Whether two targets of an axis see their sources through the same taps.
INLINE int have_same_taps(ck_axis axis, ptrdiff_t one, ptrdiff_t other) {
  const int32_t count = axis.first[one + 1] - axis.first[one];
  int same = axis.first[other + 1] - axis.first[other] == count;
  for (int32_t i = 0; same && i < count; i++) {
    same = axis.tap[axis.first[one] + i] == axis.tap[axis.first[other] + i];
  }
  return same;
}

/// How far on the next target is that sees its sources as the middle one does: 1, or as many as the
/// stride has parities.
INLINE ptrdiff_t period_of(ck_axis axis, ptrdiff_t targets) {
  const ptrdiff_t middle = targets / 2;
  for (ptrdiff_t step = 1; middle + step < targets; step++) {
    if (have_same_taps(axis, middle, middle + step)) return step;
  }
  return 1;
}

INLINE void sum_windows(
    const int wide_tile, ck_axis rows, ck_axis columns, ck_size target_size, ck_size source_size,
    const float *source, ptrdiff_t source_channels, const float *weight, ck_size kernel,
    const float *bias, ck_rectifier rectifier, float *target, ptrdiff_t target_channels,
    ptrdiff_t lanes, ck_join *joins) {
  const ptrdiff_t taps = kernel.rows * kernel.columns;
  const ptrdiff_t source_stride = source_size.rows * source_size.columns * lanes;
  const ptrdiff_t target_stride = target_size.rows * target_size.columns * lanes;
  const ptrdiff_t tile_stride = source_channels * taps * ck_tile;
  const ptrdiff_t period = period_of(columns, target_size.columns);
  const ptrdiff_t target_step = period * lanes;
  for (ptrdiff_t y = 0; y < target_size.rows; y++) {
    for (ptrdiff_t phase = 0; phase < period; phase++) {
      for (ptrdiff_t x = phase; x < target_size.columns;) {
        // Neighbours that see their sources through the same taps share the weights.
        int cells = 1;
        while (cells < 4 && x + cells * period < target_size.columns &&
               have_same_taps(columns, x, x + cells * period)) {
          cells++;
        }
        ptrdiff_t count = 0;
        for (int32_t r = rows.first[y]; r < rows.first[y + 1]; r++) {
          for (int32_t c = columns.first[x]; c < columns.first[x + 1]; c++) {
            joins[count].source =
                (rows.source[r] * source_size.columns + columns.source[c]) * lanes;
            joins[count++].tap = rows.tap[r] * kernel.columns + columns.tap[c];
          }
        }
        if (cells == 3) cells = 2;
        // Where no source is joined, none is read.
        const ptrdiff_t source_step =
            cells > 1 && count > 0 ? (columns.source[columns.first[x + period]] -
                                      columns.source[columns.first[x]]) * lanes
                                   : 0;
        float *cell = target + (y * target_size.columns + x) * lanes;
        for (ptrdiff_t lane = 0; lane < lanes;) {
          const int wide = lane + 16 <= lanes;
          ptrdiff_t o = 0;
          while (o < target_channels) {
            const float *w = weight + o * source_channels * taps;
            const float *b = bias ? bias + o : NULL;
            const int whole = o + ck_tile <= target_channels;
            const int two = (!wide || wide_tile > ck_tile) && o + 2 * ck_tile <= target_channels;
            const int many = wide_tile > ck_tile && cells > 1;
            for (int p = 0; p < cells;) {
              const float *from = source + lane + p * source_step;
              float *to = cell + o * target_stride + lane + p * target_step;
              const ck_rectifier here = rectifier_at(rectifier, to - target);
#define CALL(sum, T, P, U)                                                                       \
  sum(T, P, U, joins, count, from, source_channels, source_stride, source_step, w, tile_stride, \
      b, here, to, target_stride, target_step);                                                  \
  p += P
              if (two && wide && many) {
                CALL(sum_window, 2 * ck_tile, 2, 1);
              } else if (two && wide) {
                CALL(sum_window, 2 * ck_tile, 1, 1);
              } else if (two && many) {
                CALL(sum_narrow_window, 2 * ck_tile, 2, 1);
              } else if (two) {
                CALL(sum_narrow_window, 2 * ck_tile, 1, 1);
              } else if (whole && wide && many) {
                CALL(sum_window, ck_tile, 2, 1);
              } else if (whole && wide) {
                CALL(sum_window, ck_tile, 1, 1);
              } else if (whole) {
                CALL(sum_narrow_window, ck_tile, 1, 1);
              } else if (wide && cells == 4) {
                CALL(sum_window, 1, 4, wide_tile / 4);
              } else if (wide) {
                CALL(sum_window, 1, 1, wide_tile);
              } else if (cells == 4) {
                CALL(sum_narrow_window, 1, 4, wide_tile / 4);
              } else {
                CALL(sum_narrow_window, 1, 1, wide_tile);
              }
#undef CALL
            }
            o += two ? 2 * ck_tile : whole ? ck_tile : 1;
          }
          lane += wide ? 16 : 8;
        }
        x += cells * period;
      }
    }
  }
}

// MARK: Gradient by the weight

/// `T` small channels and `R` rows of `K` neighbouring taps of one large channel, summed over all
/// cells: the first `wide` of them for sixteen images, the others for eight. `T`, `R` and `K` are
/// constants wherever this is inlined.
INLINE void add_tap_gradients(
    const int T, const int R, const int K, const ck_cells *cells, ptrdiff_t wide, ptrdiff_t count,
    const float *plane, ptrdiff_t row_stride, ptrdiff_t tap_stride, const float *small,
    ptrdiff_t small_stride, float *gradient, ptrdiff_t gradient_stride, ptrdiff_t gradient_row) {
  vec16 wide_sums[3][8][4];
  for (int r = 0; r < R; r++) {
    for (int t = 0; t < T; t++) {
      for (int k = 0; k < K; k++) wide_sums[r][t][k] = (vec16){0};
    }
  }
  for (ptrdiff_t i = 0; i < wide; i++) {
    const float *y = small + cells[i].small, *x = plane + cells[i].large;
    vec16 cell[8];
    for (int t = 0; t < T; t++) cell[t] = LOAD16(y + t * small_stride);
    for (int r = 0; r < R; r++) {
      for (int k = 0; k < K; k++) {
        const vec16 tap = LOAD16(x + r * row_stride + k * tap_stride);
        for (int t = 0; t < T; t++) wide_sums[r][t][k] += cell[t] * tap;
      }
    }
  }
#pragma clang loop unroll(full)
  for (int r = 0; r < R; r++) {
    vec sums[8][4];
    for (int t = 0; t < T; t++) {
      for (int k = 0; k < K; k++) sums[t][k] = SUM_OF_HALVES(wide_sums[r][t][k]);
    }
    for (ptrdiff_t i = wide; i < count; i++) {
      add_products(T, K, sums, small + cells[i].small, small_stride,
                   plane + r * row_stride + cells[i].large, tap_stride);
    }
    add_sums(T, K, sums, gradient + r * gradient_row, gradient_stride);
  }
}

/// Copies what the windows see of a map into the middle of `plane`, whose border stays as it is.
INLINE void copy_into_plane(
    ck_window window, ck_size plane_size, const float *map, ck_size size, float *plane,
    ptrdiff_t lanes) {
  const ptrdiff_t seen_rows = plane_size.rows - window.padding.rows;
  const ptrdiff_t seen_columns = plane_size.columns - window.padding.columns;
  const ptrdiff_t rows = seen_rows < size.rows ? seen_rows : size.rows;
  const ptrdiff_t columns = seen_columns < size.columns ? seen_columns : size.columns;
  for (ptrdiff_t y = 0; y < rows && columns > 0; y++) {
    memcpy(plane + ((y + window.padding.rows) * plane_size.columns + window.padding.columns) * lanes,
           map + y * size.columns * lanes, (size_t)(columns * lanes) * sizeof(float));
  }
}

INLINE void add_weight_gradient(
    const int wide_tile, ck_window window, ck_size kernel, const float *large, ck_size large_size,
    ptrdiff_t large_channels, const float *small, ck_size small_size, ptrdiff_t small_channels,
    float *gradient, ptrdiff_t lanes, ck_cells *cells, float *plane) {
  const ptrdiff_t taps = kernel.rows * kernel.columns;
  const ptrdiff_t gradient_stride = large_channels * taps;
  const ptrdiff_t small_stride = small_size.rows * small_size.columns * lanes;
  const ck_size plane_size = ck_plane_size(window, kernel, small_size);
  memset(plane, 0, (size_t)(plane_size.rows * plane_size.columns * lanes) * sizeof(float));
  // Sixteen images at a time where the registers hold so many.
  const ptrdiff_t wide_lanes = wide_tile > ck_tile ? lanes / 16 * 16 : 0;
  ptrdiff_t count = 0, wide = 0;
  for (int width = 16; width >= 8; width -= 8) {
    const ptrdiff_t first = width == 16 ? 0 : wide_lanes, end = width == 16 ? wide_lanes : lanes;
    for (ptrdiff_t y = 0; y < small_size.rows; y++) {
      for (ptrdiff_t x = 0; x < small_size.columns; x++) {
        for (ptrdiff_t lane = first; lane < end; lane += width) {
          cells[count].small = (y * small_size.columns + x) * lanes + lane;
          cells[count++].large =
              (y * window.stride.rows * plane_size.columns + x * window.stride.columns) * lanes +
              lane;
        }
      }
    }
    if (width == 16) wide = count;
  }
  for (ptrdiff_t c = 0; c < large_channels; c++) {
    copy_into_plane(window, plane_size, large + c * large_size.rows * large_size.columns * lanes,
                    large_size, plane, lanes);
    for (ptrdiff_t o = 0; o < small_channels;) {
      const int whole = o + ck_tile <= small_channels;
      const float *s = small + o * small_stride;
      const ptrdiff_t tap_stride = window.dilation.columns * lanes;
      const ptrdiff_t row_stride = window.dilation.rows * plane_size.columns * lanes;
      float *g = gradient + o * gradient_stride + c * taps;
#define CALL(T, R, K)                                                                            \
  add_tap_gradients(T, R, K, cells, wide, count, plane + ky * row_stride + kx * tap_stride,      \
                    row_stride, tap_stride, s, small_stride, g + ky * kernel.columns + kx,       \
                    gradient_stride, kernel.columns);                                            \
  kx += K
      if (wide_tile > ck_tile && o + 2 <= small_channels && kernel.rows == 3 &&
          kernel.columns == 3) {
        ptrdiff_t ky = 0, kx = 0;
        CALL(2, 3, 3);
        o += 2;
        continue;
      }
      for (ptrdiff_t ky = 0; ky < kernel.rows; ky++) {
        for (ptrdiff_t kx = 0; kx < kernel.columns;) {
          const ptrdiff_t left = kernel.columns - kx;
          if (whole && left == 4 && wide_tile > ck_tile) {
            CALL(ck_tile, 1, 4);
          } else if (whole && left >= 3) {
            CALL(ck_tile, 1, 3);
          } else if (whole) {
            CALL(ck_tile, 1, 1);
          } else if (left >= 3) {
            CALL(1, 1, 3);
          } else {
            CALL(1, 1, 1);
          }
        }
      }
#undef CALL
      o += whole ? ck_tile : 1;
    }
  }
}

// MARK: For each processor

#define SUM_WINDOWS_PARAMETERS                                                                   \
  ck_axis rows, ck_axis columns, ck_size target_size, ck_size source_size, const float *source,  \
      ptrdiff_t source_channels, const float *weight, ck_size kernel, const float *bias,         \
      ck_rectifier rectifier, float *target, ptrdiff_t target_channels, ptrdiff_t lanes,         \
      ck_join *joins
#define SUM_WINDOWS_ARGUMENTS                                                                    \
  rows, columns, target_size, source_size, source, source_channels, weight, kernel, bias,        \
      rectifier, target, target_channels, lanes, joins

INLINE void sum_all_windows(const int wide_tile, SUM_WINDOWS_PARAMETERS) {
  // A grey image has one channel: its loop is left out.
  if (source_channels == 1) {
    sum_windows(wide_tile, rows, columns, target_size, source_size, source, 1, weight, kernel, bias,
                rectifier, target, target_channels, lanes, joins);
  } else {
    sum_windows(wide_tile, SUM_WINDOWS_ARGUMENTS);
  }
}
FOR_EACH_TILE(
    ck_sum_windows, sum_all_windows, SUM_WINDOWS_PARAMETERS, SUM_WINDOWS_ARGUMENTS)

#define GRADIENT_PARAMETERS                                                                      \
  ck_window window, ck_size kernel, const float *large, ck_size large_size,                      \
      ptrdiff_t large_channels, const float *small, ck_size small_size,                          \
      ptrdiff_t small_channels, float *gradient, ptrdiff_t lanes, ck_cells *cells, float *plane
#define GRADIENT_ARGUMENTS                                                                       \
  window, kernel, large, large_size, large_channels, small, small_size, small_channels,          \
      gradient, lanes, cells, plane

FOR_EACH_TILE(
    ck_add_weight_gradient, add_weight_gradient, GRADIENT_PARAMETERS, GRADIENT_ARGUMENTS)
