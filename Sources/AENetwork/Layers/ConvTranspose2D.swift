import CKernels

/// Transposed convolution: every cell of the input adds its kernel to a window of the output, one
/// to many.
///
/// The input is the small map, the output the large one. `weight` is `(C, O/groups, KH, KW)`,
/// `bias` `(O)`.
///
///     y[o] = bias[o] + Σ_c weight[c, o] scattered by x[c]
///
/// Forward is the input gradient of ``Conv2D``, and the gradient by the input is ``Conv2D``'s
/// forward pass: the same connections, read the other way.
public final class ConvTranspose2D: ConvolutionLayer {
  /// Channels, geometry, bias.
  public let convolution: ConvolutionSpec
  /// `[C, h, w]`.
  public let inputShape: Shape
  /// `[O, H, W]`.
  public let outputShape: Shape
  private let kernel: ConvolutionKernel

  init(_ spec: ConvolutionSpec, input: Shape, output: Shape) {
    convolution = spec
    inputShape = input
    outputShape = output
    kernel = ConvolutionKernel(
      geometry: spec.geometry, large: ImageShape(output), small: ImageShape(input))
  }

  /// The description that made this layer.
  public var spec: LayerSpec { .convTranspose2d(convolution) }
  /// Room for the packed weights and the matrices of a few cells, or for a map with its padding.
  public func scratchCount(_ n: Int, training: Bool) -> Int {
    let forward = kernel.scratchCount(for: .scatter)
    guard training else { return forward }
    return max(forward, kernel.scratchCount(for: .gather), kernel.gradientScratchCount(n))
  }
  /// Those of the forward pass, and those of the backward pass.
  public var packedCounts: [Int] {
    [kernel.packedCount(for: .scatter), kernel.packedCount(for: .gather)]
  }
  /// The gradients read `x` and `dy` alone.
  public var backwardReadsOutput: Bool { false }

  /// `x`: (C, h, w, n), `y`: (O, H, W, n).
  public func forward(
    x: Floats, y: Floats, parameters: Floats, n: Int, scratch: Floats, in pass: TrainingPass?
  ) {
    kernel.scatter(
      small: x,
      packed: pass?.packed?.start ?? kernel.packed(parameters, for: .scatter, in: scratch),
      bias: convolution.bias ? parameters + kernel.weightCount : nil,
      pass?.rectifierBehind ?? .none, into: y, n: n, scratch: scratch)
  }

  /// `dx`: (C, h, w, n), `dy`: (O, H, W, n).
  public func backward(
    x: Floats, dx: Floats?, dy: Floats, parameters: Floats, dParameters: Floats, n: Int,
    scratch: Floats, in pass: TrainingPass?
  ) {
    kernel.addWeightGradient(large: dy, small: x, to: dParameters, n: n, scratch: scratch)
    if convolution.bias {
      ck_add_channel_sums(
        dy, kernel.large.channels, n * kernel.large.size.count, dParameters + kernel.weightCount)
    }
    guard let dx else { return }
    let packed = pass?.packed.map { $0.start + kernel.packedCount(for: .scatter) }
    kernel.gather(
      large: dy, packed: packed ?? kernel.packed(parameters, for: .gather, in: scratch), bias: nil,
      pass?.rectifierBefore ?? .none, into: dx, n: n, scratch: scratch)
  }

  /// Part 0 for the forward pass, part 1 for the backward pass.
  public func pack(_ part: Int, of parameters: Floats, into packed: Floats) {
    kernel.pack(parameters, for: part == 0 ? .scatter : .gather, into: packed)
  }
}
