import AENetwork

/// A layer as it stands in a file. Its padding may be a word there, `"same"` or `"valid"`, whose
/// numbers follow from what the layer is given.
struct LayerEntry: Decodable {
  /// The layer; without padding where that is a word.
  let unpadded: LayerSpec
  private let rule: PaddingRule?

  /// What an average is taken of, where the file says it.
  private let countsPadding: Bool?

  private enum Key: CodingKey { case padding, outputPadding, countIncludePad }

  /// Reads the layer.
  /// - Throws: `DecodingError` whose path names the field.
  init(from decoder: any Decoder) throws {
    unpadded = try LayerSpec(unpadded: decoder)
    let container = try decoder.container(keyedBy: Key.self)
    rule = (try? container.decode(String.self, forKey: .padding)).flatMap(PaddingRule.init)
    countsPadding = try container.decodeIfPresent(Bool.self, forKey: .countIncludePad)
    if let rule, container.contains(.outputPadding) {
      throw DecodingError.dataCorruptedError(
        forKey: .outputPadding, in: container,
        debugDescription: "follows from padding \"\(rule.rawValue)\"; leave it out")
    }
  }

  /// The layer of a file that has numbers only.
  /// - Throws: `DecodingError` when its padding is a word.
  func numbered(_ decoder: any Decoder) throws -> LayerSpec {
    guard let rule else { return unpadded }
    throw DecodingError.dataCorruptedError(
      forKey: .padding, in: try decoder.container(keyedBy: Key.self),
      debugDescription: "is \"\(rule.rawValue)\", which an architecture may say, but here the "
        + "numbers are needed: [height, width] or [[top, bottom], [left, right]]")
  }

  /// The layer, padded for an example of shape `input`.
  /// - Throws: ``ShapeError`` when a number becomes too large.
  func layer(for input: Shape) throws(ShapeError) -> LayerSpec {
    // What does not take maps, or gets none, is refused with its shapes.
    guard let rule, input.rank == 3 else { return unpadded }
    let size = ImageShape(input).size
    do throws(GeometryError) {
      switch unpadded {
      case .conv2d(var spec):
        spec.geometry = try spec.geometry.padded(rule, for: size)
        return .conv2d(spec)
      case .convTranspose2d(var spec):
        spec.geometry = try spec.geometry.transposedPadded(rule)
        return .convTranspose2d(spec)
      case .maxPool2d(let spec): return .maxPool2d(try spec.padded(rule, for: size))
      case .averagePool2d(let spec):
        // Who pads pooling by a word, Keras and TensorFlow, leaves the zeros out of the mean.
        let padded = try spec.padded(rule, for: size)
        return .averagePool2d(
          try PoolingSpec(
            kernel: spec.geometry.kernel, stride: spec.geometry.stride,
            padding: padded.geometry.padding, countsPadding: countsPadding ?? false))
      default: return unpadded
      }
    } catch {
      throw .geometry(layer: unpadded, error)
    }
  }
}
