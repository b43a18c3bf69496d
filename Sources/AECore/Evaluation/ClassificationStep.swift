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
  /// Test images whose features are made at once.
  private static let judgedAtATime = 128

  /// A step that learns from `limit` images.
  public init(limit: Int = 6000, neighbours: Int = 5) {
    self.limit = limit
    self.neighbours = neighbours
  }

  /// `evaluation.classification`.
  public static var section: WritableKeyPath<Evaluation, Classification?> { \.classification }

  /// The pixels as features: what is learned from; the fifth that it is
  /// judged by; a part of what is judged; and what the regression remembers of its last steps.
  public func memory(_ sizes: EvaluationSizes) -> Double {
    guard sizes.classCount > 1 else { return 0 }
    let values = Double(sizes.image.count)
    let learned = sizes.limit(limit, of: sizes.trainCount)
    let judged = sizes.limit(Self.judgedAtATime, of: sizes.testCount)
    let regression = (30 * 8 + 3 * 4) * sizes.classCount * (values + 1)
    let queries = Double(NearestNeighbours.queriesAtATime)
    let search = 4 * queries * learned + 4 * learned * sizes.classCount
    let features = 1.2 * sizes.images(learned) + 3 * sizes.images(judged) + regression + search
    let pca = sizes.pca(learned, components: sizes.latent)
    return features + pca + sizes.pass(learned) + (learned + sizes.testCount) * values
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
    // A fifth, on which the penalty is chosen.
    let held = Set(subject.sample(chosen.count / 5, of: chosen.count, using: &random))

    // Side by side, the pixels first: they take longest.
    let order: [Classification.Features] = [.pixels, .pca, .code]
    let judgements = try Parallel.map(order.count) { place in
      Result {
        try judge(
          Self.features(order[place], subject, learned: chosen), labels, heldOut: held,
          test: judged, subject)
      }
    }.map { try $0.get() }
    var results: [Classification.Result] = []
    var confusion = Tensor([])
    let classes = known.sorted()
    for (features, judgement) in zip(order, judgements).reversed() {
      results.append(
        Classification.Result(
          features: features, dimensions: judgement.dimensions, classifier: .logisticRegression,
          accuracy: Self.accuracy(judgement.predicted, truth), l2: judgement.l2))
      if features == .code { confusion = Self.confusion(judgement.predicted, truth, classes) }
      results.append(
        Classification.Result(
          features: features, dimensions: judgement.dimensions, classifier: .nearestNeighbours,
          accuracy: Self.accuracy(judgement.nearest, truth), neighbours: judgement.neighbours))
    }
    let section = Classification(
      results: results, chance: Self.chance(labels, truth), labels: classes,
      trainCount: labels.count, testCount: truth.count, seed: subject.seed)
    return (section, ["confusion": confusion])
  }

  /// What both classifiers say of the test images, by one kind of features.
  private struct Judgement: Sendable {
    var dimensions: Int
    var l2: Double
    var predicted: [Int]
    var nearest: [Int]
    var neighbours: Int
  }

  private func judge(
    _ features: (learned: Tensor, test: ([Int]) -> Tensor), _ labels: [Int], heldOut: Set<Int>,
    test: [Int], _ subject: EvaluationSubject
  ) throws -> Judgement {
    try subject.checkInterruption()
    let x = features.learned
    try Self.requireFinite(x)
    let (l2, model) = Self.fit(x, labels, heldOut: heldOut)
    let search = NearestNeighbours(x)
    let count = min(neighbours, labels.count)
    var judgement = Judgement(
      dimensions: x.count / x.shape[0], l2: l2, predicted: [], nearest: [], neighbours: count)
    // Pixels of all test images at once would be more than all of the training needed.
    let part = subject.limit(Self.judgedAtATime)
    for first in stride(from: 0, to: test.count, by: part) {
      try subject.checkInterruption()
      let y = features.test(Array(test[first..<min(first + part, test.count)]))
      try Self.requireFinite(y)
      judgement.predicted += model.predict(y)
      judgement.nearest += search.classify(y, labels: labels, count: count)
    }
    return judgement
  }

  /// The features of the training images `learned`, `(N, D)`, and what gives those of some test
  /// images.
  private static func features(
    _ features: Classification.Features, _ subject: EvaluationSubject, learned: [Int]
  ) -> (learned: Tensor, test: ([Int]) -> Tensor) {
    let (train, test) = (subject.dataset.train, subject.dataset.test)
    switch features {
    case .code: return (subject.trainingCodes(learned), { subject.cleanCodes($0) })
    case .pca:
      let images = train.selecting(learned)
      let pca =
        learned.count == train.count
        ? subject.trainingPCA : PCA.fit(images, components: subject.run.model.latentSize)
      return (pca.transform(images), { pca.transform(test.selecting($0)) })
    case .pixels:
      return (pixels(train, learned), { pixels(test, $0) })
    }
  }

  private static func pixels(_ images: ImageSet, _ indices: [Int]) -> Tensor {
    images.images(indices).reshaped([indices.count, images.shape.count])
  }

  private static func requireFinite(_ features: Tensor) throws {
    guard features.isFinite else {
      throw Failure(.badData, nil, "the codes are not all finite")
    }
  }

  /// The regression with the penalty that judges the fifth `heldOut` best (of equally good ones the
  /// strongest), learned from all: from where it stood without that fifth.
  static func fit(
    _ x: Tensor, _ labels: [Int], heldOut: Set<Int>
  ) -> (l2: Double, model: LogisticRegression) {
    let learned = labels.indices.filter { !heldOut.contains($0) }
    let judged = heldOut.sorted()
    var best = (l2: penalties[0], accuracy: -1.0, model: LogisticRegression?.none)
    if !judged.isEmpty, Set(learned.map { labels[$0] }).count > 1 {
      let unseen = x.selecting(judged)
      let truth = judged.map { labels[$0] }
      var last: LogisticRegression?
      for l2 in penalties {
        let model = LogisticRegression.fit(
          x, labels: labels, rows: learned,
          options: .init(l2: l2, tolerance: 1e-3, maximumSteps: maximumSteps), from: last)
        last = model
        let accuracy = accuracy(model.predict(unseen), truth)
        if accuracy < best.accuracy { break }
        if accuracy > best.accuracy { best = (l2, accuracy, model) }
      }
    }
    // A class of which every example was held out, the start does not know.
    let start = best.model.flatMap { $0.labels.count == Set(labels).count ? $0 : nil }
    return (
      best.l2,
      LogisticRegression.fit(
        x, labels: labels,
        options: .init(
          l2: best.l2, maximumSteps: start == nil ? 2 * maximumSteps : maximumSteps),
        from: start)
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
