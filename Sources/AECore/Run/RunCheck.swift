import AENetwork

/// Holds a run that was read against itself: sizes, layers, tensors and labels have to fit.
struct RunCheck {
  /// The run.
  let run: Run
  /// The shapes behind each layer.
  let layers: Layers
  /// The tensors file, for failures.
  let file: String

  /// The output shape of each layer for one image, the batch axis left out.
  struct Layers: Sendable {
    var encoder: [Shape]
    var decoder: [Shape]

    subscript(half: TensorName.Half) -> [Shape] { half == .encoder ? encoder : decoder }
  }

  // MARK: run.json

  /// Checks the numbers of `document` and leads an image's shape through its layers.
  /// - Throws: ``Failure`` of kind `badData` that names the field.
  static func layers(_ document: RunDocument, in file: JSONFile) throws -> Layers {
    func atLeast(_ minimum: Int, _ value: Int, _ place: String) throws {
      guard value >= minimum, value <= SectionCheck.largestCount else {
        throw file.failure(
          at: place, "\(value) is not from \(minimum) to \(SectionCheck.largestCount)")
      }
    }
    let dataset = document.dataset
    try atLeast(0, dataset.trainCount, "dataset.train_count")
    try atLeast(0, dataset.testCount, "dataset.test_count")
    if let label = dataset.heldOutClass {
      try atLeast(0, label, "dataset.held_out_class")
      if let names = dataset.classNames, label >= names.count {
        throw file.failure(
          at: "dataset.held_out_class", "\(label), but class_names has \(names.count) names")
      }
    }
    try atLeast(1, document.model.latentSize, "model.latent_size")
    if let training = document.training {
      try atLeast(1, training.batchSize, "training.batch_size")
      try atLeast(0, training.epochs, "training.epochs")
      if let planned = training.plannedEpochs { try atLeast(1, planned, "training.planned_epochs") }
      for (index, record) in training.history.enumerated() {
        try atLeast(0, record.epoch, "training.history[\(index)].epoch")
      }
    }
    for (index, entry) in (document.evaluation?.perClass ?? []).enumerated() {
      let place = "evaluation.per_class[\(index)]"
      try atLeast(0, entry.label, "\(place).label")
      try atLeast(0, entry.count, "\(place).count")
      if let quartiles = entry.mseQuartiles, quartiles.count != 3 {
        throw file.failure(
          at: "\(place).mse_quartiles", "has \(quartiles.count) numbers, expected 3")
      }
      if let names = dataset.classNames, entry.label >= names.count {
        throw file.failure(
          at: "\(place).label", "\(entry.label), but class_names has \(names.count) names")
      }
    }
    for (index, baseline) in (document.evaluation?.baselines ?? []).enumerated() {
      try atLeast(
        0, baseline.components ?? 0, "evaluation.baselines[\(index)].components")
    }
    if let entropy = document.evaluation?.pixelEntropy, entropy < 0 {
      throw file.failure(at: "evaluation.pixel_entropy", "\(entropy) is below 0")
    }
    let model = document.model
    for section in document.evaluation?.sections ?? [] {
      let place = "evaluation.\(type(of: section).key)"
      try section.check(SectionCheck(file: file, place: place, dataset: dataset, model: model))
    }
    let image = dataset.imageShape.shape
    let code: Shape = [model.latentSize]
    return Layers(
      encoder: try chain(model.encoder, "model.encoder", from: image, to: code, in: file),
      decoder: try chain(model.decoder, "model.decoder", from: code, to: image, in: file))
  }

  private static func chain(
    _ specs: [LayerSpec], _ place: String, from input: Shape, to expected: Shape,
    in file: JSONFile
  ) throws -> [Shape] {
    var shape = input
    var shapes: [Shape] = []
    for (index, spec) in specs.enumerated() {
      let place = "\(place)[\(index)]"
      do throws(ShapeError) {
        shape = try spec.outputShape(for: shape)
      } catch {
        throw file.failure(at: place, "\(error)")
      }
      for shape in [shape] + spec.storedShapes.map(\.shape) {
        guard let count = shape.checkedCount, count <= SectionCheck.largestCount else {
          throw file.failure(
            at: place, "\(spec.type) with \(shape.dimensions) values is more than can be held")
        }
      }
      shapes.append(shape)
    }
    guard shape == expected else {
      let what =
        input.rank == 3 ? "the encoder ends in a code of" : "the decoder ends in an image of"
      let wanted = input.rank == 3 ? "latent_size is" : "dataset.image_shape is"
      throw file.failure(
        at: place, "\(what) \(shape.dimensions), but \(wanted) \(expected.dimensions)")
    }
    return shapes
  }

  // MARK: Tensors

  /// Checks every tensor whose name means something; others are kept as they are.
  /// - Throws: ``Failure`` of kind `badData` that names the tensor and both shapes.
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
            + "\(shape.dimensions)")
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
    guard let tensor = run.tensors[labels] else { return }
    let limit = run.dataset.classNames?.count ?? 1 << 24
    for (index, value) in tensor.values.enumerated() {
      // Also false for a label that is not a number.
      guard value >= 0, value < Float(limit), value == value.rounded() else {
        throw failure(
          "\(labels)[\(index)]", "\(value) is not a whole number from 0 to \(limit - 1)")
      }
    }
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
        throw failure(
          name,
          "no layer of the model has such a tensor (layers count from 0; "
            + "\(layers.encoder.count) in the encoder, \(layers.decoder.count) in the decoder)")
      }
    }
  }

  private func failure(_ place: String, _ problem: String) -> Failure {
    Failure(
      .badData, file, at: place, problem,
      advice: "write the run again with `aeviz train`, or mend its export")
  }
}
