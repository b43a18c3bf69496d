#include "kernels.h"
#include "vectors.h"

#include <string.h>

/// 0 where a number is too small to have all its digits (subnormal). The means of a weight whose
/// gradient has become 0, as behind a pixel that is black in all images, would shrink into such
/// numbers and stay there: nine tenths of the smallest, rounded, are the smallest. Many processors
/// take twenty times as long for them, and no weight moves by so little.
#define WITHOUT_SUBNORMAL(x) \
  ((vec)((vec_mask)(x) & (((vec_mask)(x) & 0x7fffffff) >= 0x00800000)))

INLINE void move_eight(
    const ck_adam s, float *parameters, const float *gradient, float *mean, float *variance) {
  const vec g = LOAD(gradient) * s.gradient_scale;
  const vec new_m = LOAD(mean) * s.keep_mean + g * s.new_mean;
  const vec new_v = LOAD(variance) * s.keep_variance + g * g * s.new_variance;
  const vec m = WITHOUT_SUBNORMAL(new_m), v = WITHOUT_SUBNORMAL(new_v);
  const vec deviation = __builtin_elementwise_sqrt(v) * s.deviation_scale + s.epsilon;
  STORE(mean, m);
  STORE(variance, v);
  STORE(parameters, LOAD(parameters) * s.keep_parameter - m * s.step / deviation);
}

INLINE void move_all(
    const ck_adam s, float *parameters, const float *gradient, float *mean, float *variance,
    ptrdiff_t count) {
  ptrdiff_t i = 0;
  for (; i + 8 <= count; i += 8) {
    move_eight(s, parameters + i, gradient + i, mean + i, variance + i);
  }
  if (i == count) return;
  // The last ones among zeros: the same steps as all others.
  const size_t bytes = (size_t)(count - i) * sizeof(float);
  float p[8] = {0}, g[8] = {0}, m[8] = {0}, v[8] = {0};
  memcpy(p, parameters + i, bytes);
  memcpy(g, gradient + i, bytes);
  memcpy(m, mean + i, bytes);
  memcpy(v, variance + i, bytes);
  move_eight(s, p, g, m, v);
  memcpy(parameters + i, p, bytes);
  memcpy(mean + i, m, bytes);
  memcpy(variance + i, v, bytes);
}

// MARK: For each processor

#define PARAMETERS                                                                               \
  ck_adam s, float *parameters, const float *gradient, float *mean, float *variance, ptrdiff_t count
#define ARGUMENTS s, parameters, gradient, mean, variance, count
FOR_EACH_PROCESSOR(ck_move_by_adam, move_all, PARAMETERS, ARGUMENTS)
