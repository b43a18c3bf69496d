import AEAnalysis
import AEData
import AENetwork
import Foundation

/// What is measured: a trained network, the data, and the run that holds both together.
public struct EvaluationSubject: Sendable {
  /// The network with its trained weights.
  public let autoencoder: Autoencoder
  /// The images, with labels where there are any: to learn baselines from, and to judge by.
  public let dataset: Dataset
  /// The run, as it was before this evaluation.
  public private(set) var run: Run
  /// Where all randomness of all steps comes from.
  public let seed: UInt64
  /// What the network was trained to take away; nil for nothing. The encoder is then given
  /// corrupted test images, the same ones in every evaluation.
  public let corruption: Corruption?
  /// The codes of the test images, `(N, L)`.
  public let testCodes: Tensor
  /// The mean squared error of each test image, per value, pixels in [0, 1].
  public let testErrors: [Double]
  private let principal = FoundOnce<PCA>()
  private let learned = FoundOnce<Tensor>()
  /// Whether the evaluation is to end: asked between the parts of every step.
  var isInterrupted: @Sendable () -> Bool = { false }

  /// A network with images: those that it was trained on, or others, of which ``run`` then speaks;
  /// looks at all test images once. Of codes, samples and activations ``run`` gets what `run`
  /// lacks.
  public init(autoencoder: Autoencoder, dataset: Dataset, run: Run, seed: UInt64) {
    var autoencoder = autoencoder
    autoencoder.pixelRange = run.dataset.pixelRange
    self.autoencoder = autoencoder
    self.dataset = dataset
    self.seed = seed
    let corruption = run.training?.corruption.flatMap { Corruption($0) }
    self.corruption = corruption
    noise = .ofImages(seed: run.training?.seed ?? 0, epoch: 0)
    let (codes, squaredErrors) = autoencoder.codesAndErrors(
      of: dataset.test, corruption: corruption, noise: noise)
    testCodes = codes
    testErrors = squaredErrors.map { $0 / Double(dataset.imageShape.count) }
    self.run = run.measured(on: dataset)
    if run.dataset.pixelRange != nil {
      // Those of another program are in the range of the network.
      self.run.tensors = self.run.tensors.filter { name, _ in
        !name.hasPrefix("samples.") && !name.hasPrefix("activations.")
      }
    }
    self.run.tensors.merge(samples) { old, _ in old }
  }

  /// The linear code of the training images, with as many values as the network's has: found by the
  /// step that asks first, for all of them.
  var trainingPCA: PCA {
    principal.value { PCA.fit(dataset.train, components: run.model.latentSize) }
  }

  /// Training images that are all encoded when a step wants the codes of some.
  static let mostEncodedAtOnce = 8192

  /// The codes of the training images `indices`, `(n, L)`, given to the encoder as they are. Of a
  /// training set that is not large all are found by the step that asks first: another wants most
  /// of them again.
  func trainingCodes(_ indices: [Int]) -> Tensor {
    let train = dataset.train
    guard train.count <= Self.mostEncodedAtOnce else {
      return autoencoder.codes(of: train.selecting(indices))
    }
    return learned.value { autoencoder.codes(of: train) }.selecting(indices)
  }

  /// The codes of the test images `indices`, `(n, L)`, given to the encoder as they are, whatever
  /// it was trained to take away.
  func cleanCodes(_ indices: [Int]) -> Tensor {
    corruption == nil
      ? codes(indices) : autoencoder.codes(of: dataset.test.selecting(indices))
  }

  /// What comes out for the test images `indices`, `(n, C, H, W)`: made of their codes.
  func reconstructions(_ indices: [Int]) -> Tensor { autoencoder.decoded(codes(indices)) }

  /// - Throws: `Failure` when the evaluation is to end.
  func checkInterruption() throws {
    if isInterrupted() { throw Failure(.badData, nil, Self.interrupted) }
  }

  /// What a step says that did not end.
  static let interrupted = "interrupted"

  /// The test images' noise, as after every epoch.
  let noise: Noise

  /// What the encoder is given of the test images `indices`, `(n, C, H, W)`.
  public func seen(_ indices: [Int]) -> Tensor {
    let images = dataset.test.images(indices)
    return corruption?.corrupted(images, indices: indices, noise: noise) ?? images
  }

  /// The randomness of the step called `name`: no step's draws shift another's.
  public func random(for name: String) -> RandomSource {
    RandomSource(seed: seed, stream: FNV1a.hash(name.utf8))
  }

  /// At most `most` images, fewer where each is so large that a step would take long over them: as
  /// many as have eight million values together, which are ten thousand of 28 × 28.
  func limit(_ most: Int) -> Int { Self.limit(most, valuesOfEach: dataset.imageShape.count) }

  /// The same for images of so many values each.
  static func limit(_ most: Int, valuesOfEach count: Int) -> Int {
    min(most, max(32, (1 << 23) / max(1, count)))
  }

  /// At most `limit` of `count` indices, in order: all of them, or a part that `random` chooses.
  public func sample(
    _ limit: Int, of count: Int, using random: inout RandomSource
  ) -> [Int] {
    guard count > limit else { return Array(0..<count) }
    var indices = Array(0..<count)
    for i in 0..<max(0, limit) {
      indices.swapAt(i, Int.random(in: i..<count, using: &random))
    }
    return indices.prefix(max(0, limit)).sorted()
  }

  /// The test labels.
  /// - Throws: `Failure` when there are none, or only one class.
  public func testLabels() throws -> [Int] { try labels(dataset.test) }

  /// The training labels.
  /// - Throws: `Failure` when there are none, or only one class.
  public func trainLabels() throws -> [Int] { try labels(dataset.train) }

  private func labels(_ set: ImageSet) throws -> [Int] {
    guard let labels = set.labels else {
      throw Failure(.badData, nil, "the images have no labels")
    }
    guard Set(labels).count > 1 else {
      throw Failure(.badData, nil, "the images are all of one class")
    }
    return labels.map(Int.init)
  }

  /// - Throws: `Failure` when there are no test images to measure anything on.
  public func requireTestImages() throws {
    guard dataset.test.count > 0 else {
      throw Failure(.badData, nil, "there are no test images")
    }
  }
}

/// A value that several threads may want, and that one of them finds while the others wait.
///
/// `@unchecked Sendable`: the value is only touched under the lock.
private final class FoundOnce<Finding: Sendable>: @unchecked Sendable {
  private let lock = NSLock()
  private var found: Finding?

  func value(_ find: () -> Finding) -> Finding {
    lock.withLock {
      let value = found ?? find()
      found = value
      return value
    }
  }
}
