/// A layer that can put its sums through the ``ReLU`` behind it as it writes them: the maps are
/// then not read and written once more.
public protocol RectifyingLayer: Layer {
  /// The forward pass; when `rectified`, sums below 0 become 0.
  func forward(
    x: Floats, y: Floats, parameters: Floats, n: Int, scratch: Floats, rectified: Bool)
}

extension RectifyingLayer {
  /// Itself.
  public var rectifying: (any RectifyingLayer)? { self }
}
