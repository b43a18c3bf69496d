import AEData
import AENetwork
import Foundation

/// Gives a network of known layers the weights of a safetensors file, as a PyTorch `state_dict` has
/// them.
package struct WeightsImport {
  private let name: String
  /// The tensors without what a training leaves at their names and beside them.
  private let tensors: [String: Tensor]

  /// The weights in the file at `url`.
  /// - Throws: `Failure`: `noInput` when it is missing, `badData` when it is damaged.
  package init(_ url: URL) throws {
    name = url.relativePath
    let data = try InputFile.read(
      url, limit: 1 << 32, missing: "give the safetensors file with the weights")
    var tensors: [String: Tensor] = [:]
    for (key, tensor) in try Safetensors.decode(data, name: name) {
      let plain = Self.plain(key)
      // Counters are no weights.
      if plain.hasSuffix("num_batches_tracked") { continue }
      guard tensors.updateValue(tensor, forKey: plain) == nil else {
        throw Failure(
          .badData, name, at: key, "stands twice once its prefix is taken off",
          advice: "save one state_dict")
      }
    }
    self.tensors = tensors
  }

  /// A name without the prefixes of `DataParallel` and `torch.compile`.
  private static func plain(_ key: String) -> String {
    var name = Substring(key)
    while let prefix = ["module.", "_orig_mod."].first(where: { name.hasPrefix($0) }) {
      name = name.dropFirst(prefix.count)
    }
    return String(name)
  }

  /// The network `model` with these weights: by their names where these are the network's, else by
  /// shape and order, and then it says so.
  /// - Throws: `Failure` of kind `badData` that lists what is missing.
  package func network(_ model: ModelDescription) throws -> ImportedNetwork {
    let wanted = model.storedShapes
    let isByName = wanted.allSatisfy { tensors[$0.name]?.shape == $0.shape }
    let pairs = try isByName ? wanted.map { Pair($0.name, $0.name) } : matched(wanted)
    var found: [String: Tensor] = [:]
    for (own, theirs) in pairs { found[own] = tensors[theirs] }
    var notes: [String] = []
    if !isByName {
      notes.append(
        "Matched by shape and order, not by name: "
          + Self.list(pairs.map { "\($0.theirs) is \($0.own)" }) + ".")
    }
    let used = Set(pairs.map(\.theirs))
    let left = tensors.keys.filter { !used.contains($0) }.sorted()
    if !left.isEmpty { notes.append("Left over: \(Self.list(left)).") }
    return ImportedNetwork(
      model: model, tensors: found, generator: Generator(name: "PyTorch", version: "unknown"),
      notes: notes)
  }

  private typealias Pair = (own: String, theirs: String)
  private typealias Layer = (name: String, shapes: [String: Shape])

  /// Layers of the network and of the file with the same weights, in the order of both: the file's
  /// is that of its names, numbers as numbers, an encoder before a decoder.
  private func matched(_ wanted: [(name: String, shape: Shape)]) throws -> [Pair] {
    let own = Self.layers(wanted.map { ($0.name, $0.shape) })
    var theirs = Self.layers(
      tensors.map { ($0.key, $0.value.shape) }.sorted { Self.isBefore($0.0, $1.0) })
    var pairs: [Pair] = []
    var missing: [String] = []
    for layer in own {
      guard let index = theirs.firstIndex(where: { $0.shapes == layer.shapes }) else {
        missing += Self.texts(layer)
        continue
      }
      let found = theirs.remove(at: index)
      pairs += layer.shapes.keys.sorted().map {
        ("\(layer.name).\($0)", found.name.isEmpty ? $0 : "\(found.name).\($0)")
      }
    }
    guard missing.isEmpty else {
      let left = theirs.flatMap(Self.texts)
      throw Failure(
        .badData, name,
        "weights are missing: \(Self.list(missing))"
          + (left.isEmpty ? "" : "; left over are \(Self.list(left))"),
        advice: "give the architecture that these weights were trained in")
    }
    return pairs
  }

  /// `encoder.4.bias [5]`: the weights of a layer with their shapes.
  private static func texts(_ layer: Layer) -> [String] {
    layer.shapes.keys.sorted().map {
      "\(layer.name).\($0) \(layer.shapes[$0]?.dimensions ?? [])"
    }
  }

  /// Tensors by the layer that they belong to, in the order of its first.
  private static func layers(_ tensors: [(String, Shape)]) -> [Layer] {
    var layers: [Layer] = []
    var places: [String: Int] = [:]
    for (name, shape) in tensors {
      let parts = name.split(separator: ".")
      let layer = parts.dropLast().joined(separator: ".")
      let parameter = parts.last.map(String.init) ?? name
      if let place = places[layer] {
        layers[place].shapes[parameter] = shape
      } else {
        places[layer] = layers.count
        layers.append((layer, [parameter: shape]))
      }
    }
    return layers
  }

  /// Whether a name comes before another: an encoder's before a decoder's, 2 before 10.
  private static func isBefore(_ a: String, _ b: String) -> Bool {
    func half(_ name: String) -> Int {
      let name = name.lowercased()
      return name.contains("dec") ? 2 : name.contains("enc") ? 0 : 1
    }
    if half(a) != half(b) { return half(a) < half(b) }
    return a.compare(b, options: .numeric) == .orderedAscending
  }

  /// A few of many in one line.
  private static func list(_ items: [String]) -> String {
    items.prefix(8).joined(separator: ", ")
      + (items.count > 8 ? " and \(items.count - 8) more" : "")
  }
}
