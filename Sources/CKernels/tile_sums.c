// Convolution and transposed convolution by tiles. For a chunk of tiles, at each of the 9 or 16
// points of a tile:
//
//     factors of the weights       of the cells            products
//     (target; term, source)   ·   (term, source; tile)  = (target; tile)
//         from L2 or L3                 L1, packed             L2
//
// The cells are read once for all targets, wherever their channels' maps lie in memory; the rest is
// a product of matrices at the speed of the processor.

#include "products.h"
#include "tile_chunks.h"

// MARK: Weights

/// The kernels of eight channels, turned: a vector for each tap.
INLINE void read_kernels(
    const float *weight, ptrdiff_t stride, ptrdiff_t channels, ptrdiff_t taps, vec g[most_taps]) {
  for (ptrdiff_t first = 0; first < taps; first += 8) {
    const ptrdiff_t count = taps - first < 8 ? taps - first : 8;
    vec *x = g + first;
    for (int c = 0; c < 8; c++) {
      x[c] = (vec){0};
      const float *from = weight + c * stride + first;
      if (c < channels && count == 8) {
        x[c] = LOAD(from);
      } else if (c < channels) {
        memcpy(&x[c], from, (size_t)count * sizeof(float));
      }
    }
    turn_eight(x);
  }
}

/// The factors of the taps of a term at all points.
INLINE void transform_kernel(
    const int R, const int C, const tile_term *term, const vec *g, vec u[16]) {
  const int columns = points_of(C);
  vec half[3][4];
  for (int r = 0; r < R; r++) {
    vec taps[3];
    for (int c = 0; c < C; c++) {
      taps[c] = g[term->tap + r * term->tap_step.rows + c * term->tap_step.columns];
    }
    transform_taps(C, taps, half[r]);
  }
  for (int j = 0; j < columns; j++) {
    if (!has_point(C, j)) continue;
    vec taps[3], points[4];
    for (int r = 0; r < R; r++) taps[r] = half[r][j];
    transform_taps(R, taps, points);
    for (int i = 0; i < points_of(R); i++) {
      if (has_point(R, i)) u[i * columns + j] = points[i];
    }
  }
}

/// The factors of all kernels, phase after phase: at each point a matrix `(target; term, source)`.
INLINE void transform_weights(
    const tile_phase *phases, int phase_count, const float *weight, ptrdiff_t taps,
    ptrdiff_t targets, ptrdiff_t target_stride, ptrdiff_t sources, ptrdiff_t source_stride,
    float *factors) {
  phase_points points[most_terms];
  ptrdiff_t counts[most_terms];
  for (int i = 0; i < phase_count; i++) {
    points[i] = points_of_phase(&phases[i]);
    counts[i] = factor_count(&phases[i], sources, targets);
  }
  for (ptrdiff_t t = 0; t < targets; t++) {
    for (ptrdiff_t s = 0; s < sources; s += 8) {
      const ptrdiff_t channels = sources - s < 8 ? sources - s : 8;
      vec g[most_taps];
      read_kernels(weight + t * target_stride + s * source_stride, source_stride, channels, taps,
                   g);
      float *to = factors;
      for (int i = 0; i < phase_count; i++) {
        const phase_points *p = &points[i];
        for (int term = 0; term < phases[i].term_count; term++) {
          const tile_term *k = &phases[i].terms[term];
          vec u[16];
#define CALL(R, C) transform_kernel(R, C, k, g, u)
          FOR_TAPS(k->taps, CALL)
#undef CALL
          float *matrix = to;
          for (int j = 0; j < p->rows * p->columns; j++) {
            if (has_point(k->taps.rows, j / p->columns) &&
                has_point(k->taps.columns, j % p->columns)) {
              float *row = matrix + (t * p->terms[j] + p->place[term][j]) * sources + s;
              if (channels == 8) {
                STORE(row, u[j]);
              } else {
                for (int c = 0; c < channels; c++) row[c] = u[j][c];
              }
            }
            matrix += targets * p->terms[j] * sources;
          }
        }
        to += counts[i];
      }
    }
  }
}

