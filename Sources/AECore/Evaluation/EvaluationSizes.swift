import AENetwork

/// How much there is to measure, known before anything is trained: what an ``EvaluationStep`` tells
/// its memory from. Numbers are floating point, since no product of sizes is too large for one.
public struct EvaluationSizes: Sendable {
  /// How many images the network learned from.
  let trainCount: Double
  /// How many it is measured on.
  let testCount: Double
  /// Values of an image.
  let image: ImageShape
  /// Values of a code.
  let latent: Double
  /// Numbers that the network has, trained or kept.
  let parameters: Double
  /// Whether its code is drawn from a distribution.
  let isVariational: Bool
  /// Classes that the images have; 0 without labels.
  let classCount: Double
  /// Whether a class was left out of the training.
  let holdsClassOut: Bool
  /// Threads within a step.
  let processors = Double(Parallel.processors)
  /// Values that a pass through the network keeps of each of its examples.
  private let keptValues: Double
  /// Examples that one pass takes, and what its layers need beside them.
  private let (passExamples, scratch): (Double, Double)

  /// Of measuring `model` with the images of `dataset`.
  /// - Throws: `Failure` when the layers do not fit each other.
  init(_ model: ModelDescription, dataset: Dataset) throws {
    let network = try model.network(for: dataset.imageShape)
    trainCount = Double(dataset.train.count)
    testCount = Double(dataset.test.count)
    image = dataset.imageShape
    latent = Double(model.latentSize)
    parameters = Double(network.parameterCount)
    isVariational = model.isVariational
    let labels = dataset.train.labels.map { Set($0).union(dataset.test.labels ?? []) }
    classCount = Double(labels?.count ?? 0)
    holdsClassOut = dataset.heldOutClass != nil
    let most = max(dataset.train.count, dataset.test.count, 1)
    let examples = min(network.examplesOfPass, Lanes.count(most))
    passExamples = Double(examples)
    keptValues = network.layers.reduce(Double(image.count)) { sum, layer in
      layer.isReshaping ? sum : sum + Double(layer.outputShape.count)
    }
    scratch =
      network.layers.map { Double($0.scratchCount(examples, training: false)) }.max() ?? 0
  }

  // MARK: In bytes

  /// `count` images as `Float`.
  func images(_ count: Double) -> Double { 4 * count * Double(image.count) }

  /// `count` codes.
  func codes(_ count: Double) -> Double { 4 * count * latent }

  /// What a pass of `count` examples works in.
  func pass(_ count: Double) -> Double {
    4 * (min(count + Double(Lanes.width), passExamples) * keptValues + scratch + parameters)
  }

  /// What every layer makes of `count` images.
  func activations(_ count: Double) -> Double { 4 * count * keptValues }

  /// The images that a pass makes, while they are copied to where they are kept.
  func output(_ count: Double) -> Double { pass(count) + 2 * images(count) }

  /// The first `components` directions of `count` examples of `dimension` values; images unless
  /// another size is given.
  func pca(_ count: Double, components: Double, dimension: Double? = nil) -> Double {
    PCAFit.memory(
      count: count, dimension: dimension ?? Double(image.count), components: components)
  }

  /// What ``EvaluationSubject/limit(_:)`` leaves of `most`, and of what is there.
  func limit(_ most: Int, of count: Double) -> Double {
    min(Double(EvaluationSubject.limit(most, valuesOfEach: image.count)), count)
  }

  /// The divergences of a variational code, a part of the test images after the other.
  var divergences: Double {
    guard isVariational else { return 0 }
    let part = min(256, testCount)
    return 2 * images(part) + pass(part) + 4 * codes(part)
  }
}
