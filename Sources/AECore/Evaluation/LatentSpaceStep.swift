import AEAnalysis
import AEData
import AENetwork
import Foundation

/// Maps the codes, and looks at the distributions that they are drawn from.
public struct LatentSpaceStep: SectionStep {
  /// Points that a map has at most.
  let mapLimit: Int
  /// Distributions that are kept.
  let posteriorCount: Int

  /// More than 10,000 points take longer than anybody waits, and look the same.
  public init(mapLimit: Int = 10_000, posteriorCount: Int = 12) {
    self.mapLimit = mapLimit
    self.posteriorCount = posteriorCount
  }

  /// Burda, Grosse and Salakhutdinov 2016 call a dimension active by a variance above 10⁻²; here it
  /// is the divergence, which says in nats what the dimension tells of an image.
  static let collapsedBelow = 0.01
  /// Of the trustworthiness: scikit-learn's default.
  static let neighbours = 5

  /// `evaluation.latent_space`.
  public static var section: WritableKeyPath<Evaluation, LatentSpace?> { \.latentSpace }

  /// The map's neighbours, 91 of each point with both weights, beside the codes.
  public func memory(_ sizes: EvaluationSizes) -> Double {
    let points = min(Double(mapLimit), sizes.testCount)
    let map = points * (91 * 32 + 192) + 3 * sizes.codes(points)
    let pca = sizes.pca(points, components: 2, dimension: sizes.latent)
    let shown = Double(posteriorCount)
    return 2 * sizes.codes(sizes.testCount) + (sizes.latent > 2 ? map + pca : 0)
      + max(sizes.divergences, sizes.images(shown) + sizes.pass(shown))
  }

  /// Codes that are not finite are left out.
  public func measure(
    _ subject: EvaluationSubject
  ) throws -> (LatentSpace, tensors: [String: Tensor]) {
    try subject.requireTestImages()
    var random = subject.random(for: name)
    let finite = subject.finiteCodes
    guard !finite.isEmpty else { throw Failure(.badData, nil, "no code is finite") }
    let size = subject.run.model.latentSize
    let codes = subject.codes(finite)
    var section = LatentSpace(
      codes: finite.count, variance: Self.variances(codes), tsne: nil, trustworthiness: nil,
      posterior: nil)
    var tensors: [String: Tensor] = [:]
    if size > 2 {
      let part = subject.sample(mapLimit, of: finite.count, using: &random)
      let shown = part.map { finite[$0] }
      let points = part.count == finite.count ? codes : subject.codes(shown)
      var tsne = TSNE()
      tsne.isInterrupted = subject.isInterrupted
      if let map = tsne.fit(points, using: &random) {
        section.tsne = LatentSpace.TSNEMap(
          method: "t-SNE (Barnes–Hut)", points: shown.count, seed: subject.seed,
          perplexity: map.perplexity, iterations: tsne.iterations,
          divergence: max(0, map.divergence))
        section.trustworthiness = Self.trust(points, map.points)
        tensors["tsne"] = map.points
        tensors["tsne_index"] = Tensor([shown.count], shown.map(Float.init))
        if let labels = subject.dataset.test.labels {
          tensors["tsne_label"] = Tensor([shown.count], shown.map { Float(labels[$0]) })
        }
      }
    }
    try subject.checkInterruption()
    if let (posterior, means, deviations) = posterior(subject, &random) {
      section.posterior = posterior
      tensors["posterior_mean"] = means
      tensors["posterior_deviation"] = deviations
    }
    return (section, tensors)
  }

  private static func trust(_ codes: Tensor, _ map: Tensor) -> LatentSpace.Trust? {
    let pca = PCA.fit(codes, components: 2).transform(codes)
    guard let ofPCA = Trustworthiness.of(pca, data: codes, neighbours: neighbours),
      let ofMap = Trustworthiness.of(map, data: codes, neighbours: neighbours)
    else { return nil }
    return LatentSpace.Trust(
      neighbours: neighbours, pca: max(0, min(1, ofPCA)), tsne: max(0, min(1, ofMap)))
  }

