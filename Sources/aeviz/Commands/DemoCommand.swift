import AECore
import ArgumentParser
import Foundation
import Visual

/// `aeviz demo`: everything once, on real images.
struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Train on the embedded images, draw the stride demo, report the run.",
    discussion: """
      Trains the conv preset with a code of 16 values on `fashion`, and writes the run, two \
      diagrams, the report and a living page into one folder. Prints their paths. A training that is there \
      already is kept, or gone on with.

      EXAMPLES:
        aeviz demo
        aeviz demo -o /tmp/demo --theme dark
      """)

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("The folder to write into.", valueName: "dir"), completion: .directory)
  var output = "output/demo"
  @Option(help: "Passes over the training images.")
  var epochs = 30
  @Option(help: "The colours: light or dark.")
  var theme: ThemeName = .light
  @Flag(help: "Replace another run that is in the folder.")
  var overwrite = false

  func validate() throws {
    if output.isEmpty { throw ValidationError("-o is empty: give a folder.") }
  }

  func run() throws {
    let folder = URL(fileURLWithPath: output, isDirectory: true)
    let run = try train(into: folder)

    var drawing = try DrawingOptions.parse([])
    drawing.theme = theme
    var paths = [run]
    for (view, name) in [(ConnectivityFigure.View.pair, "stride-demo"), (.maps, "stride-maps")] {
      let url = folder.appendingPathComponent("\(name).png")
      let figure = ConnectivityFigure(try Self.pair(view), view: view)
      try AtomicFile.write(Drawing.encode(figure, as: .png, drawing), to: url)
      paths.append(url)
    }
    let report = folder.appendingPathComponent("report.pdf")
    try ReportWriter(drawing).write(run, to: .document(.file(report, isDefault: false), .pdf))
    paths.append(report)
    let page = folder.appendingPathComponent("page.html")
    try AtomicFile.write(
      WebDestination.page(of: run, at: PathText.shown(run), data: nil, ImageArguments.parse([])),
      to: page)
    paths.append(page)
    try StandardOutput.write(paths.map { PathText.shown($0) + "\n" }.joined())
  }

  private func train(into folder: URL) throws -> URL {
    var arguments = try TrainingArguments.parse([])
    arguments.epochs = epochs
    let dataset = try DatasetCatalog.load("fashion")
    let standing: TrainingStanding
    do {
      standing = try TrainingStanding(
        of: Preset.conv.model(imageShape: dataset.imageShape, latentSize: 16),
        on: dataset.summary, arguments.options(.conv, imageCount: dataset.train.count), in: folder)
    } catch var failure as Failure {
      failure.advice = TrainingStanding.replacingAdvice
      guard overwrite else { throw failure }
      standing = .absent
    }
    return try Training.complete(
      .conv, latentSize: 16, data: "fashion", ImageArguments.parse([]), arguments, in: folder,
      standing,
      overwrites: overwrite, output: .text)
  }

  /// The lecture's own geometry: stride 2; two feature maps where there is room for them.
  private static func pair(_ view: ConnectivityFigure.View) throws -> ConvolutionPair {
    try ConvolutionPair(
      geometry: ConvGeometry(kernel: Size2D(3), stride: Size2D(2), padding: Size2D(1)),
      largeShape: ImageShape(
        channels: view.standardMaps, height: view.standardSize, width: view.standardSize),
      smallChannels: view.standardMaps)
  }
}
