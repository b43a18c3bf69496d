import AECore

extension ConnectivityFigure {
  /// The layers of `run` that are convolutions or transposed convolutions, encoder first.
  /// - Throws: `Failure` of kind `badData` when a layer does not fit.
  public static func convolutions(of run: Run) throws(Failure) -> [LayerStep] {
    try run.model.steps(imageShape: run.dataset.imageShape).filter {
      if case .conv2d = $0.layer { true } else { $0.isTransposed }
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
    // Lines and cells in the weights' colours show little of a pair of maps that is hardly joined,
    // and an activation of zero nothing.
    var choice = choice
    if choice.maps == nil, choice.view.listsConnections, choice.view.numbers == .none, let weights {
      choice.maps = pair.strongestMaps(weights)
    }
    // A worked example is of the maps and of the place that have most to show.
    if choice.view.numbers == .required, choice.maps == nil, choice.focus == nil {
      choice.maps = example?.liveliestMaps
    }
    var focus = try choice.cell(in: pair)
    if choice.focus == nil, choice.view.numbers == .required, let example {
      focus = example.busiestCell(onMap: focus?.channel ?? 0)
    } else if choice.focus == nil, let example {
      let isFree = choice.view.numbers == .optional && choice.maps == nil
      let wholeMap = choice.view.wholeMap(pair, example)
      let best = ConnectivityFocus(for: example.pair, wholeMap: wholeMap).first
      focus = example.liveliestCell(
        near: best, onMap: focus?.channel ?? (isFree ? example.livelyMap : 0))
    }
    self.init(
      pair, view: choice.view, focus: focus, layer: step.name,
      isTransposed: step.isTransposed, weights: weights,
      largeChannel: try choice.largeMap(in: pair), example: example,
      decoder: choice.view.showsDecoder && choice.layer == nil
        ? try DecoderStory(run: run, steps: steps, sample: choice.sample) : nil,
      showsFormula: choice.showsFormula)
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
    if let name {
      if let step = steps.first(where: { $0.name == name }) { return step }
      throw Failure(.usage, "--layer \(name)", "the run has no such layer", advice: try advice(run))
    }
    let convolutions = try convolutions(of: run)
    let first = convolutions.first { $0.half == .decoder } ?? convolutions.first
    if let first { return first }
    throw Failure(
      .badData, nil, at: "model", "this network has no convolution to draw",
      advice: "choose a run of a convolutional network")
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
    let inputName = before.map { TensorName.activation($0.half, $0.index) } ?? run.encoderInput
    let inputs = try run.examples(inputName, of: step.input)
    let outputs = try run.examples(TensorName.activation(step.half, step.index), of: step.output)
    let count = min(inputs.shape[0], outputs.shape[0])
    guard (0..<count).contains(sample) else {
      throw Failure(
        .usage, "--sample \(sample)", "the run holds \(count) samples",
        advice: "give a number from 0 to \(count - 1)")
    }
    let bias = run.tensors[TensorName.parameter(step.half, step.index, "bias")]?.values
    let (input, output) = (inputs[sample], outputs[sample])
    do {
      return try step.isTransposed
        ? WorkedExample(pair, large: output, small: input, weights: weights, transposedBias: bias)
        : WorkedExample(pair, large: input, small: output, weights: weights, convolutionBias: bias)
    } catch {
      throw Failure(.badData, nil, at: step.name, "\(error)")
    }
  }
}

extension LayerStep {
  /// Whether it is a transposed convolution.
  fileprivate var isTransposed: Bool { if case .convTranspose2d = layer { true } else { false } }
}
