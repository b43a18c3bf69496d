import AENetwork
import Foundation

/// The memory that a training will take, found before any of it is taken.
struct MemoryEstimate {
  /// In bytes; a floating-point number, since no product of sizes is too large for one.
  let bytes: Double

  /// Of a training with these options.
  /// - Throws: ``Failure`` when the layers do not fit each other.
  init(_ model: ModelDescription, dataset: Dataset, options: TrainingOptions) throws {
    let network = try Self.network(model, dataset.imageShape)
    let shards = Double(ShardedStep.shardCount)
    let lanes = Double(
      Lanes.count((options.batchSize + ShardedStep.shardCount - 1) / ShardedStep.shardCount))
    let image = Double(dataset.imageShape.count)
    // The clean images too, where the input is corrupted.
    let values =
      image * (options.corruption == nil ? 1 : 2) + network.memory.values(network.layers)
    let scratch =
      network.layers.map { Double($0.scratchCount(Int(lanes), training: true)) }.max() ?? 0
    // The gradient, the weights and what the optimiser remembers of them, at work and as they are
    // saved; and what each shard adds up of the gradient.
    let parameters =
      Double(network.parameterCount) * 13 + Double(network.memory.shardGradientCount) * shards
    let codes = Double(dataset.test.count * model.latentSize)
    let pixels = Double((dataset.train.count + dataset.test.count) * dataset.imageShape.count)
    bytes = 4 * (shards * (lanes * values + scratch) + parameters + codes) + pixels
  }

  private static func network(_ model: ModelDescription, _ image: ImageShape) throws -> Network {
    do {
      return try Network(
        model.encoder + model.decoder, input: image.shape, codeLayer: model.encoder.count - 1)
    } catch {
      throw Failure(.badData, "model", "\(error)")
    }
  }

  /// - Throws: ``Failure`` when it is more than the machine has to give.
  func check() throws {
    guard let free = Self.available(), bytes > free else { return }
    throw Failure(
      .usage, nil,
      "this training would take about \(Self.text(bytes)) of memory, and \(Self.text(free)) are free",
      advice: "give a smaller --batch-size, --latent or network")
  }

  /// `1.5 GB`.
  private static func text(_ bytes: Double) -> String {
    bytes >= 1e9
      ? String(format: "%.1f GB", bytes / 1e9) : String(format: "%.0f MB", bytes / 1e6)
  }

  /// What the machine, and the control group that the process lives in, have left; nil when neither
  /// says.
  private static func available() -> Double? {
    let group = [("memory.max", "memory.current")].compactMap { limit, used -> Double? in
      guard let limit = number("/sys/fs/cgroup/\(limit)") else { return nil }
      return limit - (number("/sys/fs/cgroup/\(used)") ?? 0)
    }
    let machine = text("/proc/meminfo").flatMap { text -> Double? in
      let line = text.split(separator: "\n").first { $0.hasPrefix("MemAvailable:") }
      return line?.split(separator: " ").dropFirst().first.flatMap { Double($0) }.map { $0 * 1024 }
    }
    #if os(macOS)
      let all = [Double(ProcessInfo.processInfo.physicalMemory)]
    #else
      let all = [Double]()
    #endif
    return (all + group + [machine].compactMap { $0 }).min()
  }

  private static func number(_ path: String) -> Double? {
    text(path).flatMap { Double($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
  }

  private static func text(_ path: String) -> String? {
    try? String(contentsOfFile: path, encoding: .utf8)
  }
}
