/// A convolution and its transpose, seen as one object: the same kernel between a large map and a
/// small one.
///
/// With the output padding that restores the size, both directions join exactly the same cells.
/// With another one, the transposed convolution's output has another size than the convolution's
/// input, and ``restoredShape`` says which.
public struct ConvolutionPair: Hashable, Sendable {
  /// What both directions share.
  public let geometry: ConvGeometry
  /// The convolution's input, `(C, H, W)`.
  public let largeShape: ImageShape
  /// The convolution's output and the transposed convolution's input, `(O, h, w)`.
  public let smallShape: ImageShape
  /// The transposed convolution's output, `(C, H', W')`.
  public let restoredShape: ImageShape

  /// The pair over a large map of shape `largeShape` and `smallChannels` small maps.
  ///
  /// - Parameters:
  ///   - geometry: its output padding is used as it stands; see
  ///     ``ConvGeometry/outputPadding(restoring:)``.
  ///   - largeShape: the convolution's input, `(C, H, W)`.
  ///   - smallChannels: the convolution's output channels, `O`.
  /// - Throws: ``GeometryError``.
  public init(
    geometry: ConvGeometry, largeShape: ImageShape, smallChannels: Int
  ) throws(GeometryError) {
    try geometry.check(largeChannels: largeShape.channels, smallChannels: smallChannels)
    let small = try geometry.convolvedSize(of: largeShape.size)
    let restored = try geometry.transposedSize(of: small)
    self.geometry = geometry
    self.largeShape = largeShape
    self.smallShape = ImageShape(
      channels: smallChannels, height: small.height, width: small.width)
    self.restoredShape = ImageShape(
      channels: largeShape.channels, height: restored.height, width: restored.width)
  }

  /// The connections of the convolution, large map to small.
  public var convolution: [Connection] {
    geometry.connections(large: largeShape, small: smallShape)
  }

  /// The connections of the transposed convolution, small map to ``restoredShape``.
  public var transposedConvolution: [Connection] {
    geometry.connections(large: restoredShape, small: smallShape)
  }
}
