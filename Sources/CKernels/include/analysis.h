// The inner loops of the analysis, compiled for two processors as those of training are.
#ifndef AEVIZ_ANALYSIS_H
#define AEVIZ_ANALYSIS_H

#include <stddef.h>
#include <stdint.h>

// MARK: t-SNE (tsne.c)

/// `squares[i] = Σ_d (points[i, d] − point[d])²`. `points`: `(count/8, dimension, 8)`, `count` a
/// multiple of 8.
void ck_squared_distances(
    const float *points, ptrdiff_t count, ptrdiff_t dimension, const float *point, float *squares);

/// A point of a plane, or `count` of them at one place.
typedef struct {
  float x;
  float y;
  float count;
} ck_seen_point;

/// Sets `force_x` and `force_y` of `count` points, a multiple of 8, to what pushes each away from
/// all that are seen, `Σ n·q²·(yᵢ − yⱼ)` with `q = 1 / (1 + |yᵢ − yⱼ|²)`, and `sums` to `Σ n·q`.
void ck_repel(
    const float *x, const float *y, ptrdiff_t count, const ck_seen_point *seen,
    ptrdiff_t seen_count, float *force_x, float *force_y, float *sums);

/// `force[i] = factor · Σⱼ weight·q·(yᵢ − yⱼ)` with `q = 1 / (1 + |yᵢ − yⱼ|²)`, for the points
/// `first ..< end`. The neighbours of point i are `neighbours[j]`, drawn by `weights[j]`, for `j`
/// in `starts[i] ..< starts[i + 1]`: a multiple of 8. `position` and `force`: (n, 2).
void ck_attract(
    const float *position, ptrdiff_t first, ptrdiff_t end, const ptrdiff_t *starts,
    const int32_t *neighbours, const float *weights, float factor, float *force);

// MARK: Logistic regression (regression.c)

/// `scores[i, k] = Σ_j x[i, j] · weights[k, j]`. `x`: (rows, features), `weights`: (classes,
/// features), `features` a multiple of 8; `scores`: (rows, classes).
void ck_class_scores(
    const float *x, ptrdiff_t rows, ptrdiff_t features, const float *weights, ptrdiff_t classes,
    float *scores);

/// Makes residuals of scores: with `z = scores + intercepts`, `softmax(z)[i, k]`, less 1 where `k`
/// is `truths[i]`. `sums[k]` gets column k on top; `loss` gets `Σ_i max(z[i]) − z[i, truths[i]]`,
/// to which the logarithms of `totals[i] = Σ_k exp(z[i, k] − max(z[i]))` belong.
///
/// `scores`: (rows, classes), with room for whole eights.
void ck_class_residuals(
    float *scores, ptrdiff_t rows, ptrdiff_t classes, const float *intercepts,
    const int32_t *truths, double *sums, double *totals, double *loss);

/// `gradient[k, j] += Σ_i residuals[i, k] · x[i, j]`, of the same shapes.
void ck_add_class_gradient(
    const float *x, ptrdiff_t rows, ptrdiff_t features, const float *residuals,
    ptrdiff_t classes, float *gradient);

// MARK: Filters (median.c)

/// The sides of windows that `ck_median` knows: 3, 5 and 7.
enum { ck_largest_median = 7 };

/// `result[y, x]`: the median of the `size` × `size` values of `source` from (y, x) on.
///
/// `result`: (height, width), `width` a multiple of 8; `source`: (height + size − 1,
/// width + size − 1).
void ck_median(
    const float *source, ptrdiff_t height, ptrdiff_t width, ptrdiff_t size, float *result);

#endif
