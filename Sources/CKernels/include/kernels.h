// The inner loops of training: what Swift cannot compile for the processor that it finds itself on.
// Each function is compiled several times (vectors.h): for any processor, for one with AVX2 and FMA
// (eight products and sums an instruction) and for one with AVX-512 (sixteen), and picks at run
// time. The last bits may differ between processors, never with the number of threads.
//
// Maps are (channel, row, column, image), `lanes` images innermost: a cell is `lanes` floats in a
// row, and `lanes` is a multiple of 8. What is joined with what, the caller reads from its geometry
// and passes as lists or as a window.
#ifndef AEVIZ_KERNELS_H
#define AEVIZ_KERNELS_H

#include <stddef.h>
#include <stdint.h>

// MARK: The processor (processor.c)

/// Floats in the widest register of this processor: 16 with AVX-512, 8 with AVX2 and FMA, else 4.
int ck_vector_floats(void);

// MARK: Images (images.c)

/// Where the pixels of up to eight images lie.
typedef struct {
  const uint8_t *pixels[8];
  ptrdiff_t count;
} ck_eight_images;

/// Puts eight images into the first eight of `lanes`, each pixel times `scale`, and 0 where there
/// is none. `target`: (values, lanes).
void ck_place_images(
    const ck_eight_images *images, ptrdiff_t values, float scale, float *target, ptrdiff_t lanes);

// MARK: Rectifiers

/// What a rectifier makes of the numbers that a kernel writes: those that are not above 0 become
/// `slope` times as large. On the way there it is the rectifier behind the layer. On the way back
/// it is the one before it, and `outputs`, where the kernel writes the errors of each, say which
/// numbers were not above 0.
typedef struct {
  /// Null: the numbers themselves.
  const float *outputs;
  /// 1: nothing is done. 0: what is not above 0 becomes 0.
  float slope;
} ck_rectifier;

// MARK: Convolution (convolution.c)

/// One axis of the connections, seen from the target: target index `i` is joined to the sources
/// `source[j]` through the taps `tap[j]`, for `j` in `first[i] ..< first[i + 1]`.
typedef struct {
  const int32_t *first;
  const int32_t *tap;
  const int32_t *source;
} ck_axis;

/// A join of a target cell: where its source starts in a channel's map, and through which tap.
typedef struct {
  ptrdiff_t source;
  ptrdiff_t tap;
} ck_join;

/// Rows and columns of a map.
typedef struct {
  ptrdiff_t rows;
  ptrdiff_t columns;
} ck_size;

/// Outputs that are summed side by side; the weights are packed in such tiles.
enum { ck_tile = 4 };

/// `target[o] = bias[o] + Σ_c Σ_joins weight[o, c, tap] · source[c]`, for every cell of the target;
/// through the rectifier.
///
/// `weight` is packed: tile after tile of `ck_tile` outputs (the outputs left over as tiles of
/// one), in a tile (tap, source channel, output). `bias` may be null. `joins` has room for every
/// tap.
void ck_sum_windows(
    ck_axis rows, ck_axis columns, ck_size target_size, ck_size source_size,
    const float *source, ptrdiff_t source_channels, const float *weight, ck_size kernel,
    const float *bias, ck_rectifier rectifier, float *target, ptrdiff_t target_channels,
    ptrdiff_t lanes, ck_join *joins);

/// How the window slides over the large map. `padding` is what lies above the map and at its left;
/// what lies below and at the right, the small map's size says.
typedef struct {
  ck_size stride;
  ck_size dilation;
  ck_size padding;
} ck_window;

/// A small cell and the first large cell of its window, for eight images.
typedef struct {
  ptrdiff_t small;
  ptrdiff_t large;
} ck_cells;

/// All that the windows of a small map reach into: the large map with its padding.
static inline ck_size ck_plane_size(ck_window window, ck_size kernel, ck_size small) {
  ck_size size = {
      (small.rows - 1) * window.stride.rows + (kernel.rows - 1) * window.dilation.rows + 1,
      (small.columns - 1) * window.stride.columns + (kernel.columns - 1) * window.dilation.columns +
          1};
  return size;
}

