import AECore
import ArgumentParser
import Foundation

extension ONNXExport.Part: NamedChoice {}

/// `aeviz export`: a run's network for other programs.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write a run's network as ONNX, for other programs.",
    discussion: """
      The file takes any number of images, (N, C, H, W) with pixels in [0, 1], and gives \
      what aeviz gives. `aeviz import` reads it back.

      EXAMPLES:
        aeviz export output/demo/run.json -o model.onnx
        aeviz export output/demo/run.json --part encoder -o encoder.onnx
      """)

  @Argument(
    help: ArgumentHelp("The run.json of a run directory.", valueName: "run.json"),
    completion: .file(extensions: ["json"]))
  var path: String
  @Option(
    help:
      "What of it: whole (the image again, and the code beside it), encoder or decoder.")
  var part: ONNXExport.Part = .whole
  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("The file; it ends in .onnx.", valueName: "file"),
    completion: .file(extensions: ["onnx"]))
  var output: String

  func validate() throws {
    guard output.lowercased().hasSuffix(".onnx") else {
      throw ValidationError("-o \(output): end it in .onnx.")
    }
  }

  func run() throws {
    let run = try RunDirectory.read(try RunPath.url(path))
    let data = try Failure.about(path) { try ONNXExport(run).file(part) }
    let url = URL(fileURLWithPath: output)
    try InputFiles.runs([path]).check(url)
    try Folder.make(url.deletingLastPathComponent())
    try AtomicFile.write(data, to: url)
  }
}
