import AEData
import AENetwork

/// A chain of layers that is cut at the code into the two halves of an autoencoder.
struct Halves {
  private var encoder: [ImportedLayer]
  private var decoder: [ImportedLayer]
  private var notes: [String]
  private let image: ImageShape
  private let file: String

  init(_ chain: CodedChain, image: ImageShape, file: String) {
    encoder = Array(chain.layers[..<chain.codeCount])
    decoder = Array(chain.layers[chain.codeCount...])
    notes = chain.notes
    self.image = image
    self.file = file
    // A flatten before the decoder's first layer is the encoder's last word.
    while decoder.first?.spec == .flatten { encoder.append(decoder.removeFirst()) }
  }

  /// The network; its halves meet, and it gives images as it takes them.
  /// - Throws: `Failure` of kind `badData`.
  func network(name: String, generator: Generator) throws -> ImportedNetwork {
    for (half, layers) in [("encoder", encoder), ("decoder", decoder)] where layers.isEmpty {
      throw Failure(
        .badData, file, "the \(half) has no layers", advice: "name another value with --code")
    }
    var code = image.shape
    for layer in encoder { code = try Failure.told { try layer.spec.outputShape(for: code) } }
    var tensors: [String: Tensor] = [:]
    for (half, layers) in [(TensorName.Half.encoder, encoder), (.decoder, decoder)] {
      for (index, layer) in layers.enumerated() {
        for (name, tensor) in layer.tensors {
          tensors[TensorName.parameter(half, index, name)] = tensor
        }
      }
    }
    let model = ModelDescription(
      name: name, latentSize: code.count, encoder: encoder.map(\.spec), decoder: decoder.map(\.spec)
    )
    var failure: Failure?
    do {
      _ = try Autoencoder(model, imageShape: image, tensors: tensors)
    } catch {
      failure = error
    }
    if var failure {
      failure.subject = file
      throw failure
    }
    return ImportedNetwork(model: model, tensors: tensors, generator: generator, notes: notes)
  }
}

extension Failure {
  /// Runs `body`; a layer that does not fit becomes a failure that says so.
  fileprivate static func told<T>(_ body: () throws -> T) throws -> T {
    do {
      return try body()
    } catch let error as ShapeError {
      throw Failure(.badData, nil, "\(error)")
    }
  }
}
