import AECore
import ArgumentParser
import Foundation
import Visual

/// `aeviz figure`: one figure of a run, for a slide.
struct FigureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "figure",
    abstract: "Draw one figure of a run.",
    discussion: """
      EXAMPLES:
        aeviz figure --list
        aeviz figure latent output/demo/run.json -o latent.png
        aeviz figure latent run.json --projection pca --thumbnails 20
        aeviz figure loss run.json --transparent --svg-text -o loss.svg
        aeviz figure latent run.json --title Codes --no-caption -o codes.png
        aeviz figure target run.json --sample 3 -o target.pptx
        aeviz figure connectivity run.json --layer decoder.3 --view matrix
        aeviz figure connectivity run.json --view values --sample 2 --map 0:1
        aeviz figure connectivity run.json --view overlap
        aeviz figure checkerboard run.json --twin output/demo/run.json
        aeviz figure connectivity run.json --layer decoder.3 --animate -o sliding.gif
        aeviz figure interpolation run.json --animate -o way.gif
        aeviz figure loss run.json --format json -o - | head -c 300
      """)

  @Argument(
    help: "Which figure; see --list.", completion: .list(FigureCatalog.entries.map(\.name)))
  var name: String?
  @Argument(
    help: ArgumentHelp("The run.json of a run directory.", valueName: "run.json"),
    completion: .file(extensions: ["json"]))
  var path: String?
  @Flag(help: "Name the figures.")
  var list = false
  @Option(help: ArgumentHelp("Which sample a figure of one image shows, from 0.", valueName: "N"))
  var sample: Int?
  @OptionGroup var twin: TwinOption
  @OptionGroup(title: "Codes") var latent: LatentOptions
  @OptionGroup(title: "Connectivity") var connectivity: ConnectivityOptions
  @OptionGroup(title: "Moving pictures") var animation: AnimationOptions
  @OptionGroup(title: "Words around the picture") var words: WordingOptions
  @OptionGroup var drawing: DrawingOptions

  func validate() throws {
    guard !list else { return }
    guard let name else { throw ValidationError("give the name of a figure, or --list.") }
    let names = FigureCatalog.entries.map(\.name)
    guard FigureCatalog.entry(name) != nil else {
      if FileManager.default.fileExists(atPath: name) {
        throw ValidationError(
          "'\(name)' is a file or a folder: the figure's name goes before the run, such as "
            + "aeviz figure latent \(ShellWord.quoted(name))")
      }
      let meant = NearestWord.of(name, among: names).map { " did you mean \($0)?" } ?? ""
      throw ValidationError(
        "there is no figure '\(name)';\(meant) choose one of \(names.joined(separator: ", "))")
    }
    if path == nil { throw ValidationError("give the run.json that the figure is drawn from.") }
  }

  func run() throws {
    guard !list, let name, let path, let entry = FigureCatalog.entry(name) else {
      let rows = FigureCatalog.entries.map { [$0.name, $0.summary] }
      try StandardOutput.write(TextTable.columns(rows, right: [], indent: 0))
      return
    }
    if connectivity.isUsed, name != "connectivity" {
      throw Failure(
        .usage, "figure \(name)", "has no --view, --layer, --focus, --map or --formula",
        advice: "leave them out, or draw the figure connectivity")
    }
    if animation.animate, !entry.moves {
      throw Failure(
        .usage, "figure \(name)", "does not move, and has no --animate",
        advice: "leave it out, or draw one of "
          + FigureCatalog.entries.filter(\.moves).map(\.name).listed)
    }
    if latent.isUsed, name != "latent" {
      throw Failure(
        .usage, "figure \(name)", "has no --projection or --thumbnails",
        advice: "leave them out, or draw the figure latent")
    }
    if twin.path != nil, !entry.showsTwin {
      throw Failure(
        .usage, "figure \(name)", "has no --twin",
        advice: "leave it out, or draw the figure "
          + FigureCatalog.entries.filter(\.showsTwin).map(\.name).joined(separator: " or "))
    }
    if sample != nil, !entry.showsOneSample {
      throw Failure(
        .usage, "figure \(name)", "is not of one sample, and has no --sample",
        advice: "leave it out, or draw a figure of one image, such as feature-maps")
    }
    // Where it goes is wrong, or all is well, before the run is read.
    let inputs = InputFiles.runs([path, twin.path].compactMap { $0 })
    let file = name == "connectivity" ? connectivity.fileName(after: name) : name
    let isMoving = animation.animate || entry.moves && drawing.namesMovingFormat
    let destination =
      isMoving
      ? nil
      : try drawing.destination(
        default: "output/\(file).png", reading: inputs,
        movingAdvice: ", or one of the figures that move: "
          + FigureCatalog.entries.filter(\.moves).map(\.name).listed)
    let moving =
      isMoving ? try AnimationDestination(drawing, name: file, reading: inputs) : nil
    let (run, tensorsSHA256) = try RunDirectory.open(RunPath.url(path))
    let second = try twin.read(beside: run)
    let figure = try Failure.about(path) {
      try entry.make(
        run,
        FigureCatalog.Options(
          sample: sample ?? 0, connectivity: connectivity.choice(sample: sample ?? 0),
          latent: latent.choice, twin: second, tensorsSHA256: tensorsSHA256))
    }
    if let destination {
      if destination.format == .json, let diagram = figure as? ConnectivityFigure {
        try ConnectionLimit.check(diagram)
      }
      try Drawing.write(figure, to: destination, drawing, wording: words.wording)
    } else if let figure = figure as? any MovingFigure, let moving {
      try AnimationWriter(options: drawing, animation: animation, wording: words.wording)
        .write(figure, to: moving)
    }
  }
}
