import AEData
import AENetwork

/// An operator that a file writes in pieces: GELU as a quotient, an error function, a sum and two
/// products, say.
///
/// Every exporter spells it in its own way, so no spelling is looked for. Instead example numbers
/// follow the nodes that take each image by itself, number by number or by a mean; what they have
/// become is compared with what a layer makes of the same examples.
struct Pieces {
  /// The value that the first piece takes.
  let root: String
  /// That value.
  private let signal: Signal
  /// Numbers in its place: (examples, …).
  private let examples: ConstantArray
  /// What has become of them.
  private var result: ConstantArray
  /// The first axes of means over all axes from there on.
  private var meanAxes: Set<Int> = []
  /// Numbers that were added to all others: one may be a normalisation's ε.
  private var added: Set<Float> = []

  /// Nothing has happened yet to the value called `root`. Nil when it has too many numbers.
  init?(root: String, signal: Signal) {
    guard signal.count > 0, signal.count <= Self.mostValues / Self.fewestExamples else {
      return nil
    }
    self.root = root
    self.signal = signal
    let count = max(Self.fewestExamples, min(8, Self.mostValues / 16 / signal.count))
    var random = RandomSource(seed: 1)
    // Each example has a mean of its own; of every number there is one below 0 and one above.
    let values = (0..<count * signal.count).map { place -> Float in
      let value = 2 * random.normal()
      return switch place / signal.count {
      case 0: -abs(value) - 0.1
      case 1: abs(value) + 0.1
      case let example: value + 0.4 * Float(example - 3)
      }
    }
    examples = ConstantArray([count] + signal.example, values)
    result = examples
  }

  private static let mostValues = 1 << 24
  private static let fewestExamples = 4

  /// Operators that leave every number where it is, and means.
  private static let operators: Set<String> = [
    "Identity", "Cast", "Add", "Sub", "Mul", "Div", "Neg", "Abs", "Min", "Max", "Pow", "Sqrt",
    "Reciprocal", "Exp", "Log", "Erf", "Tanh", "Sigmoid", "Softplus", "Relu", "Greater", "Less",
    "Where", "ReduceMean",
  ]

  /// What becomes of pieces in `node`: those that begin where all that it takes comes from.
  /// - Parameters:
  ///   - pieces: of each of its inputs.
  ///   - node: the next piece, perhaps.
  static func following(_ pieces: [[Pieces]], _ node: NodeContext) -> [Pieces] {
    guard operators.contains(node.node.type) else { return [] }
    var roots: [String] = []
    for piece in pieces.joined() where !roots.contains(piece.root) { roots.append(piece.root) }
    return roots.suffix(mostRoots).compactMap { root in
      var (taken, arrays): ([Pieces], [ConstantArray]) = ([], [])
      for (place, own) in pieces.enumerated() {
        if let piece = own.first(where: { $0.root == root }) {
          taken.append(piece)
          arrays.append(piece.result)
        } else if case .constant(let array)? = node.inputs[place] {
          arrays.append(array)
        } else {
          return nil
        }
      }
      return taken.first?.joined(with: taken, arrays, node)
    }
  }

  /// A value may be a piece of operators within operators.
  private static let mostRoots = 3

  private func joined(
    with others: [Pieces], _ inputs: [ConstantArray], _ node: NodeContext
  ) -> Pieces? {
    guard let result = try? ConstantFolding.fold(node, inputs) else { return nil }
    var joined = self
    joined.result = result
    for other in others {
      joined.meanAxes.formUnion(other.meanAxes)
      joined.added.formUnion(other.added)
    }
    switch node.node.type {
    case "ReduceMean":
      let rank = inputs[0].rank
      guard
        let axes = try? ConstantFolding.meanAxes(
          node, rank: rank, inputs.count > 1 ? inputs[1] : nil),
        let first = axes.first, first > 0, axes == Array(first..<rank)
      else { return nil }
      joined.meanAxes.insert(first)
    case "Add":
      for input in inputs where input.count == 1 { joined.added.formUnion(input.floats) }
    default: break
    }
    return joined
  }

  // MARK: What layer it is

  /// The value behind the layer that does what the pieces do together; nil when none does.
  func layer(_ node: NodeContext) -> Signal? {
    guard result.shape == examples.shape else { return nil }
    return activation(node) ?? rectifier(node) ?? normalization(node)
  }

  private func activation(_ node: NodeContext) -> Signal? {
    let kinds: [LayerSpec] = [
      .gelu(.exact), .gelu(.tanh), .silu, .softplus, .relu, .sigmoid, .tanh, .selu, .elu(alpha: 1),
    ]
    let x = Tensor([1, examples.count], examples.floats)
    for kind in kinds {
      guard let layer = try? kind.layer(for: [examples.count]),
        isResult(layer.forward(x, parameters: []).values)
      else { continue }
      var signal = signal
      return (try? signal.append(kind, [:], node)).map { signal }
    }
    return nil
  }

