import AEData
import AENetwork

/// An array that is known without any image: a weight, or the numbers that a shape is computed
/// from. Row-major, as ONNX has it.
package struct ConstantArray {
  /// The extents; none for a single number.
  package var shape: [Int]
  package var values: Values

  /// Numbers with a fraction, or whole ones.
  package enum Values {
    case floats([Float])
    case integers([Int])

    var count: Int {
      switch self {
      case .floats(let values): values.count
      case .integers(let values): values.count
      }
    }
  }

  init(_ shape: [Int], _ values: Values) {
    precondition(shape.reduce(1, *) == values.count, "as many values as the shape has")
    self.shape = shape
    self.values = values
  }

  init(_ shape: [Int], _ values: [Float]) { self.init(shape, .floats(values)) }
  init(_ shape: [Int], _ values: [Int]) { self.init(shape, .integers(values)) }

  /// No constant has more values: a quarter of a gigabyte's worth. What is computed from constants
  /// is held against it before it is made.
  static let mostValues = 1 << 28

  var count: Int { values.count }
  var rank: Int { shape.count }

  /// All values as `Float`.
  package var floats: [Float] {
    switch values {
    case .floats(let values): values
    case .integers(let values): values.map { Float($0) }
    }
  }

  /// All values as whole numbers, without their fractions.
  package var integers: [Int] {
    switch values {
    case .floats(let values): values.map { Int(clamping: $0) }
    case .integers(let values): values
    }
  }

  /// The same values in another shape.
  func reshaped(_ shape: [Int]) -> ConstantArray { ConstantArray(shape, values) }

  /// The values at `places`, in their order.
  func selecting(_ places: [Int], shape: [Int]) -> ConstantArray {
    switch values {
    case .floats(let values): ConstantArray(shape, places.map { values[$0] })
    case .integers(let values): ConstantArray(shape, places.map { values[$0] })
    }
  }

  /// As `Float`s in a tensor.
  package var tensor: Tensor { Tensor(Shape(shape), floats) }
}

/// Places in row-major arrays.
enum Strides {
  /// How far apart two neighbours along each axis lie.
  static func of(_ shape: [Int]) -> [Int] {
    var strides = [Int](repeating: 1, count: shape.count)
    for axis in shape.indices.dropLast().reversed() {
      strides[axis] = strides[axis + 1] * shape[axis + 1]
    }
    return strides
  }

  /// For each cell of `shape`, in order, the sum of its coordinates times `strides`, from `start`.
  static func places(_ shape: [Int], _ strides: [Int], start: Int = 0) -> [Int] {
    var places = [start]
    for (extent, stride) in zip(shape, strides) {
      places = places.flatMap { place in (0..<extent).map { place + $0 * stride } }
    }
    return places
  }

  /// The places that an array of `shape` has in its transpose: `result[i]` is where in the old
  /// array value `i` of the new one lies. Axis `a` of the new one is axis `axes[a]` of the old.
  static func transposed(_ shape: [Int], by axes: [Int]) -> [Int] {
    let strides = of(shape)
    return places(axes.map { shape[$0] }, axes.map { strides[$0] })
  }

  /// Which values of an array of `shape` the cells of `target` get, as ONNX and numpy broadcast;
  /// nil when the shapes do not go together.
  static func broadcast(_ shape: [Int], to target: [Int]) -> [Int]? {
    guard shape.count <= target.count else { return nil }
    let padded = [Int](repeating: 1, count: target.count - shape.count) + shape
    var strides = of(padded)
    for axis in target.indices where padded[axis] != target[axis] {
      guard padded[axis] == 1 else { return nil }
      strides[axis] = 0
    }
    return places(target, zip(padded, strides).map { $0 == 1 ? 0 : $1 })
  }

  /// The shape that two broadcast to; nil when they do not go together.
  static func common(_ a: [Int], _ b: [Int]) -> [Int]? {
    let rank = max(a.count, b.count)
    func padded(_ shape: [Int]) -> [Int] {
      [Int](repeating: 1, count: rank - shape.count) + shape
    }
    var result: [Int] = []
    for (x, y) in zip(padded(a), padded(b)) {
      guard x == y || x == 1 || y == 1 else { return nil }
      result.append(x == 1 ? y : x)
    }
    return result
  }

  /// An axis that may be counted from the end; nil when there is no such axis.
  static func axis(_ axis: Int, rank: Int) -> Int? {
    let found = axis < 0 ? axis.addingReportingOverflow(rank).partialValue : axis
    return (0..<rank).contains(found) ? found : nil
  }

  /// The axes `axes` in ascending order; nil when one is not there, or stands twice.
  static func axes(_ axes: [Int], rank: Int) -> [Int]? {
    let found = axes.compactMap { axis($0, rank: rank) }
    return found.count == axes.count && Set(found).count == found.count ? found.sorted() : nil
  }

  /// The extents that ONNX's `Reshape` means by `target`: −1 is what is left, 0 what was there
  /// (or nothing, with `allowsZero`). Nil when they do not have as many values as `shape`.
  static func reshaped(_ shape: [Int], to target: [Int], allowsZero: Bool) -> [Int]? {
    guard let count = Int(product: shape), target.count <= ONNXMessages.mostAxes else { return nil }
    var result: [Int] = []
    var open: Int?
    for (axis, extent) in target.enumerated() {
      switch extent {
      case 0 where !allowsZero:
        guard axis < shape.count else { return nil }
        result.append(shape[axis])
      case -1:
        guard open == nil else { return nil }
        open = axis
        result.append(1)
      case 0...: result.append(extent)
      default: return nil
      }
    }
    guard let rest = Int(product: result) else { return nil }
    if let open {
      guard rest > 0, count % rest == 0 else { return nil }
      result[open] = count / rest
      return result
    }
    return rest == count ? result : nil
  }
}