/// `gradient[o, c, tap] += Σ small[o] · large[c]` over the cells that the tap joins, and the
/// images.
///
/// `gradient`: (small channels, large channels, kernel rows, kernel columns). `cells` has room for
/// every small cell and eight images, `plane` for a map of ``ck_plane_size``.
void ck_add_weight_gradient(
    ck_window window, ck_size kernel, const float *large, ck_size large_size,
    ptrdiff_t large_channels, const float *small, ck_size small_size, ptrdiff_t small_channels,
    float *gradient, ptrdiff_t lanes, ck_cells *cells, float *plane);

// MARK: Convolution with fewer products (tile_sums.c, tile_gradient.c)

/// Floats of the factors that the weights become, for a gather as many as for a scatter.
ptrdiff_t ck_tile_factor_count(
    ck_window window, ck_size kernel, ptrdiff_t large_channels, ptrdiff_t small_channels);

/// What ``ck_gather_tiles`` multiplies by, of `weight`: (small channels, large channels, kernel
/// rows, kernel columns).
void ck_gather_factors(
    ck_window window, ck_size kernel, const float *weight, ptrdiff_t large_channels,
    ptrdiff_t small_channels, float *factors);

/// What ``ck_scatter_tiles`` multiplies by, of the same weights.
void ck_scatter_factors(
    ck_window window, ck_size kernel, const float *weight, ptrdiff_t large_channels,
    ptrdiff_t small_channels, float *factors);

/// Floats of scratch space that ``ck_gather_tiles`` or ``ck_scatter_tiles`` needs, for any size of
/// maps and any number of images.
ptrdiff_t ck_tile_sum_scratch(
    ck_window window, ck_size kernel, ptrdiff_t large_channels, ptrdiff_t small_channels);

/// Floats of scratch space that ``ck_add_tile_gradient`` needs.
ptrdiff_t ck_tile_gradient_scratch(
    ck_window window, ck_size kernel, ptrdiff_t small_channels);

/// `small[o] = bias[o] + Σ_c weight[o, c] ⋆ large[c]`, through the rectifier. `bias` may be null.
///
/// For windows without holes of which a stride's every part has one or two taps along both axes, or
/// three along both: `s < k ≤ 2s` or `k = 3s`, for `s` up to 3 and at most 36 taps.
void ck_gather_tiles(
    ck_window window, ck_size kernel, const float *large, ck_size large_size,
    ptrdiff_t large_channels, const float *factors, const float *bias, ck_rectifier rectifier,
    float *small, ck_size small_size, ptrdiff_t small_channels, ptrdiff_t lanes, float *scratch);

/// `large[c] = bias[c] + Σ_o weight[o, c] · small[o]`, each small cell scattered over its window;
/// for the same windows.
void ck_scatter_tiles(
    ck_window window, ck_size kernel, const float *small, ck_size small_size,
    ptrdiff_t small_channels, const float *factors, const float *bias, ck_rectifier rectifier,
    float *large, ck_size large_size, ptrdiff_t large_channels, ptrdiff_t lanes, float *scratch);

/// ``ck_add_weight_gradient``, for the same windows.
void ck_add_tile_gradient(
    ck_window window, ck_size kernel, const float *large, ck_size large_size,
    ptrdiff_t large_channels, const float *small, ck_size small_size, ptrdiff_t small_channels,
    float *gradient, ptrdiff_t lanes, float *scratch);

// MARK: Fully connected (dense.c)

/// A matrix of weights, read by rows or by columns: `first[t · target + s · source]` is the weight
/// of source `s` in target `t`.
typedef struct {
  const float *first;
  ptrdiff_t target;
  ptrdiff_t source;
} ck_weights;

/// Of one shard of `lanes` images, what a layer reads and writes, and what through.
typedef struct {
  const float *source;
  float *target;
  ck_rectifier rectifier;
  ptrdiff_t lanes;
} ck_shard;

/// `target[t] = bias[t] + Σ_s w[t, s] · source[s]`, through the rectifier, for all images of the
/// shards. `bias` may be null.
///
/// An image's sums are the same whatever other shards there are.
void ck_weighted_sums(
    ck_weights w, const float *bias, ptrdiff_t sources, ptrdiff_t targets, const ck_shard *shards,
    ptrdiff_t count);

