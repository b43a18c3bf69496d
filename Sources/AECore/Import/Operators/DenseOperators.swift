import AEData
import AENetwork

/// `Gemm` and `MatMul`: fully connected layers.
enum DenseOperators {
  /// `y = alpha · x · B + beta · C`, B (F, O) or, transposed, (O, F).
  static func gemm(_ node: NodeContext) throws -> Signal {
    guard node.integer("transA") ?? 0 == 0 else {
      throw node.refusal("turns its input, so that images would be mixed")
    }
    let isTurned = node.integer("transB") ?? 0 != 0
    var matrix = try self.matrix(node, isTurned: isTurned)
    let alpha = node.float("alpha") ?? 1
    if alpha != 1 { matrix = Tensor(matrix.shape, matrix.values.map { $0 * alpha }) }
    var bias: Tensor?
    if let added = try node.optionalConstant(2) {
      let (outputs, beta) = (matrix.shape[0], node.float("beta") ?? 1)
      let isSame = added.shape.dropLast().allSatisfy { $0 == 1 }
      guard isSame, let places = Strides.broadcast(added.shape, to: [1, outputs]) else {
        throw node.refusal("adds \(added.shape), which is not the same for every image")
      }
      let values = added.floats
      bias = Tensor([outputs], places.map { values[$0] * beta })
    }
    return try dense(node, matrix, bias)
  }

  /// `y = x · B`, B (F, O).
  static func product(_ node: NodeContext) throws -> Signal {
    guard case .signal? = node.inputs.first else {
      throw node.refusal("multiplies a constant by what depends on the image, from the left")
    }
    return try dense(node, try matrix(node, isTurned: false), nil)
  }

  /// The matrix as a layer has it, (O, F).
  private static func matrix(_ node: NodeContext, isTurned: Bool) throws -> Tensor {
    let array = try node.constant(1)
    guard array.rank == 2, array.shape.allSatisfy({ $0 > 0 }) else {
      throw node.refusal("its weight has the shape \(array.shape), where a matrix was expected")
    }
    guard !isTurned else { return array.tensor }
    return array.selecting(
      Strides.transposed(array.shape, by: [1, 0]), shape: array.shape.reversed()
    ).tensor
  }

  /// Puts a layer with `matrix` (O, F) behind the input; what turned that is undone in its columns.
  private static func dense(
    _ node: NodeContext, _ matrix: Tensor, _ bias: Tensor?
  ) throws -> Signal {
    var signal = try node.signal()
    let order = try signal.makeFeatures(node)
    let (outputs, inputs) = (matrix.shape[0], matrix.shape[1])
    guard inputs == signal.count, inputs > 0 else {
      throw node.refusal("its weight takes \(inputs) values, and it is given \(signal.count)")
    }
    var weight = matrix
    let features = signal.inner.count
    if let order {
      weight = Tensor([outputs, features])
      for output in 0..<outputs {
        // A number that stands several times counts as often.
        for (input, place) in order.enumerated() {
          weight.values[output * features + place] += matrix.values[output * inputs + input]
        }
      }
    }
    let spec = DenseSpec(inFeatures: features, outFeatures: outputs, bias: bias != nil)
    var tensors = ["weight": weight]
    tensors["bias"] = bias
    try signal.append(.dense(spec), tensors, node)
    signal.dimensions = [signal.dimensions[0], outputs]
    signal.order = nil
    return signal
  }
}
