import AECore

/// What a figure's words call a layer: `convolution 2`, counted among those of its kind in its
/// half; `the convolution` where there is no other. On the command line it is `encoder.2`.
package struct LayerWords: Hashable, Sendable {
  /// `transposed convolution 2`, `the dense layer`.
  package let long: String
  /// `ConvT 2`, `dense`.
  package let short: String

  /// Both, for a label that has more room or less.
  package var all: [String] { [long, short] }
}

extension ModelDescription {
  /// The words for the layer that is called `name`, such as `decoder.3`; other names stay as they
  /// are.
  package func words(forLayer name: String) -> LayerWords {
    for half in TensorName.Half.allCases {
      let layers = half == .encoder ? encoder : decoder
      guard name.hasPrefix("\(half.rawValue)."),
        let index = Int(name.dropFirst(half.rawValue.count + 1)), layers.indices.contains(index)
      else { continue }
      let kind = layers[index].kind
      let alike = layers.indices.filter { layers[$0].kind == kind }
      guard alike.count > 1 else {
        return LayerWords(long: "the \(kind.long)", short: kind.short)
      }
      let number = (alike.firstIndex(of: index) ?? 0) + 1
      return LayerWords(long: "\(kind.long) \(number)", short: "\(kind.short) \(number)")
    }
    return LayerWords(long: name, short: name)
  }
}

extension String {
  /// With a capital at its beginning.
  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}

extension LayerSpec {
  /// What a layer of its kind is called in a sentence and, shorter, in a label.
  fileprivate var kind: LayerWords {
    switch self {
    case .conv2d: LayerWords(long: "convolution", short: "conv")
    case .convTranspose2d: LayerWords(long: "transposed convolution", short: "ConvT")
    case .dense: LayerWords(long: "dense layer", short: "dense")
    case .maxPool2d, .averagePool2d: LayerWords(long: "pooling", short: "pooling")
    case .upsample, .upsampleBilinear: LayerWords(long: "upsampling", short: "up")
    case .pixelShuffle: LayerWords(long: "pixel shuffle", short: "shuffle")
    case .pad2d: LayerWords(long: "padding", short: "padding")
    case .cropping2d: LayerWords(long: "cropping", short: "cropping")
    default:
      LayerWords(
        long: String(title.prefix { $0 != " " }), short: String(title.prefix { $0 != " " }))
    }
  }
}
