#include "kernels.h"
#include "vectors.h"

// MARK: Sums over all sources

// One tile: T targets, a row each, for the sixteen images of a shard, held in registers while all
// sources go by. Of a source, its images are read once and each target's weight is one number.
//
//                source s →                    16 images
//            ┌ w w w w w w w ┐            s ┌ xxxxxxxxxxxxxxxx ┐         ┌ ++++++++++++++++ ┐
//   T targets│ w w w w w w w │      ·     ↓ │ xxxxxxxxxxxxxxxx │    =    │ ++++++++++++++++ │
//            └ w w w w w w w ┘              └        …         ┘         └ ++++++++++++++++ ┘
//
// Where a register holds sixteen images, reading a weight takes as long as the product with it; so
// two shards meet it there.

/// Adds to `T` targets of each of `P` shards for sixteen images. `T` and `P` are constants wherever
/// this is inlined.
INLINE void add_wide_tile(
    const int T, const int P, ck_weights w, const float *weight, const float *const *source,
    ptrdiff_t sources, const ck_rectifier *rectifier, float *const *target, ptrdiff_t lanes) {
  vec16 sums[2][8];
  for (int p = 0; p < P; p++) {
    for (int t = 0; t < T; t++) sums[p][t] = LOAD16(target[p] + t * lanes);
  }
  for (ptrdiff_t s = 0; s < sources; s++) {
    for (int t = 0; t < T; t++) {
      for (int p = 0; p < P; p++) {
        sums[p][t] += LOAD16(source[p] + s * lanes) * weight[t * w.target];
      }
    }
    weight += w.source;
  }
  for (int p = 0; p < P; p++) {
    for (int t = 0; t < T; t++) {
      const ck_rectifier here = rectifier_at(rectifier[p], t * lanes);
      RECTIFY(vec16, vec16_mask, sums[p][t], here)
      STORE16(target[p] + t * lanes, sums[p][t]);
    }
  }
}

/// Eight numbers and eight others in one vector.
#define JOINED(first, second) \
  __builtin_shufflevector(first, second, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)

/// The same for eight images of each of two shards, in one register.
INLINE void add_joined_tile(
    const int T, ck_weights w, const float *weight, const float *const *source, ptrdiff_t sources,
    const ck_rectifier *rectifier, float *const *target, ptrdiff_t lanes) {
  vec16 sums[8];
  for (int t = 0; t < T; t++) {
    sums[t] = JOINED(LOAD(target[0] + t * lanes), LOAD(target[1] + t * lanes));
  }
  for (ptrdiff_t s = 0; s < sources; s++) {
    const vec16 x = JOINED(LOAD(source[0] + s * lanes), LOAD(source[1] + s * lanes));
    for (int t = 0; t < T; t++) sums[t] += x * weight[t * w.target];
    weight += w.source;
  }
  for (int t = 0; t < T; t++) {
    vec halves[2] = {__builtin_shufflevector(sums[t], sums[t], 0, 1, 2, 3, 4, 5, 6, 7),
                     __builtin_shufflevector(sums[t], sums[t], 8, 9, 10, 11, 12, 13, 14, 15)};
    for (int p = 0; p < 2; p++) {
      const ck_rectifier here = rectifier_at(rectifier[p], t * lanes);
      RECTIFY(vec, vec_mask, halves[p], here)
      STORE(target[p] + t * lanes, halves[p]);
    }
  }
}

/// The same for eight images of one shard.
INLINE void add_tile(
    const int T, ck_weights w, const float *weight, const float *source, ptrdiff_t sources,
    ck_rectifier rectifier, float *target, ptrdiff_t lanes) {
  vec sums[8];
  for (int t = 0; t < T; t++) sums[t] = LOAD(target + t * lanes);
  for (ptrdiff_t s = 0; s < sources; s++) {
    const vec x = LOAD(source);
    for (int t = 0; t < T; t++) sums[t] += x * weight[t * w.target];
    source += lanes;
    weight += w.source;
  }
  for (int t = 0; t < T; t++) {
    const ck_rectifier here = rectifier_at(rectifier, t * lanes);
    RECTIFY(vec, vec_mask, sums[t], here)
    STORE(target + t * lanes, sums[t]);
  }
}

