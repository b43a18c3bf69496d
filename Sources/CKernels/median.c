#include "analysis.h"
#include "vectors.h"

/// `a` where it is the less, else `b`: what processors have an instruction for. Macros, as
/// `RECTIFIED` is.
#define CHOSEN(mask, a, b) ((vec)(((mask) & (vec_mask)(a)) | (~(mask) & (vec_mask)(b))))
#define LESS(a, b) CHOSEN((vec_mask)((a) < (b)), a, b)
#define GREATER(a, b) CHOSEN((vec_mask)((a) < (b)), b, a)

/// The median of the window that begins at `source`, for eight places side by side.
///
/// Of more than half of the values neither the least nor the greatest is in the middle of all: both
/// are dropped and the next value is taken in, until one is left (Devillard 1998, "Fast median
/// search", names it forgetful selection). `size` is a constant wherever this is inlined.
INLINE void median_of_eight(const int size, const float *source, ptrdiff_t stride, float *result) {
  vec kept[(ck_largest_median * ck_largest_median + 3) / 2];
  int count = (size * size + 3) / 2, next = count;
  for (int i = 0; i < count; i++) kept[i] = LOAD(source + i / size * stride + i % size);
  while (1) {
    // The least goes to the front, the greatest to the end.
    for (int i = 1; i < count; i++) {
      const vec a = kept[0], b = kept[i];
      kept[0] = LESS(a, b);
      kept[i] = GREATER(a, b);
    }
    for (int i = 1; i + 1 < count; i++) {
      const vec a = kept[i], b = kept[count - 1];
      kept[i] = LESS(a, b);
      kept[count - 1] = GREATER(a, b);
    }
    if (next == size * size) break;
    kept[0] = LOAD(source + next / size * stride + next % size);
    next++;
    count--;
  }
  STORE(result, kept[1]);
}

INLINE void median_of_rows(
    const int size, const float *source, ptrdiff_t height, ptrdiff_t width, float *result) {
  const ptrdiff_t stride = width + size - 1;
  for (ptrdiff_t y = 0; y < height; y++) {
    for (ptrdiff_t x = 0; x < width; x += 8) {
      median_of_eight(size, source + y * stride + x, stride, result + y * width + x);
    }
  }
}

INLINE void median(
    const float *source, ptrdiff_t height, ptrdiff_t width, ptrdiff_t size, float *result) {
  if (size == 3) median_of_rows(3, source, height, width, result);
  if (size == 5) median_of_rows(5, source, height, width, result);
  if (size == 7) median_of_rows(7, source, height, width, result);
}

// MARK: For each processor

#define PARAMETERS                                                                               \
  const float *source, ptrdiff_t height, ptrdiff_t width, ptrdiff_t size, float *result
#define ARGUMENTS source, height, width, size, result

FOR_EACH_PROCESSOR(ck_median, median, PARAMETERS, ARGUMENTS)
