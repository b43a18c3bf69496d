import AENetwork

// A network over numbers. A network is an address that one of the first two functions gives and
// ``networkFree(_:)`` takes back; images are floats in [0, 1], (n, C, H, W), codes (n, L). What is
// found goes `into` memory of the caller's, as large as the shapes say.

/// A network of layers as numbers (`LayerNumbers`), the first `encoderCount` of which are the
/// encoder; its weights are 0.
/// - Returns: nil when the numbers describe no autoencoder, or one that is too large for a page.
@c(network_new)
public func networkNew(
  _ numbers: UnsafePointer<Double>, _ count: Int32, _ encoderCount: Int32, _ latentSize: Int32,
  _ channels: Int32, _ height: Int32, _ width: Int32
) -> UnsafeMutableRawPointer? {
  guard count >= 0, count <= 1 << 16, encoderCount >= 1, latentSize >= 1,
    let image = image(channels, height, width),
    let layers = LayerNumbers.layers((0..<Int(count)).map { numbers[$0] }),
    Int(encoderCount) < layers.count
  else { return nil }
  return address(
    PageNetwork(
      ModelDescription(
        name: "", latentSize: Int(latentSize), encoder: Array(layers[..<Int(encoderCount)]),
        decoder: Array(layers[Int(encoderCount)...])), image))
}

/// The network of a preset, by its place in `Preset`; its weights are 0.
/// - Returns: nil when there is no such preset, or it does not fit the images.
@c(network_preset)
public func networkPreset(
  _ preset: Int32, _ latentSize: Int32, _ channels: Int32, _ height: Int32, _ width: Int32
) -> UnsafeMutableRawPointer? {
  guard Preset.allCases.indices.contains(Int(preset)), latentSize >= 1, latentSize <= 1 << 12,
    let image = image(channels, height, width)
  else { return nil }
  let kind = Preset.allCases[Int(preset)]
  guard let (encoder, decoder) = try? kind.layers(image, latentSize: Int(latentSize)) else {
    return nil
  }
  return address(
    PageNetwork(
      ModelDescription(
        name: kind.rawValue, latentSize: Int(latentSize), encoder: encoder, decoder: decoder),
      image))
}

/// Gives the network back; trainings of it go on.
@c(network_free)
public func networkFree(_ network: UnsafeMutableRawPointer) {
  Unmanaged<PageNetwork>.fromOpaque(network).release()
}

/// How many layers there are, encoder and decoder together; of the encoder alone with `half` 1.
@c(network_layer_count)
public func networkLayerCount(_ network: UnsafeMutableRawPointer, _ half: Int32) -> Int32 {
  let model = found(network).autoencoder.model
  return Int32(clamping: model.encoder.count + (half == 1 ? 0 : model.decoder.count))
}

/// The shape of one example after layer `index`, [C, H, W] or [features].
/// - Returns: how many extents were written, 4 at most; 0 when there is no such layer.
@c(network_shape)
public func networkShape(
  _ network: UnsafeMutableRawPointer, _ index: Int32, _ into: UnsafeMutablePointer<Int32>
) -> Int32 {
  let layers = found(network).network.layers
  guard layers.indices.contains(Int(index)) else { return 0 }
  let shape = layers[Int(index)].outputShape.dimensions.prefix(4)
  for (place, extent) in shape.enumerated() { into[place] = Int32(clamping: extent) }
  return Int32(clamping: shape.count)
}

/// Layer `index` as numbers (`LayerNumbers`), of which `capacity` are written.
/// - Returns: how many there are; 0 when there is no such layer.
@c(network_layer)
public func networkLayer(
  _ network: UnsafeMutableRawPointer, _ index: Int32, _ into: UnsafeMutablePointer<Double>,
  _ capacity: Int32
) -> Int32 {
  let layers = found(network).network.layers
  guard layers.indices.contains(Int(index)) else { return 0 }
  let numbers = LayerNumbers.of([layers[Int(index)].spec])
  for (place, number) in numbers.prefix(max(0, Int(capacity))).enumerated() {
    into[place] = number
  }
  return Int32(clamping: numbers.count)
}

/// How many numbers are stored for the network: what is trained, and what a normalisation keeps.
@c(network_parameter_count)
public func networkParameterCount(_ network: UnsafeMutableRawPointer) -> Int32 {
  Int32(clamping: found(network).network.parameterCount)
}

/// Where the stored numbers of layer `index` begin.
@c(network_parameter_offset)
public func networkParameterOffset(_ network: UnsafeMutableRawPointer, _ index: Int32) -> Int32 {
  let layers = found(network).network.layers
  return layers.prefix(max(0, Int(index))).reduce(0) {
    $0 + Int32(clamping: $1.spec.storedCount)
  }
}

/// Takes all stored numbers from `from`.
@c(network_set_parameters)
public func networkSetParameters(
  _ network: UnsafeMutableRawPointer, _ from: UnsafePointer<Float>
) {
  let network = found(network)
  network.autoencoder.parameters = (0..<network.network.parameterCount).map { from[$0] }
}

