import AECore
import Foundation

/// Everything that is read from files.
enum ReaderTargets {
  /// A folder of this process, for the readers that want a file.
  static let folder: URL = {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("aeviz-fuzz-\(ProcessInfo.processInfo.processIdentifier)")
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      fatalError("\(folder.path) cannot be made: \(error)")
    }
    return folder
  }()

  /// A file of that folder with these bytes.
  static func file(_ name: String, _ data: Data) -> URL {
    let url = folder.appendingPathComponent(name)
    // Written in place: a rename for each of a million inputs is most of their time.
    guard let file = fopen(url.path, "w") else { fatalError("\(url.path) cannot be written") }
    _ = data.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
    fclose(file)
    return url
  }

  /// The seeds' run in ``folder``: its tensors file is the one that the inputs of ``run(_:)`` name.
  private static let seededRun: URL = {
    do { return try RunDirectory.write(Seeds.run, to: folder) } catch {
      fatalError("the seeds' run cannot be written: \(error)")
    }
  }()

  /// `run.json` beside the tensors file of the seeds' run. What was read is written and read again.
  static func run(_ data: Data) throws {
    _ = seededRun
    let run = try RunDirectory.read(file("run.json", data))
    let again = folder.appendingPathComponent("again", isDirectory: true)
    let written = try RunDirectory.write(run, to: again)
    guard try RunDirectory.read(written) == run else {
      fatalError("a run that was read is another one when it is written and read again")
    }
  }

  static func safetensors(_ data: Data) throws {
    let tensors = try Safetensors.decode(data, name: "input")
    guard try Safetensors.decode(Safetensors.encode(tensors), name: "again").keys == tensors.keys
    else { fatalError("tensors are lost when they are written again") }
  }

  /// A network from elsewhere, as far as it can be read, for small images.
  static func onnx(_ data: Data) throws {
    let url = file("network.onnx", data)
    for shape in [
      ImageShape(channels: 1, height: 6, width: 6), .init(channels: 3, height: 8, width: 4),
    ] {
      do { _ = try ONNXImport(url).network(imageShape: shape) } catch is Failure {}
    }
  }

  /// Images and labels, plain and packed.
  static func idx(_ data: Data) throws {
    let url = file("images-idx3-ubyte", data)
    do { _ = try IDX(url, ranks: 1...1) } catch is Failure {}
    let images = try IDX(url, ranks: 3...4)
    guard images.shape.count == images.values.count else { fatalError("values are missing") }
  }

  /// A user's own network; what is small enough takes a step of the training.
  static func architecture(_ data: Data) throws {
    let architecture = try ArchitectureFile(file("architecture.json", data))
    for shape in [
      ImageShape(channels: 1, height: 6, width: 6), .init(channels: 3, height: 8, width: 4),
    ] {
      do {
        let model = try architecture.model(imageShape: shape, latentSize: nil)
        let dataset = Seeds.dataset(shape, count: 4)
        let options = TrainingOptions(epochs: 1, batchSize: 2, threads: 1)
        // The program refuses what does not fit into the memory; here a step takes a moment only.
        let memory = try MemoryEstimate(model, dataset: dataset, options: options)
        guard memory.bytes < 0x1p22 else { continue }
        _ = try Trainer(model: model, dataset: dataset, options: options).train()
      } catch is Failure {} catch is ArchitectureError {} catch is GeometryError {}
    }
  }

  /// A checkpoint, up to where its training would go on.
  static func checkpoint(_ data: Data) throws {
    let checkpoints = folder.appendingPathComponent("resumed/checkpoints", isDirectory: true)
    try FileManager.default.createDirectory(at: checkpoints, withIntermediateDirectories: true)
    _ = file("resumed/checkpoints/last.safetensors", data)
    _ = try TrainingSession(
      resuming: folder.appendingPathComponent("resumed", isDirectory: true),
      load: { _, _ in Seeds.dataset(Seeds.imageShape, count: 8) },
      change: { options in
        options.epochs = 3
        options.threads = 1
      })
  }
}
