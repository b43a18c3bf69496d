import AECore

extension ConnectivityFigure {
  /// The layers of `run` that are convolutions or transposed convolutions, encoder first.
  /// - Throws: `Failure` of kind `badData` when a layer does not fit.
  public static func convolutions(of run: Run) throws(Failure) -> [LayerStep] {
    try run.model.steps(imageShape: run.dataset.imageShape).filter { step in
      switch step.layer {
      case .conv2d, .convTranspose2d: true
      default: false
      }
    }
  }

  /// The diagram of one trained convolution, with its weights; the views of numbers show the
  /// activations of a sample.
  ///
  /// - Throws: `Failure` of kind `usage` when the run has no such layer, map, cell or sample, or
  ///   when the layer is not a convolution; of kind `badData` when its transpose has no cells or
  ///   the run lacks the activations.
  public init(run: Run, _ choice: ConnectivityChoice) throws(Failure) {
    let steps = try run.model.steps(imageShape: run.dataset.imageShape)
    let step = try Self.step(choice.layer, in: steps, of: run)
    let pair: ConvolutionPair?
    do throws(GeometryError) {
      pair = try step.convolutionPair()
    } catch {
      throw Failure(.badData, nil, at: step.name, "its transpose cannot be: \(error)")
    }
    guard let pair else {
      throw Failure(
        .usage, "--layer \(step.name)", "is \(step.layer.title), not a convolution",
        advice: try Self.advice(run))
    }
    let weights = run.tensors[TensorName.parameter(step.half, step.index, "weight")]
    var example: WorkedExample?
    do throws(Failure) {
      if choice.view.numbers != .none {
        example = try Self.example(run, steps, step, pair, weights, sample: choice.sample)
      }
    } catch {
      // What may have numbers is drawn without them all the same.
      if choice.view.numbers == .required || error.kind == .usage { throw error }
    }
    let map =
      choice.view.numbers == .optional && choice.maps == nil ? example.map { Self.lively($0) } : nil
    // Lines and cells in the weights' colours show little of a pair of maps that is hardly joined.
    var choice = choice
    if choice.maps == nil, choice.view.listsConnections, choice.view.numbers == .none, let weights {
      choice.maps = Self.strong(weights, pair)
    }
    self.init(
      pair, view: choice.view,
      focus: try choice.focus == nil && example != nil
        ? Self.liveliest(
          example, try choice.cell(in: pair), map: map ?? 0,
          wholeMap: choice.view.wholeMap(pair, example))
        : choice.cell(in: pair),
      layer: step.name,
      weights: weights, largeChannel: try choice.largeMap(in: pair), example: example,
      decoder: choice.view.showsDecoder && choice.layer == nil
        ? try DecoderOverlap(steps: steps) : nil)
  }

  /// The small cell of a sample with the largest value, of those whose windows lie in the map if
  /// there are any: a cell of zeros shows nothing.
  private static func liveliest(
    _ example: WorkedExample?, _ cell: Cell?, map: Int, wholeMap: Int
  ) -> Cell? {
    guard let example else { return cell }
    let shape = example.pair.smallShape
    let channel = cell?.channel ?? map
    let best = ConnectivityFocus(for: example.pair, wholeMap: wholeMap).first
    let columns = max(0, best.x - 3)..<min(shape.width, best.x + 4)
    let cells = (max(0, best.y - 3)..<min(shape.height, best.y + 4)).flatMap { y in
      columns.map { Cell(channel: channel, y: y, x: $0) }
    }
    let inner = cells.filter {
      (1..<max(2, shape.height - 1)).contains($0.y) && (1..<max(2, shape.width - 1)).contains($0.x)
    }
    func value(_ cell: Cell) -> Float {
      abs(WorkedExample.value(example.small, cell.channel, cell.y, cell.x))
    }
    return (inner.isEmpty ? cells : inner).max { value($0) < value($1) }
  }

