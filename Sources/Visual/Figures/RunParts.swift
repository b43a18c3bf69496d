import AECore

extension Run {
  /// The tensor called `name`, every value of it for `count` or fewer examples of `shape`.
  /// - Throws: `Failure` that says that the run has none, or which shape it has instead.
  package func examples(_ name: String, of shape: Shape) throws(Failure) -> Tensor {
    guard let tensor = tensors[name] else {
      throw Failure(
        .badData, at: "tensors", "the run holds no \(name)",
        advice: "train again with this version, or export it")
    }
    let inner = tensor.shape.dimensions.dropFirst()
    guard tensor.shape.rank > 0, inner.reduce(1, *) == shape.count, tensor.shape[0] > 0 else {
      throw Failure(
        .badData, at: name, "the shape is \(tensor.shape), not n × \(shape)",
        advice: "check what wrote the run")
    }
    return tensor.reshaped(Shape([tensor.shape[0]] + shape.dimensions))
  }

  /// The images `(n, C, H, W)` in the tensor called `name`.
  /// - Throws: as ``examples(_:of:)`` does.
  package func images(_ name: String) throws(Failure) -> Tensor {
    try examples(name, of: dataset.imageShape.shape)
  }

  /// The images called `name` of a section of the evaluation.
  /// - Throws: as ``examples(_:of:)`` does.
  func images<Section: EvaluationSection>(
    of section: Section.Type, _ name: String
  ) throws(Failure) -> Tensor {
    try images(TensorName.evaluation(Section.key, name))
  }

  /// The tensor called `name` of a section of the evaluation, if it has this shape.
  func tensor<Section: EvaluationSection>(
    of section: Section.Type, _ name: String, _ shape: Shape
  ) -> Tensor? {
    let tensor = tensors[TensorName.evaluation(Section.key, name)]
    return tensor?.shape == shape ? tensor : nil
  }

  /// The samples as the encoder saw them and what came out, as many of both; nil when the run lacks
  /// one of them.
  var samplePairs: (input: Tensor, output: Tensor)? {
    guard let input = try? images(encoderInput),
      let output = try? images(TensorName.sampleReconstruction)
    else { return nil }
    let count = min(input.shape[0], output.shape[0])
    return (input.rows(0..<count), output.rows(0..<count))
  }

  /// Whether the encoder was given corrupted test images; the run then holds them beside the clean
  /// ones.
  package var hasCorruptedSamples: Bool { tensors[TensorName.sampleCorrupted] != nil }

  /// The name of the tensor with the test images as the encoder was given them.
  package var encoderInput: String {
    hasCorruptedSamples ? TensorName.sampleCorrupted : TensorName.sampleInput
  }

  /// The label of each of `count` examples, from the tensor `name`; nil when the run has none or
  /// they do not fit.
  package func labels(_ name: String, count: Int) -> [Int]? {
    guard let tensor = tensors[name], tensor.count == count else { return nil }
    return Measure.labels(tensor.values)
  }

  /// The name of class `label`, or its number.
  package func className(_ label: Int) -> String { dataset.className(label) }

  /// The names of the classes `labels`.
  func classNames(_ labels: [Int]) -> [Int: String] {
    Dictionary(uniqueKeysWithValues: Set(labels).map { ($0, className($0)) })
  }

  /// PCA with as many components as the code has values, if the run was compared with it.
  package var pcaBaseline: Baseline? {
    evaluation?.baselines?.first {
      $0.name.lowercased() == "pca" && ($0.components ?? model.latentSize) == model.latentSize
        && $0.mse?.isFinite == true
    }
  }

  /// The peak signal-to-noise ratio as stored, or from the error.
  package var psnrDB: Double? {
    evaluation?.psnrDB ?? evaluation?.mse.flatMap(ImageMetrics.psnr(meanSquaredError:))
  }
}

extension Failure {
  /// An evaluation has not written what should be at `place`.
  static func unmeasured(_ place: String, _ problem: String) -> Failure {
    Failure(.badData, at: place, problem, advice: "run `aeviz evaluate` on it")
  }
}

extension Double {
  /// The number, unless it is infinite or none at all.
  var finite: Double? { isFinite ? self : nil }
}

extension Tensor {
  /// Width over height of the images `(n, C, H, W)`.
  package var pictureAspect: Double { Double(shape[3]) / Double(shape[2]) }

  /// These examples `(n, …)`, in this order.
  func rows(_ indices: [Int]) -> Tensor {
    let inner = shape.dimensions.dropFirst()
    return Tensor(Shape([indices.count] + inner), indices.flatMap { self[$0].values })
  }
}

extension DatasetSummary {
  /// The name of class `label`, or its number; one whose name is empty would be nothing to see.
  package func className(_ label: Int) -> String {
    guard let names = classNames, names.indices.contains(label) else { return "\(label)" }
    let isBlank = names[label].allSatisfy(\.isWhitespace)
    return isBlank ? "class \(label)" : names[label]
  }
}

extension Sequence<Tensor> {
  /// What a caption says of values that no colour scale holds; nil when all are finite.
  var beyondScales: String? {
    let counts = map { Measure.nonFinite($0.values) }
    let missing = counts.reduce(0) { $0 + $1.missing }
    let infinite = counts.reduce(0) { $0 + $1.infinite }
    guard missing + infinite > 0 else { return nil }
    let magenta = missing.counted("value that is no number", "values that are no numbers")
    let ends = infinite.counted("infinite value has", "infinite values have")
    return [
      missing == 0 ? nil : "Magenta: \(magenta).",
      infinite == 0 ? nil : "\(ends) the colour of the scale’s end.",
    ].sentences
  }
}

extension Run {
  /// Whether it says how it was trained, and not its losses alone.
  var isTrainingKnown: Bool { training.map { !$0.isHistoryAlone } ?? false }
}
