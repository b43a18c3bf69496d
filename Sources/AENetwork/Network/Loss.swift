import CKernels

/// What training minimises: how far a reconstruction is from its target, averaged over the images
/// of a batch and over the pixels and channels of an image.
public enum Loss: String, CaseIterable, Sendable {
  /// Mean squared error.
  case mse
  /// Binary cross-entropy, for outputs in (0, 1).
  case bce
  /// Mean absolute error.
  case l1

  /// The sum over `count` values of the loss before it is averaged.
  func sum(output: Floats, target: Floats, count: Int) -> Double {
    switch self {
    case .mse:
      var total = 0.0
      ck_add_squared_error(output, target, count, &total)
      return total
    case .bce:
      return Self.sum(count) { i in
        // As PyTorch: a logarithm is never below −100.
        -target[i] * max(ck_logf(output[i]), -100)
          - (1 - target[i]) * max(ck_logf(1 - output[i]), -100)
      }
    case .l1: return Self.sum(count) { i in abs(output[i] - target[i]) }
    }
  }

  /// Summed in blocks: single precision inside, where it is quick, double precision between.
  @inline(__always)
  private static func sum(_ count: Int, _ value: (Int) -> Float) -> Double {
    var total = 0.0
    for first in stride(from: 0, to: count, by: 1024) {
      var part: Float = 0
      for i in first..<min(first + 1024, count) { part += value(i) }
      total += Double(part)
    }
    return total
  }

  /// The gradient of the averaged loss by the output; `scale` is 1 / (images · values of an image).
  func gradient(output: Floats, target: Floats, into dOutput: Floats, count: Int, scale: Float) {
    switch self {
    case .mse: ck_squared_error_gradient(output, target, 2 * scale, dOutput, count)
    case .bce:
      for i in 0..<count {
        let y = output[i]
        dOutput[i] = scale * (y - target[i]) / max(y * (1 - y), 1e-12)
      }
    case .l1:
      // As PyTorch: no slope where the two agree.
      for i in 0..<count {
        let d = output[i] - target[i]
        dOutput[i] = d > 0 ? scale : (d < 0 ? -scale : 0)
      }
    }
  }
}

extension Loss {
  /// The loss of `output` against `target`, averaged, and its gradient by the output: for tests and
  /// for those who want to see the numbers.
  public func valueAndGradient(output: Tensor, target: Tensor) -> (value: Double, gradient: Tensor)
  {
    precondition(output.shape == target.shape, "output and target differ in shape")
    let count = output.count
    let (y, t, dy) = (
      FloatBuffer(count: count), FloatBuffer(count: count), FloatBuffer(count: count)
    )
    y.assign(output.values)
    t.assign(target.values)
    gradient(
      output: y.start, target: t.start, into: dy.start, count: count, scale: 1 / Float(count))
    return (
      sum(output: y.start, target: t.start, count: count) / Double(count),
      Tensor(output.shape, dy.values)
    )
  }
}
