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
  /// The axes of the means that were taken.
  private var meanAxes: [[Int]] = []
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
    // Each example has a mean of its own; of every number there is one below 0 and one above. One
    // is so small that it shows where in a root an ε stands.
    let values = (0..<count * signal.count).map { place -> Float in
      let value = 2 * random.normal()
      return switch place / signal.count {
      case 0: -abs(value) - 0.1
      case 1: abs(value) + 0.1
      case 2: value / 512
      case let example: value + 0.4 * Float(example - 3)
      }
    }
    examples = ConstantArray([count] + signal.example, values)
    result = examples
  }

  private static let mostValues = 1 << 24
  private static let fewestExamples = 4

  /// Operators that leave every number where it is or turn the array, and means.
  private static let operators: Set<String> = [
    "Identity", "Cast", "Add", "Sub", "Mul", "Div", "Neg", "Abs", "Min", "Max", "Pow", "Sqrt",
    "Reciprocal", "Exp", "Log", "Erf", "Tanh", "Sigmoid", "Softplus", "Relu", "Greater", "Less",
    "Where", "ReduceMean", "Reshape", "Transpose",
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
      joined.meanAxes += other.meanAxes.filter { !joined.meanAxes.contains($0) }
      joined.added.formUnion(other.added)
    }
    switch node.node.type {
    case "ReduceMean":
      // The layer has to be over the same axes of the array that the first piece takes.
      guard inputs[0].shape == examples.shape,
        let axes = try? ConstantFolding.meanAxes(
          node, rank: examples.rank, inputs.count > 1 ? inputs[1] : nil
        ).sorted(),
        axes.first ?? 0 > 0
      else { return nil }
      if !joined.meanAxes.contains(axes) { joined.meanAxes.append(axes) }
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

  /// Mean 0 and variance 1 over the axes of a mean, and then perhaps other ones, by weights that
  /// the examples tell.
  private func normalization(_ node: NodeContext) -> Signal? {
    for axes in meanAxes {
      let values = ValuesOfMean(axes, of: examples.shape)
      for epsilon in added.sorted() where (1e-12...1).contains(epsilon) {
        let normal = normalised(values, Double(epsilon))
        let plain = (
          scale: [Float](repeating: 1, count: values.weights),
          shift: [Float](repeating: 0, count: values.weights)
        )
        for (scale, shift) in [plain, fitted(normal, values)]
        where isResult(
          normal.indices.map { normal[$0] * scale[values.weight[$0]] + shift[values.weight[$0]] })
        {
          return try? NormalizationOperators.layer(
            signal, axes: axes, scale, shift, epsilon: ActivationOperators.shortest(epsilon), node)
        }
      }
    }
    return nil
  }

  private func normalised(_ values: ValuesOfMean, _ epsilon: Double) -> [Float] {
    let x = examples.floats
    var sums = [(values: Double, squares: Double)](repeating: (0, 0), count: values.sets)
    for (x, set) in zip(x, values.set) { sums[set].values += Double(x) / Double(values.weights) }
    for (x, set) in zip(x, values.set) {
      let difference = Double(x) - sums[set].values
      sums[set].squares += difference * difference / Double(values.weights)
    }
    return zip(x, values.set).map { x, set in
      Float((Double(x) - sums[set].values) / (sums[set].squares + epsilon).squareRoot())
    }
  }

  /// The line from `normal` to the result, by least squares, for each of the weights.
  private func fitted(
    _ normal: [Float], _ values: ValuesOfMean
  ) -> (scale: [Float], shift: [Float]) {
    var sums = [(x: Double, y: Double, products: Double, squares: Double)](
      repeating: (0, 0, 0, 0), count: values.weights)
    let count = Double(values.sets)
    for (place, (x, y)) in zip(normal, result.floats).enumerated() {
      sums[values.weight[place]].x += Double(x) / count
      sums[values.weight[place]].y += Double(y) / count
    }
    for (place, (x, y)) in zip(normal, result.floats).enumerated() {
      let weight = values.weight[place]
      let difference = Double(x) - sums[weight].x
      sums[weight].products += difference * (Double(y) - sums[weight].y)
      sums[weight].squares += difference * difference
    }
    let slopes = sums.map { $0.squares > 0 ? $0.products / $0.squares : 0 }
    return (slopes.map { Float($0) }, zip(sums, slopes).map { Float($0.y - $1 * $0.x) })
  }

  /// Whether these are the numbers that came out, up to the digits of a `Float`.
  private func isResult(_ values: [Float]) -> Bool {
    let found = result.floats
    return values.count == found.count
      && zip(values, found).allSatisfy { abs($0 - $1) <= 1e-5 * max(1, abs($1)) }
  }
}

/// How the values of an array go together where a mean is taken over some of its axes.
private struct ValuesOfMean {
  /// Of each value: the set of those that one mean is of.
  let set: [Int]
  /// Of each value: its place in that set, which a weight may belong to.
  let weight: [Int]
  /// How many sets there are.
  let sets: Int
  /// How many values each has.
  let weights: Int

  /// - Parameter axes: some of those of `shape`, in their order.
  init(_ axes: [Int], of shape: [Int]) {
    var (set, weight) = ([0], [0])
    var (sets, weights) = (1, 1)
    for (axis, extent) in shape.enumerated() {
      let isMean = axes.contains(axis)
      set = set.flatMap { set in (0..<extent).map { isMean ? set : set * extent + $0 } }
      weight = weight.flatMap { weight in
        (0..<extent).map { isMean ? weight * extent + $0 : weight }
      }
      if isMean { weights *= extent } else { sets *= extent }
    }
    (self.set, self.weight, self.sets, self.weights) = (set, weight, sets, weights)
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
