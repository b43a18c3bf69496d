// A few tiles of two by two cells at a time, eight images of one being a column of eight numbers in
// the matrices that are multiplied.
//
//     tiles    0 0 1 1 2 2 3      where the number of cells is odd, the last tile has one row or
//              0 0 1 1 2 2 3      column only, and no product at the points that a second one would
//              4 4 5 5 6 6 7      need: it is left out of their matrices
#ifndef AEVIZ_TILE_CHUNKS_H
#define AEVIZ_TILE_CHUNKS_H

#include <string.h>

#include "tile_phases.h"

/// Eight images of a tile.
typedef struct {
  /// Its first cell, counted in the cells of its phase.
  ck_size cell;
  /// The first of the images.
  ptrdiff_t lane;
  /// Its place among those that have a second column (1), a second row (2), both (3), or anything
  /// (0); −1 where it has not.
  ptrdiff_t place[4];
} tile_vector;

/// Vectors that are transformed, multiplied and transformed back before the next: their matrices
/// stay in the second cache.
enum { chunk_vectors = 8 };

/// A few tiles.
typedef struct {
  tile_vector vectors[chunk_vectors];
  ptrdiff_t count;
  /// By the same four kinds.
  ptrdiff_t counts[4];
} tile_chunk;

/// Only a tile with a second cell needs the last point.
INLINE int kind_of(int i, int j, int row_points, int column_points) {
  return 2 * (i == row_points - 1) + (j == column_points - 1);
}

/// The vectors from `first` on, of all tiles row by row; returns where the next chunk begins.
static inline ptrdiff_t fill_chunk(
    tile_chunk *chunk, ck_size cells, ptrdiff_t lanes, ptrdiff_t first) {
  const ptrdiff_t columns = (cells.columns + 1) / 2;
  const ptrdiff_t vectors = lanes / 8;
  const ptrdiff_t total = (cells.rows + 1) / 2 * columns * vectors;
  chunk->count = total - first < chunk_vectors ? total - first : chunk_vectors;
  memset(chunk->counts, 0, sizeof chunk->counts);
  for (ptrdiff_t i = 0; i < chunk->count; i++) {
    const ptrdiff_t tile = (first + i) / vectors;
    tile_vector *v = &chunk->vectors[i];
    v->cell.rows = tile / columns * 2;
    v->cell.columns = tile % columns * 2;
    v->lane = (first + i) % vectors * 8;
    const int row = v->cell.rows + 1 < cells.rows;
    const int column = v->cell.columns + 1 < cells.columns;
    for (int kind = 0; kind < 4; kind++) {
      const int has = (row || !(kind & 2)) && (column || !(kind & 1));
      v->place[kind] = has ? chunk->counts[kind]++ : -1;
    }
  }
  return first + chunk->count;
}

/// Floats between the matrices of two points: not a multiple of a page, or all points would share
/// the same few lines of the first cache.
INLINE ptrdiff_t apart(ptrdiff_t count) { return count + 16; }

static inline ptrdiff_t vectors_of(ck_size cells, ptrdiff_t lanes) {
  return (cells.rows + 1) / 2 * ((cells.columns + 1) / 2) * (lanes / 8);
}

/// How a tile goes from the maps of a term's source into the packed matrices.
typedef struct {
  /// Where the cells that it reads lie in a channel's map, row by row; −1 in the padding.
  ptrdiff_t cells[16];
  /// Where the factor at each point goes; −1 where it has none.
  ptrdiff_t places[16];
  /// How far on the next channel's go, by their kinds.
  ptrdiff_t steps[4];
  /// Whether it has all four cells and lies in a panel of two at each point.
  int is_whole;
  /// Whether all cells lie on the map.
  int is_inside;
} tile_way;

/// The cells that a tile reads, for eight images.
INLINE void read_cells(
    const int R, const int C, const tile_way *way, const float *map, ptrdiff_t row,
    ptrdiff_t column, vec x[4][4]) {
  if (way->is_inside) {
    const float *first = map + way->cells[0];
    for (int r = 0; r <= R; r++) {
      for (int c = 0; c <= C; c++) x[r][c] = LOAD(first + r * row + c * column);
    }
  } else {
    for (int r = 0; r <= R; r++) {
      for (int c = 0; c <= C; c++) {
        const ptrdiff_t cell = way->cells[4 * r + c];
        x[r][c] = cell < 0 ? (vec){0} : LOAD(map + cell);
      }
    }
  }
}

/// What is multiplied at each point, of the cells that a tile reads.
INLINE void transform_tile(const int R, const int C, vec x[4][4], vec u[16]) {
  const int columns = points_of(C);
  vec half[4][4];
  for (int r = 0; r <= R; r++) transform_cells(C, x[r], half[r]);
  for (int j = 0; j < columns; j++) {
    if (!has_point(C, j)) continue;
    vec column[4], points[4];
    for (int r = 0; r <= R; r++) column[r] = half[r][j];
    transform_cells(R, column, points);
    for (int i = 0; i < points_of(R); i++) {
      if (has_point(R, i)) u[i * columns + j] = points[i];
    }
  }
}

/// Where the cells lie that tile `tile` reads through a term.
static inline void find_cells(
    tile_way *way, const tile_phase *phase, int term, const tile_vector *tile, ck_size size,
    ptrdiff_t lanes) {
  const tile_term *t = &phase->terms[term];
  way->is_inside = 1;
  for (int r = 0; r <= t->taps.rows; r++) {
    for (int c = 0; c <= t->taps.columns; c++) {
      const ptrdiff_t row = t->first.rows + (tile->cell.rows + r) * phase->source_step.rows;
      const ptrdiff_t column =
          t->first.columns + (tile->cell.columns + c) * phase->source_step.columns;
      const int has = row >= 0 && row < size.rows && column >= 0 && column < size.columns;
      way->cells[4 * r + c] = has ? (row * size.columns + column) * lanes + tile->lane : -1;
      way->is_inside &= has;
    }
  }
}

/// Where the cells of a tile and its products lie.
typedef struct {
  /// At each point, in a row of the matrix there; −1 where there is none.
  ptrdiff_t products[16];
  /// In a channel's map; −1 beyond it.
  ptrdiff_t cells[2][2];
  /// Whether it has all of them.
  int is_whole;
} tile_places;

static inline void find_places(
    tile_places *places, int row_points, int column_points, ck_size first, ck_size step,
    const tile_vector *tile, ck_size size, ptrdiff_t lanes, ptrdiff_t point_stride) {
  for (int i = 0; i < row_points; i++) {
    for (int j = 0; j < column_points; j++) {
      const ptrdiff_t place = tile->place[kind_of(i, j, row_points, column_points)];
      const int point = i * column_points + j;
      places->products[point] = place < 0 ? -1 : point * point_stride + place * 8;
    }
  }
  for (int y = 0; y < 2; y++) {
    for (int x = 0; x < 2; x++) {
      const ptrdiff_t row = first.rows + (tile->cell.rows + y) * step.rows;
      const ptrdiff_t column = first.columns + (tile->cell.columns + x) * step.columns;
      places->cells[y][x] = tile->place[2 * y + x] < 0
                                ? -1
                                : (row * size.columns + column) * lanes + tile->lane;
    }
  }
  places->is_whole = tile->place[3] >= 0;
}

#endif
