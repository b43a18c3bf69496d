import AEData
import AENetwork
import Foundation

/// A network that was read from somewhere else: its layers and their weights, checked to make an
/// autoencoder of the images.
package struct ImportedNetwork: Sendable {
  /// The two halves.
  package var model: ModelDescription
  /// The weights, by the names of ``TensorName``.
  package var tensors: [String: Tensor]
  /// The program that it comes from, and its version.
  package var generator: Generator
  /// What was decided on the way, in sentences: which value is the code, say.
  package var notes: [String]
}

/// Makes an autoencoder of one ONNX file, or of two that hold a half each.
package struct ONNXImport {
  /// The network as a whole, or its encoder.
  private let first: ONNXGraph
  /// The decoder, when it has a file of its own.
  private let decoder: ONNXGraph?
  private let name: String

  /// The network in the file at `url`, or the encoder there and the decoder in `decoder`.
  /// - Throws: `Failure`: `noInput` when a file is missing, `badData` when one is damaged.
  package init(_ url: URL, decoder: URL? = nil) throws {
    first = try ONNXGraph(ONNXFile(url))
    self.decoder = try decoder.map { try ONNXGraph(ONNXFile($0)) }
    name = url.deletingPathExtension().lastPathComponent
  }

  /// The autoencoder of images of shape `image`.
  ///
  /// - Parameter code: the value that is the code; nil for the narrowest one.
  /// - Throws: `Failure` of kind `badData` that names the node that is no layer.
  package func network(imageShape image: ImageShape, code: String? = nil) throws
    -> ImportedNetwork
  {
    let coded =
      try decoder.map { try chain(image, code: code, decoder: $0) } ?? chain(image, code: code)
    return try Halves(coded, image: image, file: first.file.name).network(
      name: name, generator: generator)
  }

  private var generator: Generator {
    let producer = first.file.producer
    return Generator(
      name: producer.name.isEmpty ? "ONNX" : producer.name,
      version: producer.version.isEmpty ? "unknown" : producer.version)
  }

  // MARK: One file

  private func chain(_ image: ImageShape, code: String?) throws -> CodedChain {
    let input = try first.imageInput(image)
    let output = try first.firstOutput()
    let draft = first.values(input.name, input.signal)
    let end = try draft.signal(output)
    let path = draft.path(to: output)
    let chosen = try CodeChoice(path, end: end, file: first.file.name).code(named: code)
    // A second time, so that nothing behind the code reaches back into the layers before it.
    let values = first.values(input.name, input.signal, code: chosen.name)
    var signal = try values.signal(output)
    try input.restore(&signal, image: image, first.context(of: output, input.signal))
    let heads = first.file.outputs.map(\.name).filter { $0 != output && $0 != chosen.name }
      .compactMap { try? values.signal($0) }
    let coded = try values.signal(chosen.name)
    var chain = CodedChain(
      layers: signal.layers, codeCount: coded.layers.count, notes: chosen.notes + signal.notes)
    chain.addLogVariance(from: heads, mean: coded)
    return chain
  }

  // MARK: Two files

  private func chain(
    _ image: ImageShape, code: String?, decoder: ONNXGraph
  ) throws -> CodedChain {
    let input = try first.imageInput(image)
    let values = first.values(input.name, input.signal)
    let outputs = first.file.outputs.map(\.name)
    let name: String
    if let code {
      name = code
    } else {
      // Where the draw is given beside mean and log-variance, it is the code.
      name = try outputs.first { (try? values.signal($0))?.isDrawn == true } ?? first.firstOutput()
    }
    var coded = try values.signal(name)
    coded.notes.append("The code is \"\(name)\", \(coded.inner.count) values.")
    var notes = coded.notes
    let heads = outputs.filter { $0 != name }.compactMap { try? values.signal($0) }
    if let (mean, logVariance) = Heads.ordered(coded, name, heads, outputs) {
      coded = try Heads.joined(mean: mean, logVariance: logVariance, first.context(of: name, mean))
      coded.dimensions = mean.dimensions
      notes.append(Heads.note)
    }
    let start = try decoder.codeInput(coded)
    var sealed = start.signal
    sealed.sealed = sealed.layers.count
    let rest = decoder.values(start.name, sealed)
    let output = try decoder.firstOutput()
    var signal = try rest.signal(output)
    try input.restore(&signal, image: image, decoder.context(of: output, start.signal))
    return CodedChain(
      layers: signal.layers, codeCount: coded.layers.count,
      notes: notes + signal.notes.filter { !notes.contains($0) })
  }
}

/// A chain of layers, and how many of them lead to the code.
struct CodedChain {
  var layers: [ImportedLayer]
  var codeCount: Int
  var notes: [String]

  /// Where another output stands side by side with the code, both are the heads of a variational
  /// encoder whose code is its mean.
  mutating func addLogVariance(from heads: [Signal], mean: Signal) {
    let own = layers[..<codeCount]
    guard mean.layers.count == codeCount, !own.contains(where: { $0.spec == .gaussianSampling }),
      let logVariance = heads.first(where: { Heads.pair(mean, $0) != nil && !$0.isSame(as: mean) }),
      let last = own.last, let behind = logVariance.layers.last,
      let joined = last.followed(by: behind)
    else { return }
    layers[codeCount - 1] = joined
    layers.insert(ImportedLayer(spec: .gaussianSampling), at: codeCount)
    codeCount += 1
    notes.append(Heads.note)
  }
}

extension Heads {
  static let note =
    "Two outputs that come from the same values are taken for mean and log-variance."

  /// The mean and the log-variance among an encoder's outputs: in the order in which they are
  /// given, unless a name says otherwise.
  static func ordered(
    _ code: Signal, _ name: String, _ others: [Signal], _ outputs: [String]
  ) -> (mean: Signal, logVariance: Signal)? {
    guard !code.isDrawn,
      let other = others.first(where: { pair(code, $0) != nil && !$0.isSame(as: code) })
    else { return nil }
    let saysVariance = name.lowercased().contains("var")
    return saysVariance ? (other, code) : (code, other)
  }
}

extension Signal {
  /// Whether its last layer draws it.
  var isDrawn: Bool { layers.last?.spec == .gaussianSampling }

  /// Whether both have the same layers.
  func isSame(as other: Signal) -> Bool {
    layers.map(\.origin) == other.layers.map(\.origin)
      && layers.last?.tensors == other.layers.last?.tensors
  }
}
