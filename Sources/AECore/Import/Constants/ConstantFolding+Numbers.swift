import AENetwork
import Foundation

extension ConstantFolding {
  /// Operators that compute number by number, or a mean of numbers.
  static let numbers: [String: Fold] = [
    "Add": { try arithmetic($0, $1, +, &+) }, "Sub": { try arithmetic($0, $1, -, &-) },
    "Mul": { try arithmetic($0, $1, *, &*) }, "Div": { try arithmetic($0, $1, /, quotient) },
    "Mod": { try arithmetic($0, $1, { $0.truncatingRemainder(dividingBy: $1) }, remainder) },
    "Min": { try arithmetic($0, $1, min, min) }, "Max": { try arithmetic($0, $1, max, max) },
    "Equal": { try arithmetic($0, $1, { $0 == $1 ? 1 : 0 }, { $0 == $1 ? 1 : 0 }) },
    "Greater": { try arithmetic($0, $1, { $0 > $1 ? 1 : 0 }, { $0 > $1 ? 1 : 0 }) },
    "Less": { try arithmetic($0, $1, { $0 < $1 ? 1 : 0 }, { $0 < $1 ? 1 : 0 }) },
    "Neg": { each($1[0], { -$0 }, { 0 &- $0 }) },
    "Not": { each($1[0], { $0 == 0 ? 1 : 0 }, { $0 == 0 ? 1 : 0 }) },
    "Abs": { each($1[0], { abs($0) }, { Int(clamping: $0.magnitude) }) },
    "Sqrt": { each($1[0], { $0.squareRoot() }, nil) },
    "Reciprocal": { each($1[0], { 1 / $0 }, nil) },
    "Floor": { each($1[0], { $0.rounded(.down) }, { $0 }) },
    "Ceil": { each($1[0], { $0.rounded(.up) }, { $0 }) },
    "Exp": { each($1[0], { exp($0) }, nil) }, "Log": { each($1[0], { log($0) }, nil) },
    "Erf": { each($1[0], { erf($0) }, nil) }, "Tanh": { each($1[0], { tanh($0) }, nil) },
    "Sigmoid": { each($1[0], { 1 / (1 + exp(-$0)) }, nil) },
    "Softplus": { each($1[0], { max($0, 0) + log1p(exp(-abs($0))) }, nil) },
    "Relu": { each($1[0], { max($0, 0) }, { max($0, 0) }) },
    "Pow": { try arithmetic($0, $1, power) { Int(clamping: pow(Double($0), Double($1))) } },
    "ReduceMean": { try mean($0, $1) },
  ]

  private static func each(
    _ array: ConstantArray, _ float: (Float) -> Float, _ integer: ((Int) -> Int)?
  ) -> ConstantArray {
    if case .integers(let values) = array.values, let integer {
      return ConstantArray(array.shape, values.map(integer))
    }
    return ConstantArray(array.shape, array.floats.map(float))
  }

  private static func arithmetic(
    _ node: NodeContext, _ inputs: [ConstantArray], _ float: (Float, Float) -> Float,
    _ integer: (Int, Int) -> Int
  ) throws -> ConstantArray {
    let (x, y) = (inputs[0], try second(node, inputs))
    guard let shape = Strides.common(x.shape, y.shape) else {
      throw node.refusal("joins \(x.shape) and \(y.shape), which do not go together")
    }
    let (a, b) = (try broadcast(x, to: shape, node), try broadcast(y, to: shape, node))
    if case .integers(let a) = a.values, case .integers(let b) = b.values {
      return ConstantArray(shape, zip(a, b).map(integer))
    }
    return ConstantArray(shape, zip(a.floats, b.floats).map(float))
  }

  private static func quotient(_ a: Int, _ b: Int) -> Int {
    b == 0 ? 0 : a.dividedReportingOverflow(by: b).partialValue
  }

  private static func remainder(_ a: Int, _ b: Int) -> Int {
    guard b != 0 else { return 0 }
    let rest = a.remainderReportingOverflow(dividingBy: b).partialValue
    // The sign is the divisor's, as in Python.
    return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest
  }

  /// The numbers that exponents of layers mostly are have no need of a logarithm.
  private static func power(_ base: Float, _ exponent: Float) -> Float {
    switch exponent {
    case 2: base * base
    case 3: base * base * base
    case 0.5: base.squareRoot()
    default: pow(base, exponent)
    }
  }

  private static func mean(
    _ node: NodeContext, _ inputs: [ConstantArray]
  ) throws -> ConstantArray {
    let array = inputs[0]
    let axes = try meanAxes(node, rank: array.rank, inputs.count > 1 ? inputs[1] : nil)
    var kept = array.shape
    for axis in axes { kept[axis] = 1 }
    guard let places = Strides.broadcast(kept, to: array.shape), array.count > 0 else {
      throw node.refusal("takes the mean of nothing")
    }
    // In double precision: of many numbers the last digits are lost.
    var sums = [Double](repeating: 0, count: kept.reduce(1, *))
    for (value, place) in zip(array.floats, places) { sums[place] += Double(value) }
    let share = Double(sums.count) / Double(array.count)
    let means = sums.map { Float($0 * share) }
    guard node.integer("keepdims") == 0 else { return ConstantArray(kept, means) }
    return ConstantArray(array.shape.indices.filter { !axes.contains($0) }.map { kept[$0] }, means)
  }

  /// The axes over which `node` takes a mean: in an attribute, or as its second input.
  static func meanAxes(
    _ node: NodeContext, rank: Int, _ stated: ConstantArray?
  ) throws -> [Int] {
    let given = try stated?.integers ?? node.integers("axes") ?? Array(0..<rank)
    guard let axes = Strides.axes(given, rank: rank) else {
      throw node.refusal("takes the mean over the axes \(given) of \(rank)")
    }
    return axes
  }
}