// MARK: From maps to matrices and back

/// Packs the factors of all channels for a chunk through one term: at each point a matrix
/// `(term, channel; tile)`.
INLINE void pack_sources(
    const int R, const int C, const tile_phase *phase, const phase_points *p, int term,
    const tile_chunk *chunk, const float *source, ck_size size, ptrdiff_t sources, ptrdiff_t lanes,
    float *packed, ptrdiff_t point_stride) {
  const int row_points = points_of(R), column_points = points_of(C);
  const ptrdiff_t row = phase->source_step.rows * size.columns * lanes;
  const ptrdiff_t column = phase->source_step.columns * lanes;
  tile_way ways[chunk_vectors];
  for (ptrdiff_t v = 0; v < chunk->count; v++) {
    const tile_vector *tile = &chunk->vectors[v];
    tile_way *way = &ways[v];
    find_cells(way, phase, term, tile, size, lanes);
    way->is_whole = 1;
    for (int kind = 0; kind < 4; kind++) {
      way->steps[kind] = 8 * panel_width(tile->place[kind], chunk->counts[kind]);
      way->is_whole &= tile->place[kind] >= 0 && way->steps[kind] == 16;
    }
    for (int i = 0; i < row_points; i++) {
      for (int j = 0; j < column_points; j++) {
        const int point = i * column_points + j;
        const int kind = kind_of(i, j, row_points, column_points);
        way->places[point] =
            tile->place[kind] < 0
                ? -1
                : point * point_stride + panel_place(tile->place[kind], p->terms[point] * sources) +
                      p->place[term][point] * sources * way->steps[kind];
      }
    }
  }
  for (ptrdiff_t s = 0; s < sources; s++) {
    for (ptrdiff_t v = 0; v < chunk->count; v++) {
      const tile_way *way = &ways[v];
      vec x[4][4], u[16];
      read_cells(R, C, way, source, row, column, x);
      transform_tile(R, C, x, u);
      for (int i = 0; i < row_points; i++) {
        for (int j = 0; j < column_points; j++) {
          if (!has_point(R, i) || !has_point(C, j)) continue;
          const int point = i * column_points + j;
          const ptrdiff_t place = way->places[point];
          if (way->is_whole) {
            STORE(packed + place + s * 16, u[point]);
          } else if (place >= 0) {
            STORE(packed + place + s * way->steps[kind_of(i, j, row_points, column_points)],
                  u[point]);
          }
        }
      }
    }
    source += size.rows * size.columns * lanes;
  }
}

/// The cells of a chunk, of the products at all points.
INLINE void write_cells(
    const int R, const int C, const tile_phase *phase, const tile_chunk *chunk,
    const float *products, ptrdiff_t point_stride, const float *bias, ck_rectifier rectifier,
    float *target, ck_size size, ptrdiff_t targets, ptrdiff_t lanes) {
  tile_places places[chunk_vectors];
  for (ptrdiff_t v = 0; v < chunk->count; v++) {
    find_places(&places[v], R, C, phase->first, phase->step, &chunk->vectors[v], size, lanes,
                point_stride);
  }
  for (ptrdiff_t t = 0; t < targets; t++) {
    const vec start = (vec){0} + (bias ? bias[t] : 0);
    for (ptrdiff_t v = 0; v < chunk->count; v++) {
      const tile_places *at = &places[v];
      vec m[4][4], half[4][2];
      for (int i = 0; i < R; i++) {
        for (int j = 0; j < C; j++) {
          const ptrdiff_t place = at->products[i * C + j];
          m[i][j] = at->is_whole || place >= 0 ? LOAD(products + place) : (vec){0};
        }
      }
      for (int i = 0; i < R; i++) cells_of_products(C, m[i], half[i]);
      for (int x = 0; x < 2; x++) {
        vec column[4], y[2];
        for (int i = 0; i < R; i++) column[i] = half[i][x];
        cells_of_products(R, column, y);
        for (int row = 0; row < 2; row++) {
          const ptrdiff_t cell = at->cells[row][x];
          if (!at->is_whole && cell < 0) continue;
          const ck_rectifier here = rectifier_at(rectifier, cell);
          vec sum = y[row] + start;
          RECTIFY(vec, vec_mask, sum, here)
          STORE(target + cell, sum);
        }
      }
    }
    products += chunk->count * 8;
    target += size.rows * size.columns * lanes;
    rectifier = rectifier_at(rectifier, size.rows * size.columns * lanes);
  }
}

