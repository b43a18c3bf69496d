import AEData
import AENetwork

/// Computes nodes whose inputs are all known: exporters write the arithmetic of shapes, turned
/// weights and scaled biases as nodes.
enum ConstantFolding {
  typealias Fold = @Sendable (NodeContext, [ConstantArray]) throws -> ConstantArray

  /// The operators that are computed, beside ``numbers``.
  private static let folds: [String: Fold] = [
    "Identity": { $1[0] }, "Dropout": { $1[0] },
    "Cast": cast, "CastLike": { try like($0, $1) },
    "Reshape": reshape, "Flatten": flatten, "Transpose": transpose, "Squeeze": squeeze,
    "Unsqueeze": unsqueeze,
    "Shape": { ShapeOperators.shape(of: $1[0].shape, $0) },
    "Size": { ConstantArray([], [$1[0].count]) },
    "ConstantOfShape": constantOfShape, "Expand": expand, "Range": range,
    "Concat": concatenate, "Gather": gather, "Slice": slice,
    "ReduceProd": { node, inputs in try reduceProduct(node, inputs) },
    "Where": choose,
  ]

  /// What `node` gives when all of its inputs are `inputs`; nil for an operator that is not
  /// computed.
  /// - Throws: `Failure` for inputs that the operator does not take.
  static func fold(_ node: NodeContext, _ inputs: [ConstantArray]) throws -> ConstantArray? {
    if node.node.type == "Constant" { return try constant(node) }
    guard let fold = folds[node.node.type] ?? numbers[node.node.type] else { return nil }
    guard !inputs.isEmpty else { throw node.refusal("has no input") }
    return try fold(node, inputs)
  }

  private static func constant(_ node: NodeContext) throws -> ConstantArray {
    let attributes = node.node.attributes
    if let tensor = attributes["value"]?.tensor { return try tensor.constant() }
    if let value = attributes["value_float"]?.float { return ConstantArray([], [value]) }
    if let value = attributes["value_int"]?.integer { return ConstantArray([], [value]) }
    if let values = attributes["value_floats"]?.floats {
      return ConstantArray([values.count], values)
    }
    if let values = attributes["value_ints"]?.integers {
      return ConstantArray([values.count], values)
    }
    throw node.refusal("has no numbers")
  }

  // MARK: Shapes

  private static func cast(_ node: NodeContext, _ inputs: [ConstantArray]) -> ConstantArray {
    // The types with a fraction; all others count.
    let floating = [1, 10, 11, 16]
    let array = inputs[0]
    return floating.contains(node.integer("to") ?? 1)
      ? ConstantArray(array.shape, array.floats) : ConstantArray(array.shape, array.integers)
  }

  private static func like(
    _ node: NodeContext, _ inputs: [ConstantArray]
  ) throws -> ConstantArray {
    let (array, model) = (inputs[0], try second(node, inputs))
    if case .floats = model.values { return ConstantArray(array.shape, array.floats) }
    return ConstantArray(array.shape, array.integers)
  }

  private static func reshape(
    _ node: NodeContext, _ inputs: [ConstantArray]
  ) throws -> ConstantArray {
    let target = try inputs.count > 1 ? inputs[1].integers : node.integers("shape") ?? []
    let array = inputs[0]
    guard
      let shape = Strides.reshaped(
        array.shape, to: target, allowsZero: node.integer("allowzero") == 1)
    else { throw node.refusal("\(array.shape) cannot be reshaped to \(target)") }
    return array.reshaped(shape)
  }

  private static func flatten(
    _ node: NodeContext, _ inputs: [ConstantArray]
  ) throws -> ConstantArray {
    let array = inputs[0]
    let axis = node.integer("axis") ?? 1
    let cut = axis < 0 ? axis + array.rank : axis
    guard (0...array.rank).contains(cut) else { throw node.refusal("has no axis \(axis)") }
    let rows = array.shape[..<cut].reduce(1, *)
    return array.reshaped([rows, array.shape[cut...].reduce(1, *)])
  }

  private static func transpose(
    _ node: NodeContext, _ inputs: [ConstantArray]
  ) throws -> ConstantArray {
    let array = inputs[0]
    let axes = try node.permutation(rank: array.rank)
    return array.selecting(
      Strides.transposed(array.shape, by: axes), shape: axes.map { array.shape[$0] })
  }