/// So many sources at a time: their images stay in the first cache while all targets read them, and
/// where a matrix is read by columns, the pages of as many rows stay known.
enum { row_block = 256, column_block = 64 };

/// All targets of `P` shards for the images of one vector: `width` of their `lanes`, from `lane`
/// on.
INLINE void sum_lane(
    const int wide_tile, const int P, const int width, ck_weights w, const float *bias,
    const ck_shard *shards, ptrdiff_t sources, ptrdiff_t targets, ptrdiff_t lanes,
    ptrdiff_t lane) {
  for (int p = 0; p < P; p++) {
    for (ptrdiff_t t = 0; t < targets; t++) {
      const vec start = (vec){0} + (bias ? bias[t] : 0);
      float *to = shards[p].target + t * lanes + lane;
      STORE(to, start);
      if (width == 16) STORE(to + 8, start);
    }
  }
  const ptrdiff_t block = w.source == 1 ? row_block : column_block;
  // As many sums at once as it takes to wait for none of them: an addition takes four cycles, and
  // two of eight floats begin in each.
  const int tile = width == 16 ? wide_tile : 8;
  for (ptrdiff_t first = 0; first < sources; first += block) {
    const ptrdiff_t count = first + block <= sources ? block : sources - first;
    for (ptrdiff_t t = 0; t < targets;) {
      const int whole = t + tile <= targets;
      const float *weight = w.first + t * w.target + first * w.source;
      const float *from[2];
      float *to[2];
      ck_rectifier rectifiers[2];
      for (int p = 0; p < P; p++) {
        from[p] = shards[p].source + first * lanes + lane;
        to[p] = shards[p].target + t * lanes + lane;
        // Only whole sums go through it.
        rectifiers[p] = first + count == sources
                            ? rectifier_at(shards[p].rectifier, t * lanes + lane)
                            : (ck_rectifier){.outputs = NULL, .slope = 1};
      }
      if (whole && width == 16) {
        add_wide_tile(wide_tile, P, w, weight, from, count, rectifiers, to, lanes);
      } else if (width == 16) {
        add_wide_tile(1, P, w, weight, from, count, rectifiers, to, lanes);
      } else if (P == 2 && whole) {
        add_joined_tile(8, w, weight, from, count, rectifiers, to, lanes);
      } else if (P == 2) {
        add_joined_tile(1, w, weight, from, count, rectifiers, to, lanes);
      } else if (whole) {
        add_tile(8, w, weight, from[0], count, rectifiers[0], to[0], lanes);
      } else {
        add_tile(1, w, weight, from[0], count, rectifiers[0], to[0], lanes);
      }
      t += whole ? tile : 1;
    }
  }
}

INLINE void weighted_sums(
    const int tile, ck_weights w, const float *bias, ptrdiff_t sources, ptrdiff_t targets,
    const ck_shard *shards, ptrdiff_t count) {
  while (count > 0) {
    // So many images are what a shard of the default batch holds.
    if (tile == 8 && count >= 2 && shards[0].lanes == 16 && shards[1].lanes == 16) {
      sum_lane(tile, 2, 16, w, bias, shards, sources, targets, 16, 0);
      shards++;
      count--;
    } else if (tile == 8 && count >= 2 && shards[0].lanes == 8 && shards[1].lanes == 8) {
      sum_lane(tile, 2, 8, w, bias, shards, sources, targets, 8, 0);
      shards++;
      count--;
    } else if (shards[0].lanes == 16) {
      sum_lane(tile, 1, 16, w, bias, shards, sources, targets, 16, 0);
    } else {
      const ptrdiff_t lanes = shards[0].lanes;
      ptrdiff_t lane = 0;
      for (; lane + 16 <= lanes; lane += 16) {
        sum_lane(tile, 1, 16, w, bias, shards, sources, targets, lanes, lane);
      }
      if (lane < lanes) sum_lane(tile, 1, 8, w, bias, shards, sources, targets, lanes, lane);
    }
    shards++;
    count--;
  }
}

