// The gradient by the weight by tiles: the products of `tile_sums.c` turned round. For sixteen
// large channels, at each point of a tile, summed over all chunks:
//
//     errors of the products       factors of the cells, turned       gradient by the factors
//     (small; tile, image)     ·   (tile, image; term, large)       = (small; term, large)
//
// Turned, the images are summed by the product itself, eight channels to a vector.

#include "products.h"
#include "tile_chunks.h"

// MARK: From maps to matrices

/// Packs the factors of eight channels at a time, turned: at each point a matrix
/// `(tile, image; term, channel)`.
INLINE void pack_turned(
    const int R, const int C, const tile_phase *phase, const phase_points *p, int term,
    const tile_chunk *chunk, const float *source, ck_size size, ptrdiff_t sources, ptrdiff_t lanes,
    float *packed, ptrdiff_t point_stride) {
  const int row_points = points_of(R), column_points = points_of(C);
  const ptrdiff_t eights = (sources + 7) / 8;
  const ptrdiff_t plane = size.rows * size.columns * lanes;
  const ptrdiff_t row = phase->source_step.rows * size.columns * lanes;
  const ptrdiff_t column = phase->source_step.columns * lanes;
  tile_way ways[chunk_vectors];
  for (ptrdiff_t v = 0; v < chunk->count; v++) {
    find_cells(&ways[v], phase, term, &chunk->vectors[v], size, lanes);
  }
  for (ptrdiff_t e = 0; e < eights; e++) {
    for (ptrdiff_t v = 0; v < chunk->count; v++) {
      const tile_vector *tile = &chunk->vectors[v];
      vec u[8][16];
      for (int c = 0; c < 8; c++) {
        vec x[4][4];
        if (e * 8 + c < sources) {
          read_cells(R, C, &ways[v], source + (e * 8 + c) * plane, row, column, x);
        } else {
          memset(x, 0, sizeof x);
        }
        transform_tile(R, C, x, u[c]);
      }
      for (int i = 0; i < row_points; i++) {
        for (int j = 0; j < column_points; j++) {
          const int point = i * column_points + j;
          const int kind = kind_of(i, j, row_points, column_points);
          if (!has_point(R, i) || !has_point(C, j) || tile->place[kind] < 0) continue;
          const ptrdiff_t columns = p->terms[point] * eights;
          const ptrdiff_t to = p->place[term][point] * eights + e;
          const ptrdiff_t step = 8 * panel_width(to, columns);
          float *place = packed + point * point_stride +
                         panel_place(to, chunk->counts[kind] * 8) + tile->place[kind] * 8 * step;
          vec x[8];
          for (int c = 0; c < 8; c++) x[c] = u[c][point];
          turn_eight(x);
          for (int lane = 0; lane < 8; lane++) STORE(place + lane * step, x[lane]);
        }
      }
    }
  }
}

/// The gradient by the products of a chunk: at each point a matrix `(channel; tile, image)`.
INLINE void transform_errors(
    const int R, const int C, const tile_chunk *chunk, const float *dy, ck_size size,
    ptrdiff_t channels, ptrdiff_t lanes, float *errors, ptrdiff_t point_stride) {
  tile_places places[chunk_vectors];
  for (ptrdiff_t v = 0; v < chunk->count; v++) {
    const ck_size none = {0, 0}, one = {1, 1};
    find_places(&places[v], R, C, none, one, &chunk->vectors[v], size, lanes, point_stride);
  }
  for (ptrdiff_t t = 0; t < channels; t++) {
    for (ptrdiff_t v = 0; v < chunk->count; v++) {
      const tile_places *at = &places[v];
      vec half[2][4];
      for (int y = 0; y < 2; y++) {
        vec cells[2];
        for (int x = 0; x < 2; x++) {
          const ptrdiff_t cell = at->cells[y][x];
          cells[x] = at->is_whole || cell >= 0 ? LOAD(dy + cell) : (vec){0};
        }
        products_gradient(C, cells, half[y]);
      }
      for (int j = 0; j < C; j++) {
        vec column[2] = {half[0][j], half[1][j]}, points[4];
        products_gradient(R, column, points);
        for (int i = 0; i < R; i++) {
          const ptrdiff_t place = at->products[i * C + j];
          if (at->is_whole || place >= 0) STORE(errors + place, points[i]);
        }
      }
    }
    errors += chunk->count * 8;
    dy += size.rows * size.columns * lanes;
  }
}

// MARK: From factors to weights

/// Adds to the kernels of eight channels, of which `g` has a vector for each tap.
INLINE void add_to_kernels(
    vec g[most_taps], ptrdiff_t channels, ptrdiff_t taps, float *weight, ptrdiff_t stride) {
  for (ptrdiff_t first = 0; first < taps; first += 8) {
    const ptrdiff_t count = taps - first < 8 ? taps - first : 8;
    vec *x = g + first;
    turn_eight(x);
    for (int c = 0; c < channels; c++) {
      float *to = weight + c * stride + first;
      if (count == 8) {
        STORE(to, LOAD(to) + x[c]);
      } else {
        for (int tap = 0; tap < count; tap++) to[tap] += x[c][tap];
      }
    }
  }
}

/// The gradient by the taps of a term, of that by their factors.
INLINE void kernel_gradient(
    const int R, const int C, const tile_term *term, const vec u[16], vec *g) {
  const int columns = points_of(C);
  vec half[3][4];
  for (int j = 0; j < columns; j++) {
    if (!has_point(C, j)) continue;
    vec points[4], taps[3];
    for (int i = 0; i < points_of(R); i++) {
      if (has_point(R, i)) points[i] = u[i * columns + j];
    }
    taps_gradient(R, points, taps);
    for (int r = 0; r < R; r++) half[r][j] = taps[r];
  }
  for (int r = 0; r < R; r++) {
    vec taps[3];
    taps_gradient(C, half[r], taps);
    for (int c = 0; c < C; c++) {
      g[term->tap + r * term->tap_step.rows + c * term->tap_step.columns] = taps[c];
    }
  }
}

