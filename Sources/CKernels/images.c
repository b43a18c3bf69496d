#include "kernels.h"
#include "vectors.h"

typedef uint8_t eight_pixels __attribute__((vector_size(8), aligned(1)));

INLINE void place_images(
    const ck_eight_images *images, ptrdiff_t values, float scale, float *target, ptrdiff_t lanes) {
  ptrdiff_t value = 0;
  for (; value + 8 <= values; value += 8) {
    vec x[8];
    for (int i = 0; i < 8; i++) {
      x[i] = (vec){0};
      if (i < images->count) {
        x[i] = __builtin_convertvector(
                   *(const eight_pixels *)(images->pixels[i] + value), vec) * scale;
      }
    }
    turn_eight(x);
    for (int v = 0; v < 8; v++) STORE(target + (value + v) * lanes, x[v]);
  }
  for (; value < values; value++) {
    for (int i = 0; i < 8; i++) {
      target[value * lanes + i] = i < images->count ? (float)images->pixels[i][value] * scale : 0;
    }
  }
}

#define PARAMETERS                                                                               \
  const ck_eight_images *images, ptrdiff_t values, float scale, float *target, ptrdiff_t lanes
#define ARGUMENTS images, values, scale, target, lanes
FOR_EACH_PROCESSOR(ck_place_images, place_images, PARAMETERS, ARGUMENTS)
