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
public final class ConvTranspose2D: RectifyingLayer {
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
  /// Room for the weights in the order of the inner loop, or for a map with its padding.
  public func scratchCount(_ n: Int, training: Bool) -> Int {
    kernel.scratchCount(n, training: training)
  }
  /// The gradients read `x` and `dy` alone.
  public var backwardReadsOutput: Bool { false }

  /// `x`: (C, h, w, n), `y`: (O, H, W, n).
  public func forward(x: Floats, y: Floats, parameters: Floats, n: Int, scratch: Floats) {
    forward(x: x, y: y, parameters: parameters, n: n, scratch: scratch, rectified: false)
  }

  /// The same, and with `rectified` 0 instead of what is below it.
  public func forward(
    x: Floats, y: Floats, parameters: Floats, n: Int, scratch: Floats, rectified: Bool
  ) {
    let bias = convolution.bias ? parameters + kernel.weightCount : nil
    kernel.scatter(
      small: x, weight: parameters, bias: bias, rectified: rectified, into: y, n: n,
      scratch: scratch)
  }

  /// `dx`: (C, h, w, n), `dy`: (O, H, W, n).
  public func backward(
    x: Floats, y: Floats, dx: Floats?, dy: Floats, parameters: Floats, dParameters: Floats,
    n: Int, scratch: Floats
  ) {
    let each = n * kernel.large.size.count
    kernel.addWeightGradient(large: dy, small: x, to: dParameters, n: n, scratch: scratch)
    if convolution.bias {
      addSums(
        of: dy, channels: kernel.large.channels, each: each, to: dParameters + kernel.weightCount)
    }
    if let dx {
      kernel.gather(large: dy, weight: parameters, bias: nil, into: dx, n: n, scratch: scratch)
    }
  }
}
