#include "kernels.h"
#include "vectors.h"

INLINE void rectify(const float *x, ck_rectifier rectifier, float *y, ptrdiff_t count) {
  for (ptrdiff_t i = 0; i < count; i += 8) {
    const ck_rectifier here = rectifier_at(rectifier, i);
    vec value = LOAD(x + i);
    RECTIFY(vec, vec_mask, value, here)
    STORE(y + i, value);
  }
}

INLINE void sigmoid(const float *x, float *y, ptrdiff_t count) {
  for (ptrdiff_t i = 0; i < count; i += 8) {
    vec e = -LOAD(x + i);
    exponentiate(&e);
    STORE(y + i, 1 / (1 + e));
  }
}

INLINE void sigmoid_errors(const float *y, const float *dy, float *dx, ptrdiff_t count) {
  for (ptrdiff_t i = 0; i < count; i += 8) {
    const vec value = LOAD(y + i);
    STORE(dx + i, LOAD(dy + i) * value * (1 - value));
  }
}

// MARK: For each processor

#define RECTIFY_PARAMETERS const float *x, ck_rectifier rectifier, float *y, ptrdiff_t count
#define RECTIFY_ARGUMENTS x, rectifier, y, count
FOR_EACH_PROCESSOR(ck_rectify, rectify, RECTIFY_PARAMETERS, RECTIFY_ARGUMENTS)

#define SIGMOID_PARAMETERS const float *x, float *y, ptrdiff_t count
#define SIGMOID_ARGUMENTS x, y, count
FOR_EACH_PROCESSOR(ck_sigmoid, sigmoid, SIGMOID_PARAMETERS, SIGMOID_ARGUMENTS)

#define ERRORS_PARAMETERS const float *y, const float *dy, float *dx, ptrdiff_t count
#define ERRORS_ARGUMENTS y, dy, dx, count
FOR_EACH_PROCESSOR(ck_sigmoid_errors, sigmoid_errors, ERRORS_PARAMETERS, ERRORS_ARGUMENTS)