/// The gradient by the kernels, of that by their factors: at each point a matrix
/// `(small channel; term, large channel)`.
INLINE void add_to_gradient(
    const tile_phase *phase, const phase_points *p, const float *factors, ptrdiff_t row,
    ptrdiff_t small_channels, ptrdiff_t large_channels, ptrdiff_t taps, float *gradient,
    ptrdiff_t stride) {
  const ptrdiff_t eights = (large_channels + 7) / 8;
  for (ptrdiff_t o = 0; o < small_channels; o++) {
    for (ptrdiff_t e = 0; e < eights; e++) {
      const ptrdiff_t channels = large_channels - 8 * e < 8 ? large_channels - 8 * e : 8;
      vec g[most_taps];
      for (int term = 0; term < phase->term_count; term++) {
        const tile_term *k = &phase->terms[term];
        vec u[16];
        for (int i = 0; i < p->rows * p->columns; i++) {
          u[i] = LOAD(factors + (i * small_channels + o) * row +
                      (p->place[term][i] * eights + e) * 8);
        }
#define CALL(R, C) kernel_gradient(R, C, k, u, g)
        FOR_TAPS(k->taps, CALL)
#undef CALL
      }
      add_to_kernels(g, channels, taps, gradient + o * stride + e * 8 * taps, taps);
    }
  }
}

// MARK: Sums

/// Large channels whose gradient is summed at a time: a multiple of eight.
enum { gradient_channels = 16 };

INLINE void add_tile_gradient(
    const int wide_tile, ck_window window, ck_size kernel, const float *large, ck_size large_size,
    ptrdiff_t large_channels, const float *small, ck_size small_size, ptrdiff_t small_channels,
    float *gradient, ptrdiff_t lanes, float *scratch) {
  const ptrdiff_t taps = kernel.rows * kernel.columns;
  const tile_phase phase = gather_phase(window, kernel, small_size);
  const phase_points p = points_of_phase(&phase);
  const int points = p.rows * p.columns;
  const ptrdiff_t row = phase.term_count * gradient_channels;
  const ptrdiff_t source_stride = apart(row * chunk_vectors * 8);
  const ptrdiff_t error_stride = apart(small_channels * chunk_vectors * 8);
  float *packed = scratch, *errors = packed + points * source_stride;
  float *factors = errors + points * error_stride;
  for (ptrdiff_t c = 0; c < large_channels; c += gradient_channels) {
    const ptrdiff_t channels =
        large_channels - c < gradient_channels ? large_channels - c : gradient_channels;
    const float *source = large + c * large_size.rows * large_size.columns * lanes;
    memset(factors, 0, (size_t)(points * small_channels * row) * sizeof(float));
    for (ptrdiff_t first = 0; first < vectors_of(small_size, lanes);) {
      tile_chunk chunk;
      first = fill_chunk(&chunk, small_size, lanes, first);
      if (p.rows == 3) {
        transform_errors(3, 3, &chunk, small, small_size, small_channels, lanes, errors,
                         error_stride);
      } else {
        transform_errors(4, 4, &chunk, small, small_size, small_channels, lanes, errors,
                         error_stride);
      }
      for (int term = 0; term < phase.term_count; term++) {
#define CALL(R, C)                                                                               \
  pack_turned(R, C, &phase, &p, term, &chunk, source, large_size, channels, lanes, packed,       \
              source_stride)
        FOR_TAPS(phase.terms[term].taps, CALL)
#undef CALL
      }
      for (int i = 0; i < points; i++) {
        const int kind = kind_of(i / p.columns, i % p.columns, p.rows, p.columns);
        multiply(wide_tile, 1, errors + i * error_stride, chunk.count * 8, small_channels,
                 packed + i * source_stride, chunk.counts[kind] * 8,
                 factors + i * small_channels * row, row, p.terms[i] * ((channels + 7) / 8));
      }
    }
    add_to_gradient(&phase, &p, factors, row, small_channels, channels, taps, gradient + c * taps,
                    large_channels * taps);
  }
}

ptrdiff_t ck_tile_gradient_scratch(
    ck_window window, ck_size kernel, ptrdiff_t small_channels) {
  const ck_size any = {1, 1};
  const tile_phase phase = gather_phase(window, kernel, any);
  const phase_points p = points_of_phase(&phase);
  const ptrdiff_t row = phase.term_count * gradient_channels;
  return p.rows * p.columns * (apart(row * chunk_vectors * 8) +
                               apart(small_channels * chunk_vectors * 8) + small_channels * row);
}

// MARK: For each processor

#define GRADIENT_PARAMETERS                                                                      \
  ck_window window, ck_size kernel, const float *large, ck_size large_size,                      \
      ptrdiff_t large_channels, const float *small, ck_size small_size,                          \
      ptrdiff_t small_channels, float *gradient, ptrdiff_t lanes, float *scratch
#define GRADIENT_ARGUMENTS                                                                       \
  window, kernel, large, large_size, large_channels, small, small_size, small_channels,          \
      gradient, lanes, scratch

FOR_EACH_TILE(
    ck_add_tile_gradient, add_tile_gradient, GRADIENT_PARAMETERS, GRADIENT_ARGUMENTS)