// MARK: Gradient by the weight

// `dW = dy · xᵀ` sums over the images, which lie innermost in both. So the errors of sixteen rows
// are turned first, into images of sixteen rows each; then it is the same tile as above, a column's
// input being the one number, and no sum has to be taken across a register.
//
//                image n →                     16 rows of dW
//            ┌ x x x x x x x ┐            n ┌ dy dy dy …  dy ┐         ┌ ++++++++++++++++ ┐
//   T columns│ x x x x x x x │      ·     ↓ │ dy dy dy …  dy │    =    │ ++++++++++++++++ │
//            └ x x x x x x x ┘              └       …        ┘         └ ++++++++++++++++ ┘

/// So many times eight images, and so many times sixteen rows, are turned at a time: 16 KB, which
/// stay in the first cache beside the inputs of sixteen columns. Where a register holds sixteen
/// rows, an input that is read meets both groups.
enum { turned = 16, group = 2, group_errors = turned * 8 * 16 };

/// The errors of sixteen rows from `row` on; 0 for those from `end_row` on. `errors`: (image, 16).
INLINE void turn_errors(
    const ck_images *images, ptrdiff_t count, ptrdiff_t row, ptrdiff_t end_row, float *errors) {
  for (ptrdiff_t i = 0; i < count; i++) {
    const ptrdiff_t lanes = images[i].lanes;
    for (ptrdiff_t first = 0; first < 16; first += 4) {
      for (int half = 0; half < 8; half += 4) {
        vec4 x[4];
        for (int r = 0; r < 4; r++) {
          x[r] = row + first + r < end_row
                     ? *(const vec4 *)(images[i].dy + (row + first + r) * lanes + half)
                     : (vec4){0};
        }
        turn(x);
        for (int n = 0; n < 4; n++) {
          *(vec4 *)(errors + (8 * i + half + n) * 16 + first) = x[n];
        }
      }
    }
  }
}

/// The sums of `T` columns with `G` groups of rows; `sums`: (group, row, 16), of whose columns they
/// are those from `at` on. `T` and `G` are constants wherever this is inlined.
INLINE void sum_columns(
    const int T, const int G, const ck_images *images, ptrdiff_t count, ptrdiff_t column,
    const float (*errors)[group_errors], float (*sums)[16 * 16], ptrdiff_t at) {
  vec16 tile[group][8] = {{{0}}};
  for (ptrdiff_t i = 0; i < count; i++) {
    const ptrdiff_t lanes = images[i].lanes;
    const float *x = images[i].x + column * lanes;
#pragma clang loop unroll_count(2)
    for (int n = 0; n < 8; n++) {
      vec16 dy[group];
      for (int g = 0; g < G; g++) dy[g] = LOAD16(errors[g] + (8 * i + n) * 16);
      for (int t = 0; t < T; t++) {
        for (int g = 0; g < G; g++) tile[g][t] += dy[g] * x[t * lanes + n];
      }
    }
  }
#pragma clang loop unroll(full)
  for (int g = 0; g < G; g++) {
    if (T == 1) {
      for (int r = 0; r < 16; r++) sums[g][16 * r + at] = tile[g][0][r];
      continue;
    }
#pragma clang loop unroll(full)
    for (int t = 0; t < T; t += 4) {
#pragma clang loop unroll(full)
      for (int q = 0; q < 4; q++) {
        vec4 x[4];
        for (int c = 0; c < 4; c++) {
          const vec16 all = tile[g][t + c];
          x[c] = (vec4){all[4 * q], all[4 * q + 1], all[4 * q + 2], all[4 * q + 3]};
        }
        turn(x);
        for (int r = 0; r < 4; r++) *(vec4 *)(sums[g] + 16 * (4 * q + r) + at + t) = x[r];
      }
    }
  }
}