  private static func squeeze(
    _ node: NodeContext, _ inputs: [ConstantArray]
  ) throws -> ConstantArray {
    let array = inputs[0]
    let given = inputs.count > 1 ? inputs[1].integers : try node.integers("axes")
    return array.reshaped(try ShapeOperators.squeezed(array.shape, given, node))
  }

  private static func unsqueeze(
    _ node: NodeContext, _ inputs: [ConstantArray]
  ) throws -> ConstantArray {
    let array = inputs[0]
    let given = inputs.count > 1 ? inputs[1].integers : try node.integers("axes") ?? []
    return array.reshaped(try ShapeOperators.unsqueezed(array.shape, given, node))
  }

  private static func constantOfShape(
    _ node: NodeContext, _ inputs: [ConstantArray]
  ) throws -> ConstantArray {
    let shape = inputs[0].integers
    let count = try checkedCount(shape, node)
    let value = try node.node.attributes["value"]?.tensor?.constant()
    switch value?.values {
    case .integers(let values)?:
      return ConstantArray(shape, [Int](repeating: values.first ?? 0, count: count))
    case .floats(let values)?:
      return ConstantArray(shape, [Float](repeating: values.first ?? 0, count: count))
    case nil: return ConstantArray(shape, [Float](repeating: 0, count: count))
    }
  }

  private static func expand(
    _ node: NodeContext, _ inputs: [ConstantArray]
  ) throws -> ConstantArray {
    let target = try second(node, inputs).integers
    guard target.allSatisfy({ $0 >= 0 }), let shape = Strides.common(inputs[0].shape, target) else {
      throw node.refusal("\(inputs[0].shape) cannot be expanded to \(target)")
    }
    return try broadcast(inputs[0], to: shape, node)
  }

  private static func range(
    _ node: NodeContext, _ inputs: [ConstantArray]
  ) throws -> ConstantArray {
    let bounds = inputs.compactMap { $0.integers.first }
    guard bounds.count == 3, bounds[2] != 0 else { throw node.refusal("has no whole bounds") }
    let places = stride(from: bounds[0], to: bounds[1], by: bounds[2])
    var values: [Int] = []
    for value in places {
      guard values.count < ONNXMessages.longestAttribute else {
        throw node.refusal("counts to more than \(ONNXMessages.longestAttribute)")
      }
      values.append(value)
    }
    return ConstantArray([values.count], values)
  }

  // MARK: Parts

  private static func concatenate(
    _ node: NodeContext, _ inputs: [ConstantArray]
  ) throws -> ConstantArray {
    let rank = inputs[0].rank
    guard let axis = Strides.axis(node.integer("axis") ?? 0, rank: rank) else {
      throw node.refusal("has no such axis")
    }
    for input in inputs {
      guard input.rank == rank,
        (0..<rank).allSatisfy({ $0 == axis || input.shape[$0] == inputs[0].shape[$0] })
      else { throw node.refusal("joins \(inputs.map(\.shape)), which do not go together") }
    }
    var shape = inputs[0].shape
    shape[axis] = inputs.reduce(0) { $0 + $1.shape[axis] }
    _ = try checkedCount(shape, node)
    let outer = shape[..<axis].reduce(1, *)
    let isWhole = inputs.allSatisfy { if case .integers = $0.values { true } else { false } }
    func joined<Value>(_ lists: [[Value]]) -> [Value] {
      (0..<outer).flatMap { row in
        lists.flatMap { list in
          let first = row * list.count / outer
          let end = (row + 1) * list.count / outer
          return list[first..<end]
        }
      }
    }
    guard outer > 0 else { return ConstantArray(shape, [Float]()) }
    return isWhole
      ? ConstantArray(shape, joined(inputs.map(\.integers)))
      : ConstantArray(shape, joined(inputs.map(\.floats)))
  }

  private static func gather(
    _ node: NodeContext, _ inputs: [ConstantArray]
  ) throws -> ConstantArray {
    let (array, indices) = (inputs[0], try second(node, inputs))
    guard let axis = Strides.axis(node.integer("axis") ?? 0, rank: array.rank) else {
      throw node.refusal("has no such axis")
    }
    let wanted = try indices.integers.map { index in
      guard let place = Strides.axis(index, rank: array.shape[axis]) else {
        throw node.refusal("takes entry \(index) of \(array.shape[axis])")
      }
      return place
    }
    let shape = array.shape[..<axis] + indices.shape + array.shape[(axis + 1)...]
    _ = try checkedCount(Array(shape), node)
    let inner = array.shape[(axis + 1)...].reduce(1, *)
    let outer = array.shape[..<axis].reduce(1, *)
    let places = (0..<outer).flatMap { row in
      wanted.flatMap { index in
        (0..<inner).map { (row * array.shape[axis] + index) * inner + $0 }
      }
    }
    return array.selecting(places, shape: Array(shape))
  }

