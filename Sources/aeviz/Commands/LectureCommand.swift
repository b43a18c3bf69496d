import AECore
import ArgumentParser
import Foundation
import Visual

/// `aeviz lecture`: a whole lecture, from networks that it trains.
struct LectureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lecture",
    abstract: "Make a whole lecture on autoencoders: slides with speaker's notes.",
    discussion: """
      Trains four small networks (convolutional, fully connected, denoising, variational) and \
      draws what a lecture shows of them: one idea a slide, in the order in which it is told. \
      What is trained is kept, so that another page or theme takes seconds, and what was \
      interrupted is gone on with: give the same command again. A .pptx has the notes in it; \
      beside a PDF or pages they are a text.

      EXAMPLES:
        aeviz lecture
        aeviz lecture -o lecture.pptx
        aeviz lecture --theme dark --page slide-4x3 -o output/lecture/dark.pdf
        aeviz lecture --format svg -o slides
        aeviz lecture --data fashion-mnist --epochs 5 -o output/large/
      """)

  @Option(
    help: ArgumentHelp(
      "The images: a name from `aeviz data`, or a folder or file of your own.", valueName: "data"),
    completion: .dataset)
  var data = "fashion"
  @OptionGroup(title: "Images of your own")
  var images: ImageArguments
  @Option(help: ArgumentHelp("Use only the first N training images.", valueName: "N"))
  var limit: Int?
  @Option(
    help: ArgumentHelp(
      "Passes over the training images. (default: 30, variational 100)", valueName: "count"))
  var epochs: Int?
  @Option(
    help: ArgumentHelp(
      "The folder of the trained networks. (default: that of -o, or output/lecture)",
      valueName: "dir"), completion: .directory)
  var runs: String?
  @Flag(help: "No progress; only the paths, and what goes wrong.")
  var quiet = false
  @OptionGroup var drawing: DrawingOptions

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit \(limit) leaves no images.") }
    if let epochs, epochs < 1 { throw ValidationError("--epochs \(epochs) trains nothing.") }
    if runs == "" { throw ValidationError("--runs is empty: give a folder.") }
  }

  func run() throws {
    // Where it goes is wrong, or all is well, before anything is trained.
    let destination = try ReportDestination(
      drawing.namingFolder, default: "output/lecture/lecture", reading: .files([]))
    let folder = runs.map { URL(fileURLWithPath: $0, isDirectory: true) } ?? destination.lectureRuns
    var dataset = try images.load(data, isShown: !quiet)
    if let limit { dataset.train = dataset.train.prefix(limit) }
    let members = try LectureNetwork.all.map { try Member($0, of: self, dataset, in: folder) }
    var runs: [LectureNetwork.Role: Run] = [:]
    for (index, member) in members.enumerated() {
      if !quiet, !member.isComplete {
        StandardError.line(
          "network \(index + 1) of \(members.count): \(member.network.role.rawValue)")
      }
      runs[member.network.role] = try RunDirectory.read(train(member))
    }
    let lecture = try Lecture(runs)
    try ReportWriter(drawing).write(lecture, to: destination)
    let notes = try destination.notes.map { url -> URL in
      try AtomicFile.write(Data(lecture.notes.utf8), to: url)
      return url
    }
    if case .document(.standardOutput, _) = destination { return }
    let paths = [destination.shown] + [notes].compactMap { $0.map(PathText.shown) }
    try StandardOutput.write(paths.map { $0 + "\n" }.joined())
  }

  /// One network, and what is there of it.
  private struct Member {
    var network: LectureNetwork
    var arguments: TrainingArguments
    var folder: URL
    var standing: TrainingStanding

    init(
      _ network: LectureNetwork, of command: LectureCommand, _ dataset: Dataset, in parent: URL
    ) throws {
      self.network = network
      arguments = try TrainingArguments.parse([])
      arguments.epochs = command.epochs ?? network.epochs
      arguments.noise = network.corruption
      arguments.loss = network.loss
      arguments.schedule = network.schedule
      folder = parent.appendingPathComponent(network.role.rawValue, isDirectory: true)
      let model = try network.preset.model(
        imageShape: dataset.imageShape, latentSize: network.latentSize)
      let options = arguments.options(network.preset, imageCount: dataset.train.count)
      do {
        standing = try TrainingStanding(of: model, on: dataset.summary, options, in: folder)
      } catch var failure as Failure {
        failure.advice = "give the same options again, another --runs, or remove the folder"
        throw failure
      }
      if !isComplete { try TrainingSession.checkMemory(model, dataset, options) }
    }

    var isComplete: Bool {
      if case .complete = standing { true } else { false }
    }
  }

  private func train(_ member: Member) throws -> URL {
    try Training.complete(
      member.network.preset, latentSize: member.network.latentSize, data: data, images,
      limit: limit, member.arguments, in: member.folder, member.standing,
      output: quiet ? .quiet : .text)
  }
}

extension DrawingOptions {
  /// The same, where a name without an ending is a folder: a lecture has much to put into one.
  fileprivate var namingFolder: DrawingOptions {
    var options = self
    if let output, format != .pdf, format != .pptx, !Destination.Place.isPipe(output),
      !output.hasPrefix("/dev/"), URL(fileURLWithPath: output).pathExtension.isEmpty,
      !output.hasSuffix("/")
    {
      options.output = output + "/"
    }
    return options
  }
}

extension ReportDestination {
  /// Where a lecture keeps its networks: in its own folder.
  fileprivate var lectureRuns: URL {
    switch self {
    case .folder(let url, _): url
    case .document: URL(fileURLWithPath: "output/lecture", isDirectory: true)
    }
  }

  /// Where its notes go; nil for a presentation, which has them, and for a pipe.
  fileprivate var notes: URL? {
    switch self {
    case .folder(let url, _): url.appendingPathComponent("notes.txt")
    case .document(.file(let url, _), .pdf):
      url.deletingPathExtension().appendingPathExtension("notes.txt")
    case .document: nil
    }
  }
}
