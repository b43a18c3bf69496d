import AEData
import AENetwork

extension Trainer.Outcome {
  /// What was trained, how, and the tensors that figures draw from, ready to be evaluated.
  ///
  /// - Parameter created: when, in ISO 8601 and UTC.
  public func subject(created: String) -> EvaluationSubject {
    var summary = dataset.summary
    summary.path = dataset.path
    return EvaluationSubject(
      autoencoder: autoencoder, dataset: dataset,
      run: Run(
        generator: .current, created: created, dataset: summary,
        model: autoencoder.model, training: record, evaluation: nil,
        tensors: autoencoder.tensors),
      seed: record.seed)
  }
}

extension EvaluationSubject {
  /// The codes of the test images; a few test images, what comes out, and what every layer makes of
  /// them.
  var samples: [String: Tensor] {
    let test = dataset.test
    let indices = sampleIndices
    guard !indices.isEmpty else { return [:] }
    let images = test.images(indices)
    let seen = seen(indices)
    var tensors = [TensorName.testLatents: testCodes, TensorName.sampleInput: images]
    if let labels = test.labels {
      tensors[TensorName.testLatentLabels] = Tensor([test.count], labels.map(Float.init))
      tensors[TensorName.sampleLabel] = Tensor([indices.count], indices.map { Float(labels[$0]) })
    }
    if corruption != nil { tensors[TensorName.sampleCorrupted] = seen }
    let activations = autoencoder.activations(of: seen)
    for (half, index, activation) in activations {
      tensors[TensorName.activation(half, index)] = activation
    }
    tensors[TensorName.sampleReconstruction] = activations.last?.2
    // Tensors of one batch have as many rows: where a run has samples of its own, ours stay out.
    if run.tensors.keys.contains(where: {
      $0.hasPrefix("samples.") || $0.hasPrefix("activations.")
    }) {
      tensors = tensors.filter { $0.key.hasPrefix("latents.") }
    }
    if run.tensors.keys.contains(where: { $0.hasPrefix("latents.") }) {
      tensors = tensors.filter { !$0.key.hasPrefix("latents.") }
    }
    return tensors
  }

  private var sampleIndices: [Int] { Self.classesInTurn(of: dataset.test, limit: 16) }

  /// The first image of every class in turn, then the second, until there are `limit`; without
  /// labels the first ones.
  static func classesInTurn(of images: ImageSet, limit: Int) -> [Int] {
    guard let labels = images.labels else { return Array(0..<min(limit, images.count)) }
    let byClass = Dictionary(grouping: 0..<images.count) { labels[$0] }
      .sorted { $0.key < $1.key }
    let rounds = (byClass.map(\.value.count).max() ?? 0)
    return (0..<rounds).lazy.flatMap { round in
      byClass.compactMap { round < $0.value.count ? $0.value[round] : nil }
    }.prefix(limit).map { $0 }
  }
}
