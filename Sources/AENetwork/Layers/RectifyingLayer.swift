import CKernels

/// A layer that puts what it writes through a rectifier as it writes it, where the pass says so:
/// its sums through the one behind it, and on the way back its errors through the one before it
/// (``TrainingPass``). The maps are then not read and written once more.
public protocol RectifyingLayer: Layer {}

extension RectifyingLayer {
  /// Itself.
  public var rectifying: (any RectifyingLayer)? { self }
}

extension ck_rectifier {
  /// Leaves everything as it is.
  static var none: ck_rectifier { ck_rectifier(outputs: nil, slope: 1) }

  /// The rectifier of what lies `offset` floats on.
  func moved(by offset: Int) -> ck_rectifier {
    ck_rectifier(outputs: outputs.map { $0 + offset }, slope: slope)
  }
}
