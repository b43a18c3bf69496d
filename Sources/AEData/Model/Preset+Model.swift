import AENetwork

extension Preset {
  /// What it is good for, in a few words.
  public var summary: String {
    switch self {
    case .dense: "fully connected, 128 and 64 units, ReLU"
    case .deep: "fully connected, 1000, 500 and 250 units, ReLU"
    case .linear: "one matrix down, one up: learns what PCA computes"
    case .conv: "two convolutions down, two transposed convolutions up"
    case .convUpsample: "as conv, but up by nearest neighbour and convolution: no checkerboard"
    case .vae: "as conv, with a code drawn from a mean and a variance: for generating"
    case .vaeDense: "variational as well, fully connected, 400 units"
    }
  }

  /// The layers for images of shape `image` and a code of `latentSize` values.
  /// - Throws: ``Failure`` of kind `usage` when the code has no values, or the images are too
  ///   small.
  public func model(
    imageShape image: ImageShape, latentSize: Int
  ) throws(Failure) -> ModelDescription {
    guard (1...ConvGeometry.largestNumber / 2).contains(latentSize) else {
      throw Failure(
        .usage, "--latent", "the code cannot have \(latentSize) values",
        advice: "give a number from 1, well below the \(image.count) values of an image")
    }
    do {
      let (encoder, decoder) = try layers(image, latentSize: latentSize)
      return ModelDescription(
        name: rawValue, latentSize: latentSize, encoder: encoder, decoder: decoder)
    } catch {
      throw Failure(.usage, "--preset \(rawValue)", "images of \(image): \(error)")
    }
  }
}
