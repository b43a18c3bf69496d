/// Which values of an example a ``LayerNorm`` takes together, and its number.
public struct LayerNormSpec: Hashable, Sendable {
  /// The values that are normalised together; each of them has a weight and a bias of its own.
  public var extent: Extent
  /// Added to the variance, so that values that are all the same divide by no zero.
  public var epsilon: Double

  /// Layer normalisation over `extent`, with PyTorch's default. (Keras begins with an ε of 1e-3.)
  public init(_ extent: Extent, epsilon: Double = 1e-5) {
    self.extent = extent
    self.epsilon = epsilon
  }

  /// What is normalised together.
  public enum Extent: Hashable, Sendable {
    /// All values along the last axes, which have these extents: PyTorch's `normalized_shape`. An
    /// example that has more axes is normalised in parts.
    case lastAxes(Shape)
    /// The values of all maps at one cell: what Keras does by itself, whose channels come last.
    case channels(Int)
  }

  /// The shape of the weight and of the bias.
  package var weightShape: Shape {
    switch extent {
    case .lastAxes(let shape): shape
    case .channels(let count): [count]
    }
  }
}

/// A group normalisation's maps and numbers.
public struct GroupNormSpec: Hashable, Sendable {
  /// Parts that the maps are split into; each is normalised apart. One part is all of the example,
  /// a part for each map is instance normalisation.
  public var groups: Int
  /// Feature maps in and out; the groups divide them.
  public var channels: Int
  /// Added to the variance, so that maps that are the same everywhere divide by no zero.
  public var epsilon: Double

  /// Group normalisation of `channels` maps in `groups` parts, with PyTorch's default.
  public init(groups: Int, channels: Int, epsilon: Double = 1e-5) {
    self.groups = groups
    self.channels = channels
    self.epsilon = epsilon
  }
}