  private static func slice(
    _ node: NodeContext, _ inputs: [ConstantArray]
  ) throws -> ConstantArray {
    var array = inputs[0]
    let cuts = try SliceCuts(node, shape: array.shape, numbers: inputs.dropFirst().map(\.integers))
    for cut in cuts.cuts {
      let strides = Strides.of(array.shape)
      var shape = array.shape
      shape[cut.axis] = cut.entries.count
      var places = [0]
      for axis in shape.indices {
        let entries = axis == cut.axis ? cut.entries : Array(0..<shape[axis])
        places = places.flatMap { place in entries.map { place + $0 * strides[axis] } }
      }
      array = array.selecting(places, shape: shape)
    }
    return array
  }

  /// The parts of a constant.
  static func split(_ node: NodeContext, _ inputs: [ConstantArray]) throws -> [ConstantArray] {
    guard let array = inputs.first,
      let axis = Strides.axis(node.integer("axis") ?? 0, rank: array.rank)
    else { throw node.refusal("has no such axis") }
    let stated = inputs.count > 1 ? inputs[1].integers : try node.integers("split")
    let sizes = try SliceOperators.sizes(
      stated, of: array.shape[axis], node.node.outputs.count, node)
    var start = 0
    return sizes.map { size in
      let strides = Strides.of(array.shape)
      var shape = array.shape
      shape[axis] = size
      let part = array.selecting(
        Strides.places(shape, strides, start: start * strides[axis]), shape: shape)
      start += size
      return part
    }
  }

  private static func reduceProduct(
    _ node: NodeContext, _ inputs: [ConstantArray]
  ) throws -> ConstantArray {
    let array = inputs[0]
    guard array.rank <= 1, case .integers(let values) = array.values,
      let product = Int(product: values)
    else { throw node.refusal("takes the product of what is no list of whole numbers") }
    return ConstantArray(node.integer("keepdims") == 0 ? [] : [1], [product])
  }

  private static func choose(
    _ node: NodeContext, _ inputs: [ConstantArray]
  ) throws -> ConstantArray {
    guard inputs.count == 3, let inner = Strides.common(inputs[1].shape, inputs[2].shape),
      let shape = Strides.common(inputs[0].shape, inner)
    else { throw node.refusal("chooses between \(inputs.map(\.shape))") }
    let parts = try inputs.map { try broadcast($0, to: shape, node) }
    let which = parts[0].integers
    if case .integers(let a) = parts[1].values, case .integers(let b) = parts[2].values {
      return ConstantArray(shape, which.indices.map { which[$0] != 0 ? a[$0] : b[$0] })
    }
    let (a, b) = (parts[1].floats, parts[2].floats)
    return ConstantArray(shape, which.indices.map { which[$0] != 0 ? a[$0] : b[$0] })
  }

  static func second(
    _ node: NodeContext, _ inputs: [ConstantArray]
  ) throws -> ConstantArray {
    guard inputs.count > 1 else { throw node.refusal("lacks its second input") }
    return inputs[1]
  }

  static func broadcast(
    _ array: ConstantArray, to shape: [Int], _ node: NodeContext
  ) throws -> ConstantArray {
    if array.shape == shape { return array }
    _ = try checkedCount(shape, node)
    guard let places = Strides.broadcast(array.shape, to: shape) else {
      throw node.refusal("\(array.shape) cannot be expanded to \(shape)")
    }
    return array.selecting(places, shape: shape)
  }

  /// The count of a shape that is to be made: no more than a file could hold.
  private static func checkedCount(_ shape: [Int], _ node: NodeContext) throws -> Int {
    guard shape.allSatisfy({ $0 >= 0 }), shape.count <= ONNXMessages.mostAxes,
      let count = Int(product: shape), count <= mostComputed
    else { throw node.refusal("makes a constant of \(shape), more than is computed") }
    return count
  }

  private static let mostComputed = 1 << 24
}
