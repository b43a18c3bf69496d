import AENetwork

/// A network that whoever loaded the module holds on to, by its address.
final class PageNetwork {
  var autoencoder: Autoencoder

  /// A network without weights; nil when the layers do not fit each other, or are more than a page
  /// can hold.
  init?(_ model: ModelDescription, _ image: ImageShape) {
    guard !model.encoder.isEmpty, !model.decoder.isEmpty, image.shape.isHoldable,
      let autoencoder = try? Autoencoder(checking: model, imageShape: image)
    else { return nil }
    self.autoencoder = autoencoder
    guard network.parameterCount <= Self.mostParameters, values <= Self.mostValues else {
      return nil
    }
    self.autoencoder.parameters = [Float](repeating: 0, count: network.parameterCount)
  }

  /// 64 MB of weights, and values of one example that a pass of eight holds in 256 MB.
  static let (mostParameters, mostValues) = (1 << 24, 0x1p23)

  var network: Network { autoencoder.network }

  /// Values of one example on its way through the layers.
  var values: Double {
    network.layers.reduce(Double(autoencoder.imageShape.count)) {
      $0 + Double($1.outputShape.count)
    }
  }

  /// `count` examples of `values` numbers each, from memory of the caller's.
  static func tensor(_ start: UnsafePointer<Float>, _ count: Int32, _ shape: Shape) -> Tensor? {
    guard count >= 1, count <= 1 << 16 else { return nil }
    let whole = Shape([Int(count)] + shape.dimensions)
    guard let values = whole.checkedCount, values <= 1 << 24 else { return nil }
    return Tensor(whole, (0..<values).map { start[$0] })
  }
}

extension UnsafeMutablePointer<Float> {
  /// Copies `values` here.
  func take(_ values: [Float]) {
    values.withUnsafeBufferPointer { source in
      if let base = source.baseAddress { update(from: base, count: source.count) }
    }
  }
}
