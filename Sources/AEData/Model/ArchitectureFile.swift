import AENetwork
import Foundation

/// A user's own network: a JSON file with an encoder and a decoder, each a list of layers as
/// `run.json` has them.
///
///     {"encoder": [{"type": "flatten"}, {"type": "dense", "in_features": 784, "out_features": 9}],
///      "decoder": [{"type": "dense", "in_features": 9, "out_features": 784}, {"type": "sigmoid"},
///                  {"type": "reshape", "shape": [1, 28, 28]}]}
///
/// A layer's padding may be `"same"` or `"valid"`, whose numbers follow from the images.
///
/// `name` may be given, too; the file's is taken otherwise. The code is as large as the encoder
/// makes it; `latent_size` may say so, so that the `model` of a run can be used as it is, and so
/// can the whole run.json.
public struct ArchitectureFile: Sendable {
  private let name: String
  private let latentSize: Int?
  private let encoder: [LayerEntry]
  private let decoder: [LayerEntry]
  private let file: JSONFile

  private struct Document: Decodable {
    var name: String?
    var latentSize: Int?
    var encoder: [LayerEntry]
    var decoder: [LayerEntry]
  }

  /// A run, whose network is meant.
  private struct RunDocument: Decodable {
    var model: Document?
  }

  /// The network in the file at `url`.
  /// - Throws: ``Failure``: `noInput` when there is no such file, `badData` when it is no list of
  ///   layers that this version knows, with the field.
  public init(_ url: URL) throws {
    file = try JSONFile(
      url, advice: "see the layers under model in any run.json, or Schemas/run-1.schema.json")
    let document = try file.decode(RunDocument.self).model ?? file.decode(Document.self)
    name = document.name ?? url.deletingPathExtension().lastPathComponent
    latentSize = document.latentSize
    encoder = document.encoder
    decoder = document.decoder
  }

  /// The model for images of shape `image`; its code has `latentSize` values, when that is given.
  /// - Throws: ``ArchitectureError`` where the layers do not go together.
  public func model(imageShape image: ImageShape, latentSize wanted: Int?) throws
    -> ModelDescription
  {
    var walk = LayerWalk(image)
    do {
      let encoder = try walk.go(.encoder, encoder)
      try walk.require(!encoder.isEmpty, at: "encoder", "has no layers")
      let latentSize = walk.shape.count
      for size in [wanted, self.latentSize].compactMap({ $0 }) {
        try walk.require(
          size == latentSize, at: "encoder",
          "ends in a code of \(latentSize) values, but \(size) are asked for")
      }
      let decoder = try walk.go(.decoder, decoder)
      try walk.require(!decoder.isEmpty, at: "decoder", "has no layers")
      try walk.require(
        walk.shape == image.shape, at: "decoder",
        "ends in \(walk.shape), but the images are \(image)")
      return ModelDescription(
        name: name, latentSize: latentSize, encoder: encoder, decoder: decoder)
    } catch let problem as LayerWalk.Problem {
      throw ArchitectureError(
        steps: walk.steps, offending: problem.layer,
        failure: file.failure(at: problem.place, problem.text))
    }
  }
}

/// Layers that do not go together: how far the shapes went, and where they stopped.
public struct ArchitectureError: Error, Sendable {
  /// The layers that fit, with the shapes around them.
  public let steps: [LayerStep]
  /// The layer that does not, with its name and what it is given; nil when every layer fits and
  /// only the end is wrong.
  public let offending: Offending?
  /// What is wrong, in one line.
  public let failure: Failure

  /// A layer, and the shape that it cannot take.
  public struct Offending: Hashable, Sendable {
    /// `encoder.3`, as in the names of tensors.
    public let name: String
    /// What it is.
    public let layer: LayerSpec
    /// What it is given.
    public let input: Shape
  }
}

/// Leads a shape through layers, and remembers the way.
private struct LayerWalk {
  struct Problem: Error {
    var layer: ArchitectureError.Offending?
    var place: String
    var text: String
  }

  private(set) var steps: [LayerStep] = []
  private(set) var shape: Shape

  init(_ image: ImageShape) { shape = image.shape }

  /// The layers of a half, each padded for what it is given.
  mutating func go(_ half: TensorName.Half, _ entries: [LayerEntry]) throws -> [LayerSpec] {
    try entries.enumerated().map { index, entry in
      let (layer, output): (LayerSpec, Shape)
      do {
        layer = try entry.layer(for: shape)
        output = try layer.outputShape(for: shape)
      } catch {
        throw Problem(
          layer: .init(name: "\(half.rawValue).\(index)", layer: entry.unpadded, input: shape),
          place: "\(half.rawValue)[\(index)]", text: "\(error)")
      }
      steps.append(
        LayerStep(half: half, index: index, layer: layer, input: shape, output: output))
      shape = output
      return layer
    }
  }

  func require(_ holds: Bool, at place: String, _ text: String) throws {
    if !holds { throw Problem(layer: nil, place: place, text: text) }
  }
}
