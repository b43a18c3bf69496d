import AECore

/// A layer with trained weights (or one that changes the shape) together with the activations and
/// reshapes around it: what a reader counts as one stage of the network.
package struct NetworkStage: Hashable, Sendable {
  /// Which half of the autoencoder.
  package var half: TensorName.Half
  /// Its layers' indices in that half.
  package var layers: Range<Int>
  /// The index of the layer that the stage is called by.
  package var index: Int
  /// That layer.
  package var main: LayerSpec
  /// What follows without changing the shape: normalisation, activation, dropout.
  package var followers: [LayerSpec]
  /// The shape of one example before it.
  package var input: Shape
  /// The shape of one example after it.
  package var output: Shape
  /// How many numbers are trained.
  package var parameterCount: Int
  /// Whether its output is a mean and a log-variance for each value of a code that is drawn next.
  package var givesMoments = false

  /// The stages of one half, in the order in which the data flows.
  ///
  /// A flatten before a layer belongs to it, an activation or a reshape to the layer before it; one
  /// that has none before it is a stage of its own.
  /// - Throws: ``ShapeError`` when the layers do not go together.
  package static func stages(
    of half: TensorName.Half, layers: [LayerSpec], input: Shape
  ) throws(ShapeError) -> [NetworkStage] {
    var stages: [NetworkStage] = []
    var shape = input
    var pending: (start: Int, input: Shape)?
    for (index, layer) in layers.enumerated() {
      let before = shape
      shape = try layer.outputShape(for: shape)
      func addStage() {
        stages.append(
          NetworkStage(
            half: half, layers: (pending?.start ?? index)..<(index + 1), index: index, main: layer,
            followers: [], input: pending?.input ?? before, output: shape,
            parameterCount: layer.parameterCount))
        pending = nil
      }
      switch layer {
      case .conv2d, .convTranspose2d, .dense, .maxPool2d, .averagePool2d, .upsample,
        .upsampleBilinear, .pixelShuffle, .pad2d, .cropping2d, .gaussianSampling:
        addStage()
      case .relu, .leakyReLU, .preLU, .elu, .selu, .gelu, .silu, .sigmoid, .hardSigmoid, .tanh,
        .softplus, .batchNorm1d, .batchNorm2d, .layerNorm, .groupNorm, .dropout, .reshape:
        if !stages.isEmpty, pending == nil {
          stages[stages.count - 1].append(layer, at: index, output: shape)
        } else if layer.isReshaping {
          pending = pending ?? (index, before)
        } else {
          addStage()
        }
      case .flatten:
        // Waits for the layer that it prepares the data for.
        pending = pending ?? (index, before)
      }
    }
    if let pending, stages.isEmpty {
      stages.append(
        NetworkStage(
          half: half, layers: pending.start..<layers.count, index: pending.start, main: .flatten,
          followers: [], input: pending.input, output: shape, parameterCount: 0))
    } else if pending != nil {
      stages[stages.count - 1].layers = stages[stages.count - 1].layers.lowerBound..<layers.count
      stages[stages.count - 1].output = shape
    }
    for index in stages.indices.dropLast() where stages[index + 1].main == .gaussianSampling {
      stages[index].givesMoments = true
    }
    return stages
  }

  private mutating func append(_ layer: LayerSpec, at index: Int, output: Shape) {
    layers = layers.lowerBound..<(index + 1)
    self.output = output
    parameterCount += layer.parameterCount
    if !layer.isReshaping { followers.append(layer) }
  }

  /// What the layer is called on the command line and in the names of its tensors: `decoder.3`.
  package var name: String { "\(half.rawValue).\(index)" }

  /// From the one that says most to the shortest, for a list that has less room:
  /// `ConvTranspose 3×3, stride 2, ReLU`, the same with `ConvT` … `ConvT 3×3`, `ConvT`.
  package var titles: [String] {
    var titles: [String] = []
    if givesMoments, followers.isEmpty { titles.append("\(main.title), μ and ln σ²") }
    if main == .gaussianSampling { titles.append("Sampling, z = μ + σ·ε") }
    for count in stride(from: followers.count, through: 0, by: -1) {
      // What is left out first is dropout, then normalisation: the activation says most.
      let kept = followers.sorted { Self.weight($0) > Self.weight($1) }.prefix(count)
      let names = followers.filter(kept.contains).map(\.title)
      titles.append(([main.title] + names).joined(separator: ", "))
      // Before one of them is left out, they lose their numbers.
      if count == followers.count, names.contains(where: { $0.contains(" ") }) {
        titles.append(([main.title] + names.map(Self.word)).joined(separator: ", "))
      }
    }
    let word = Self.word(main.title)
    switch main {
    case .conv2d(let spec), .convTranspose2d(let spec):
      titles += ["\(word) \(spec.geometry.kernel.height)×\(spec.geometry.kernel.width)", word]
    case .maxPool2d, .averagePool2d, .upsampleBilinear:
      titles += [String(main.title.prefix { $0 != "," }), word]
      // No word is cut: there is a shorter one.
      let short = word.replacing("AveragePool", with: "AvgPool")
      if short != word { titles.append(short) }
    case .upsample: titles += [main.title.replacing("Upsample", with: "Up"), "Up"]
    case .pixelShuffle, .pad2d, .cropping2d: titles.append(word)
    default: break
    }
    guard case .convTranspose2d = main else { return titles }
    return titles.dropLast().flatMap { [$0, $0.replacing("Transpose", with: "T")] } + ["ConvT"]
  }

  /// Equal for the titles of stages that differ in their numbers only.
  static func kind(of titles: [String]) -> String {
    titles.map { $0.filter { !$0.isNumber } }.joined(separator: "/")
  }

  /// A title without its numbers.
  private static func word(_ title: String) -> String {
    String(title.prefix { $0 != " " && $0 != "," })
  }

  /// How much a layer says of what a stage does.
  private static func weight(_ layer: LayerSpec) -> Int {
    switch layer {
    case .dropout: 0
    case .batchNorm1d, .batchNorm2d, .layerNorm, .groupNorm: 1
    default: 2
    }
  }
}

