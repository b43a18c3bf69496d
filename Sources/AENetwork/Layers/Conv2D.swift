import CKernels

/// Convolution: every cell of the output sums a window of the input, many to one.
///
/// The input is the large map, the output the small one. `weight` is `(O, C/groups, KH, KW)`,
/// `bias` `(O)`.
///
///     y[o] = bias[o] + Σ_c weight[o, c] ⋆ x[c]
///
/// The gradient by the input sends every output's error back over the window it came from: it is
/// the transposed convolution of the error, and both call the same kernel.
public final class Conv2D: ConvolutionLayer {
  /// Channels, geometry, bias.
  public let convolution: ConvolutionSpec
  /// `[C, H, W]`.
  public let inputShape: Shape
  /// `[O, h, w]`.
  public let outputShape: Shape
  private let kernel: ConvolutionKernel

  init(_ spec: ConvolutionSpec, input: Shape, output: Shape) {
    convolution = spec
    inputShape = input
    outputShape = output
    kernel = ConvolutionKernel(
      geometry: spec.geometry, large: ImageShape(input), small: ImageShape(output))
  }

  /// The description that made this layer.
  public var spec: LayerSpec { .conv2d(convolution) }
  /// Room for the packed weights and the matrices of a few cells, or for a map with its padding.
  public func scratchCount(_ n: Int, training: Bool) -> Int {
    let forward = kernel.scratchCount(for: .gather)
    guard training else { return forward }
    return max(forward, kernel.scratchCount(for: .scatter), kernel.gradientScratchCount(n))
  }
  /// Those of the forward pass, and those of the backward pass.
  public var packedCounts: [Int] {
    [kernel.packedCount(for: .gather), kernel.packedCount(for: .scatter)]
  }
  /// The gradients read `x` and `dy` alone.
  public var backwardReadsOutput: Bool { false }

  /// `x`: (C, H, W, n), `y`: (O, h, w, n).
  public func forward(
    x: Floats, y: Floats, parameters: Floats, n: Int, scratch: Floats, in pass: TrainingPass?
  ) {
    kernel.gather(
      large: x,
      packed: pass?.packed?.start ?? kernel.packed(parameters, for: .gather, in: scratch),
      bias: convolution.bias ? parameters + kernel.weightCount : nil,
      pass?.rectifierBehind ?? .none, into: y, n: n, scratch: scratch)
  }

  /// `dx`: (C, H, W, n), `dy`: (O, h, w, n).
  public func backward(
    x: Floats, dx: Floats?, dy: Floats, parameters: Floats, dParameters: Floats, n: Int,
    scratch: Floats, in pass: TrainingPass?
  ) {
    kernel.addWeightGradient(large: x, small: dy, to: dParameters, n: n, scratch: scratch)
    if convolution.bias {
      ck_add_channel_sums(
        dy, kernel.small.channels, n * kernel.small.size.count, dParameters + kernel.weightCount)
    }
    guard let dx else { return }
    let packed = pass?.packed.map { $0.start + kernel.packedCount(for: .gather) }
    kernel.scatter(
      small: dy, packed: packed ?? kernel.packed(parameters, for: .scatter, in: scratch), bias: nil,
      pass?.rectifierBefore ?? .none, into: dx, n: n, scratch: scratch)
  }

  /// Part 0 for the forward pass, part 1 for the backward pass.
  public func pack(_ part: Int, of parameters: Floats, into packed: Floats) {
    kernel.pack(parameters, for: part == 0 ? .gather : .scatter, into: packed)
  }
}