/// What a shard has kept of a layer for eight of its `lanes` images: inputs and errors.
typedef struct {
  const float *x;
  const float *dy;
  ptrdiff_t lanes;
} ck_images;

/// `gradient[row, column] = Σ dy[row] · x[column]` and `bias[row] = Σ dy[row]` over all images, for
/// the rows `first_row ..< end_row`, added to what is there where it `adds`. `gradient` and `bias`
/// begin with the first of these; `bias` may be null.
///
/// Each number is summed in the same order whichever other rows are asked for.
void ck_sum_dense_gradient(
    const ck_images *images, ptrdiff_t count, ptrdiff_t first_row, ptrdiff_t end_row,
    ptrdiff_t columns, float *gradient, float *bias, int adds);

// MARK: Activations (activations.c)

/// `y`: `x` through the rectifier, for `count` numbers, whole eights. They may be the same.
void ck_rectify(const float *x, ck_rectifier rectifier, float *y, ptrdiff_t count);

/// `y = 1 / (1 + e^-x)`, for `count` numbers, whole eights.
void ck_sigmoid(const float *x, float *y, ptrdiff_t count);

/// `dx = dy · y · (1 − y)`, for `count` numbers, whole eights. `dx` may be `dy`.
void ck_sigmoid_errors(const float *y, const float *dy, float *dx, ptrdiff_t count);

// MARK: Sums over pixels and cells (sums.c)

/// Adds `Σ (output − target)²` over `count` numbers, in double precision.
void ck_add_squared_error(
    const float *output, const float *target, ptrdiff_t count, double *sum);

/// `gradient = twice · (output − target)`, for `count` numbers.
void ck_squared_error_gradient(
    const float *output, const float *target, float twice, float *gradient, ptrdiff_t count);

/// Adds the sum of each channel's `count` cells, whole eights: `sums[c] += Σ map[c]`.
void ck_add_channel_sums(const float *map, ptrdiff_t channels, ptrdiff_t count, float *sums);

// MARK: Normalisation (normalization.c)

/// Adds `Σ x` and `Σ x²` over the cells of a map in the first `images` of its `lanes`; in double
/// precision, since a map far from 0 has its variance in the last digits.
void ck_add_moments(
    const float *x, ptrdiff_t cells, ptrdiff_t lanes, ptrdiff_t images, double *sum,
    double *squares);

/// `y = (x − mean) · scale + bias`, through the rectifier, for `count` numbers, whole eights.
void ck_normalise(
    const float *x, float mean, float scale, float bias, ck_rectifier rectifier, float *y,
    ptrdiff_t count);

/// What the errors of a normalised map are corrected by.
typedef struct {
  float mean;
  float inverse_deviation;
  /// `γ / √(v + ε)`
  float scale;
  /// The mean of `dy`, and of `dy · x̂`.
  float mean_error;
  float mean_product;
} ck_normalization;

/// `dx = scale · (dy − mean_error − x̂ · mean_product)`, for `count` numbers, whole eights.
void ck_normalise_errors(
    ck_normalization by, const float *x, const float *dy, float *dx, ptrdiff_t count);

/// Adds `Σ dy` and `Σ dy · x̂` with `x̂ = (x − mean) · scale`, over the same.
void ck_add_error_moments(
    const float *x, const float *dy, ptrdiff_t cells, ptrdiff_t lanes, ptrdiff_t images,
    float mean, float scale, double *sum, double *product);

// MARK: Adam (adam.c)

/// What a step of Adam multiplies by: the same for every parameter.
typedef struct {
  float gradient_scale;
  float keep_mean;
  float new_mean;
  float keep_variance;
  float new_variance;
  /// `1 / √(1 − β₂ᵗ)`
  float deviation_scale;
  float epsilon;
  /// `η / (1 − β₁ᵗ)`
  float step;
  /// `1 − η·λ`
  float keep_parameter;
} ck_adam;

/// Updates `mean` and `variance` by the gradient and moves the parameters, `count` of each.
void ck_move_by_adam(
    ck_adam s, float *parameters, const float *gradient, float *mean, float *variance,
    ptrdiff_t count);

#endif
