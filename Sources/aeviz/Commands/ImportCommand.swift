import AECore
import ArgumentParser
import Foundation

/// `aeviz import`: a network that was trained elsewhere becomes a run.
struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Make a run of a network that was trained with PyTorch, Keras or JAX.",
    discussion: """
      Reads ONNX, whole or as an encoder and a decoder, or the weights of a PyTorch \
      state_dict as safetensors with an architecture. The run is measured on --data, and \
      has every page of the report; nothing is trained.

      EXAMPLES:
        aeviz import model.onnx --data ~/my-images -o mine
        aeviz import --encoder encoder.onnx --decoder decoder.onnx --data fashion
        aeviz import model.onnx --data digits --code z --history metrics.csv
        aeviz import weights.safetensors --architecture network.json --data fashion
      """)

  @Argument(
    help: ArgumentHelp("An ONNX file, or weights as safetensors.", valueName: "model"),
    completion: .file(extensions: ["onnx", "safetensors"]))
  var model: String?
  @Option(
    help: ArgumentHelp("An ONNX file with the encoder alone.", valueName: "file.onnx"),
    completion: .file(extensions: ["onnx"]))
  var encoder: String?
  @Option(
    help: ArgumentHelp("An ONNX file with the decoder alone.", valueName: "file.onnx"),
    completion: .file(extensions: ["onnx"]))
  var decoder: String?
  @Option(
    help: ArgumentHelp(
      "The layers that the weights belong to: encoder and decoder, as under model in a run.json.",
      valueName: "file.json"), completion: .file(extensions: ["json"]))
  var architecture: String?
  @Option(
    help: ArgumentHelp(
      "The images that the network takes: a name from `aeviz data`, or a folder or file of your "
        + "own.", valueName: "data"), completion: .dataset)
  var data: String
  @OptionGroup(title: "Images of your own")
  var imageOptions: ImageArguments
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "What black and white are for the network. (default: 0:1)", valueName: "low:high"))
  var pixelRange: PixelRangeArgument?
  @Option(
    help: ArgumentHelp(
      "The value that is the code. (default: what is drawn, else the narrowest)",
      valueName: "name"))
  var code: String?
  @Option(
    help: ArgumentHelp(
      "The losses of the training, as CSV: epoch, train_loss, test_loss, or Keras's and "
        + "Lightning's names.", valueName: "file.csv"), completion: .file(extensions: ["csv"]))
  var history: String?
  @Option(help: "Of all that is drawn by lot while the network is measured.")
  var seed: UInt64 = 1
  @Option(help: "Threads at work; changes the speed only. (default: one per processor)")
  var threads: Int?
  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "The run directory. (default: output/<data>-<name of the model>)", valueName: "dir"),
    completion: .directory)
  var output: String?
  @Flag(help: "Replace another run that is in that directory.")
  var overwrite = false

  func validate() throws {
    switch (model, encoder, decoder) {
    case (nil, _?, _?), (_?, nil, nil): break
    case (nil, nil, nil):
      throw ValidationError("Give a model.onnx, or --encoder and --decoder.")
    case (_?, _, _):
      throw ValidationError("Give one file with both halves, or --encoder and --decoder.")
    default: throw ValidationError("--encoder and --decoder: give both of them.")
    }
    if isWeights != (architecture != nil) {
      throw ValidationError(
        isWeights
          ? "Weights alone are no network: say by --architecture which layers they belong to."
          : "--architecture goes with weights.safetensors: an ONNX file has its own layers.")
    }
    if isWeights, code != nil {
      throw ValidationError("--code: the architecture says where the code is.")
    }
    try RunMeasuring.check(threads: threads, output: output)
  }

  func run() throws {
    let folder = URL(fileURLWithPath: output ?? defaultOutput, isDirectory: true)
    try Folder.checkRoom(folder)
    try RunDirectory.checkApart(folder, fromImages: data)
    if !overwrite { try TrainingStanding.requireVacant(folder, canResume: false) }
    let losses = try history.map { path in
      TrainingRecord(
        history: try HistoryFile(URL(fileURLWithPath: path)).history,
        from: URL(fileURLWithPath: path).lastPathComponent)
    }
    let dataset = try imageOptions.load(data)
    let network = try read(dataset)
    for note in network.notes { StandardError.line("aeviz: \(note)") }
    let measuring = RunMeasuring(threads: threads)
    try measuring.checkMemory(network.model, dataset)
    // Only a network that can be read makes the folder; who was faster has filled it.
    try RunDirectory.checkWritable(folder)
    let lock = try FolderLock(folder)
    defer { withExtendedLifetime(lock) {} }
    if !overwrite { try TrainingStanding.requireVacant(folder, canResume: false) }
    let subject = try network.subject(
      on: dataset, history: losses, pixelRange: pixelRange?.range,
      created: try CreationTime.text(), seed: seed)
    try measuring.write(subject, to: folder, farewell: "nothing was written")
  }

  private var isWeights: Bool { model?.lowercased().hasSuffix(".safetensors") ?? false }

  private func read(_ dataset: Dataset) throws -> ImportedNetwork {
    if let model, let architecture {
      let description = try ArchitectureFile(URL(fileURLWithPath: architecture))
        .model(imageShape: dataset.imageShape, latentSize: nil)
      return try WeightsImport(URL(fileURLWithPath: model)).network(description)
    }
    let file = URL(fileURLWithPath: model ?? encoder ?? "")
    let network = try ONNXImport(file, decoder: decoder.map { URL(fileURLWithPath: $0) })
    return try network.network(imageShape: dataset.imageShape, code: code)
  }

  private var defaultOutput: String {
    let name = URL(fileURLWithPath: model ?? encoder ?? "network").deletingPathExtension()
    return "output/\(DatasetName.short(data))-\(name.lastPathComponent)"
  }
}

/// A ``PixelRange`` as it is typed: `-1:1`.
struct PixelRangeArgument: ExpressibleByArgument {
  let range: PixelRange

  /// Nil for what is no range.
  init?(argument: String) {
    let bounds = argument.split(separator: ":", omittingEmptySubsequences: false).map { Double($0) }
    guard bounds.count == 2, let low = bounds[0], let high = bounds[1],
      let range = PixelRange(low: low, high: high)
    else { return nil }
    self.range = range
  }
}
