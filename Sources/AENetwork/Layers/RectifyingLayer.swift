/// A layer that can put its sums through the ``ReLU`` behind it as it writes them: the maps are
/// then not read and written once more. It does where the pass has a ``TrainingPass/slope``, of 0.
public protocol RectifyingLayer: Layer {}

extension RectifyingLayer {
  /// Itself.
  public var rectifying: (any RectifyingLayer)? { self }
}
