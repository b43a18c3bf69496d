import AENetwork

extension Tensor {
  /// Whether every value is a number, and none infinite.
  package var isFinite: Bool { values.allSatisfy(\.isFinite) }

  /// The rows whose values are all numbers, none of them infinite.
  package var finiteRows: [Int] {
    let inner = shape[0] > 0 ? count / shape[0] : 0
    return (0..<shape[0]).filter { row in
      values[row * inner..<(row + 1) * inner].allSatisfy(\.isFinite)
    }
  }

  /// Whether every value is 0.
  package var isZero: Bool { values.allSatisfy { $0 == 0 } }

  /// The largest of the magnitudes that are finite; 0 without any.
  package var largestMagnitude: Float { values.largestMagnitude }

  /// With every value held to `limits`.
  package func clamped(to limits: ClosedRange<Float>) -> Tensor {
    let (least, most) = (limits.lowerBound, limits.upperBound)
    return Tensor(shape, values.map { max(least, min(most, $0)) })
  }
}
