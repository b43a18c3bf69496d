#include "kernels.h"
#include "vectors.h"

INLINE void add_squared_error(
    const float *output, const float *target, ptrdiff_t count, double *sum) {
  vec_double sums = {0};
  ptrdiff_t i = 0;
  for (; i + 8 <= count; i += 8) {
    const vec error = LOAD(output + i) - LOAD(target + i);
    sums += __builtin_convertvector(error * error, vec_double);
  }
  for (ptrdiff_t lane = 0; i + lane < count; lane++) {
    const float error = output[i + lane] - target[i + lane];
    sums[lane] += error * error;
  }
  for (int lane = 0; lane < 8; lane++) *sum += sums[lane];
}

INLINE void squared_error_gradient(
    const float *output, const float *target, float twice, float *gradient, ptrdiff_t count) {
  ptrdiff_t i = 0;
  for (; i + 8 <= count; i += 8) {
    STORE(gradient + i, twice * (LOAD(output + i) - LOAD(target + i)));
  }
  for (; i < count; i++) gradient[i] = twice * (output[i] - target[i]);
}

INLINE void add_channel_sums(
    const float *map, ptrdiff_t channels, ptrdiff_t count, float *sums) {
  for (ptrdiff_t c = 0; c < channels; c++) {
    // Four times eight sums side by side: an addition has to wait for the one before it.
    vec parts[4] = {{0}};
    ptrdiff_t i = 0;
    for (; i + 32 <= count; i += 32) {
      for (int p = 0; p < 4; p++) parts[p] += LOAD(map + i + 8 * p);
    }
    for (; i < count; i += 8) parts[0] += LOAD(map + i);
    const vec all = (parts[0] + parts[1]) + (parts[2] + parts[3]);
    float sum = 0;
    for (int lane = 0; lane < 8; lane++) sum += all[lane];
    sums[c] += sum;
    map += count;
  }
}

// MARK: For each processor

#define ERROR_PARAMETERS const float *output, const float *target, ptrdiff_t count, double *sum
#define ERROR_ARGUMENTS output, target, count, sum
FOR_EACH_PROCESSOR(ck_add_squared_error, add_squared_error, ERROR_PARAMETERS, ERROR_ARGUMENTS)

#define GRADIENT_PARAMETERS                                                                      \
  const float *output, const float *target, float twice, float *gradient, ptrdiff_t count
#define GRADIENT_ARGUMENTS output, target, twice, gradient, count
FOR_EACH_PROCESSOR(
    ck_squared_error_gradient, squared_error_gradient, GRADIENT_PARAMETERS, GRADIENT_ARGUMENTS)

#define SUMS_PARAMETERS const float *map, ptrdiff_t channels, ptrdiff_t count, float *sums
#define SUMS_ARGUMENTS map, channels, count, sums
FOR_EACH_PROCESSOR(ck_add_channel_sums, add_channel_sums, SUMS_PARAMETERS, SUMS_ARGUMENTS)
