import AECore
import ArgumentParser
import Foundation
import Visual

/// `aeviz export`: what other programs take of a run.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Give a run's codes or its network to other programs.",
    discussion: """
      The ending of -o decides:
        .tsv, .csv    the codes of the test images, a row each, with labels, class names, errors
        .npz          the same as arrays for NumPy: codes, labels, class_names, mse
        .safetensors  the weights; the PyTorch module that loads them is printed
        .onnx         the network, for any number of images; `aeviz import` reads it back
      --projector writes a folder for TensorBoard's projector: vectors, metadata and sprite.
      Errors and sprites need the run's images: those that it names, or others with --data.

      EXAMPLES:
        aeviz export output/demo/run.json -o codes.csv
        aeviz export output/demo/run.json -o codes.npz
        aeviz export output/demo/run.json -o weights.safetensors > network.py
        aeviz export output/demo/run.json -o model.onnx
        aeviz export output/demo/run.json --part encoder -o encoder.onnx
        aeviz export output/demo/run.json --projector projector
      """)

  @Argument(
    help: ArgumentHelp("The run.json of a run directory.", valueName: "run.json"),
    completion: .file(extensions: ["json"]))
  var path: String
  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("The file to write; its ending decides what. - pipes.", valueName: "file"),
    completion: .file(extensions: ExportFormat.allCases.map(\.rawValue)))
  var output: String?
  @Option(help: "What to write, where the ending does not tell.")
  var format: ExportFormat?
  @Option(
    help: "Of an ONNX file: whole (the image again, and the code beside it), encoder or decoder.")
  var part: ONNXExport.Part?
  @Option(
    help: ArgumentHelp("The folder for TensorBoard's projector.", valueName: "dir"),
    completion: .directory)
  var projector: String?
  @Option(
    help: ArgumentHelp(
      "The images: a name from `aeviz data`, or a folder or file of your own. (default: what the "
        + "run names, read as it says)", valueName: "data"), completion: .dataset)
  var data: String?
  @OptionGroup(title: "Images of your own")
  var imageOptions: ImageArguments

  func validate() throws {
    guard output != nil || projector != nil else {
      throw ValidationError(
        "give -o with a file that ends in one of \(ExportFormat.endings), or --projector with a "
          + "folder.")
    }
    guard output == nil || projector == nil else {
      throw ValidationError("give -o or --projector, not both.")
    }
    if output == "" || projector == "" { throw ValidationError("give a name that is not empty.") }
    if format != nil, output == nil { throw ValidationError("--format belongs to -o.") }
    if projector == "-" {
      throw ValidationError("--projector - is no folder: it is several files.")
    }
    if data != nil, format == .safetensors {
      throw ValidationError("weights are of no images: leave --data out.")
    }
    if part != nil, projector != nil { throw ValidationError("--part belongs to an ONNX file.") }
  }

  func run() throws {
    let run = try RunDirectory.read(RunPath.url(path))
    if let projector {
      return try writeProjector(run, to: URL(fileURLWithPath: projector, isDirectory: true))
    }
    guard let output else { return }
    let isPipe = output == "-" || output == "/dev/stdout"
    let file = isPipe ? nil : try self.file(output)
    let format = try ExportFormat(output: output, format: format)
    guard part == nil || format == .onnx else {
      throw Failure(
        .usage, "--part", "only a network has parts, and -o \(output) is none",
        advice: "end it in .onnx, or leave --part out")
    }
    switch format {
    case .onnx: try put(Failure.about(path) { try ONNXExport(run).file(part ?? .whole) }, file)
    case .tsv: try put(codes(of: run).text(separatedBy: .tab), file)
    case .csv: try put(codes(of: run).text(separatedBy: .comma), file)
    case .npz:
      let arrays = try codes(of: run).arrays
      try put(ZipArchive.encode(arrays.map { ("\($0.name).npy", $0.array.data) }), file)
    case .safetensors:
      guard let file else {
        throw Failure(
          .usage, "-o -", "the module is printed, so that the weights need a file",
          advice: "give -o weights.safetensors")
      }
      let weights = try Failure.about(path) { try PyTorchModule.weights(of: run) }
      try put(Safetensors.encode(weights), file)
      try StandardOutput.write(PyTorchModule(run, weights: file.lastPathComponent).text)
    }
  }

  // MARK: What is written

  /// The codes with their errors; without these where the run's own images are not there.
  private func codes(of run: Run) throws -> CodesTable {
    do {
      return CodesTable(try subject(run, images(of: run)))
    } catch let failure as Failure where data == nil {
      let table = try Failure.about(path) { try CodesTable(run) }
      StandardError.line("aeviz: without the errors: \(failure)")
      return table
    }
  }

  private func images(of run: Run) throws -> Dataset {
    let images = try RunImages.load(for: run, at: path, data: data, imageOptions)
    guard images.test.count > 0 else {
      throw Failure(.badData, data ?? run.dataset.name, "there are no test images")
    }
    return images
  }

  private func subject(_ run: Run, _ images: Dataset) throws -> EvaluationSubject {
    let autoencoder = try Failure.about(path) {
      try Autoencoder(run.model, imageShape: run.dataset.imageShape, tensors: run.tensors)
    }
    return EvaluationSubject(
      autoencoder: autoencoder, dataset: images, run: run, seed: run.training?.seed ?? 1)
  }

  private func writeProjector(_ run: Run, to folder: URL) throws {
    var images = try images(of: run)
    let capacity = ProjectorFolder.capacity(of: images.imageShape)
    guard capacity > 0 else {
      throw Failure(
        .badData, path,
        "images of \(images.imageShape) are larger than the projector's sprite of "
          + "\(ProjectorFolder.largestSprite) × \(ProjectorFolder.largestSprite) pixels",
        advice: "export the codes with -o codes.tsv")
    }
    if images.test.count > capacity {
      StandardError.line(
        "aeviz: the first \(NumberText.count(capacity)) of "
          + "\(NumberText.count(images.test.count)) test images: the projector's sprite holds "
          + "no more")
      images.test = images.test.prefix(capacity)
    }
    let content = ProjectorFolder(CodesTable(try subject(run, images)), images: images.test)
    let files = content.files + [(ProjectorFolder.spriteName, try Self.sprite(content).png())]
    try AtomicFolder.write(files, to: folder) { _ in false }
    try StandardOutput.write(PathText.shown(folder) + "\n")
  }

  /// All images side by side, row by row.
  private static func sprite(_ content: ProjectorFolder) -> Raster {
    let shape = content.images.shape
    return Raster.mosaic(
      rows: content.rows, columns: content.columns, width: shape.width, height: shape.height
    ) { row, column in
      let index = row * content.columns + column
      guard index < content.images.count else { return nil }
      let image = content.images.images([index])
      return .image(image.reshaped(shape.shape))
    }
  }

  // MARK: Where it goes

  /// - Throws: ``Failure`` of kind `usage` when it is a folder or one of the run's own files.
  private func file(_ output: String) throws -> URL {
    guard !output.hasSuffix("/"), !Folder.exists(output) else {
      let name = "codes.\(format ?? .csv)"
      throw Failure(
        .usage, output, "is a folder",
        advice: "name the file: -o " + (output.hasSuffix("/") ? output : output + "/") + name)
    }
    let url = URL(fileURLWithPath: output)
    try InputFiles.runs([path]).check(url)
    return url
  }

  private func put(_ data: Data, _ file: URL?) throws {
    guard let file else { return try StandardOutput.write(data) }
    try Folder.make(file.deletingLastPathComponent())
    try AtomicFile.write(data, to: file)
  }
}

extension ONNXExport.Part: NamedChoice {}

/// What can be written of a run for other programs.
enum ExportFormat: String, NamedChoice {
  case tsv, csv, npz, safetensors, onnx

  /// `.tsv, .csv …`.
  static var endings: String { allCases.map { ".\($0.rawValue)" }.joined(separator: ", ") }

  /// What `-o` and `--format` say together.
  /// - Throws: ``Failure`` of kind `usage` when neither tells, or both do and differ.
  init(output: String, format: ExportFormat?) throws {
    let ending = URL(fileURLWithPath: output).pathExtension.lowercased()
    let byEnding = ExportFormat(rawValue: ending)
    if let byEnding, let format, byEnding != format {
      throw Failure(
        .usage, "--format \(format.rawValue)", "\(output) ends as a \(byEnding.rawValue)",
        advice: "leave --format out, or end it in .\(format.rawValue)")
    }
    guard let chosen = format ?? byEnding else {
      throw Failure(
        .usage, "-o \(output)", "its ending names no format",
        advice: "end it in one of \(Self.endings), or give --format csv")
    }
    self = chosen
  }
}
