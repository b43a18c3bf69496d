import AENetwork

/// The keys of a layer in a file: one that is not known would be another network, silently.
enum LayerKeys {
  /// Refuses keys of the object that `decoder` reads which `layer` does not have.
  /// - Throws: `DecodingError` at the key, with the one that was meant.
  static func check(_ decoder: any Decoder, of layer: LayerSpec) throws {
    let keys = try decoder.container(keyedBy: SpelledKey.self).allKeys
    // A layer is written with its keys, but for those that say what goes without saying.
    guard case .object(let members) = try JSONValue(encoding: layer) else { return }
    let written = members.map(\.key)
    let known = written + (unwritten[layer.type] ?? []).filter { !written.contains($0) }
    guard let unknown = keys.first(where: { !known.contains($0.stringValue) }) else { return }
    let word = unknown.stringValue
    let meant = foreign[word].flatMap { names in names.first(where: known.contains) }
    let nearest = meant ?? NearestWord.of(word, among: known.filter { $0 != "type" })
    let others = known.filter { $0 != "type" }
    let advice =
      nearest.map { "the nearest that there is: \($0)" }
      ?? (others.isEmpty ? "it has none" : "it has \(others.joined(separator: ", "))")
    throw DecodingError.dataCorrupted(
      .init(
        codingPath: decoder.codingPath + [unknown],
        debugDescription: "is no key of \(layer.type); \(advice)"))
  }

  /// Keys that a layer is written without when they have their usual value.
  private static let unwritten = ["avg_pool2d": ["count_include_pad"], "upsample": ["mode"]]

  /// What PyTorch and Keras call what has another name here.
  private static let foreign = [
    "kernel_size": ["kernel"], "pool_size": ["kernel"], "strides": ["stride"],
    "dilation_rate": ["dilation"], "filters": ["out_channels"], "units": ["out_features"],
    "use_bias": ["bias"], "scale_factor": ["scale"], "size": ["scale", "kernel"],
    "alpha": ["negative_slope", "slope"], "slope": ["negative_slope"], "beta": ["offset"],
    "p": ["probability"], "rate": ["probability"], "num_features": ["channels"],
    "num_channels": ["channels"], "num_parameters": ["channels"], "num_groups": ["groups"],
    "normalized_shape": ["shape"],
    "eps": ["epsilon"], "target_shape": ["shape"], "interpolation": ["mode"],
    "upscale_factor": ["factor"], "block_size": ["factor"], "blocksize": ["factor"],
  ]
}
