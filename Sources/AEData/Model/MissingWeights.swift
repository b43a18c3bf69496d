import AENetwork

/// What a network's tensors lack of its weights, and what is there instead: exports name them
/// otherwise, count layers otherwise, or turn matrices.
package struct MissingWeights: Hashable, Sendable {
  /// Weights of the layers that are not there, with the shapes that they should have.
  package let wanted: [Named]
  /// Tensors that are no layer's, with theirs.
  package let found: [Named]

  /// A tensor's name and shape.
  package struct Named: Hashable, Sendable {
    /// `encoder.0.weight`.
    package let name: String
    /// Its shape.
    package let shape: Shape

    /// `encoder.0.weight [16, 1, 3, 3]`.
    package var text: String { "\(name) \(shape.dimensions)" }
  }

  /// What `tensors` lacks of the weights of `model`; nil when all are there, or there is nothing
  /// that could be meant by one.
  package init?(_ model: ModelDescription, in tensors: [String: Tensor]) {
    let stored = model.storedShapes
    let names = Set(stored.map(\.name))
    let kept = ["samples.", "activations.", "latents.", "evaluation."]
    wanted = stored.filter { tensors[$0.name] == nil }.map { Named(name: $0.name, shape: $0.shape) }
    found = tensors.filter { name, _ in
      !names.contains(name) && !kept.contains { name.hasPrefix($0) }
    }.map { Named(name: $0.key, shape: $0.value.shape) }.sorted { $0.name < $1.name }
    if wanted.isEmpty || found.isEmpty { return nil }
  }

  /// What to do, as far as it can be told.
  package var advice: String {
    if let prefix { return "take \"\(prefix)\" from the beginning of the names" }
    if let pair = renamed {
      return "a tensor of the right shape is there: \(pair.found) may be \(pair.wanted)"
    }
    if let pair = turned { return "\(pair.found) may be \(pair.wanted), with its axes turned" }
    return "name each \"encoder.\" or \"decoder.\", the layer's place in model from 0, and its "
      + "parameter, as in encoder.0.weight"
  }

  /// What stands before the names that are wanted: `model.` of `model.encoder.0.weight`.
  private var prefix: String? {
    let names = Set(wanted.map(\.name))
    let prefixes = found.compactMap { tensor -> String? in
      guard let name = names.first(where: { tensor.name.hasSuffix("." + $0) }) else { return nil }
      return String(tensor.name.dropLast(name.count))
    }
    guard let first = prefixes.first else { return nil }
    return prefixes.allSatisfy { $0 == first } ? first : nil
  }

  /// The first weight whose shape a tensor of the same last name has.
  private var renamed: (found: String, wanted: String)? {
    firstPair { $0.shape == $1.shape && Self.last($0) == Self.last($1) }
  }

  /// The first weight whose shape a tensor has in another order.
  private var turned: (found: String, wanted: String)? {
    firstPair { Self.isTurned($0.shape, $1.shape) }
  }

  private func firstPair(
    _ fit: (_ found: Named, _ wanted: Named) -> Bool
  ) -> (found: String, wanted: String)? {
    for weight in wanted {
      if let tensor = found.first(where: { fit($0, weight) }) { return (tensor.text, weight.text) }
    }
    return nil
  }

  private static func last(_ tensor: Named) -> Substring? { tensor.name.split(separator: ".").last }

  /// Whether two shapes have the same extents in another order, as Keras's and PyTorch's weights
  /// have.
  package static func isTurned(_ a: Shape, _ b: Shape) -> Bool {
    a != b && a.rank > 1 && a.dimensions.sorted() == b.dimensions.sorted()
  }

  /// A few of many, in one line: `3: a, b and 1 more`.
  package static func list(_ tensors: [Named], most: Int = 3) -> String {
    let shown = tensors.prefix(most).map(\.text).joined(separator: ", ")
    let rest = tensors.count - min(most, tensors.count)
    return "\(tensors.count): \(shown)" + (rest > 0 ? " and \(rest) more" : "")
  }
}
