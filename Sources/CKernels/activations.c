#include "kernels.h"
#include "vectors.h"

INLINE void sigmoid(const float *x, float *y, ptrdiff_t count) {
  for (ptrdiff_t i = 0; i < count; i += 8) {
    vec e = -LOAD(x + i);
    exponentiate(&e);
    STORE(y + i, 1 / (1 + e));
  }
}

#define PARAMETERS const float *x, float *y, ptrdiff_t count
#define ARGUMENTS x, y, count
FOR_EACH_PROCESSOR(ck_sigmoid, sigmoid, PARAMETERS, ARGUMENTS)