/// The errors of `rows` of sixteen rows, added to their bias.
INLINE void sum_bias(
    const float *errors, ptrdiff_t count, ptrdiff_t rows, float *bias, int adds) {
  vec16 sum = {0};
  for (ptrdiff_t n = 0; n < 8 * count; n++) sum += LOAD16(errors + 16 * n);
  for (ptrdiff_t r = 0; r < 16 && r < rows; r++) bias[r] = (adds ? bias[r] : 0) + sum[r];
}

INLINE void sum_dense_gradient(
    const int tile, const ck_images *images, ptrdiff_t count, ptrdiff_t first_row,
    ptrdiff_t end_row, ptrdiff_t columns, float *gradient, float *bias, int adds) {
  _Alignas(64) float errors[group][group_errors];
  // Sixteen columns of a row are a cache line: it is fetched once.
  _Alignas(64) float sums[group][16 * 16];
  // Of no images all sums are 0.
  for (ptrdiff_t from = 0; from < count || from == 0; from += turned) {
    const ck_images *some = images + from;
    const ptrdiff_t now = from + turned <= count ? turned : count - from;
    for (ptrdiff_t start = first_row; start < end_row; start += 16 * group) {
      const ptrdiff_t groups = start + 16 < end_row ? group : 1;
      for (ptrdiff_t g = 0; g < groups; g++) {
        turn_errors(some, now, start + 16 * g, end_row, errors[g]);
        if (bias) {
          sum_bias(errors[g], now, end_row - start - 16 * g, bias + start - first_row + 16 * g,
                   adds);
        }
      }
      for (ptrdiff_t first = 0; first < columns; first += 16) {
        const ptrdiff_t strip = first + 16 <= columns ? 16 : columns - first;
        for (ptrdiff_t c = 0; c < strip;) {
          const int whole = c + tile <= strip;
          if (whole && tile == 8 && groups == group) {
            sum_columns(8, group, some, now, first + c, errors, sums, c);
          } else {
            for (ptrdiff_t g = 0; g < groups; g++) {
              if (whole) {
                sum_columns(tile, 1, some, now, first + c, errors + g, sums + g, c);
              } else {
                sum_columns(1, 1, some, now, first + c, errors + g, sums + g, c);
              }
            }
          }
          c += whole ? tile : 1;
        }
        for (ptrdiff_t r = 0; r < 16 * groups && start + r < end_row; r++) {
          const float *row = sums[r / 16] + 16 * (r % 16);
          float *to = gradient + (start - first_row + r) * columns + first;
          if (strip == 16) {
            STORE16(to, adds ? LOAD16(to) + LOAD16(row) : LOAD16(row));
          } else {
            for (ptrdiff_t i = 0; i < strip; i++) to[i] = (adds ? to[i] : 0) + row[i];
          }
        }
      }
    }
    adds = 1;
  }
}

// MARK: For each processor

#define SUMS_PARAMETERS                                                                          \
  ck_weights w, const float *bias, ptrdiff_t sources, ptrdiff_t targets, const ck_shard *shards, \
      ptrdiff_t count
#define SUMS_ARGUMENTS w, bias, sources, targets, shards, count
FOR_EACH_TILE(ck_weighted_sums, weighted_sums, SUMS_PARAMETERS, SUMS_ARGUMENTS)

#define GRADIENT_PARAMETERS                                                                      \
  const ck_images *images, ptrdiff_t count, ptrdiff_t first_row, ptrdiff_t end_row,              \
      ptrdiff_t columns, float *gradient, float *bias, int adds
#define GRADIENT_ARGUMENTS images, count, first_row, end_row, columns, gradient, bias, adds
FOR_EACH_TILE(
    ck_sum_dense_gradient, sum_dense_gradient, GRADIENT_PARAMETERS, GRADIENT_ARGUMENTS)
