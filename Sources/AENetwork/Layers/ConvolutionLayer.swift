/// What ``Conv2D`` and ``ConvTranspose2D`` share: each says once what it does with the help of a
/// step of the training, or without.
public protocol ConvolutionLayer: RectifyingLayer, PackingLayer {
  /// `y` from `x`; in a training step with the weights that it has packed, and through the
  /// rectifier behind the layer.
  func forward(
    x: Floats, y: Floats, parameters: Floats, n: Int, scratch: Floats, in pass: TrainingPass?)

  /// The gradients; in a training step with the weights that it has packed, and through the
  /// rectifier before the layer.
  func backward(
    x: Floats, dx: Floats?, dy: Floats, parameters: Floats, dParameters: Floats, n: Int,
    scratch: Floats, in pass: TrainingPass?)
}

extension ConvolutionLayer {
  /// As in use.
  public func forward(x: Floats, y: Floats, parameters: Floats, n: Int, scratch: Floats) {
    forward(x: x, y: y, parameters: parameters, n: n, scratch: scratch, in: nil)
  }

  /// In a training step.
  public func forward(
    x: Floats, y: Floats, parameters: Floats, n: Int, scratch: Floats, pass: TrainingPass
  ) {
    forward(x: x, y: y, parameters: parameters, n: n, scratch: scratch, in: pass)
  }

  /// As in use.
  public func backward(
    x: Floats, y: Floats, dx: Floats?, dy: Floats, parameters: Floats, dParameters: Floats,
    n: Int, scratch: Floats
  ) {
    backward(
      x: x, dx: dx, dy: dy, parameters: parameters, dParameters: dParameters, n: n,
      scratch: scratch, in: nil)
  }

  /// In a training step.
  public func backward(
    x: Floats, y: Floats, dx: Floats?, dy: Floats, parameters: Floats, dParameters: Floats,
    n: Int, scratch: Floats, pass: TrainingPass
  ) {
    backward(
      x: x, dx: dx, dy: dy, parameters: parameters, dParameters: dParameters, n: n,
      scratch: scratch, in: pass)
  }
}