// MARK: Sums

/// The target cells of a phase. `factors`: at each point a matrix `(target; term, source)`.
INLINE void sum_tiles(
    const int wide_tile, const tile_phase *phase, const float *factors, const float *source,
    ck_size source_size, ptrdiff_t sources, const float *bias, ck_rectifier rectifier,
    float *target, ck_size target_size, ptrdiff_t targets, ptrdiff_t lanes, float *scratch) {
  const phase_points p = points_of_phase(phase);
  const int points = p.rows * p.columns;
  const ptrdiff_t source_stride = apart(phase->term_count * sources * chunk_vectors * 8);
  const ptrdiff_t product_stride = apart(targets * chunk_vectors * 8);
  float *packed = scratch, *products = scratch + points * source_stride;
  for (ptrdiff_t first = 0; first < vectors_of(phase->count, lanes);) {
    tile_chunk chunk;
    first = fill_chunk(&chunk, phase->count, lanes, first);
    for (int term = 0; term < phase->term_count; term++) {
#define CALL(R, C)                                                                               \
  pack_sources(R, C, phase, &p, term, &chunk, source, source_size, sources, lanes, packed,       \
               source_stride)
      FOR_TAPS(phase->terms[term].taps, CALL)
#undef CALL
    }
    const float *factor = factors;
    for (int i = 0; i < points; i++) {
      const ptrdiff_t count = p.terms[i] * sources;
      const int kind = kind_of(i / p.columns, i % p.columns, p.rows, p.columns);
      multiply(wide_tile, 0, factor, count, targets, packed + i * source_stride, count,
               products + i * product_stride, chunk.count * 8, chunk.counts[kind]);
      factor += targets * count;
    }
    if (p.rows == 3) {
      write_cells(3, 3, phase, &chunk, products, product_stride, bias, rectifier, target,
                  target_size, targets, lanes);
    } else {
      write_cells(4, 4, phase, &chunk, products, product_stride, bias, rectifier, target,
                  target_size, targets, lanes);
    }
  }
}

INLINE void gather_tiles(
    const int wide_tile, ck_window window, ck_size kernel, const float *large, ck_size large_size,
    ptrdiff_t large_channels, const float *factors, const float *bias, ck_rectifier rectifier,
    float *small, ck_size small_size, ptrdiff_t small_channels, ptrdiff_t lanes, float *scratch) {
  const tile_phase phase = gather_phase(window, kernel, small_size);
  sum_tiles(wide_tile, &phase, factors, large, large_size, large_channels, bias, rectifier, small,
            small_size, small_channels, lanes, scratch);
}

INLINE void scatter_tiles(
    const int wide_tile, ck_window window, ck_size kernel, const float *small, ck_size small_size,
    ptrdiff_t small_channels, const float *factors, const float *bias, ck_rectifier rectifier,
    float *large, ck_size large_size, ptrdiff_t large_channels, ptrdiff_t lanes, float *scratch) {
  tile_phase phases[most_terms];
  const int count = scatter_phases(window, kernel, large_size, phases);
  for (int i = 0; i < count; i++) {
    sum_tiles(wide_tile, &phases[i], factors, small, small_size, small_channels, bias, rectifier,
              large, large_size, large_channels, lanes, scratch);
    factors += factor_count(&phases[i], small_channels, large_channels);
  }
}

