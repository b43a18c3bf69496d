import AEData
import AENetwork

/// `Tile` and `Expand`: numbers that stand several times. No layer is made of them: the order
/// remembers, until maps are asked for.
enum RepeatOperators {
  static func tile(_ node: NodeContext) throws -> Signal {
    let signal = try node.signal()
    let repeats = try node.constant(1).integers
    guard repeats.count == signal.dimensions.count, repeats.first == 1,
      repeats.allSatisfy({ $0 >= 1 && $0 <= 1 << 12 })
    else { throw node.refusal("repeats its axes \(repeats) times") }
    return try repeated(signal, to: zip(signal.dimensions, repeats).map { $0 * $1 }, node)
  }

  static func expand(_ node: NodeContext) throws -> Signal {
    let signal = try node.signal()
    let target = try node.constant(1).integers
    guard target.count <= ONNXMessages.mostAxes, target.allSatisfy({ $0 >= 1 }),
      let shape = Strides.common(signal.dimensions, target),
      shape.count == signal.dimensions.count, shape.first == signal.dimensions.first
    else {
      throw node.refusal("expands \(node.text(signal.dimensions)) to \(target)")
    }
    return try repeated(signal, to: shape, node)
  }

  private static func repeated(
    _ signal: Signal, to dimensions: [Int], _ node: NodeContext
  ) throws -> Signal {
    guard let count = Int(product: dimensions.dropFirst()), count <= 1 << 24 else {
      throw node.refusal("gives more values than an image has")
    }
    let strides = Strides.of(signal.example)
    var places = [0]
    for (axis, extent) in dimensions.dropFirst().enumerated() {
      let (own, stride) = (signal.example[axis], strides[axis])
      places = places.flatMap { place in (0..<extent).map { place + $0 % own * stride } }
    }
    var signal = signal
    signal.dimensions = dimensions
    signal.order = places.map { signal.order?[$0] ?? $0 }
    signal.turn = node.node.title
    return signal
  }
}