  /// What stays as it is above 0, and is multiplied by a number of its own below.
  private func rectifier(_ node: NodeContext) -> Signal? {
    let (x, y) = (examples.floats, result.floats)
    // The first example is below 0 everywhere.
    let slopes = (0..<signal.count).map { y[$0] / x[$0] }
    guard isResult(x.indices.map { x[$0] > 0 ? x[$0] : x[$0] * slopes[$0 % slopes.count] }) else {
      return nil
    }
    // What was divided is a digit off.
    let rounded = slopes.map { Float("\(($0 * 1e6).rounded() / 1e6)") ?? $0 }
    return try? ActivationOperators.rectified(signal, slopes: rounded, node)
  }

  /// Mean 0 and variance 1 over the last axes, and then perhaps other ones, by weights that the
  /// examples tell.
  private func normalization(_ node: NodeContext) -> Signal? {
    for axis in meanAxes.sorted() where axis < examples.rank {
      let size = examples.shape[axis...].reduce(1, *)
      for epsilon in added.sorted() where (1e-12...1).contains(epsilon) {
        let normal = Self.normalised(examples.floats, size, Double(epsilon))
        let plain = (
          scale: [Float](repeating: 1, count: size), shift: [Float](repeating: 0, count: size)
        )
        for (scale, shift) in [plain, fitted(normal, size)]
        where isResult(normal.indices.map { normal[$0] * scale[$0 % size] + shift[$0 % size] }) {
          return try? NormalizationOperators.layer(
            signal, axis: axis, scale, shift, epsilon: ActivationOperators.shortest(epsilon), node)
        }
      }
    }
    return nil
  }

  private static func normalised(_ x: [Float], _ size: Int, _ epsilon: Double) -> [Float] {
    stride(from: 0, to: x.count, by: size).flatMap { start in
      let values = x[start..<start + size].map(Double.init)
      let mean = values.reduce(0, +) / Double(size)
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(size)
      return values.map { Float(($0 - mean) / (variance + epsilon).squareRoot()) }
    }
  }

  /// The line from `normal` to the result, by least squares, for each of the `size` weights.
  private func fitted(_ normal: [Float], _ size: Int) -> (scale: [Float], shift: [Float]) {
    var (scale, shift): ([Float], [Float]) = ([], [])
    let y = result.floats
    for weight in 0..<size {
      let places = stride(from: weight, to: normal.count, by: size)
      let count = Double(normal.count / size)
      let means = places.reduce((x: 0.0, y: 0.0)) {
        ($0.x + Double(normal[$1]) / count, $0.y + Double(y[$1]) / count)
      }
      let sums = places.reduce((products: 0.0, squares: 0.0)) { sums, place in
        let x = Double(normal[place]) - means.x
        return (sums.products + x * (Double(y[place]) - means.y), sums.squares + x * x)
      }
      let slope = sums.squares > 0 ? sums.products / sums.squares : 0
      scale.append(Float(slope))
      shift.append(Float(means.y - slope * means.x))
    }
    return (scale, shift)
  }

  /// Whether these are the numbers that came out, up to the digits of a `Float`.
  private func isResult(_ values: [Float]) -> Bool {
    let found = result.floats
    return values.count == found.count
      && zip(values, found).allSatisfy { abs($0 - $1) <= 1e-5 * max(1, abs($1)) }
  }
}

/// The pieces on their way through the nodes of a graph, which are followed in their order.
struct PiecesInGraph {
  private var pieces: [String: [Pieces]] = [:]
  /// How many inputs of nodes still to come each value is.
  private var uses: [String: Int] = [:]
  /// What the last node gives as a piece.
  private var followed: [Pieces] = []
  /// The value that the operator begins with which the last node was found to end; else nil.
  private(set) var root: String?

  init(_ nodes: [ONNXFile.Node]) {
    for input in nodes.flatMap(\.inputs) { uses[input, default: 0] += 1 }
  }

  /// Follows the node that comes next.
  mutating func follow(_ node: NodeContext) {
    let inputs = node.node.inputs
    root = nil
    followed = Pieces.following(inputs.map { pieces[$0] ?? [] }, node)
    for input in inputs {
      uses[input, default: 1] -= 1
      if uses[input] == 0 { pieces[input] = nil }
    }
  }

  /// What the layer gives that ends with the node that was followed; nil when there is none.
  mutating func layer(_ node: NodeContext) -> Signal? {
    for piece in followed.reversed() {
      guard let signal = piece.layer(node) else { continue }
      root = piece.root
      followed = []
      return signal
    }
    return nil
  }

  /// Keeps what the last node gives as `output`. What several nodes take may begin an operator.
  mutating func begin(_ output: String, _ value: Value?) {
    guard uses[output, default: 0] > 0 else { return }
    pieces[output] = followed
    if case .signal(let signal)? = value, uses[output, default: 0] > 1,
      let first = Pieces(root: output, signal: signal)
    {
      pieces[output]?.append(first)
    }
  }
}
