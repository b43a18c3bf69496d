import AECore

/// What decoders that differ only in how they enlarge their maps make of one code, with random
/// weights.
struct UntrainedDecoders: Sendable {
  /// What one of them gives.
  struct Output: Sendable {
    let way: Enlargement
    /// The kernel of its last layer that enlarges, or that follows the resizing.
    let kernel: Size2D
    /// `(C, H, W)`, before the last activation, from the drawing of the weights whose share is the
    /// middle one.
    let image: Tensor
    /// What repeats of its variation.
    let share: Double
    /// The ways of its last enlargement.
    let overlap: DecoderOverlap?
  }

  /// How often each decoder's weights are drawn; odd, so that there is a middle one.
  static let drawings = 5
  /// Networks with more weights, or more values in their layers, are not drawn.
  private static let most = 1 << 22

  let outputs: [Output]
  /// How far the tiles of a pattern lie apart.
  let period: Size2D

  /// Decoders like the one of `run`, or where it has no transposed convolution that enlarges, like
  /// that of the preset `conv`; nil where none of them fits.
  /// - Parameter code: `(1, L)`.
  init?(like run: Run, code: Tensor) {
    let (image, size) = (run.dataset.imageShape, run.dataset.imageShape.size)
    let preset = try? Preset.conv.model(imageShape: image, latentSize: run.model.latentSize)
    let models = [run.model, preset].compactMap { $0 }
    guard let base = models.first(where: { $0.lastEnlarging != nil }),
      let geometry = base.lastEnlarging, base.parameterCount <= Self.most
    else { return nil }
    var period = geometry.stride
    for axis in Size2D.Axis.allCases where 2 * period[axis] > size[axis] { period[axis] = 1 }
    guard period.count > 1 else { return nil }
    let seed = run.training?.seed ?? 0
    let outputs = Enlargement.allCases.compactMap { way -> Output? in
      guard let model = try? base.enlarging(way, imageShape: image).withoutLastActivation,
        let steps = try? model.steps(imageShape: image),
        steps.reduce(0.0, { $0 + Double($1.output.count) }) <= Double(Self.most),
        var network = try? Autoencoder(checking: model, imageShape: image)
      else { return nil }
      let decoder = ModelDescription(
        name: model.name, latentSize: model.latentSize, encoder: [], decoder: model.decoder)
      // The encoder has no part in it.
      let zeros = model.encoder.reduce(0) { $0 + $1.storedCount }
      let drawn = (0..<Self.drawings).compactMap { drawing -> (image: Tensor, share: Double)? in
        network.parameters =
          [Float](repeating: 0, count: zeros)
          + decoder.initialParameters(seed: seed &+ UInt64(drawing))
        let image = network.decoded(code)[0]
        return Periodicity.share(of: image, period: period).map { (image, $0) }
      }.sorted { $0.share < $1.share }
      guard drawn.count == Self.drawings else { return nil }
      let middle = drawn[drawn.count / 2]
      return Output(
        way: way, kernel: way.kernel(for: geometry), image: middle.image, share: middle.share,
        overlap: (try? DecoderOverlap(ofLastEnlargement: steps)) ?? nil)
    }
    guard outputs.count == Enlargement.allCases.count else { return nil }
    (self.outputs, self.period) = (outputs, period)
  }

  /// The share of one way.
  func share(_ way: Enlargement) -> Double { outputs.first { $0.way == way }?.share ?? 0 }
}

extension ModelDescription {
  /// The same network without what bends the pixels at its end: it would turn the large values that
  /// random weights give into black and white.
  fileprivate var withoutLastActivation: ModelDescription {
    var result = self
    switch decoder.last {
    case .sigmoid, .hardSigmoid, .tanh: result.decoder.removeLast()
    default: break
    }
    return result
  }
}