  /// The first small map with a weight that is not small among all, and its large map with the
  /// largest; nil when all weights are 0.
  private static func strong(
    _ weights: Tensor, _ pair: ConvolutionPair
  ) -> (large: Int, small: Int)? {
    guard let limit = WeightScale.limit(of: weights) else { return nil }
    let taps = pair.geometry.kernel.count
    let perGroup = weights.shape[1]
    func peak(_ kernel: Int) -> Float {
      weights.values[kernel * taps..<(kernel + 1) * taps].lazy.filter(\.isFinite)
        .map { abs($0) }.max() ?? 0
    }
    for small in 0..<weights.shape[0] {
      let peaks = (0..<perGroup).map { peak(small * perGroup + $0) }
      guard let most = peaks.max(), most >= 0.6 * limit, let large = peaks.firstIndex(of: most)
      else { continue }
      return (pair.largeMaps(joinedWith: small).lowerBound + large, small)
    }
    return nil
  }

  /// The first small map with an activation that is not small among all: a map of zeros shows
  /// nothing.
  private static func lively(_ example: WorkedExample) -> Int {
    let peaks = (0..<example.small.shape[0]).map { map in
      example.small[map].values.lazy.filter(\.isFinite).map { abs($0) }.max() ?? 0
    }
    let most = peaks.max() ?? 0
    return peaks.firstIndex { $0 >= 0.4 * most } ?? 0
  }

  private static func advice(_ run: Run) throws(Failure) -> String {
    let names = try convolutions(of: run).map(\.name)
    return names.isEmpty
      ? "this network has no convolution" : "choose one of \(names.joined(separator: ", "))"
  }

  /// The layer called `name`; without a name the decoder's first convolution, or the network's.
  private static func step(
    _ name: String?, in steps: [LayerStep], of run: Run
  ) throws(Failure) -> LayerStep {
    let convolutions = try convolutions(of: run)
    guard let name else {
      guard let step = convolutions.first(where: { $0.half == .decoder }) ?? convolutions.first
      else {
        throw Failure(
          .badData, nil, at: "model", "this network has no convolution to draw",
          advice: "choose a run of a convolutional network")
      }
      return step
    }
    guard let step = steps.first(where: { $0.name == name }) else {
      throw Failure(
        .usage, "--layer \(name)", "the run has no such layer", advice: try advice(run))
    }
    return step
  }

  /// The layer's own numbers: what goes into it, what comes out, its weights and its bias.
  private static func example(
    _ run: Run, _ steps: [LayerStep], _ step: LayerStep, _ pair: ConvolutionPair,
    _ weights: Tensor?, sample: Int
  ) throws(Failure) -> WorkedExample {
    guard let weights else {
      throw Failure(.badData, nil, at: "tensors", "the run holds no weights of \(step.name)")
    }
    let index = steps.firstIndex(of: step) ?? 0
    let before = index == 0 ? nil : steps[index - 1]
    let inputName =
      before.map { TensorName.activation($0.half, $0.index) } ?? run.encoderInput
    let inputs = try run.examples(inputName, of: step.input)
    let outputs = try run.examples(TensorName.activation(step.half, step.index), of: step.output)
    let count = min(inputs.shape[0], outputs.shape[0])
    guard (0..<count).contains(sample) else {
      throw Failure(
        .usage, "--sample \(sample)", "the run holds \(count) samples",
        advice: "give a number from 0 to \(count - 1)")
    }
    let bias = run.tensors[TensorName.parameter(step.half, step.index, "bias")]?.values
    let isTransposed = if case .convTranspose2d = step.layer { true } else { false }
    let (input, output) = (inputs[sample], outputs[sample])
    do {
      return try WorkedExample(
        pair, large: isTransposed ? output : input, small: isTransposed ? input : output,
        weights: weights, convolutionBias: isTransposed ? nil : bias,
        transposedBias: isTransposed ? bias : nil)
    } catch {
      throw Failure(.badData, nil, at: step.name, "\(error)")
    }
  }
}
