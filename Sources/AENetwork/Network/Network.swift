/// A list of layers with the place of each one's parameters in one flat array: what is trained and
/// run. Encoder and decoder are one network, so that errors flow through both.
package struct Network: Sendable {
  package let layers: [any Layer]
  /// Where each layer's parameters start.
  let parameterOffsets: [Int]
  /// Trained numbers, and those that are kept.
  package let parameterCount: Int
  /// The layers in parts that shards run through without waiting for each other: a new phase begins
  /// with every ``BatchwideLayer``. Most networks have one; the first may be empty.
  let phases: [Range<Int>]
  /// The layer that begins each phase and looks at the whole batch; the first phase has none.
  let heads: [(any BatchwideLayer)?]
  /// The layers that two shards run through in training before the others of the same thread do:
  /// all between two layers with many weights, and each of these, whose weights then come from
  /// memory once.
  let stretches: [Range<Int>]
  /// The layers that draw the code, for the divergence.
  let samplingLayers: [Int]
  /// Which phase each layer belongs to.
  let phaseOfLayer: [Int]
  /// The first layer that computes; nobody asks for the gradient by its input.
  let firstComputing: Int?
  /// Where training keeps what.
  package let memory: MemoryPlan
  /// The layers whose gradient is taken from the whole batch at once.
  let batchGradients: [(any BatchGradientLayer)?]
  /// The layers that read their weights in an order of their own.
  let packings: [(any PackingLayer)?]
  /// Where each layer's packed weights start.
  let packedOffsets: [Int]
  /// Packed weights of all layers.
  package let packedCount: Int
  /// The packed weights in parts that threads share among them.
  let packedParts: [PackedPart]
  /// The slope of the rectifier behind each layer that, in training, does its work.
  package let slopes: [Float?]
  /// Whether the layer before it does its work.
  let isDoneBefore: [Bool]
  /// The rectifier whose work each layer does on the way back.
  package let rectifiersBefore: [RectifierPlace?]
  /// Whether the layer behind it does its work on the way back.
  let isDoneBehind: [Bool]
  /// The trained parameters in parts that threads share among them.
  let parts: [ParameterPart]

  /// The layers of `specs` for examples of shape `input`.
  ///
  /// - Parameter codeLayer: the layer whose output is looked at after all layers have run.
  /// - Throws: ``ShapeError`` at the first layer that does not fit.
  package init(_ specs: [LayerSpec], input: Shape, codeLayer: Int? = nil) throws(ShapeError) {
    var layers: [any Layer] = []
    var offsets: [Int] = []
    var starts = [0]
    var count = 0
    var shape = input
    for (index, spec) in specs.enumerated() {
      let layer = try spec.layer(for: shape)
      if layer.batchwide != nil { starts.append(index) }
      layers.append(layer)
      offsets.append(count)
      count += spec.storedCount
      shape = layer.outputShape
    }
    self.layers = layers
    parameterOffsets = offsets
    parameterCount = count
    let hasManyWeights = layers.indices.map {
      layers[$0].batchGradient != nil && specs[$0].parameterCount > Self.manyWeights
    }
    let stretchStarts = layers.indices.filter {
      $0 == 0 || hasManyWeights[$0] || hasManyWeights[$0 - 1]
    }
    stretches = zip(stretchStarts, stretchStarts.dropFirst() + [layers.count]).map { $0..<$1 }
    samplingLayers = specs.indices.filter { specs[$0] == .gaussianSampling }
    phases = zip(starts, starts.dropFirst() + [specs.count]).map { $0..<$1 }
    heads = [nil] + starts.dropFirst().map { layers[$0].batchwide }
    firstComputing = layers.firstIndex { !$0.isReshaping }
    batchGradients = layers.map { $0.batchGradient }
    memory = MemoryPlan(
      layers, parameterCounts: specs.map { $0.parameterCount }, codeLayer: codeLayer)
    packings = layers.map { $0.packing }
    (packedOffsets, packedCount, packedParts) = PackedPart.all(layers)
    let plan = memory
    let slopes: [Float?] = layers.indices.map { index in
      let next = layers[(index + 1)...].firstIndex { !$0.isReshaping }
      guard !layers[index].isReshaping, let next, plan.isInPlace[next],
        let slope = layers[next].rectifierSlope
      else { return nil }
      let canDoIt = layers[index].batchwide != nil || layers[index].rectifying != nil
      return canDoIt ? slope : nil
    }
    let before: [RectifierPlace?] = layers.indices.map { index in
      let last = layers[..<index].lastIndex { !$0.isReshaping }
      // The code's own gradient comes in between.
      guard layers[index].rectifying != nil, let last, plan.isInPlace[last],
        let slope = layers[last].rectifierSlope,
        codeLayer.map({ !(last..<index).contains($0) }) ?? true
      else { return nil }
      return RectifierPlace(layer: last, slope: slope)
    }
    rectifiersBefore = before
    isDoneBehind = layers.indices.map { index in before.contains { $0?.layer == index } }
    self.slopes = slopes
    isDoneBefore = layers.indices.map { index in
      let writer = layers[..<index].lastIndex { !$0.isReshaping }
      return !layers[index].isReshaping && writer.map { slopes[$0] != nil } ?? false
    }
    parts = zip(specs, zip(layers, offsets)).enumerated().flatMap { index, part in
      let (spec, (layer, offset)) = part
      return ParameterPart.of(layer, index, trained: spec.parameterCount, from: offset)
    }
    phaseOfLayer = phases.enumerated().flatMap { [Int](repeating: $0, count: $1.count) }
  }

  /// 256 KB, part of a second cache.
  private static let manyWeights = 1 << 16

  /// The shape of one example after layer `index`.
  func outputShape(_ index: Int) -> Shape { layers[index].outputShape }

  /// The memory that the layers need for up to `capacity` examples, rounded up to whole ``Lanes``.
  ///
  /// In use every layer has an output of its own, to be looked at; training keeps what its way back
  /// needs, as ``MemoryPlan`` says.
  final class Workspace: Sendable {
    let input: FloatBuffer
    /// Of each layer; a layer that only reshapes or works in place has its input here.
    let outputs: [FloatBuffer]
    /// By the numbers of ``MemoryPlan/gradients``.
    let gradients: [FloatBuffer]
    /// The shard's gradient by the parameters, of the layers that add it up shard by shard.
    let dParameters: FloatBuffer
    let scratch: FloatBuffer
    /// The shard's part of what each phase's first layer wants to know of the batch.
    let sums: [PhaseSums]

    init(_ network: Network, capacity: Int, training: Bool) {
      let capacity = Lanes.count(capacity)
      let (layers, memory) = (network.layers, network.memory)
      let input = FloatBuffer(count: (layers.first?.inputShape.count ?? 0) * capacity)
      var last = input
      self.input = input
      outputs = zip(layers, memory.isInPlace).map { layer, isInPlace in
        if !layer.isReshaping, !(training && isInPlace) {
          last = FloatBuffer(count: layer.outputShape.count * capacity)
        }
        return last
      }
      gradients = training ? memory.gradientSizes.map { FloatBuffer(count: $0 * capacity) } : []
      dParameters = FloatBuffer(count: training ? memory.shardGradientCount : 0)
      scratch = FloatBuffer(
        count: layers.map { $0.scratchCount(capacity, training: training) }.max() ?? 0)
      sums = network.heads.map { PhaseSums(training ? $0 : nil) }
    }

    /// The last layer's output.
    var output: Floats { (outputs.last ?? input).start }
  }

  /// Runs the layers from `first` on, as after training, on the `n` lanes in `workspace.input`, or
  /// where the layer before them would have put its output.
  func forward(_ workspace: Workspace, parameters: Floats, n: Int, from first: Int = 0) {
    for index in first..<layers.count where !layers[index].isReshaping {
      layers[index].forward(
        x: input(index, workspace), y: workspace.outputs[index].start,
        parameters: parameters + parameterOffsets[index], n: n, scratch: workspace.scratch.start)
    }
  }

  /// Where a layer finds its input.
  func input(_ index: Int, _ workspace: Workspace) -> Floats {
    (index == 0 ? workspace.input : workspace.outputs[index - 1]).start
  }

  /// Where the loss puts its gradient by the output.
  func outputGradient(_ workspace: Workspace) -> Floats { gradient(layers.count - 1, workspace) }

  /// Where the gradient by a layer's output is, until the layer before has been gone through.
  func gradient(_ index: Int, _ workspace: Workspace) -> Floats {
    workspace.gradients[memory.gradients[index]].start
  }
}

/// A rectifier in a network.
package struct RectifierPlace: Sendable {
  package let layer: Int
  let slope: Float
}
