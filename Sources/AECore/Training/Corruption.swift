/// What is done to the images before the encoder sees them, so that the network learns to take
/// noise away: a denoising autoencoder (Vincent et al. 2008). The target stays the clean image.
public enum Corruption: Hashable, Sendable, Codable, VerbatimKeys {
  /// Normal noise of this standard deviation is added, the result held to [0, 1].
  case gaussian(Double)
  /// Every pixel becomes 0 with this probability, in all its channels.
  case mask(Double)
  /// Every pixel becomes 0 or 1 with this probability, half of it each, in all its channels.
  case saltPepper(Double)

  /// `gaussian`, `mask`, `salt-pepper`.
  public var name: String {
    switch self {
    case .gaussian: "gaussian"
    case .mask: "mask"
    case .saltPepper: "salt-pepper"
    }
  }

  /// The standard deviation, or the probability.
  public var amount: Double {
    switch self {
    case .gaussian(let amount), .mask(let amount), .saltPepper(let amount): amount
    }
  }

  /// What a run says of it.
  public var description: CorruptionDescription {
    CorruptionDescription(name: name, amount: amount)
  }

  /// Reads `gaussian:0.3`, `mask:0.5`, `salt-pepper:0.1`; nil for anything else, and for a
  /// probability above 1.
  public init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let amount = Double(parts[1]) else { return nil }
    self.init(name: String(parts[0]), amount: amount)
  }

  /// What a run says of it, as a value; nil for what this version cannot do.
  public init?(_ description: CorruptionDescription) {
    self.init(name: description.name, amount: description.amount)
  }

  private init?(name: String, amount: Double) {
    guard amount > 0, amount.isFinite else { return nil }
    switch (name, amount) {
    case ("gaussian", _): self = .gaussian(amount)
    case ("mask", ...1): self = .mask(amount)
    case ("salt-pepper", ...1): self = .saltPepper(amount)
    default: return nil
    }
  }

  /// The value at `place` of a corrupted image that was `clean` there. `noise` is the image's own;
  /// `pixel` is the place in one channel.
  @inline(__always)
  private func value(_ clean: Float, place: Int, pixel: Int, _ noise: Noise) -> Float {
    switch self {
    case .gaussian(let deviation):
      return max(0, min(1, clean + Float(deviation) * noise.normal(place)))
    case .mask(let probability):
      return noise.uniform(pixel) < Float(probability) ? 0 : clean
    case .saltPepper(let probability):
      let draw = noise.uniform(pixel)
      if draw >= Float(probability) { return clean }
      return draw < Float(probability) / 2 ? 0 : 1
    }
  }

  /// Corrupts images in place. `noise` is the epoch's; every image has its own share of it, by its
  /// index in the data set: whatever batch it comes in, it looks the same. `x`: (C, H, W, n).
  func apply(_ x: Floats, of shape: ImageShape, _ indices: ArraySlice<Int>, noise: Noise) {
    let (n, cells) = (Lanes.count(indices.count), shape.size.count)
    for (i, index) in indices.enumerated() {
      let own = noise.keyed(index)
      for p in 0..<shape.count {
        x[p &* n &+ i] = value(x[p &* n &+ i], place: p, pixel: p % cells, own)
      }
    }
  }

  /// `images`, `(n, C, H, W)`, the images `indices` of their set, corrupted.
  public func corrupted(_ images: Tensor, indices: [Int], noise: Noise) -> Tensor {
    precondition(images.shape.rank == 4 && images.shape[0] == indices.count)
    let (count, cells) = (
      images.shape[1] * images.shape[2] * images.shape[3],
      images.shape[2] * images.shape[3]
    )
    var result = images
    for (i, index) in indices.enumerated() {
      let own = noise.keyed(index)
      for p in 0..<count {
        result.values[i * count + p] = value(
          result.values[i * count + p], place: p, pixel: p % cells, own)
      }
    }
    return result
  }
}
