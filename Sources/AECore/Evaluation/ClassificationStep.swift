import AEAnalysis
import AEData
import AENetwork

/// Trains plain classifiers on training labels and judges them on test images: on the code, on
/// PCA's, on the pixels. Images are given as they are, also to a network that learned to denoise.
public struct ClassificationStep: SectionStep {
  /// Training images at most; more are drawn by lot.
  let limit: Int
  /// Neighbours that vote.
  let neighbours: Int
  /// Penalties that the logistic regression chooses from, strongest first; weaker ones than the
  /// first that judges worse are not tried.
  static let penalties: [Double] = [1000, 100, 10, 1]
  /// Steps of each fit; features of hundreds of pixels are not worth more.
  static let maximumSteps = 40

  /// A step that learns from `limit` images.
  public init(limit: Int = 6000, neighbours: Int = 5) {
    self.limit = limit
    self.neighbours = neighbours
  }

  /// `evaluation.classification`.
  public static var section: WritableKeyPath<Evaluation, Classification?> { \.classification }

  /// The pixels as features: what is learned from, all of it and in two parts, made alike; a part
  /// of what is judged; and what the regression remembers of its last steps.
  public func memory(_ sizes: EvaluationSizes) -> Double {
    guard sizes.classCount > 1 else { return 0 }
    let values = Double(sizes.image.count)
    let learned = sizes.limit(limit, of: sizes.trainCount)
    let judged = sizes.limit(1000, of: sizes.testCount)
    let regression = (30 * 8 + 3 * 4) * sizes.classCount * (values + 1)
    let search = 4 * 128 * learned + 4 * learned * sizes.classCount
    let features = 3 * sizes.images(learned) + 3 * sizes.images(judged) + regression + search
    let pca = sizes.pca(learned, components: sizes.latent)
    return max(features, pca) + sizes.pass(learned) + (learned + sizes.testCount) * values
  }

  /// - Throws: `Failure` when there are no labels, or what the encoder gives is not finite.
  public func measure(
    _ subject: EvaluationSubject
  ) throws -> (Classification, tensors: [String: Tensor]) {
    try subject.requireTestImages()
    let allTrain = try subject.trainLabels()
    let allTest = try subject.testLabels()
    var random = subject.random(for: name)
    let chosen = subject.sample(subject.limit(limit), of: allTrain.count, using: &random)
    let labels = chosen.map { allTrain[$0] }
    let known = Set(labels)
    let judged = allTest.indices.filter { known.contains(allTest[$0]) }
    let truth = judged.map { allTest[$0] }
    guard known.count > 1, !judged.isEmpty else {
      throw Failure(.badData, nil, "training and test images have no two classes in common")
    }
    let train = subject.dataset.train.selecting(chosen)
    let test = subject.dataset.test.selecting(judged)
    // A fifth, on which the penalty is chosen.
    let held = Set(subject.sample(chosen.count / 5, of: chosen.count, using: &random))

    var results: [Classification.Result] = []
    var confusion = Tensor([])
    let order = known.sorted()
    for features in [Classification.Features.code, .pca, .pixels] {
      try subject.checkInterruption()
      let read = Self.reader(features, train, subject)
      let x = read(train)
      try Self.requireFinite(x)
      let (l2, model) = Self.fit(x, labels, heldOut: held)
      let search = NearestNeighbours(x)
      let count = min(neighbours, labels.count)
      var (predicted, nearest): ([Int], [Int]) = ([], [])
      // Pixels of all test images at once would be more than all of the training needed.
      let part = subject.limit(1000)
      for first in stride(from: 0, to: test.count, by: part) {
        try subject.checkInterruption()
        let y = read(test.selecting(Array(first..<min(first + part, test.count))))
        try Self.requireFinite(y)
        predicted += model.predict(y)
        nearest += search.classify(y, labels: labels, count: count)
      }
      let dimensions = x.count / x.shape[0]
      results.append(
        Classification.Result(
          features: features, dimensions: dimensions, classifier: .logisticRegression,
          accuracy: Self.accuracy(predicted, truth), l2: l2))
      if features == .code { confusion = Self.confusion(predicted, truth, order) }
      results.append(
        Classification.Result(
          features: features, dimensions: dimensions, classifier: .nearestNeighbours,
          accuracy: Self.accuracy(nearest, truth), neighbours: count))
    }
    let section = Classification(
      results: results, chance: Self.chance(labels, truth), labels: order,
      trainCount: labels.count, testCount: truth.count, seed: subject.seed)
    return (section, ["confusion": confusion])
  }

  /// What gives the features of images, `(N, D)`; learned from `train` where there is something to
  /// learn.
  private static func reader(
    _ features: Classification.Features, _ train: ImageSet, _ subject: EvaluationSubject
  ) -> (ImageSet) -> Tensor {
    switch features {
    case .code: return { subject.autoencoder.codes(of: $0) }
    case .pca:
      let pca =
        train.count == subject.dataset.train.count
        ? subject.trainingPCA : PCA.fit(train, components: subject.run.model.latentSize)
      return { pca.transform($0) }
    case .pixels: return { $0.images(0..<$0.count).reshaped([$0.count, $0.shape.count]) }
    }
  }

  private static func requireFinite(_ features: Tensor) throws {
    guard features.isFinite else {
      throw Failure(.badData, nil, "the codes are not all finite")
    }
  }

  /// The regression with the penalty that judges the fifth `heldOut` best (of equally good ones the
  /// strongest), learned from all.
  static func fit(
    _ x: Tensor, _ labels: [Int], heldOut: Set<Int>
  ) -> (l2: Double, model: LogisticRegression) {
    let learned = labels.indices.filter { !heldOut.contains($0) }
    let judged = heldOut.sorted()
    var best = (l2: penalties[0], accuracy: -1.0)
    if !judged.isEmpty, Set(learned.map { labels[$0] }).count > 1 {
      let (a, b) = (x.selecting(learned), x.selecting(judged))
      let truth = judged.map { labels[$0] }
      var last: LogisticRegression?
      for l2 in penalties {
        let model = LogisticRegression.fit(
          a, labels: learned.map { labels[$0] },
          options: .init(l2: l2, tolerance: 1e-3, maximumSteps: maximumSteps), from: last)
        last = model
        let accuracy = accuracy(model.predict(b), truth)
        if accuracy < best.accuracy { break }
        if accuracy > best.accuracy { best = (l2, accuracy) }
      }
    }
    return (
      best.l2,
      LogisticRegression.fit(
        x, labels: labels, options: .init(l2: best.l2, maximumSteps: 2 * maximumSteps))
    )
  }

  static func accuracy(_ predicted: [Int], _ truth: [Int]) -> Double {
    Double(zip(predicted, truth).count { $0 == $1 }) / Double(max(1, truth.count))
  }

  /// What always naming the most frequent of `labels` (of equals the smallest) gets right of
  /// `truth`.
  static func chance(_ labels: [Int], _ truth: [Int]) -> Double {
    let counts = Dictionary(grouping: labels) { $0 }.mapValues(\.count)
    let most = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    return Double(truth.count { $0 == most }) / Double(max(1, truth.count))
  }

  static func confusion(_ predicted: [Int], _ truth: [Int], _ labels: [Int]) -> Tensor {
    let places = Dictionary(uniqueKeysWithValues: labels.enumerated().map { ($1, $0) })
    var counts = [Float](repeating: 0, count: labels.count * labels.count)
    for (a, b) in zip(truth, predicted) {
      guard let row = places[a], let column = places[b] else { continue }
      counts[row * labels.count + column] += 1
    }
    return Tensor([labels.count, labels.count], counts)
  }
}
