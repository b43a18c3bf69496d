#include "analysis.h"
#include "vectors.h"

#include <string.h>

// MARK: Distances

INLINE void squared_distances(
    const float *points, ptrdiff_t count, ptrdiff_t dimension, const float *point,
    float *squares) {
  for (ptrdiff_t i = 0; i < count; i += 8) {
    vec sum = {0};
    for (ptrdiff_t d = 0; d < dimension; d++) {
      const vec difference = LOAD(points) - point[d];
      sum += difference * difference;
      points += 8;
    }
    STORE(squares + i, sum);
  }
}

// MARK: Repulsion

/// `V` · 8 points, whose sums live in registers: `V` is a constant wherever this is inlined. One
/// vector alone would wait for its divisions.
INLINE void repel_tile(
    const int V, const float *x, const float *y, const ck_seen_point *seen, ptrdiff_t seen_count,
    float *force_x, float *force_y, float *sums) {
  vec push_x[2], push_y[2], sum[2];
  for (int v = 0; v < V; v++) push_x[v] = push_y[v] = sum[v] = (vec){0};
  for (ptrdiff_t i = 0; i < seen_count; i++) {
    for (int v = 0; v < V; v++) {
      const vec dx = LOAD(x + 8 * v) - seen[i].x, dy = LOAD(y + 8 * v) - seen[i].y;
      const vec q = 1 / (1 + dx * dx + dy * dy);
      const vec weighted = q * seen[i].count;
      sum[v] += weighted;
      push_x[v] += weighted * q * dx;
      push_y[v] += weighted * q * dy;
    }
  }
  for (int v = 0; v < V; v++) {
    STORE(force_x + 8 * v, push_x[v]);
    STORE(force_y + 8 * v, push_y[v]);
    STORE(sums + 8 * v, sum[v]);
  }
}

INLINE void repel(
    const float *x, const float *y, ptrdiff_t count, const ck_seen_point *seen,
    ptrdiff_t seen_count, float *force_x, float *force_y, float *sums) {
  ptrdiff_t i = 0;
  for (; i + 16 <= count; i += 16) {
    repel_tile(2, x + i, y + i, seen, seen_count, force_x + i, force_y + i, sums + i);
  }
  if (i < count) {
    repel_tile(1, x + i, y + i, seen, seen_count, force_x + i, force_y + i, sums + i);
  }
}

// MARK: Attraction

/// Four points of a plane, as they lie in memory: x and y in turn.
typedef double four_points __attribute__((vector_size(32), aligned(4)));

/// A point as one number of eight bytes, to be moved and not to be counted with.
INLINE double point_at(const float *position, int32_t point) {
  double both;
  memcpy(&both, position + 2 * (ptrdiff_t)point, sizeof both);
  return both;
}

INLINE void attract(
    const float *position, ptrdiff_t first, ptrdiff_t end, const ptrdiff_t *starts,
    const int32_t *neighbours, const float *weights, float factor, float *force) {
  for (ptrdiff_t i = first; i < end; i++) {
    const float x = position[2 * i], y = position[2 * i + 1];
    vec sum_x = {0}, sum_y = {0};
    for (ptrdiff_t j = starts[i]; j < starts[i + 1]; j += 8) {
      const int32_t *at = neighbours + j;
      const vec a = (vec)(four_points){
          point_at(position, at[0]), point_at(position, at[1]), point_at(position, at[2]),
          point_at(position, at[3])};
      const vec b = (vec)(four_points){
          point_at(position, at[4]), point_at(position, at[5]), point_at(position, at[6]),
          point_at(position, at[7])};
      const vec dx = x - __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14);
      const vec dy = y - __builtin_shufflevector(a, b, 1, 3, 5, 7, 9, 11, 13, 15);
      const vec pull = LOAD(weights + j) / (1 + dx * dx + dy * dy);
      sum_x += pull * dx;
      sum_y += pull * dy;
    }
    const vec both[4] = {sum_x, sum_y, {0}, {0}};
    const vec4 sums = sums_of(both);
    force[2 * i] = factor * sums[0];
    force[2 * i + 1] = factor * sums[1];
  }
}

// MARK: For each processor

#define DISTANCE_PARAMETERS                                                                      \
  const float *points, ptrdiff_t count, ptrdiff_t dimension, const float *point, float *squares
#define DISTANCE_ARGUMENTS points, count, dimension, point, squares

FOR_EACH_PROCESSOR(
    ck_squared_distances, squared_distances, DISTANCE_PARAMETERS, DISTANCE_ARGUMENTS)

#define REPEL_PARAMETERS                                                                         \
  const float *x, const float *y, ptrdiff_t count, const ck_seen_point *seen,                    \
      ptrdiff_t seen_count, float *force_x, float *force_y, float *sums
#define REPEL_ARGUMENTS x, y, count, seen, seen_count, force_x, force_y, sums

FOR_EACH_PROCESSOR(ck_repel, repel, REPEL_PARAMETERS, REPEL_ARGUMENTS)

#define ATTRACT_PARAMETERS                                                                       \
  const float *position, ptrdiff_t first, ptrdiff_t end, const ptrdiff_t *starts,                \
      const int32_t *neighbours, const float *weights, float factor, float *force
#define ATTRACT_ARGUMENTS position, first, end, starts, neighbours, weights, factor, force

FOR_EACH_PROCESSOR(ck_attract, attract, ATTRACT_PARAMETERS, ATTRACT_ARGUMENTS)
