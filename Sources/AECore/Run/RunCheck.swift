import AEData
import AENetwork

/// Holds a run that was read against itself: sizes, layers, tensors and labels have to fit.
struct RunCheck {
  /// The run.
  let run: Run
  /// The shapes behind each layer.
  let layers: Layers
  /// The tensors file, for failures.
  let file: String
  /// What to do when something is wrong.
  let advice: String

  /// The output shape of each layer for one image, the batch axis left out.
  struct Layers: Sendable {
    var encoder: [Shape]
    var decoder: [Shape]

    subscript(half: TensorName.Half) -> [Shape] { half == .encoder ? encoder : decoder }
  }

  // MARK: run.json

  /// Makes the failure at a field of run.json.
  typealias Fail = (_ place: String, _ problem: String) -> Failure

  /// Checks the numbers of `document` and leads an image's shape through its layers.
  /// - Throws: `Failure` of kind `badData` that names the field.
  static func layers(_ document: RunDocument, in file: JSONFile) throws -> Layers {
    let fail: Fail = { file.failure(at: $0, $1) }
    let dataset = document.dataset
    try check(dataset, failure: fail)
    try atLeast(1, document.model.latentSize, "model.latent_size", fail)
    if let training = document.training {
      try atLeast(1, training.batchSize, "training.batch_size", fail)
      try atLeast(0, training.epochs, "training.epochs", fail)
      if let planned = training.plannedEpochs {
        try atLeast(1, planned, "training.planned_epochs", fail)
      }
      if let images = training.dataset {
        try atLeast(0, images.trainCount, "training.dataset.train_count", fail)
        try atLeast(0, images.heldOutClass ?? 0, "training.dataset.held_out_class", fail)
      }
      for (index, record) in training.history.enumerated() {
        try atLeast(0, record.epoch, "training.history[\(index)].epoch", fail)
      }
    }
    try checkErrors(document.evaluation ?? Evaluation(), dataset, fail)
    let model = document.model
    for section in document.evaluation?.sections ?? [] {
      let place = "evaluation.\(type(of: section).key)"
      try section.check(SectionCheck(file: file, place: place, dataset: dataset, model: model))
    }
    return try layers(of: model, on: dataset, failure: fail)
  }

  /// Checks the counts of a data set and its class that was left out.
  /// - Throws: what `failure` makes.
  static func check(_ dataset: DatasetSummary, failure fail: Fail) throws {
    try atLeast(0, dataset.trainCount, "dataset.train_count", fail)
    try atLeast(0, dataset.testCount, "dataset.test_count", fail)
    if let range = dataset.pixelRange, !range.fits(channels: dataset.imageShape.channels) {
      throw fail(
        "dataset.pixel_range",
        "\(range.mean.count) means, but the images have \(dataset.imageShape.channels) channels")
    }
    guard let label = dataset.heldOutClass else { return }
    try atLeast(0, label, "dataset.held_out_class", fail)
    if let names = dataset.classNames, label >= names.count {
      throw fail(
        "dataset.held_out_class", "\(label), but class_names has \(names.count) names")
    }
  }

  /// Leads the shape of an image of `dataset` through the layers of `model`.
  /// - Throws: what `failure` makes, where they do not go together.
  static func layers(
    of model: ModelDescription, on dataset: DatasetSummary, failure fail: Fail
  ) throws -> Layers {
    try atLeast(1, model.latentSize, "model.latent_size", fail)
    let image = dataset.imageShape.shape
    let encoder = try chain(model.encoder, "model.encoder", from: image, fail)
    guard let code = encoder.last else { throw fail("model.encoder", "the encoder has no layers") }
    // A list of values or feature maps; the shape is no larger than can be held.
    guard code.count == model.latentSize else {
      throw fail(
        "model.encoder",
        "the encoder ends in a code of \(code.dimensions), but latent_size is "
          + "[\(model.latentSize)]")
    }
    let decoder = try chain(model.decoder, "model.decoder", from: code, fail)
    guard let output = decoder.last else {
      throw fail("model.decoder", "the decoder has no layers")
    }
    guard output == image else {
      throw fail(
        "model.decoder",
        "the decoder ends in an image of \(output.dimensions), but dataset.image_shape is "
          + "\(image.dimensions)")
    }
    return Layers(encoder: encoder, decoder: decoder)
  }

  private static func atLeast(
    _ minimum: Int, _ value: Int, _ place: String, _ fail: Fail
  ) throws {
    guard value >= minimum, value <= Shape.largestCount else {
      throw fail(place, "\(value) is not from \(minimum) to \(Shape.largestCount)")
    }
  }

  /// The numbers of `evaluation` that are not in a section.
  private static func checkErrors(
    _ evaluation: Evaluation, _ dataset: DatasetSummary, _ fail: Fail
  ) throws {
    for (index, entry) in (evaluation.perClass ?? []).enumerated() {
      let place = "evaluation.per_class[\(index)]"
      try atLeast(0, entry.label, "\(place).label", fail)
      try atLeast(0, entry.count, "\(place).count", fail)
      if let quartiles = entry.mseQuartiles, quartiles.count != 3 {
        throw fail("\(place).mse_quartiles", "has \(quartiles.count) numbers, expected 3")
      }
      if let names = dataset.classNames, entry.label >= names.count {
        throw fail(
          "\(place).label", "\(entry.label), but class_names has \(names.count) names")
      }
    }
    for (index, baseline) in (evaluation.baselines ?? []).enumerated() {
      try atLeast(0, baseline.components ?? 0, "evaluation.baselines[\(index)].components", fail)
    }
    if let entropy = evaluation.pixelEntropy, entropy < 0 {
      throw fail("evaluation.pixel_entropy", "\(entropy) is below 0")
    }
  }

