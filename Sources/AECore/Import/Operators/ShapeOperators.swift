import AEData
import AENetwork

/// Operators that only say the same numbers in another shape or order.
enum ShapeOperators {
  static func flatten(_ node: NodeContext) throws -> Signal {
    let signal = try node.signal()
    let axis = node.integer("axis") ?? 1
    let rank = signal.dimensions.count
    let cut = axis < 0 ? axis + rank : axis
    guard cut == 1 else {
      throw node.refusal("flattens from axis \(axis) on, where images begin at axis 1")
    }
    return try reshaped(signal, to: [signal.dimensions[0], signal.count], node)
  }

  /// In use it does nothing.
  static func dropout(_ node: NodeContext) throws -> Signal {
    if let isTraining = try node.optionalConstant(2), isTraining.integers.first != 0 {
      throw node.refusal("is in training, so that it draws", advice: "export with model.eval()")
    }
    return try node.signal()
  }

  static func reshape(_ node: NodeContext) throws -> Signal {
    let signal = try node.signal()
    let target = try node.optionalConstant(1)?.integers ?? node.integers("shape") ?? []
    guard
      let shape = Strides.reshaped(
        signal.dimensions, to: target, allowsZero: node.integer("allowzero") == 1)
    else { throw node.refusal("\(node.text(signal.dimensions)) cannot be reshaped to \(target)") }
    return try reshaped(signal, to: shape, node)
  }

  static func squeeze(_ node: NodeContext) throws -> Signal {
    let signal = try node.signal()
    let given = try node.optionalConstant(1)?.integers ?? node.integers("axes")
    return try reshaped(signal, to: try squeezed(signal.dimensions, given, node), node)
  }

  static func unsqueeze(_ node: NodeContext) throws -> Signal {
    let signal = try node.signal()
    let given = try node.optionalConstant(1)?.integers ?? node.integers("axes") ?? []
    return try reshaped(signal, to: try unsqueezed(signal.dimensions, given, node), node)
  }

  static func transpose(_ node: NodeContext) throws -> Signal {
    var signal = try node.signal()
    try signal.turn(try node.permutation(rank: signal.dimensions.count), node)
    return signal
  }

  /// Numbers with a fraction stay what they are.
  static func cast(_ node: NodeContext) throws -> Signal {
    guard [1, 10, 11, 16].contains(node.integer("to") ?? 1) else {
      throw node.refusal("makes whole numbers of values, which no layer does")
    }
    return try node.signal()
  }

  /// `Shape`, all of it or from axis `start` to `end`.
  static func shape(of dimensions: [Int], _ node: NodeContext) -> ConstantArray {
    let rank = dimensions.count
    func bound(_ name: String, _ fallback: Int) -> Int {
      let value = node.integer(name) ?? fallback
      return max(0, min(rank, value < 0 ? value + rank : value))
    }
    let (start, end) = (bound("start", 0), bound("end", rank))
    let part = Array(dimensions[start..<max(start, end)])
    return ConstantArray([part.count], part)
  }

  /// The extents without those of 1 at `axes`, or without any.
  static func squeezed(_ shape: [Int], _ axes: [Int]?, _ node: NodeContext) throws -> [Int] {
    guard let axes else { return shape.filter { $0 != 1 } }
    guard let found = Strides.axes(axes, rank: shape.count),
      found.allSatisfy({ shape[$0] == 1 })
    else { throw node.refusal("takes the axes \(axes) out of \(shape), where not all are 1") }
    return shape.indices.filter { !found.contains($0) }.map { shape[$0] }
  }

  /// The extents with one of 1 at each of `axes`, counted in the result.
  static func unsqueezed(_ shape: [Int], _ axes: [Int], _ node: NodeContext) throws -> [Int] {
    let rank = shape.count + axes.count
    guard rank <= ONNXMessages.mostAxes, let found = Strides.axes(axes, rank: rank) else {
      throw node.refusal("puts the axes \(axes) into \(shape)")
    }
    var rest = shape[...]
    return (0..<rank).map { found.contains($0) ? 1 : rest.popFirst() ?? 1 }
  }

  /// `signal` with other extents; images stay apart.
  private static func reshaped(
    _ signal: Signal, to dimensions: [Int], _ node: NodeContext
  ) throws -> Signal {
    guard dimensions.first == signal.dimensions.first,
      Int(product: dimensions.dropFirst()) == signal.count
    else {
      throw node.refusal(
        "gives \(node.text(signal.dimensions)) the shape \(node.text(dimensions)), so that images "
          + "would be mixed",
        advice: "keep the batch as the first axis, and export with a free batch size")
    }
    var signal = signal
    signal.dimensions = dimensions
    return signal
  }
}

extension Signal {
  /// Lets axis `axes[a]` become axis `a`. No number moves: ``order`` remembers.
  mutating func turn(_ axes: [Int], _ node: NodeContext) throws {
    guard axes.first == 0 else {
      throw node.refusal(
        "turns the axis of the images away", advice: "keep the batch as the first axis")
    }
    let inner = axes.dropFirst().map { $0 - 1 }
    let moved = Strides.transposed(example, by: inner)
    dimensions = axes.map { dimensions[$0] }
    let before = order
    order = moved.map { before?[$0] ?? $0 }
    if let order, order.indices.allSatisfy({ order[$0] == $0 }) {
      self.order = nil
      turn = nil
    } else {
      turn = node.node.title
    }
  }
}
