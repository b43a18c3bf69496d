import AECore
import Foundation

/// The inputs that the mutations start from: small, true, and made here.
package enum Seeds {
  static let imageShape = ImageShape(channels: 1, height: 6, width: 6)

  /// Images of a seeded random source, of two classes.
  static func dataset(_ shape: ImageShape, count: Int) -> Dataset {
    func images(_ count: Int, seed: UInt64) -> ImageSet {
      var random = RandomSource(seed: seed, stream: 7)
      let pixels = (0..<count * shape.count).map { _ in UInt8(random.next() & 255) }
      return ImageSet(shape: shape, pixels: pixels, labels: (0..<count).map { UInt8($0 % 2) })
    }
    return Dataset(
      name: "fuzz", train: images(count, seed: 1), test: images(4, seed: 2),
      classNames: ["round", "square"], source: nil, license: nil, sha256: nil)
  }

  /// A trained and measured network with a convolution and its transpose.
  static let run: Run = {
    do {
      let dataset = dataset(imageShape, count: 8)
      let options = TrainingOptions(epochs: 2, batchSize: 4, threads: 1)
      let model = try Preset.conv.model(imageShape: imageShape, latentSize: 2)
      let outcome = try Trainer(model: model, dataset: dataset, options: options).train()
      return Evaluator().evaluate(
        outcome.subject(created: "2026-01-01T00:00:00Z"), threads: 1
      ).run
    } catch { fatalError("the seeds' run cannot be trained: \(error)") }
  }()

  /// Layers that no preset has, and maps as a code.
  private static var resizing: ModelDescription {
    let sides = Padding(
      vertical: Padding.Ends(before: 1, after: 0), horizontal: Padding.Ends(before: 0, after: 2))
    let norm = GroupNormSpec(groups: 1, channels: 1)
    return ModelDescription(
      name: "layers", latentSize: 36,
      encoder: [
        .pad2d(PaddingSpec(.reflection, sides)), .groupNorm(norm), .silu, .cropping2d(sides),
        .layerNorm(LayerNormSpec(.lastAxes([6, 6]))), .gelu(.tanh),
      ],
      decoder: [
        .pad2d(PaddingSpec(.replication, sides)), .layerNorm(LayerNormSpec(.channels(1))),
        .upsampleBilinear(BilinearSpec(.size(Size2D(3)), alignsCorners: true)), .elu(alpha: 1),
        .upsampleBilinear(BilinearSpec(.scale(height: 2, width: 2))), .pixelShuffle(factor: 1),
        .pad2d(PaddingSpec(.zero, Padding(Size2D(0)))), .flatten,
        .batchNorm1d(BatchNormSpec(channels: 36)), .reshape(imageShape),
        .hardSigmoid(HardSigmoidSpec()),
      ])
  }

  /// One folder for each target.
  package static func write(to folder: URL) throws {
    func put(_ target: String, _ name: String, _ data: Data) throws {
      let place = folder.appendingPathComponent(target, isDirectory: true)
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
      try data.write(to: place.appendingPathComponent(name))
    }
    let place = FileManager.default.temporaryDirectory
      .appendingPathComponent("aeviz-seeds-\(ProcessInfo.processInfo.processIdentifier)")
    defer { try? FileManager.default.removeItem(at: place) }

    let document = try Data(contentsOf: RunDirectory.write(run, to: place))
    try put("run-json", "run", document)
    let tensors = ["encoder.0.weight": Tensor([2, 3], [0, 1, 2, 3, 4, 5]), "b": Tensor([1], [7])]
    try put("safetensors", "two", Safetensors.encode(tensors, metadata: ["a": "b"]))
    let header: [UInt8] = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3]
    try put("idx", "images", Data(header + Array(0..<12)))
    try put("idx", "labels", Data([0, 0, 8, 1, 0, 0, 0, 2, 0, 1]))
    // A stored block: gzip's frame without a compressor.
    try put(
      "idx", "packed",
      Data(
        [31, 139, 8, 0, 0, 0, 0, 0, 0, 3, 1, 10, 0, 245, 255, 0, 0, 8, 1, 0, 0, 0, 2, 0, 1]
          + [0x8F, 0x9C, 0x9B, 0xE2, 10, 0, 0, 0]))
    for seed in try ImageSeeds.all() { try put(seed.target, seed.name, seed.data) }
    try put("onnx", "whole", ONNXExport(run).file(.whole))
    for preset in Preset.allCases {
      let model = try preset.model(imageShape: imageShape, latentSize: 2)
      try put("architecture", preset.rawValue, JSONEncoder().encode(model))
    }
    try put("architecture", "layers", JSONEncoder().encode(resizing))
    let session = try TrainingSession(
      into: place.appendingPathComponent("run", isDirectory: true), data: "fuzz", limit: nil,
      dataset: dataset(imageShape, count: 8),
      model: Preset.vae.model(imageShape: imageShape, latentSize: 2),
      options: TrainingOptions(epochs: 1, batchSize: 4, threads: 1))
    _ = try session.run(created: "2026-01-01T00:00:00Z")
    try put(
      "checkpoint", "one",
      Data(contentsOf: place.appendingPathComponent("run/checkpoints/last.safetensors")))
    for seed in 0..<40 as Range<UInt8> {
      let bytes = (0..<24).map { UInt8(truncatingIfNeeded: Int(seed) * 7 + $0 * 13 &+ $0 * $0) }
      try put("geometry", "\(seed)", Data([seed, seed] + bytes))
      try put("figures", "\(seed)", Data([seed, seed, 0] + bytes))
    }
  }
}
