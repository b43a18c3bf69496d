/// A layer whose sums read its weights in an order of their own.
///
/// In use it packs them for every call, into its scratch space. A training step packs them once,
/// for all its shards and both ways, and passes them on (``TrainingPass``).
public protocol PackingLayer: Layer {
  /// Floats of the packed weights: of each part, which threads share among them.
  var packedCounts: [Int] { get }
  /// Packs part `part`; the first of the layer's `parameters` are its weights.
  func pack(_ part: Int, of parameters: Floats, into packed: Floats)
}

extension PackingLayer {
  /// Itself.
  public var packing: (any PackingLayer)? { self }
}
