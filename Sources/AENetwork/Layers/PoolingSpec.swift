/// A pooling layer's windows.
public struct PoolingSpec: Hashable, Sendable {
  /// Kernel, stride and padding; dilation and groups are 1.
  public let geometry: ConvGeometry

  /// Windows of `kernel` cells, `stride` cells apart: as far apart as they are large, when nothing
  /// else is said, so that they tile the map.
  /// - Throws: ``GeometryError``, also for padding of more than half a window: a window could then
  ///   lie outside of the map.
  public init(
    kernel: Size2D, stride: Size2D? = nil, padding: Size2D = Size2D(0)
  ) throws(GeometryError) {
    geometry = try ConvGeometry(kernel: kernel, stride: stride ?? kernel, padding: padding)
    for axis in Size2D.Axis.allCases where 2 * padding[axis] > kernel[axis] {
      throw .poolingPaddingTooLarge(axis: axis, padding: padding[axis], kernel: kernel[axis])
    }
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
