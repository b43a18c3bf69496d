import CKernels

/// What a layer that behaves differently in training is told besides its arrays: which noise is
/// whose, and what the rest of the batch looks like.
///
/// A batch is split into shards, and threads take them in any order. So noise is asked for by
/// address (``Noise``): step, layer, which image of the data set it is, place of the value in it.
public struct TrainingPass: Sendable {
  /// Keyed by the seed, the step and the layer.
  public var noise: Noise
  /// The shard's images, by their places in the data set; they are in its first lanes.
  public var images: ArraySlice<Int>
  /// What one nat of one image's Kullback–Leibler divergence adds to the loss; 0 without that term.
  public var klWeight: Float
  /// The slope of the rectifier behind the layer, where a ``RectifyingLayer`` or a
  /// ``BatchwideLayer`` is to do its work as well: what is below 0 is written times the slope.
  package var slope: Float?
  /// The rectifier before a ``RectifyingLayer``, where that is to do its work on the way back.
  package var before: RectifierBefore?
  /// The weights of a ``PackingLayer``, part after part; without them it packs them itself.
  package var packed: PackedWeights?
  /// The sums of the batch, for a ``BatchwideLayer``.
  var sums: BatchSums?

  /// A pass over these images.
  public init(noise: Noise, images: ArraySlice<Int> = [], klWeight: Float = 0) {
    self.noise = noise
    self.images = images
    self.klWeight = klWeight
  }
}

/// A layer whose output for one image depends on the whole batch.
///
/// The batch's shards run apart, each with its own part of the sums. Before such a layer all shards
/// wait, their parts are added in the order of the shards, and everybody goes on with the same
/// sums: so the result is that of the batch in one piece, for any number of threads. On the way
/// back it is the same again.
///
/// Its output lies in memory that no cache holds any more when the layer behind it comes; so it
/// does the work of a rectifier there (``TrainingPass``).
public protocol BatchwideLayer: Layer {
  /// How many sums there are, in either direction.
  var sumCount: Int { get }
  /// Adds what a shard contributes to the sums that `forward` needs: the first `images` of its `n`
  /// lanes, the others hold none.
  func addSums(x: Floats, n: Int, images: Int, to sums: Doubles)
  /// Adds what a shard contributes to the sums that `backward` needs.
  func addBackwardSums(x: Floats, dy: Floats, n: Int, pass: TrainingPass, to sums: Doubles)
  /// Takes notice of the batch's sums, once a step: updates what is kept for use after training.
  func keep(_ sums: Doubles, images: Int, parameters: Floats)
}

extension BatchwideLayer {
  /// Itself.
  public var batchwide: (any BatchwideLayer)? { self }
}

/// What a shard contributes to the sums that a ``BatchwideLayer`` needs, in both directions.
struct PhaseSums: Sendable {
  let forward: Buffer<Double>
  let backward: Buffer<Double>

  /// Room for the sums of `layer`, if it is one that has any.
  init(_ layer: (any BatchwideLayer)?) {
    let count = layer?.sumCount ?? 0
    forward = Buffer(count: count)
    backward = Buffer(count: count)
  }
}

/// The sums of a batch, as one shard sees them.
struct BatchSums: @unchecked Sendable {
  // Unchecked: the pointers lead into buffers that nobody writes to while the shards read them.

  /// Images in the batch.
  var images: Int
  /// Over all images.
  var forward: Doubles
  /// Over all images.
  var backward: Doubles
  /// Over this shard's images: its part of the gradient by the parameters.
  var backwardOfShard: Doubles
}

/// A rectifier, as the layer behind it sees it on the way back: where its output was not above 0,
/// the error is written times the slope.
package struct RectifierBefore: @unchecked Sendable {
  // Unchecked: a shard's outputs, which nobody writes to on the way back.

  /// What it has given.
  let outputs: Floats
  let slope: Float
}

extension TrainingPass {
  /// What the forward pass puts its sums through.
  var rectifierBehind: ck_rectifier { ck_rectifier(outputs: nil, slope: slope ?? 1) }
  /// What the backward pass puts its errors through.
  var rectifierBefore: ck_rectifier {
    ck_rectifier(outputs: before?.outputs, slope: before?.slope ?? 1)
  }
}

/// Where the packed weights of a ``PackingLayer`` lie.
package struct PackedWeights: @unchecked Sendable {
  // Unchecked: they lie in a buffer that nobody writes to while the shards read them.

  /// The first of them.
  let start: Floats
}

/// Where sums in double precision are kept.
public typealias Doubles = UnsafeMutablePointer<Double>