extension Shape {
  /// `16×14×14`, close together for a label at a mark; a vector is its length.
  package var compact: String { dimensions.map(String.init).joined(separator: "×") }
}

/// An autoencoder as its stages.
package struct NetworkStages: Hashable, Sendable {
  /// What goes in: `[C, H, W]`.
  package let input: Shape
  /// From the image to the code.
  package let encoder: [NetworkStage]
  /// From the code to the image.
  package let decoder: [NetworkStage]
  /// Values in the code.
  package let latentSize: Int

  /// The stages of `run`'s model.
  /// - Throws: `Failure` when the layers do not go together.
  package init(_ run: Run) throws(Failure) {
    do {
      input = run.dataset.imageShape.shape
      latentSize = run.model.latentSize
      encoder = try NetworkStage.stages(
        of: .encoder, layers: run.model.encoder, input: run.dataset.imageShape.shape)
      decoder = try NetworkStage.stages(
        of: .decoder, layers: run.model.decoder,
        input: encoder.last?.output ?? [run.model.latentSize])
    } catch {
      throw Failure(.badData, at: "model", "\(error)", advice: "check the layers in run.json")
    }
    guard !encoder.isEmpty, !decoder.isEmpty else {
      throw Failure(
        .badData, at: "model", "the encoder or the decoder has no layers",
        advice: "check the layers in run.json")
    }
  }

  /// `784 values → 16 (49 : 1)`.
  package var compression: String {
    "\(input.count.counted("value")) → \(NumberText.count(latentSize)) "
      + "(\(NumberText.ratio(input.count, to: latentSize)))"
  }
}
