// A convolution of stride s is s² convolutions of stride 1, each over one parity of the large map's
// rows and columns, with every s-th tap of the kernel. Drawn for kernel 4, stride 2, padding 1:
//
//     large   -1   0   1   2   3   4 …          · padding
//              ·   b   a   b   a   b             a  through taps 0 and 2: a window of two taps
//     small      0       1       2  …            b  through taps 1 and 3: another one
//
// Seen from the small map, the parts are terms of one sum; seen from the large map, phases: cells
// of one parity are sums of their own, over the same small cells. No product is with a zero that
// was put between two cells.
#ifndef AEVIZ_TILE_PHASES_H
#define AEVIZ_TILE_PHASES_H

#include <string.h>

#include "kernels.h"
#include "tile_axes.h"

/// What tiles of two by two target cells see of a source, through some of the kernel's taps.
typedef struct {
  /// One, two or three along an axis.
  ck_size taps;
  /// The source cell that tile (0, 0) reads first.
  ck_size first;
  /// Where the first tap is in a kernel, and how far on the next along each axis.
  ptrdiff_t tap;
  ck_size tap_step;
} tile_term;

enum { most_terms = 9, most_taps = 40 };

/// Target cells that see their source alike.
typedef struct {
  /// How many there are.
  ck_size count;
  /// The first of them, and how far on the next along each axis.
  ck_size first;
  ck_size step;
  /// How far on, along each axis, the source cell of the next is.
  ck_size source_step;
  tile_term terms[most_terms];
  int term_count;
} tile_phase;

/// The taps `first`, `first + stride`, … of a kernel of `kernel` taps.
INLINE ptrdiff_t every(ptrdiff_t kernel, ptrdiff_t first, ptrdiff_t stride) {
  return (kernel - first + stride - 1) / stride;
}

/// All small cells, seen from a stride's parities of the large map: row `y` reads, through taps
/// `q`, `q + s`, …, rows `s·y − p + q` and on, in steps of `s`.
static inline tile_phase gather_phase(ck_window window, ck_size kernel, ck_size small) {
  const ck_size s = window.stride, p = window.padding;
  tile_phase phase = {.count = small, .step = {1, 1}, .source_step = s};
  for (ptrdiff_t y = 0; y < s.rows; y++) {
    for (ptrdiff_t x = 0; x < s.columns; x++) {
      phase.terms[phase.term_count++] = (tile_term){
          .taps = {every(kernel.rows, y, s.rows), every(kernel.columns, x, s.columns)},
          .first = {y - p.rows, x - p.columns},
          .tap = y * kernel.columns + x,
          .tap_step = {s.rows * kernel.columns, s.columns}};
    }
  }
  return phase;
}

/// The large cells of one parity, `(row, column)` of a stride: row `row + s·j` is reached from the
/// small rows `j + ⌊(row + p) / s⌋` and back, through taps `(row + p) mod s` and on, in steps of
/// `s`.
static inline tile_phase scatter_phase(
    ck_window window, ck_size kernel, ck_size large, ptrdiff_t row, ptrdiff_t column) {
  const ck_size s = window.stride, p = window.padding;
  const ck_size tap = {(row + p.rows) % s.rows, (column + p.columns) % s.columns};
  const ck_size taps = {every(kernel.rows, tap.rows, s.rows),
                        every(kernel.columns, tap.columns, s.columns)};
  tile_phase phase = {
      .count = {every(large.rows, row, s.rows), every(large.columns, column, s.columns)},
      .first = {row, column},
      .step = s,
      .source_step = {1, 1},
      .term_count = 1};
  // The last tap comes from the first of the small cells.
  phase.terms[0] = (tile_term){
      .taps = taps,
      .first = {(row + p.rows) / s.rows - taps.rows + 1,
                (column + p.columns) / s.columns - taps.columns + 1},
      .tap = (tap.rows + s.rows * (taps.rows - 1)) * kernel.columns + tap.columns +
             s.columns * (taps.columns - 1),
      .tap_step = {-s.rows * kernel.columns, -s.columns}};
  return phase;
}

/// The phases of a scatter, one for each place in a stride; returns how many there are.
static inline int scatter_phases(
    ck_window window, ck_size kernel, ck_size large, tile_phase phases[most_terms]) {
  int count = 0;
  for (ptrdiff_t row = 0; row < window.stride.rows; row++) {
    for (ptrdiff_t column = 0; column < window.stride.columns; column++) {
      phases[count++] = scatter_phase(window, kernel, large, row, column);
    }
  }
  return count;
}

/// How the points of a phase lie in memory.
typedef struct {
  int rows;
  int columns;
  /// Terms that each point has.
  ptrdiff_t terms[16];
  /// The place of a term among them.
  ptrdiff_t place[most_terms][16];
} phase_points;

static inline phase_points points_of_phase(const tile_phase *phase) {
  phase_points p;
  memset(&p, 0, sizeof p);
  p.rows = points_of(phase->terms[0].taps.rows);
  p.columns = points_of(phase->terms[0].taps.columns);
  for (int term = 0; term < phase->term_count; term++) {
    const ck_size taps = phase->terms[term].taps;
    for (int i = 0; i < p.rows; i++) {
      for (int j = 0; j < p.columns; j++) {
        const int point = i * p.columns + j;
        if (has_point(taps.rows, i) && has_point(taps.columns, j)) {
          p.place[term][point] = p.terms[point]++;
        }
      }
    }
  }
  return p;
}

/// Floats that the factors of a phase take.
INLINE ptrdiff_t factor_count(const tile_phase *phase, ptrdiff_t sources, ptrdiff_t targets) {
  const phase_points p = points_of_phase(phase);
  ptrdiff_t terms = 0;
  for (int i = 0; i < p.rows * p.columns; i++) terms += p.terms[i];
  return terms * sources * targets;
}

/// Calls a macro whose first two arguments are the taps of a term, with constants for them.
#define FOR_TAPS(taps, call)                  \
  switch ((taps).rows * 4 + (taps).columns) { \
    case 5: call(1, 1); break;                \
    case 6: call(1, 2); break;                \
    case 9: call(2, 1); break;                \
    case 10: call(2, 2); break;               \
    default: call(3, 3); break;               \
  }

#endif
