/// Which numbers training keeps between the way through the layers and the way back, and which
/// share their memory: what lies in a processor's cache is read many times sooner than what does
/// not.
package struct MemoryPlan: Sendable {
  /// Whether a layer writes over its input: an activation behind a layer that will not ask for its
  /// output again.
  package let isInPlace: [Bool]
  /// The buffer that holds the gradient by each layer's output.
  package let gradients: [Int]
  /// Numbers that each of these buffers has for one example.
  package let gradientSizes: [Int]
  /// Where each layer's gradient by its parameters starts in a shard's; of a ``BatchGradientLayer``
  /// a shard has none.
  let shardGradientOffsets: [Int]
  /// As many numbers are there.
  package let shardGradientCount: Int

  /// The plan for `layers`; the output of `codeLayer` is left as it is.
  package init(_ layers: [any Layer], parameterCounts: [Int], codeLayer: Int?) {
    isInPlace = Self.inPlace(layers, codeLayer)
    (gradients, gradientSizes) = Self.gradientBuffers(layers, isInPlace)
    var offsets: [Int] = []
    var count = 0
    for (layer, parameters) in zip(layers, parameterCounts) {
      offsets.append(count)
      if layer.batchGradient == nil { count += parameters }
    }
    shardGradientOffsets = offsets
    shardGradientCount = count
  }

  /// Numbers that a training keeps of one example, its image left out; a floating-point number,
  /// since no sum of sizes is too large for one.
  package func values(_ layers: [any Layer]) -> Double {
    let outputs = layers.indices.filter { !layers[$0].isReshaping && !isInPlace[$0] }
    let sizes = outputs.map { layers[$0].outputShape.count } + gradientSizes
    return sizes.reduce(0) { $0 + Double($1) }
  }

  private static func inPlace(_ layers: [any Layer], _ codeLayer: Int?) -> [Bool] {
    // The last layer that computes; what only reshapes has its output.
    var writer: Int?
    return layers.indices.map { index in
      guard !layers[index].isReshaping else { return false }
      defer { writer = index }
      guard layers[index].worksInPlace, let writer else { return false }
      let isCode = codeLayer.map { (writer..<index).contains($0) } ?? false
      return !layers[writer].backwardReadsOutput && !isCode
    }
  }

  /// Two buffers take turns, since a layer reads one gradient and writes another; the errors that a
  /// ``BatchGradientLayer`` is asked for again have one of their own.
  private static func gradientBuffers(
    _ layers: [any Layer], _ isInPlace: [Bool]
  ) -> (buffers: [Int], sizes: [Int]) {
    var buffers = [Int](repeating: 0, count: layers.count)
    var sizes = [0, 0]
    // From the last layer to the first. A layer that reshapes or works in place passes on the
    // gradient in the buffer where it found it, so the layer that wrote its input decides.
    var current = 0
    for last in layers.indices.reversed() {
      let isFollower = { layers[$0].isReshaping || isInPlace[$0] }
      let isFirstOfItsBuffer =
        last == layers.count - 1 || !isFollower(last + 1)
      if isFirstOfItsBuffer {
        let writer = (0...last).last { !isFollower($0) } ?? 0
        if layers[writer].batchGradient != nil {
          sizes.append(0)
          current = sizes.count - 1
        } else {
          current = current == 0 ? 1 : 0
        }
      }
      buffers[last] = current
      sizes[current] = max(sizes[current], layers[last].outputShape.count)
    }
    return (buffers, sizes)
  }
}

/// Parameters of one layer whose gradient one thread takes and which it then moves.
struct ParameterPart: Sendable {
  /// The layer.
  let layer: Int
  /// The outputs that they belong to, of a ``BatchGradientLayer``.
  let outputs: Range<Int>?
  /// Where they lie among all parameters.
  let ranges: [Range<Int>]
  /// How many there are.
  let count: Int

  private init(layer: Int, outputs: Range<Int>?, ranges: [Range<Int>]) {
    (self.layer, self.outputs, self.ranges) = (layer, outputs, ranges)
    count = ranges.reduce(0) { $0 + $1.count }
  }

  /// The first `trained` parameters of a layer, which start at `offset`; behind them lie those that
  /// are only kept.
  static func of(_ layer: any Layer, _ index: Int, trained: Int, from offset: Int)
    -> [ParameterPart]
  {
    if let layer = layer.batchGradient {
      return layer.outputParts.map { outputs in
        ParameterPart(
          layer: index, outputs: outputs,
          ranges: layer.parameters(of: outputs).map {
            offset + $0.lowerBound..<offset + $0.upperBound
          })
      }
    }
    let size = 8192
    return stride(from: 0, to: trained, by: size).map {
      ParameterPart(
        layer: index, outputs: nil, ranges: [offset + $0..<offset + min($0 + size, trained)])
    }
  }
}

/// Weights of one layer that one thread packs.
struct PackedPart: Sendable {
  /// The layer.
  let layer: Int
  /// Which of the layer's parts.
  let number: Int
  /// Where it goes among all packed weights.
  let offset: Int

  /// The parts of all layers, and where each layer's first one goes.
  static func all(_ layers: [any Layer]) -> (offsets: [Int], count: Int, parts: [PackedPart]) {
    var (offsets, parts): ([Int], [PackedPart]) = ([], [])
    var count = 0
    for (index, layer) in layers.enumerated() {
      offsets.append(count)
      for (number, size) in (layer.packing?.packedCounts ?? []).enumerated() {
        parts.append(PackedPart(layer: index, number: number, offset: count))
        count += size
      }
    }
    return (offsets, count, parts)
  }
}
