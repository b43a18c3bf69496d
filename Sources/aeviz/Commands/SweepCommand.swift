import AECore
import ArgumentParser
import Foundation
import Visual

/// `aeviz sweep`: the same training with codes of several sizes, and what they reach.
struct SweepCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep",
    abstract: "Train with codes of several sizes and draw the error against the size.",
    discussion: """
      Every size gets a run directory of its own, latent-N. What is there already with the \
      same options is kept, what was interrupted is gone on with: to draw again, or to add \
      sizes, give the command again. The numbers are in sweep.json.

      EXAMPLES:
        aeviz sweep
        aeviz sweep --latent 2,4,8,16,32 --preset dense --data digits --epochs 50
        aeviz sweep --data fashion-mnist --epochs 5 --format pdf -o output/sizes
      """)

  @Option(
    help: ArgumentHelp("The sizes of the code, with commas between them.", valueName: "counts"),
    transform: CodeSizes.init(parsing:))
  var latent = CodeSizes(sizes: [2, 4, 8, 16, 32])
  @Option(help: "The network: \(Preset.summaries).")
  var preset: Preset = .conv
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
      "Leave a class out of the training images, by name or label.", valueName: "class"))
  var holdOutClass: String?
  @OptionGroup(title: "Training options")
  var training: TrainingArguments

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "The folder of the runs, the figure and sweep.json. (default: output/<data>-<preset>-sweep)",
      valueName: "dir"), completion: .directory)
  var output: String?
  @Option(
    name: [.customLong("size"), .customLong("page")],
    help: "The figure's page: slide, slide-4x3, a4, letter, or WxHin in inches.",
    completion: .list(PageSize.named.map(\.name)), transform: PageSize.init(parsing:))
  var size: PageSize = .slide
  @Option(help: "The figure's colours: light or dark.")
  var theme: ThemeName = .light
  @Option(help: "The figure's kind of file: png, pdf, svg or pptx.")
  var format: OutputFormat = .png
  @Flag(help: "No progress; only the paths, and what goes wrong.")
  var quiet = false

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit \(limit) leaves no images.") }
    if output == "" { throw ValidationError("-o is empty: give a folder.") }
    if output == "-" { throw ValidationError("-o - is no folder: a sweep is several files.") }
    guard [.png, .pdf, .svg, .pptx].contains(format) else {
      throw ValidationError(
        format == .json
          ? "--format json: sweep.json has the numbers; choose png, pdf, svg, pptx."
          : "--format \(format.rawValue): the figure does not move; choose png, pdf, svg, pptx.")
    }
  }

  func run() throws {
    let name = DatasetName.short(data)
    let folder = URL(
      fileURLWithPath: output ?? "output/\(name)-\(preset.rawValue)-sweep", isDirectory: true)
    var dataset = try images.load(data, isShown: !quiet)
    if let holdOutClass {
      dataset = try dataset.holdingOut(dataset.label(ofClass: holdOutClass))
    }
    if let limit { dataset.train = dataset.train.prefix(limit) }
    // Before the first training, everything that could stop a later one.
    let options = training.options(preset, imageCount: dataset.train.count)
    let members = try latent.sizes.map {
      try Member($0, of: self, dataset, options, in: folder)
    }
    let runs = try members.map { member in
      ("\(member.folder.lastPathComponent)/\(RunDirectory.fileName)", try train(member))
    }
    let sweep = try Sweep(runs)
    let figure = try SweepFigure(sweep)
    var drawing = try DrawingOptions.parse([])
    (drawing.size, drawing.theme) = (size, theme)
    let numbers = folder.appendingPathComponent("sweep.json")
    let picture = folder.appendingPathComponent("sweep.\(format.rawValue)")
    let drawn = try Drawing.encode(figure, as: format, drawing)
    try AtomicFile.write(JSONValue(encoding: sweep).data, to: numbers)
    try AtomicFile.write(drawn, to: picture)
    try StandardOutput.write([numbers, picture].map { PathText.shown($0) + "\n" }.joined())
  }

  /// One size of the code, and what is there of it.
  private struct Member {
    var folder: URL
    var latentSize: Int
    var standing: TrainingStanding

    init(
      _ latentSize: Int, of sweep: SweepCommand, _ dataset: Dataset, _ options: TrainingOptions,
      in parent: URL
    ) throws {
      self.latentSize = latentSize
      folder = parent.appendingPathComponent("latent-\(latentSize)", isDirectory: true)
      let model = try sweep.preset.model(imageShape: dataset.imageShape, latentSize: latentSize)
      standing = try TrainingStanding(of: model, on: dataset.summary, options, in: folder)
      if case .complete = standing { return }
      try TrainingSession.checkMemory(model, dataset, options)
    }
  }

  private func train(_ member: Member) throws -> Run {
    try RunDirectory.read(
      Training.complete(
        preset, latentSize: member.latentSize, data: data, images, limit: limit,
        heldOutClass: holdOutClass, training, in: member.folder, member.standing,
        output: quiet ? .quiet : .text))
  }
}

/// `2,4,8`: sizes of the code, each once.
struct CodeSizes: CustomStringConvertible {
  /// From the smallest to the largest.
  var sizes: [Int]

  init(sizes: [Int]) { self.sizes = sizes }

  /// - Throws: `ValidationError` for what is no list of numbers from 1 on.
  init(parsing argument: String) throws {
    let numbers = try argument.split(separator: ",", omittingEmptySubsequences: false).map { part in
      guard let number = Int(part), number >= 1 else {
        throw ValidationError("'\(part)' is no number from 1 on; give some, such as 2,4,8")
      }
      return number
    }
    sizes = Set(numbers).sorted()
  }

  var description: String { sizes.map(String.init).joined(separator: ",") }
}
