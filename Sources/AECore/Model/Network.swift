/// A list of layers with the place of each one's parameters in one flat array: what is trained and
/// run. Encoder and decoder are one network, so that errors flow through both.
struct Network: Sendable {
  let layers: [any Layer]
  /// Where each layer's parameters start.
  let parameterOffsets: [Int]
  /// Trained numbers, and those that are kept.
  let parameterCount: Int
  /// Where the trained numbers are; between them lie those that are only kept.
  let trainedRanges: [Range<Int>]
  /// The layers in parts that shards run through without waiting for each other: a new phase begins
  /// with every ``BatchwideLayer``. Most networks have one; the first may be empty.
  let phases: [Range<Int>]
  /// The layer that begins each phase and looks at the whole batch; the first phase has none.
  let heads: [(any BatchwideLayer)?]
  /// The layers that draw the code, for the divergence.
  let samplingLayers: [Int]
  /// Which phase each layer belongs to.
  let phaseOfLayer: [Int]
  /// The first layer that computes; nobody asks for the gradient by its input.
  let firstComputing: Int?
  /// Which of the two buffers holds the gradient by each layer's output.
  let gradientBuffers: [Int]

  /// The layers of `specs` for examples of shape `input`.
  /// - Throws: ``ShapeError`` at the first layer that does not fit.
  init(_ specs: [LayerSpec], input: Shape) throws(ShapeError) {
    var layers: [any Layer] = []
    var offsets: [Int] = []
    var trained: [Range<Int>] = []
    var starts = [0]
    var count = 0
    var shape = input
    for (index, spec) in specs.enumerated() {
      let layer = try spec.layer(for: shape)
      if layer is any BatchwideLayer { starts.append(index) }
      layers.append(layer)
      offsets.append(count)
      let end = count + spec.parameterCount
      // Neighbours become one range: a network without buffers is one.
      if let last = trained.last, last.upperBound == count {
        trained[trained.count - 1] = last.lowerBound..<end
      } else {
        trained.append(count..<end)
      }
      count += spec.storedCount
      shape = layer.outputShape
    }
    self.layers = layers
    parameterOffsets = offsets
    parameterCount = count
    trainedRanges = trained.filter { !$0.isEmpty }
    samplingLayers = specs.indices.filter { specs[$0] == .gaussianSampling }
    phases = zip(starts, starts.dropFirst() + [specs.count]).map { $0..<$1 }
    heads = [nil] + starts.dropFirst().map { layers[$0] as? any BatchwideLayer }
    firstComputing = layers.firstIndex { !$0.isReshaping }
    gradientBuffers = layers.indices.map { index in
      layers[(index + 1)...].count { !$0.isReshaping } % 2
    }
    phaseOfLayer = phases.enumerated().flatMap { [Int](repeating: $0, count: $1.count) }
  }

  /// The shape of one example after layer `index`.
  func outputShape(_ index: Int) -> Shape { layers[index].outputShape }

  /// The memory that the layers need for up to `capacity` examples, rounded up to whole ``Lanes``.
  ///
  /// Outputs are kept, since every layer's backward pass reads them. Gradients are needed one layer
  /// at a time: two buffers take turns.
  final class Workspace: Sendable {
    let input: FloatBuffer
    /// Of each layer; a layer that only reshapes has its input here.
    let outputs: [FloatBuffer]
    /// Of the last output, and one to take turns with.
    let gradients: [FloatBuffer]
    let dParameters: FloatBuffer
    let scratch: FloatBuffer
    /// The shard's part of what each phase's first layer wants to know of the batch.
    let sums: [PhaseSums]

    init(_ network: Network, capacity: Int, training: Bool) {
      let capacity = Lanes.count(capacity)
      let layers = network.layers
      let input = FloatBuffer(count: (layers.first?.inputShape.count ?? 0) * capacity)
      var last = input
      self.input = input
      outputs = layers.map { layer in
        if !layer.isReshaping { last = FloatBuffer(count: layer.outputShape.count * capacity) }
        return last
      }
      let widest = layers.map { $0.outputShape.count }.max() ?? 0
      gradients = (0..<2).map { _ in FloatBuffer(count: training ? widest * capacity : 0) }
      dParameters = FloatBuffer(count: training ? network.parameterCount : 0)
      scratch = FloatBuffer(count: layers.map { $0.scratchCount(capacity) }.max() ?? 0)
      sums = network.heads.map { PhaseSums(training ? $0 : nil) }
    }

    /// The last layer's output.
    var output: Floats { (outputs.last ?? input).start }
  }

  /// Runs all layers on the `n` lanes in `workspace.input`, as after training.
  func forward(_ workspace: Workspace, parameters: Floats, n: Int) {
    for index in layers.indices where !layers[index].isReshaping {
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
    workspace.gradients[gradientBuffers[index]].start
  }
}