INLINE void gather_factors(
    ck_window window, ck_size kernel, const float *weight, ptrdiff_t large_channels,
    ptrdiff_t small_channels, float *factors) {
  const ptrdiff_t taps = kernel.rows * kernel.columns;
  const ck_size any = {1, 1};
  const tile_phase phase = gather_phase(window, kernel, any);
  transform_weights(&phase, 1, weight, taps, small_channels, large_channels * taps, large_channels,
                    taps, factors);
}

INLINE void scatter_factors(
    ck_window window, ck_size kernel, const float *weight, ptrdiff_t large_channels,
    ptrdiff_t small_channels, float *factors) {
  const ptrdiff_t taps = kernel.rows * kernel.columns;
  const ck_size any = {1, 1};
  tile_phase phases[most_terms];
  const int count = scatter_phases(window, kernel, any, phases);
  transform_weights(phases, count, weight, taps, large_channels, taps, small_channels,
                    large_channels * taps, factors);
}

ptrdiff_t ck_tile_factor_count(
    ck_window window, ck_size kernel, ptrdiff_t large_channels, ptrdiff_t small_channels) {
  // A scatter has as many, phase by phase instead of term by term.
  const ck_size any = {1, 1};
  const tile_phase phase = gather_phase(window, kernel, any);
  return factor_count(&phase, large_channels, small_channels);
}

ptrdiff_t ck_tile_sum_scratch(
    ck_window window, ck_size kernel, ptrdiff_t large_channels, ptrdiff_t small_channels) {
  // A scatter's matrices are one channel's of each kind.
  const ck_size any = {1, 1};
  const tile_phase phase = gather_phase(window, kernel, any);
  const phase_points p = points_of_phase(&phase);
  const ptrdiff_t vector = chunk_vectors * 8;
  return p.rows * p.columns * (apart(phase.term_count * large_channels * vector) +
                               apart(small_channels * vector));
}

// MARK: For each processor

#define GATHER_PARAMETERS                                                                        \
  ck_window window, ck_size kernel, const float *large, ck_size large_size,                      \
      ptrdiff_t large_channels, const float *factors, const float *bias,                         \
      ck_rectifier rectifier, float *small, ck_size small_size, ptrdiff_t small_channels,        \
      ptrdiff_t lanes, float *scratch
#define GATHER_ARGUMENTS                                                                         \
  window, kernel, large, large_size, large_channels, factors, bias, rectifier, small, small_size, \
      small_channels, lanes, scratch

FOR_EACH_TILE(ck_gather_tiles, gather_tiles, GATHER_PARAMETERS, GATHER_ARGUMENTS)

#define SCATTER_PARAMETERS                                                                       \
  ck_window window, ck_size kernel, const float *small, ck_size small_size,                      \
      ptrdiff_t small_channels, const float *factors, const float *bias,                         \
      ck_rectifier rectifier, float *large, ck_size large_size, ptrdiff_t large_channels,        \
      ptrdiff_t lanes, float *scratch
#define SCATTER_ARGUMENTS                                                                        \
  window, kernel, small, small_size, small_channels, factors, bias, rectifier, large, large_size, \
      large_channels, lanes, scratch

FOR_EACH_TILE(ck_scatter_tiles, scatter_tiles, SCATTER_PARAMETERS, SCATTER_ARGUMENTS)

#define FACTORS_PARAMETERS                                                                       \
  ck_window window, ck_size kernel, const float *weight, ptrdiff_t large_channels,               \
      ptrdiff_t small_channels, float *factors
#define FACTORS_ARGUMENTS window, kernel, weight, large_channels, small_channels, factors

FOR_EACH_PROCESSOR(ck_gather_factors, gather_factors, FACTORS_PARAMETERS, FACTORS_ARGUMENTS)
FOR_EACH_PROCESSOR(ck_scatter_factors, scatter_factors, FACTORS_PARAMETERS, FACTORS_ARGUMENTS)
