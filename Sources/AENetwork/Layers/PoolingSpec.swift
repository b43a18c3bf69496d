/// A pooling layer's windows.
public struct PoolingSpec: Hashable, Sendable {
  /// Kernel, stride and padding; dilation and groups are 1.
  public let geometry: ConvGeometry
  /// Whether the zeros of the padding are part of a window's mean, as PyTorch's default has it
  /// (`count_include_pad`); Keras and TensorFlow leave them out. Of no concern to a maximum.
  public let countsPadding: Bool

  /// Windows of `kernel` cells, `stride` cells apart: as far apart as they are large, when nothing
  /// else is said, so that they tile the map.
  /// - Throws: ``GeometryError``, also for padding with which a window could lie outside of the map:
  ///   more than half a window on both sides, as PyTorch has it, or a whole one on one of them.
  public init(
    kernel: Size2D, stride: Size2D? = nil, padding: Padding, countsPadding: Bool = true
  ) throws(GeometryError) {
    self.countsPadding = countsPadding
    geometry = try ConvGeometry(kernel: kernel, stride: stride ?? kernel, padding: padding)
    for axis in Size2D.Axis.allCases {
      let (ends, window) = (padding[axis], kernel[axis])
      let limit = ends.isSymmetric ? window / 2 : window - 1
      guard max(ends.before, ends.after) <= limit else {
        throw .poolingPaddingTooLarge(
          axis: axis, padding: max(ends.before, ends.after), kernel: window, limit: limit)
      }
    }
  }

  /// Windows with `padding` rows and columns on each side of the map.
  /// - Throws: ``GeometryError``.
  public init(
    kernel: Size2D, stride: Size2D? = nil, padding: Size2D = Size2D(0), countsPadding: Bool = true
  ) throws(GeometryError) {
    try self.init(
      kernel: kernel, stride: stride, padding: Padding(padding), countsPadding: countsPadding)
  }
}

extension PoolingSpec {
  /// The same windows with the padding that `rule` gives them over maps of size `input`: see
  /// ``ConvGeometry/padded(_:for:)``.
  /// - Throws: ``GeometryError``.
  public func padded(_ rule: PaddingRule, for input: Size2D) throws(GeometryError) -> PoolingSpec {
    try PoolingSpec(
      kernel: geometry.kernel, stride: geometry.stride,
      padding: geometry.padded(rule, for: input).padding, countsPadding: countsPadding)
  }
}

/// A batch normalisation's maps and numbers.
public struct BatchNormSpec: Hashable, Sendable {
  /// Feature maps in and out.
  public var channels: Int
  /// Added to the variance, so that a map that is the same everywhere divides by no zero.
  public var epsilon: Double
  /// How far a step moves the running mean and variance towards the batch's. (Keras counts the
  /// other way: its momentum 0.99 is 0.01 here.)
  public var momentum: Double

  /// Batch normalisation of `channels` maps, with PyTorch's defaults.
  public init(channels: Int, epsilon: Double = 1e-5, momentum: Double = 0.1) {
    self.channels = channels
    self.epsilon = epsilon
    self.momentum = momentum
  }
}
