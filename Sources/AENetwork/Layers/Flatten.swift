/// Feature maps to one list of features an example: `(C, H, W, n)` to `(C·H·W, n)`.
///
/// The numbers stay where they are; only their names change.
public final class Flatten: Layer {
  /// `[C, H, W]`, or `[F]`.
  public let inputShape: Shape

  init(inputShape: Shape) { self.inputShape = inputShape }

  /// The description that made this layer.
  public var spec: LayerSpec { .flatten }
  /// `[C·H·W]`.
  public var outputShape: Shape { [inputShape.count] }
  /// It only reshapes.
  public var isReshaping: Bool { true }

  /// `x`: (C, H, W, n), `y`: (C·H·W, n).
  public func forward(x: Floats, y: Floats, parameters: Floats, n: Int, scratch: Floats) {
    y.update(from: x, count: inputShape.count * n)
  }

  /// `dx`: (C, H, W, n), `dy`: (C·H·W, n).
  public func backward(
    x: Floats, y: Floats, dx: Floats?, dy: Floats, parameters: Floats, dParameters: Floats,
    n: Int, scratch: Floats
  ) {
    dx?.update(from: dy, count: inputShape.count * n)
  }
}

/// A list of features to feature maps: `(C·H·W, n)` to `(C, H, W, n)`. The reverse of ``Flatten``.
public final class Reshape: Layer {
  /// The maps to make.
  public let image: ImageShape

  init(_ image: ImageShape) { self.image = image }

  /// The description that made this layer.
  public var spec: LayerSpec { .reshape(image) }
  /// `[C·H·W]`.
  public var inputShape: Shape { [image.count] }
  /// `[C, H, W]`.
  public var outputShape: Shape { image.shape }
  /// It only reshapes.
  public var isReshaping: Bool { true }

  /// `x`: (C·H·W, n), `y`: (C, H, W, n).
  public func forward(x: Floats, y: Floats, parameters: Floats, n: Int, scratch: Floats) {
    y.update(from: x, count: image.count * n)
  }

  /// `dx`: (C·H·W, n), `dy`: (C, H, W, n).
  public func backward(
    x: Floats, y: Floats, dx: Floats?, dy: Floats, parameters: Floats, dParameters: Floats,
    n: Int, scratch: Floats
  ) {
    dx?.update(from: dy, count: image.count * n)
  }
}
