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
    // Summed in blocks: single precision inside, where it is quick, double precision between.
    var total = 0.0
    var first = 0
    while first < count {
      let end = min(first + 1024, count)
      var part: Float = 0
      switch self {
      case .mse:
        var parts = SIMD8<Float>()
        var i = first
        while i &+ 8 <= end {
          let d =
            load8(output + i)
            - load8(target + i)
          parts += d * d
          i &+= 8
        }
        part = parts.sum()
        while i < end {
          part += (output[i] - target[i]) * (output[i] - target[i])
          i &+= 1
        }
      case .bce:
        for i in first..<end {
          // As PyTorch: a logarithm is never below −100.
          part -=
            target[i] * max(ck_logf(output[i]), -100)
            + (1 - target[i]) * max(ck_logf(1 - output[i]), -100)
        }
      case .l1:
        for i in first..<end { part += abs(output[i] - target[i]) }
      }
      total += Double(part)
      first = end
    }
    return total
  }

  /// The gradient of the averaged loss by the output; `scale` is 1 / (images · values of an image).
  func gradient(output: Floats, target: Floats, into dOutput: Floats, count: Int, scale: Float) {
    switch self {
    case .mse:
      let twice = 2 * scale
      for i in 0..<count { dOutput[i] = twice * (output[i] - target[i]) }
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
