#include "kernels.h"
#include "vectors.h"

/// Puts 0 into the lanes of `x` behind the first `images`: there is none.
INLINE void clear_lanes(vec *x, ptrdiff_t images) {
  for (ptrdiff_t i = images; i < 8; i++) (*x)[i] = 0;
}

INLINE double sum_of(const vec_double *sums) {
  const vec_double x = *sums;
  return ((x[0] + x[4]) + (x[2] + x[6])) + ((x[1] + x[5]) + (x[3] + x[7]));
}

INLINE void add_moments(
    const float *x, ptrdiff_t cells, ptrdiff_t lanes, ptrdiff_t images,
    double *sum, double *squares) {
  vec_double sums = {0}, products = {0};
  for (ptrdiff_t cell = 0; cell < cells; cell++) {
    for (ptrdiff_t lane = 0; lane < images; lane += 8) {
      vec some = LOAD(x + cell * lanes + lane);
      clear_lanes(&some, images - lane);
      const vec_double wide = __builtin_convertvector(some, vec_double);
      sums += wide;
      products += wide * wide;
    }
  }
  *sum += sum_of(&sums);
  *squares += sum_of(&products);
}

INLINE void add_error_moments(
    const float *x, const float *dy, ptrdiff_t cells, ptrdiff_t lanes,
    ptrdiff_t images, float mean, float scale, double *sum, double *product) {
  vec_double sums = {0}, products = {0};
  for (ptrdiff_t cell = 0; cell < cells; cell++) {
    for (ptrdiff_t lane = 0; lane < images; lane += 8) {
      vec error = LOAD(dy + cell * lanes + lane);
      clear_lanes(&error, images - lane);
      const vec normalised = (LOAD(x + cell * lanes + lane) - mean) * scale;
      sums += __builtin_convertvector(error, vec_double);
      products += __builtin_convertvector(error * normalised, vec_double);
    }
  }
  *sum += sum_of(&sums);
  *product += sum_of(&products);
}

INLINE void normalise(
    const float *x, float mean, float scale, float bias, ck_rectifier rectifier, float *y,
    ptrdiff_t count) {
  for (ptrdiff_t i = 0; i < count; i += 8) {
    vec sum = (LOAD(x + i) - mean) * scale + bias;
    RECTIFY(vec, vec_mask, sum, rectifier)
    STORE(y + i, sum);
  }
}

INLINE void normalise_errors(
    ck_normalization by, const float *x, const float *dy, float *dx, ptrdiff_t count) {
  for (ptrdiff_t i = 0; i < count; i += 8) {
    const vec normalised = (LOAD(x + i) - by.mean) * by.inverse_deviation;
    STORE(dx + i, by.scale * (LOAD(dy + i) - by.mean_error - normalised * by.mean_product));
  }
}

// MARK: For each processor

#define MOMENTS_PARAMETERS                                                                       \
  const float *x, ptrdiff_t cells, ptrdiff_t lanes, ptrdiff_t images, double *sum,               \
      double *squares
#define MOMENTS_ARGUMENTS x, cells, lanes, images, sum, squares
FOR_EACH_PROCESSOR(ck_add_moments, add_moments, MOMENTS_PARAMETERS, MOMENTS_ARGUMENTS)

#define ERRORS_PARAMETERS                                                                        \
  const float *x, const float *dy, ptrdiff_t cells, ptrdiff_t lanes, ptrdiff_t images,           \
      float mean, float scale, double *sum, double *product
#define ERRORS_ARGUMENTS x, dy, cells, lanes, images, mean, scale, sum, product
FOR_EACH_PROCESSOR(ck_add_error_moments, add_error_moments, ERRORS_PARAMETERS, ERRORS_ARGUMENTS)

#define NORMALISE_PARAMETERS                                                                     \
  const float *x, float mean, float scale, float bias, ck_rectifier rectifier, float *y,         \
      ptrdiff_t count
#define NORMALISE_ARGUMENTS x, mean, scale, bias, rectifier, y, count
FOR_EACH_PROCESSOR(ck_normalise, normalise, NORMALISE_PARAMETERS, NORMALISE_ARGUMENTS)

#define NORMALISE_ERRORS_PARAMETERS                                                              \
  ck_normalization by, const float *x, const float *dy, float *dx, ptrdiff_t count
#define NORMALISE_ERRORS_ARGUMENTS by, x, dy, dx, count
FOR_EACH_PROCESSOR(
    ck_normalise_errors, normalise_errors, NORMALISE_ERRORS_PARAMETERS, NORMALISE_ERRORS_ARGUMENTS)
