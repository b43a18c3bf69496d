// The inner loops of the convolution: what Swift cannot compile for the processor that it finds
// itself on. Each function is compiled twice, once for any processor and once for one with AVX2 and
// FMA (eight products and sums an instruction), and picks at run time.
//
// Maps are (channel, row, column, image), `lanes` images innermost: a cell is `lanes` floats in a
// row, and `lanes` is a multiple of 8. What is joined with what, the caller reads from its geometry
// and passes as lists; nothing is known of strides or padding here.
#ifndef AEVIZ_CONVOLUTION_H
#define AEVIZ_CONVOLUTION_H

#include <stddef.h>
#include <stdint.h>

/// One axis of the connections, seen from the target: target index `i` is joined to the sources
/// `source[j]` through the taps `tap[j]`, for `j` in `first[i] ..< first[i + 1]`.
typedef struct {
  const int32_t *first;
  const int32_t *tap;
  const int32_t *source;
} ck_axis;

/// The connections of one tap along one axis: small cells `first ..< end`, and small cell `i` is
/// joined to large cell `i · stride + offset`.
typedef struct {
  int32_t first;
  int32_t end;
  int32_t offset;
} ck_tap;

/// A join of a target cell: where its source starts in a channel's map, and which weight it takes.
typedef struct {
  ptrdiff_t source;
  ptrdiff_t weight;
} ck_join;

/// Rows and columns of a map.
typedef struct {
  ptrdiff_t rows;
  ptrdiff_t columns;
} ck_size;

/// Outputs that are summed side by side; the weights are packed in such tiles.
enum { ck_tile = 4 };

/// `target[o] = bias[o] + Σ_c Σ_joins weight[o, c, tap] · source[c]`, for every cell of the target.
///
/// `weight` is packed: tile after tile of `ck_tile` outputs (the outputs left over as tiles of one),
/// in a tile (source channel, tap, output). `bias` may be null. `joins` has room for every tap.
void ck_sum_windows(
    ck_axis rows, ck_axis columns, ck_size target_size, ck_size source_size,
    const float *source, ptrdiff_t source_channels, const float *weight, ck_size kernel,
    const float *bias, float *target, ptrdiff_t target_channels, ptrdiff_t lanes, ck_join *joins);

/// `gradient[o, c, tap] += Σ small[o] · large[c]` over the cells that the tap joins, and the images.
///
/// `gradient`: (small channels, large channels, kernel rows, kernel columns).
void ck_add_weight_gradient(
    const ck_tap *rows, const ck_tap *columns, ck_size stride, ck_size kernel, const float *large,
    ck_size large_size, ptrdiff_t large_channels, const float *small, ck_size small_size,
    ptrdiff_t small_channels, float *gradient, ptrdiff_t lanes);

#endif
