import AEAnalysis
import AEData
import AENetwork
import Foundation

/// Draws codes, decodes them, and looks for the training images nearest to what comes out.
public struct GenerationStep: SectionStep {
  /// A step.
  public init() {}

  /// `evaluation.generation`.
  public static var section: WritableKeyPath<Evaluation, Generation?> { \.generation }

  /// At most so many images are made by each method.
  static let sampleLimit = 200
  /// At most so many test images are to be covered.
  static let testLimit = 500
  /// At most so many training images are encoded for the distribution of codes.
  static let fitLimit = 5000
  /// At most so many training images are compared.
  static let trainLimit = 60_000
  /// So many examples are kept of each method.
  static let exampleLimit = 8

  /// Copies of training images in 8 bits, the images that are made, twice, and what they are
  /// compared with.
  public func memory(_ sizes: EvaluationSizes) -> Double {
    let values = Double(sizes.image.count)
    let made = sizes.limit(Self.sampleLimit, of: sizes.testCount)
    let covered = sizes.limit(Self.testLimit, of: sizes.testCount)
    let fitted = min(Double(Self.fitLimit), sizes.trainCount)
    let most = sizes.limit(Self.trainLimit, of: .infinity)
    let compared = min(128 * most, Double(Self.trainLimit), sizes.trainCount)
    let copies = (fitted + (compared < sizes.trainCount ? compared : 0)) * values
    let gaussian = 3 * 8 * sizes.latent * sizes.latent + 5 * sizes.codes(fitted)
    let pca = sizes.pca(fitted, components: sizes.latent)
    let search = sizes.images(512) + 4 * 512 * 4 * made
    return copies + 9 * sizes.images(made) + sizes.images(covered) + gaussian
      + max(pca, search, sizes.output(max(made, 256)))
  }

  /// Every method gets as many draws; half of the test images are the real ones, the other half is
  /// to be covered.
  public func measure(
    _ subject: EvaluationSubject
  ) throws -> (Generation, tensors: [String: Tensor]) {
    try subject.requireTestImages()
    let (train, test) = (subject.dataset.train, subject.dataset.test)
    guard train.count > 1, test.count > 1 else {
      throw Failure(.badData, nil, "there are too few images to compare with")
    }
    var random = subject.random(for: Generation.key)
    let latent = subject.run.model.latentSize
    let shape = subject.dataset.imageShape

    let count = min(subject.limit(Self.sampleLimit), test.count / 2)
    let drawn = subject.sample(
      count + min(subject.limit(Self.testLimit), test.count - count), of: test.count, using: &random
    )
    // In order so far: which half is which is drawn too.
    let shuffled = drawn.shuffled(using: &random)
    let real = test.images(shuffled.prefix(count))
    let covered = test.images(shuffled.dropFirst(count))
    let fitted = subject.sample(Self.fitLimit, of: train.count, using: &random)
    let places = subject.sample(
      min(Self.trainLimit, 128 * subject.limit(Self.trainLimit)), of: train.count, using: &random)
    let compared = train.selecting(places)

    let fittedImages = train.selecting(fitted)
    let posterior = subject.autoencoder.posterior(of: fittedImages)
    let codes = posterior?.mean ?? subject.trainingCodes(fitted)
    guard codes.isFinite else {
      throw Failure(.badData, nil, "some codes are not finite")
    }
    let gaussian = FittedGaussian(
      codes,
      variances: posterior.map { Tensor(codes.shape, $0.logVariance.values.map { expf($0) }) })
    var made: [(Generation.Method.Name, Tensor)] = []
    if posterior != nil {
      let codes = Tensor(normal: [count, latent], using: &random)
      made.append((.prior, subject.autoencoder.decoded(codes)))
    }
    made.append((.codes, subject.autoencoder.decoded(gaussian.samples(count, using: &random))))
    made.append(
      (.pca, Self.principal(fittedImages, latent, count: count, using: &random)))
    made.append((.real, real))
    guard made.allSatisfy({ $0.1.isFinite }) else {
      throw Failure(.badData, nil, "some decoded images are not finite")
    }

    // One search for all: the training images are gone through once.
    let all = Tensor(
      Shape([made.count * count] + shape.shape.dimensions), made.flatMap { $0.1.values })
    let nearest = NearestImages.search(all, in: compared)
    let examples = min(Self.exampleLimit, count)
    var tensors: [String: Tensor] = [:]
    var methods: [Generation.Method] = []
    for (place, (name, images)) in made.enumerated() {
      try subject.checkInterruption()
      let found = nearest[place * count..<(place + 1) * count]
      let covering = NearestImages.search(covered, in: images)
      methods.append(
        Generation.Method(
          name: name, toTraining: Self.mean(found), toTest: Self.mean(covering[...]),
          examples: found.prefix(examples).map {
            Generation.Example(index: places[$0.index], distance: $0.distance)
          }))
      tensors[name.rawValue] = images.rows(0..<examples)
      tensors["\(name.rawValue)_nearest"] = compared.images(
        found.prefix(examples).map(\.index))
    }
    let section = Generation(
      sampleCount: count, trainCount: compared.count, testCount: covered.shape[0],
      fittedCount: fitted.count, methods: methods)
    return (section, tensors)
  }

  private static func mean(_ matches: ArraySlice<NearestImages.Match>) -> Double {
    matches.reduce(0) { $0 + $1.distance } / Double(max(1, matches.count))
  }

  /// Images drawn from a normal distribution along the first `components` directions of `images`,
  /// held to [0, 1] as the images are.
  private static func principal(
    _ images: ImageSet, _ components: Int, count: Int, using random: inout RandomSource
  ) -> Tensor {
    let pca = PCA.fit(images, components: components)
    let gaussian = FittedGaussian(pca.transform(images))
    let drawn = pca.inverseTransform(gaussian.samples(count, using: &random))
    return drawn.clamped(to: 0...1).reshaped(Shape([count] + images.shape.shape.dimensions))
  }
}