  private static func chain(
    _ specs: [LayerSpec], _ place: String, from input: Shape, _ fail: Fail
  ) throws -> [Shape] {
    var shape = input
    var shapes: [Shape] = []
    for (index, spec) in specs.enumerated() {
      do throws(ShapeError) {
        shape = try spec.outputShape(for: shape)
      } catch {
        throw fail("\(place)[\(index)]", "\(error)")
      }
      shapes.append(shape)
    }
    return shapes
  }

  // MARK: Tensors

  /// Checks every tensor whose name means something; others are kept as they are.
  /// - Throws: `Failure` of kind `badData` that names the tensor and both shapes.
  func check() throws {
    for half in TensorName.Half.allCases { try checkParameters(half) }
    let image = run.dataset.imageShape.shape
    let pictures = [
      TensorName.sampleInput, TensorName.sampleCorrupted, TensorName.sampleReconstruction,
    ]
    var samples = pictures.map { ($0, image) }
    for half in TensorName.Half.allCases {
      for (index, shape) in layers[half].enumerated() {
        samples.append((TensorName.activation(half, index), shape))
      }
    }
    try checkBatch(samples, labels: TensorName.sampleLabel)
    try checkBatch(
      [(TensorName.testLatents, [run.model.latentSize])], labels: TensorName.testLatentLabels)
    try checkIndices()
    try checkEvaluation()
  }

  /// The tensors of each section of the evaluation.
  private func checkEvaluation() throws {
    for section in run.evaluation?.sections ?? [] {
      let shapes = section.tensorShapes(dataset: run.dataset, model: run.model)
      for (last, shape) in shapes.sorted(by: { $0.key < $1.key }) {
        let name = TensorName.evaluation(type(of: section).key, last)
        guard let tensor = run.tensors[name], tensor.shape != shape else { continue }
        throw failure(
          name, "the shape is \(tensor.shape.dimensions), expected \(shape.dimensions)")
      }
    }
    let map = LatentSpace.key
    try checkLabels(TensorName.evaluation(map, "tsne_label"))
    // A `Float` counts to 2²⁴; of more test images the places are rounded.
    try checkWhole(
      TensorName.evaluation(map, "tsne_index"), below: max(run.dataset.testCount, 1))
  }

  private func checkParameters(_ half: TensorName.Half) throws {
    let specs = half == .encoder ? run.model.encoder : run.model.decoder
    for (index, spec) in specs.enumerated() {
      for (parameter, shape) in spec.storedShapes {
        let name = TensorName.parameter(half, index, parameter)
        guard let tensor = run.tensors[name], tensor.shape != shape else { continue }
        throw failure(
          name,
          "the shape is \(tensor.shape.dimensions), but \(spec.type) has "
            + "\(shape.dimensions)"
            + (MissingWeights.isTurned(tensor.shape, shape)
              ? ": its axes are in another order than PyTorch's" : ""))
      }
    }
  }

  /// Checks tensors of one batch: the same number of rows in all of them, at least one, and rows of
  /// the given shapes.
  private func checkBatch(_ expected: [(name: String, row: Shape)], labels: String) throws {
    var first: (name: String, count: Int)?
    for (name, row) in expected + [(name: labels, row: Shape([]))] {
      guard let tensor = run.tensors[name] else { continue }
      let rows = first?.count ?? tensor.shape.dimensions.first ?? 0
      guard tensor.shape.dimensions == [rows] + row.dimensions, rows > 0 else {
        let wanted = ([first.map { "\($0.count)" } ?? "n"] + row.dimensions.map(String.init))
          .joined(separator: ", ")
        throw failure(
          name,
          "the shape is \(tensor.shape.dimensions), expected [\(wanted)]"
            + (first.map { ", with as many rows as \($0.name)" } ?? ""))
      }
      first = first ?? (name, rows)
    }
    try checkLabels(labels)
  }

  /// Labels are whole numbers, and each has a name where labels have names.
  private func checkLabels(_ name: String) throws {
    try checkWhole(name, below: run.dataset.classNames?.count ?? 1 << 24)
  }

  private func checkWhole(_ name: String, below limit: Int) throws {
    let values = run.tensors[name]?.values ?? []
    guard let index = Measure.firstOutside(values, below: limit) else { return }
    throw failure(
      "\(name)[\(index)]", "\(values[index]) is not a whole number from 0 to \(limit - 1)")
  }

  /// A weight or an activation of a layer that the model does not have is a mistake in an export:
  /// counting from 1, say.
  private func checkIndices() throws {
    let known = Set(
      TensorName.Half.allCases.flatMap { half in
        layers[half].indices.flatMap { index in
          let specs = half == .encoder ? run.model.encoder : run.model.decoder
          return [TensorName.activation(half, index)]
            + specs[index].storedShapes.map { TensorName.parameter(half, index, $0.name) }
        }
      })
    let prefixes = TensorName.Half.allCases.flatMap {
      ["\($0.rawValue).", "activations.\($0.rawValue)."]
    }
    for name in run.tensors.keys.sorted() where !known.contains(name) {
      guard !prefixes.contains(where: { name.hasPrefix($0) }) else {
        let missing = MissingWeights(run.model, in: run.tensors)?.wanted ?? []
        throw failure(
          name,
          "no layer of the model has such a tensor (layers count from 0, those without weights too; "
            + "\(layers.encoder.count) in the encoder, \(layers.decoder.count) in the decoder)"
            + (missing.isEmpty ? "" : "; wanted are \(MissingWeights.list(missing))"))
      }
    }
  }

  private func failure(_ place: String, _ problem: String) -> Failure {
    Failure(.badData, file, at: place, problem, advice: advice)
  }
}
