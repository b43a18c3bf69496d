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
public final class ConvTranspose2D: RectifyingLayer, PackingLayer {
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
  public func forward(x: Floats, y: Floats, parameters: Floats, n: Int, scratch: Floats) {
    forward(x: x, y: y, parameters: parameters, n: n, scratch: scratch, .none, packed: nil)
  }

  /// The same with the weights that the step has packed, and through the rectifier behind it.
  public func forward(
    x: Floats, y: Floats, parameters: Floats, n: Int, scratch: Floats, pass: TrainingPass
  ) {
    forward(
      x: x, y: y, parameters: parameters, n: n, scratch: scratch, pass.rectifierBehind,
      packed: pass.packed?.start)
  }

  private func forward(
    x: Floats, y: Floats, parameters: Floats, n: Int, scratch: Floats,
    _ rectifier: ck_rectifier, packed: Floats?
  ) {
    kernel.scatter(
      small: x, packed: packed ?? kernel.packed(parameters, for: .scatter, in: scratch),
      bias: convolution.bias ? parameters + kernel.weightCount : nil, rectifier, into: y, n: n,
      scratch: scratch)
  }

  /// `dx`: (C, h, w, n), `dy`: (O, H, W, n).
  public func backward(
    x: Floats, y: Floats, dx: Floats?, dy: Floats, parameters: Floats, dParameters: Floats,
    n: Int, scratch: Floats
  ) {
    backward(
      x: x, dx: dx, dy: dy, parameters: parameters, dParameters: dParameters, n: n,
      scratch: scratch, .none, packed: nil)
  }

  /// The same with the weights that the step has packed, and through the rectifier before it.
  public func backward(
    x: Floats, y: Floats, dx: Floats?, dy: Floats, parameters: Floats, dParameters: Floats,
    n: Int, scratch: Floats, pass: TrainingPass
  ) {
    backward(
      x: x, dx: dx, dy: dy, parameters: parameters, dParameters: dParameters, n: n,
      scratch: scratch, pass.rectifierBefore,
      packed: pass.packed.map { $0.start + packedCounts[0] })
  }

  private func backward(
    x: Floats, dx: Floats?, dy: Floats, parameters: Floats, dParameters: Floats, n: Int,
    scratch: Floats, _ rectifier: ck_rectifier, packed: Floats?
  ) {
    kernel.addWeightGradient(large: dy, small: x, to: dParameters, n: n, scratch: scratch)
    if convolution.bias {
      ck_add_channel_sums(
        dy, kernel.large.channels, n * kernel.large.size.count, dParameters + kernel.weightCount)
    }
    guard let dx else { return }
    kernel.gather(
      large: dy, packed: packed ?? kernel.packed(parameters, for: .gather, in: scratch), bias: nil,
      rectifier, into: dx, n: n, scratch: scratch)
  }

  /// Part 0 for the forward pass, part 1 for the backward pass.
  public func pack(_ part: Int, of parameters: Floats, into packed: Floats) {
    kernel.pack(parameters, for: part == 0 ? .scatter : .gather, into: packed)
  }
}