  /// Of each column of `codes`, `(n, L)`.
  static func variances(_ codes: Tensor) -> [Double] {
    let (n, size) = (codes.shape[0], codes.shape[1])
    return (0..<size).map { k in
      let values = (0..<n).map { Double(codes.values[$0 * size + k]) }
      let mean = values.reduce(0, +) / Double(n)
      return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(n)
    }
  }

  private func posterior(
    _ subject: EvaluationSubject, _ random: inout RandomSource
  ) -> (LatentSpace.Posterior, means: Tensor, deviations: Tensor)? {
    guard let kl = subject.divergences, kl.allSatisfy(\.isFinite) else { return nil }
    let images = subject.inTurn(posteriorCount, using: &random)
    guard let (means, logVariances) = subject.autoencoder.posterior(of: subject.seen(images))
    else { return nil }
    let labels = subject.dataset.test.labels
    return (
      LatentSpace.Posterior(
        kl: kl, collapsedBelow: Self.collapsedBelow,
        collapsed: kl.indices.filter { kl[$0] < Self.collapsedBelow },
        images: images.map { index in
          TestImage(index: index, label: labels.map { Int($0[index]) })
        }), means,
      Tensor(logVariances.shape, logVariances.values.map { Foundation.exp(0.5 * $0) })
    )
  }
}

extension EvaluationSubject {
  /// The test images whose codes have only finite values, in order.
  var finiteCodes: [Int] {
    let size = testCodes.shape[1]
    return (0..<testCodes.shape[0]).filter { row in
      testCodes.values[row * size..<(row + 1) * size].allSatisfy(\.isFinite)
    }
  }

  /// The codes of the test images `indices`, `(n, L)`.
  func codes(_ indices: [Int]) -> Tensor {
    let size = testCodes.shape[1]
    return Tensor(
      [indices.count, size],
      indices.flatMap { testCodes.values[$0 * size..<($0 + 1) * size] })
  }

  /// Up to `count` test images with finite codes that `random` chooses, of every class in turn;
  /// each differs in class from the one before, as long as there are others.
  func inTurn(_ count: Int, using random: inout RandomSource) -> [Int] {
    var order = finiteCodes
    for i in 0..<min(order.count, max(0, order.count - 1)) {
      order.swapAt(i, Int.random(in: i..<order.count, using: &random))
    }
    guard let labels = dataset.test.labels else { return Array(order.prefix(count)) }
    let classes = Dictionary(grouping: order) { labels[$0] }.sorted { $0.key < $1.key }
      .map(\.value)
    var result: [Int] = []
    var round = 0
    while result.count < min(count, order.count) {
      result += classes.compactMap { round < $0.count ? $0[round] : nil }
      round += 1
    }
    return Array(result.prefix(count))
  }

  /// What each dimension's distribution differs from the standard normal one by, in nats, mean over
  /// the test images; nil when the code is not drawn from one.
  ///
  ///     KL = ½·(μ² + σ² − 1 − ln σ²)
  var divergences: [Double]? {
    let (size, n) = (run.model.latentSize, dataset.test.count)
    guard run.model.isVariational, n > 0 else { return nil }
    var sums = [Double](repeating: 0, count: size)
    for first in stride(from: 0, to: n, by: 256) {
      let images = seen(Array(first..<min(n, first + 256)))
      guard let (means, logVariances) = autoencoder.posterior(of: images) else { return nil }
      for (place, (mean, logVariance)) in zip(means.values, logVariances.values).enumerated() {
        let (mean, logVariance) = (Double(mean), Double(logVariance))
        sums[place % size] +=
          0.5 * (mean * mean + Foundation.exp(logVariance) - 1 - logVariance)
      }
    }
    return sums.map { max(0, $0 / Double(n)) }
  }
}
