import AECore
import ArgumentParser
import Foundation
import Visual

/// `aeviz evaluate`: measures what a trained network can do, beside plain baselines.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Measure a trained run on its images, for the report.",
    discussion: """
      `aeviz train` does the same at its end. For runs that came from elsewhere, or from an \
      older aeviz: the weights in the run are put to work on the images that it names, and \
      the sections of `evaluation` in run.json are written anew.

      EXAMPLES:
        aeviz evaluate output/demo/run.json
        aeviz evaluate mine/run.json --data ~/my-images
        aeviz evaluate run.json --only classification --seed 2 -o second/
      """)

  @Argument(
    help: ArgumentHelp("The run.json of a run directory.", valueName: "run.json"),
    completion: .file(extensions: ["json"]))
  var path: String
  @Option(
    help: ArgumentHelp(
      "The images: a name from `aeviz data`, or a folder or file of your own. (default: what the "
        + "run names, read as it says)", valueName: "data"), completion: .dataset)
  var data: String?
  @OptionGroup(title: "Images of your own")
  var images: ImageArguments
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Take these steps only, leave the other sections as they are: "
        + "\(Evaluator.steps.map(\.name).joined(separator: ", ")).", valueName: "step"))
  var only: [String] = []
  @Option(help: "Of all that is drawn by lot. (default: the training's seed, else 1)")
  var seed: UInt64?
  @Option(help: "Threads at work; changes the speed only. (default: one per processor)")
  var threads: Int?
  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "The run directory to write to. (default: where the run is)", valueName: "dir"),
    completion: .directory)
  var output: String?
  @Flag(help: "Replace another run that is in that directory.")
  var overwrite = false

  func validate() throws {
    let names = Evaluator.steps.map(\.name)
    if let unknown = only.first(where: { !names.contains($0) }) {
      throw ValidationError(
        "there is no step '\(unknown)'; choose from \(names.joined(separator: ", ")).")
    }
    try RunMeasuring.check(threads: threads, output: output)
  }

  func run() throws {
    let runFile = RunDirectory.runFile(at: try RunPath.url(path))
    let text = try? Self.text(of: runFile)
    let given = try RunDirectory.read(runFile)
    guard output != nil || runFile.lastPathComponent == RunDirectory.fileName else {
      throw Failure(
        .usage, path, "is not called \(RunDirectory.fileName), as what is written will be",
        advice: "give -o with a folder")
    }
    let folder =
      output.map { URL(fileURLWithPath: $0, isDirectory: true) }
      ?? runFile.deletingLastPathComponent()
    if output != nil, let data { try RunDirectory.checkApart(folder, fromImages: data) }
    try RunDirectory.checkWritable(folder)
    // Held until the run is written: what another process has written since is not lost.
    let lock = try FolderLock(folder)
    defer { withExtendedLifetime(lock) {} }
    let isRenewed = try check(folder, runFile) && text != (try? Self.text(of: runFile))
    let run = isRenewed ? try RunDirectory.read(runFile) : given
    let dataset = try RunImages.load(for: run, at: path, data: data, images)
    let measuring = RunMeasuring(
      Evaluator.steps.filter { only.isEmpty || only.contains($0.name) }, threads: threads)
    try measuring.checkMemory(run.model, dataset)
    let autoencoder = try Failure.about(path) {
      try Autoencoder(run.model, imageShape: run.dataset.imageShape, tensors: run.tensors)
    }
    let subject = EvaluationSubject(
      autoencoder: autoencoder, dataset: dataset, run: run,
      seed: seed ?? run.training?.seed ?? 1)
    try measuring.write(subject, to: folder, farewell: "the run is as it was")
  }

  private static func text(of runFile: URL) throws -> Data {
    try InputFile.read(runFile, limit: JSONFile.largestFile)
  }

  /// Whether what is written into `folder` replaces the run that is measured.
  /// - Throws: ``Failure`` when it would replace another one.
  private func check(_ folder: URL, _ runFile: URL) throws -> Bool {
    let target = folder.appendingPathComponent(RunDirectory.fileName)
    if FileIdentity.isSame(target.path, runFile.path) { return true }
    if !overwrite { try TrainingStanding.requireVacant(folder, canResume: false) }
    return false
  }
}
