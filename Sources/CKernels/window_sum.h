// Included for each kind of vector, which comes as `VECTOR` with its `MASK`; defines
// `SUM_WINDOW`. Sixteen images and eight are added up in the same order: what a network makes of
// an image does not depend on how many others there are.

/// `P` cells of `T` target channels for the images of a vector. `T`, `P` and `U` are constants
/// wherever this is inlined, so that the sums live in registers. An addition has to wait for the
/// one before it, so as many sums go on side by side as an addition takes: of `T` targets, which
/// are one tile of the weights or two, in `P` cells, which share each weight that is read; of one
/// target, its sources are added up in `U` sums at once.
INLINE void SUM_WINDOW(
    const int T, const int P, const int U, const ck_join *joins, ptrdiff_t join_count,
    const float *source, ptrdiff_t source_channels, ptrdiff_t source_stride, ptrdiff_t source_step,
    const float *weight, ptrdiff_t tile_stride, const float *bias, ck_rectifier rectifier,
    float *target, ptrdiff_t target_stride, ptrdiff_t target_step) {
  const int tile = T < ck_tile ? T : ck_tile;
  VECTOR sums[8][4][8];
  for (int u = 0; u < U; u++) {
    for (int p = 0; p < P; p++) {
      for (int t = 0; t < T; t++) sums[u][p][t] = (VECTOR){0} + (bias && u == 0 ? bias[t] : 0);
    }
  }
  for (ptrdiff_t j = 0; j < join_count; j++) {
    const float *x = source + joins[j].source;
    const float *w = weight + joins[j].tap * source_channels * tile;
    ptrdiff_t c = 0;
    for (; c + U <= source_channels; c += U) {
      for (int u = 0; u < U; u++) {
        VECTOR cells[4];
        for (int p = 0; p < P; p++) {
          cells[p] = *(const VECTOR *)(x + u * source_stride + p * source_step);
        }
        for (int t = 0; t < T; t++) {
          for (int p = 0; p < P; p++) {
            sums[u][p][t] += cells[p] * w[t / tile * tile_stride + u * tile + t % tile];
          }
        }
      }
      x += U * source_stride;
      w += U * tile;
    }
    for (; c < source_channels; c++) {
      for (int p = 0; p < P; p++) {
        const VECTOR cell = *(const VECTOR *)(x + p * source_step);
        for (int t = 0; t < T; t++) {
          sums[0][p][t] += cell * w[t / tile * tile_stride + t % tile];
        }
      }
      x += source_stride;
      w += tile;
    }
  }
  for (int p = 0; p < P; p++) {
    for (int t = 0; t < T; t++) {
      const ptrdiff_t place = p * target_step + t * target_stride;
      const ck_rectifier here = rectifier_at(rectifier, place);
      VECTOR sum = sums[0][p][t];
      for (int u = 1; u < U; u++) sum += sums[u][p][t];
      RECTIFY(VECTOR, MASK, sum, here)
      *(VECTOR *)(target + place) = sum;
    }
  }
}

#undef VECTOR
#undef MASK
#undef SUM_WINDOW
