/// Convolution: every cell of the output sums a window of the input, many to one.
///
/// The input is the large map, the output the small one. `weight` is `(O, C/groups, KH, KW)`,
/// `bias` `(O)`.
///
///     y[o] = bias[o] + Σ_c weight[o, c] ⋆ x[c]
///
/// The gradient by the input sends every output's error back over the window it came from: it is
/// the transposed convolution of the error, and both call the same kernel.
public final class Conv2D: RectifyingLayer {
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
  /// Room for the weights in the order of the inner loop, or for a map with its padding.
  public func scratchCount(_ n: Int, training: Bool) -> Int {
    kernel.scratchCount(n, training: training)
  }
  /// The gradients read `x` and `dy` alone.
  public var backwardReadsOutput: Bool { false }

  /// `x`: (C, H, W, n), `y`: (O, h, w, n).
  public func forward(x: Floats, y: Floats, parameters: Floats, n: Int, scratch: Floats) {
    forward(x: x, y: y, parameters: parameters, n: n, scratch: scratch, rectified: false)
  }

  /// The same, and with `rectified` 0 instead of what is below it.
  public func forward(
    x: Floats, y: Floats, parameters: Floats, n: Int, scratch: Floats, rectified: Bool
  ) {
    let bias = convolution.bias ? parameters + kernel.weightCount : nil
    kernel.gather(
      large: x, weight: parameters, bias: bias, rectified: rectified, into: y, n: n,
      scratch: scratch)
  }

  /// `dx`: (C, H, W, n), `dy`: (O, h, w, n).
  public func backward(
    x: Floats, y: Floats, dx: Floats?, dy: Floats, parameters: Floats, dParameters: Floats,
    n: Int, scratch: Floats
  ) {
    let each = n * kernel.small.size.count
    kernel.addWeightGradient(large: x, small: dy, to: dParameters, n: n, scratch: scratch)
    if convolution.bias {
      addSums(
        of: dy, channels: kernel.small.channels, each: each, to: dParameters + kernel.weightCount)
    }
    if let dx {
      kernel.scatter(small: dy, weight: parameters, bias: nil, into: dx, n: n, scratch: scratch)
    }
  }
}
