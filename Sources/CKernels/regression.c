#include "analysis.h"
#include "vectors.h"

// Few classes, many features: a matrix product would spend its time on packing the examples. Here
// they are read as they lie, once for five classes, and the sums live in registers: `R`, `V` and
// `K` are constants wherever this is inlined.

enum { class_tile = 5 };

/// Scores of `R` examples for `K` classes.
INLINE void score_tile(
    const int R, const int K, const float *x, ptrdiff_t features, const float *weights,
    float *scores, ptrdiff_t classes) {
  vec sums[2][class_tile];
  for (int r = 0; r < R; r++) {
    for (int k = 0; k < K; k++) sums[r][k] = (vec){0};
  }
  for (ptrdiff_t i = 0; i < features; i += 8) {
    for (int k = 0; k < K; k++) {
      const vec w = LOAD(weights + k * features + i);
      for (int r = 0; r < R; r++) sums[r][k] += LOAD(x + r * features + i) * w;
    }
  }
  for (int r = 0; r < R; r++) {
    for (int k = 0; k < K; k++) {
      const vec one[4] = {sums[r][k], {0}, {0}, {0}};
      scores[r * classes + k] = sums_of(one)[0];
    }
  }
}

/// Adds to the gradient of `K` classes by `V` · 8 features what `rows` examples give.
INLINE void gradient_tile(
    const int V, const int K, const float *x, ptrdiff_t rows, ptrdiff_t features,
    const float *residuals, ptrdiff_t classes, float *gradient) {
  vec sums[class_tile][2];
  for (int k = 0; k < K; k++) {
    for (int v = 0; v < V; v++) sums[k][v] = LOAD(gradient + k * features + 8 * v);
  }
  for (ptrdiff_t r = 0; r < rows; r++) {
    for (int k = 0; k < K; k++) {
      for (int v = 0; v < V; v++) {
        sums[k][v] += LOAD(x + r * features + 8 * v) * residuals[r * classes + k];
      }
    }
  }
  for (int k = 0; k < K; k++) {
    for (int v = 0; v < V; v++) STORE(gradient + k * features + 8 * v, sums[k][v]);
  }
}

INLINE void scores_of(
    const int K, const float *x, ptrdiff_t rows, ptrdiff_t features, const float *weights,
    float *scores, ptrdiff_t classes) {
  ptrdiff_t r = 0;
  for (; r + 2 <= rows; r += 2) {
    score_tile(2, K, x + r * features, features, weights, scores + r * classes, classes);
  }
  if (r < rows) {
    score_tile(1, K, x + r * features, features, weights, scores + r * classes, classes);
  }
}

INLINE void gradient_of(
    const int K, const float *x, ptrdiff_t rows, ptrdiff_t features, const float *residuals,
    ptrdiff_t classes, float *gradient) {
  ptrdiff_t i = 0;
  for (; i + 16 <= features; i += 16) {
    gradient_tile(2, K, x + i, rows, features, residuals, classes, gradient + i);
  }
  if (i < features) {
    gradient_tile(1, K, x + i, rows, features, residuals, classes, gradient + i);
  }
}

INLINE void class_scores(
    const float *x, ptrdiff_t rows, ptrdiff_t features, const float *weights, ptrdiff_t classes,
    float *scores) {
  for (ptrdiff_t k = 0; k < classes; k += class_tile) {
    const float *w = weights + k * features;
    float *to = scores + k;
    switch (classes - k) {
      case 1: scores_of(1, x, rows, features, w, to, classes); break;
      case 2: scores_of(2, x, rows, features, w, to, classes); break;
      case 3: scores_of(3, x, rows, features, w, to, classes); break;
      case 4: scores_of(4, x, rows, features, w, to, classes); break;
      default: scores_of(5, x, rows, features, w, to, classes);
    }
  }
}

INLINE void add_class_gradient(
    const float *x, ptrdiff_t rows, ptrdiff_t features, const float *residuals,
    ptrdiff_t classes, float *gradient) {
  for (ptrdiff_t k = 0; k < classes; k += class_tile) {
    const float *from = residuals + k;
    float *to = gradient + k * features;
    switch (classes - k) {
      case 1: gradient_of(1, x, rows, features, from, classes, to); break;
      case 2: gradient_of(2, x, rows, features, from, classes, to); break;
      case 3: gradient_of(3, x, rows, features, from, classes, to); break;
      case 4: gradient_of(4, x, rows, features, from, classes, to); break;
      default: gradient_of(5, x, rows, features, from, classes, to);
    }
  }
}

// MARK: Probabilities

INLINE void class_residuals(
    float *scores, ptrdiff_t rows, ptrdiff_t classes, const float *intercepts,
    const int32_t *truths, double *sums, double *totals, double *loss) {
  double lost = 0;
  for (ptrdiff_t r = 0; r < rows; r++) {
    float *row = scores + r * classes;
    float largest = row[0] + intercepts[0];
    for (ptrdiff_t k = 0; k < classes; k++) {
      row[k] += intercepts[k];
      largest = row[k] > largest ? row[k] : largest;
    }
    for (ptrdiff_t k = 0; k < classes; k++) row[k] -= largest;
    lost -= row[truths[r]];
  }
  *loss += lost;
  for (ptrdiff_t i = 0; i < rows * classes; i += 8) {
    vec x = LOAD(scores + i);
    exponentiate(&x);
    STORE(scores + i, x);
  }
  for (ptrdiff_t r = 0; r < rows; r++) {
    float *row = scores + r * classes;
    double total = 0;
    for (ptrdiff_t k = 0; k < classes; k++) total += row[k];
    totals[r] = total;
    const float share = (float)(1 / total);
    for (ptrdiff_t k = 0; k < classes; k++) row[k] *= share;
    row[truths[r]] -= 1;
    for (ptrdiff_t k = 0; k < classes; k++) sums[k] += row[k];
  }
}

// MARK: For each processor

#define SCORE_PARAMETERS                                                                         \
  const float *x, ptrdiff_t rows, ptrdiff_t features, const float *weights, ptrdiff_t classes,   \
      float *scores
#define SCORE_ARGUMENTS x, rows, features, weights, classes, scores

FOR_EACH_PROCESSOR(ck_class_scores, class_scores, SCORE_PARAMETERS, SCORE_ARGUMENTS)

#define RESIDUAL_PARAMETERS                                                                      \
  float *scores, ptrdiff_t rows, ptrdiff_t classes, const float *intercepts,                     \
      const int32_t *truths, double *sums, double *totals, double *loss
#define RESIDUAL_ARGUMENTS scores, rows, classes, intercepts, truths, sums, totals, loss

FOR_EACH_PROCESSOR(ck_class_residuals, class_residuals, RESIDUAL_PARAMETERS, RESIDUAL_ARGUMENTS)

#define GRADIENT_PARAMETERS                                                                      \
  const float *x, ptrdiff_t rows, ptrdiff_t features, const float *residuals,                    \
      ptrdiff_t classes, float *gradient
#define GRADIENT_ARGUMENTS x, rows, features, residuals, classes, gradient

FOR_EACH_PROCESSOR(
    ck_add_class_gradient, add_class_gradient, GRADIENT_PARAMETERS, GRADIENT_ARGUMENTS)