/// Puts all stored numbers `into`.
@c(network_parameters)
public func networkParameters(
  _ network: UnsafeMutableRawPointer, _ into: UnsafeMutablePointer<Float>
) {
  into.take(found(network).autoencoder.parameters)
}

/// Draws the numbers that a new network begins with, as `aeviz train --seed` does.
@c(network_initialize)
public func networkInitialize(_ network: UnsafeMutableRawPointer, _ seed: Double) {
  let network = found(network)
  network.autoencoder.parameters = network.autoencoder.model.initialParameters(
    seed: UInt64(clamping: seed))
}

/// In which range the network has its pixels: `count` means and deviations, one a channel or one
/// for all.
/// - Returns: 1, or 0 when these are no such range.
@c(network_pixel_range)
public func networkPixelRange(
  _ network: UnsafeMutableRawPointer, _ mean: UnsafePointer<Double>,
  _ deviation: UnsafePointer<Double>, _ count: Int32
) -> Int32 {
  let network = found(network)
  guard count >= 1, count <= 1 << 12 else { return 0 }
  let range = PixelRange(
    mean: (0..<Int(count)).map { mean[$0] }, deviation: (0..<Int(count)).map { deviation[$0] })
  guard let range, range.fits(channels: network.autoencoder.imageShape.channels) else { return 0 }
  network.autoencoder.pixelRange = range
  return 1
}

/// The codes of `n` images.
/// - Returns: 1, or 0 when there are too many.
@c(network_encode)
public func networkEncode(
  _ network: UnsafeMutableRawPointer, _ images: UnsafePointer<Float>, _ n: Int32,
  _ into: UnsafeMutablePointer<Float>
) -> Int32 {
  let autoencoder = found(network).autoencoder
  guard let images = PageNetwork.tensor(images, n, autoencoder.imageShape.shape) else { return 0 }
  into.take(autoencoder.codes(of: images).values)
  return 1
}

/// The images of `n` codes.
/// - Returns: 1, or 0 when there are too many.
@c(network_decode)
public func networkDecode(
  _ network: UnsafeMutableRawPointer, _ codes: UnsafePointer<Float>, _ n: Int32,
  _ into: UnsafeMutablePointer<Float>
) -> Int32 {
  let autoencoder = found(network).autoencoder
  guard let codes = PageNetwork.tensor(codes, n, [autoencoder.model.latentSize]) else { return 0 }
  into.take(autoencoder.decoded(codes).values)
  return 1
}

/// What comes out for `n` images.
/// - Returns: 1, or 0 when there are too many.
@c(network_reconstruct)
public func networkReconstruct(
  _ network: UnsafeMutableRawPointer, _ images: UnsafePointer<Float>, _ n: Int32,
  _ into: UnsafeMutablePointer<Float>
) -> Int32 {
  let autoencoder = found(network).autoencoder
  guard let images = PageNetwork.tensor(images, n, autoencoder.imageShape.shape) else { return 0 }
  into.take(autoencoder.reconstructions(of: images).values)
  return 1
}

/// The mean and the log-variance of the distribution that each of `n` images has its code from,
/// (n, L) each.
/// - Returns: 1, or 0 when the code is not drawn, or there are too many.
@c(network_posterior)
public func networkPosterior(
  _ network: UnsafeMutableRawPointer, _ images: UnsafePointer<Float>, _ n: Int32,
  _ mean: UnsafeMutablePointer<Float>, _ logVariance: UnsafeMutablePointer<Float>
) -> Int32 {
  let autoencoder = found(network).autoencoder
  guard let images = PageNetwork.tensor(images, n, autoencoder.imageShape.shape),
    let found = autoencoder.posterior(of: images)
  else { return 0 }
  mean.take(found.mean.values)
  logVariance.take(found.logVariance.values)
  return 1
}

/// What every layer gives for one image, layer after layer.
/// - Returns: how many numbers that is; 0 when it is too large.
@c(network_activations)
public func networkActivations(
  _ network: UnsafeMutableRawPointer, _ image: UnsafePointer<Float>,
  _ into: UnsafeMutablePointer<Float>
) -> Int32 {
  let autoencoder = found(network).autoencoder
  guard let image = PageNetwork.tensor(image, 1, autoencoder.imageShape.shape) else { return 0 }
  var place = into
  for (_, _, values) in autoencoder.activations(of: image) {
    place.take(values.values)
    place += values.count
  }
  return Int32(clamping: place - into)
}

func found(_ network: UnsafeMutableRawPointer) -> PageNetwork {
  Unmanaged<PageNetwork>.fromOpaque(network).takeUnretainedValue()
}

private func address(_ network: PageNetwork?) -> UnsafeMutableRawPointer? {
  network.map { Unmanaged.passRetained($0).toOpaque() }
}

private func image(_ channels: Int32, _ height: Int32, _ width: Int32) -> ImageShape? {
  let sizes = [channels, height, width]
  guard sizes.allSatisfy({ $0 >= 1 && $0 <= 1 << 12 }) else { return nil }
  return ImageShape(channels: Int(channels), height: Int(height), width: Int(width))
}
