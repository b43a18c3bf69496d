import AECore
import ArgumentParser
import Foundation
import Page
import Visual

/// `aeviz stride-demo`: a convolution and its transpose, as a diagram.
struct StrideDemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stride-demo",
    abstract: "Draw a convolution and its transpose: which cells they join, and how.",
    discussion: """
      The input of the convolution is the output of the transposed convolution, and the
      other way round; --input and the other options speak of the convolution. Give a number, or HxW where height and width differ; of padding also B:A,
      where what lies before a map (above, at the left) differs from what lies behind it.

      EXAMPLES:
        aeviz stride-demo --stride 2
        aeviz stride-demo --no-title --no-caption -o bare.svg
        aeviz stride-demo --view convolution -o many-to-one.svg
        aeviz stride-demo --view transposed --formula -o one-to-many.svg
        aeviz stride-demo --view maps -o maps.pdf
        aeviz stride-demo --view planes --channels 64:32 -o planes.svg
        aeviz stride-demo --view matrix --dims 1 --input 9 -o matrix.svg
        aeviz stride-demo --view values --kernel-values 1,0,-1,2,0,-2,1,0,-1
        aeviz stride-demo --view overlap --kernel 4 --focus 0,1
        aeviz stride-demo --input 6x8 --kernel 3x2 --stride 2x1 --padding 1x0
        aeviz stride-demo --input 6 --padding 0:1 -o keras.svg
        aeviz stride-demo --view sides --input 7 --kernel 4 -o sides.pdf
        aeviz stride-demo --view steps -o steps.pdf
        aeviz stride-demo --animate -o sliding.gif
        aeviz stride-demo --animate --view matrix -o frames/
        aeviz stride-demo --stride 2 --format json -o - | head -c 300
        aeviz stride-demo --run output/demo/run.json --layer decoder.3
        aeviz stride-demo -o stride.html
      """)

  @OptionGroup var geometry: GeometryOptions
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The input of --view values, row by row: 1,0,2,…", valueName: "numbers"))
  var inputValues: NumbersArgument?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The kernel of --view values, row by row: 1,0,-1,…", valueName: "numbers"))
  var kernelValues: NumbersArgument?
  @Option(help: ArgumentHelp("Draws other numbers for --view values. (default: 1)", valueName: "N"))
  var seed: UInt64?
  @OptionGroup(title: "Connectivity") var connectivity: ConnectivityOptions
  @OptionGroup(title: "Moving pictures") var animation: AnimationOptions
  @Option(
    name: .customLong("run"),
    help: ArgumentHelp("Draw a layer of this run.", valueName: "run.json"),
    completion: .file(extensions: ["json"]))
  var runPath: String?
  @Option(help: ArgumentHelp("Which sample of the run is worked, from 0.", valueName: "N"))
  var sample: Int?
  @OptionGroup(title: "Words around the picture") var words: WordingOptions
  @OptionGroup var drawing: DrawingOptions

  func validate() throws {
    if runPath == nil, connectivity.layer != nil {
      throw ValidationError("--layer names a layer of a run: give --run as well.")
    }
    if runPath != nil, connectivity.layer == nil, !connectivity.view.showsDecoder {
      let whole = ConnectivityFigure.View.names(where: \.showsDecoder)
      throw ValidationError("give the --layer of the run; only --view \(whole) shows all of them.")
    }
    if runPath == nil, sample != nil {
      throw ValidationError("--sample is one of a run: give --run as well.")
    }
    let hasNumbers =
      geometry.isUsed || inputValues != nil || kernelValues != nil || seed != nil
    if runPath != nil, hasNumbers {
      throw ValidationError("a layer of a run has its own geometry: leave the numbers out.")
    }
    try geometry.check()
    if connectivity.view.numbers != .required,
      inputValues != nil || kernelValues != nil || seed != nil
    {
      let worked = ConnectivityFigure.View.names { $0.numbers == .required }
      throw ValidationError(
        "--input-values, --kernel-values and --seed belong to --view \(worked).")
    }
  }

  func run() throws {
    let inputs = InputFiles.runs([runPath].compactMap { $0 })
    let file = connectivity.fileName(after: "stride-demo")
    if WebDestination.isMeant(drawing.output) {
      let destination = try WebDestination(
        drawing.output, default: URL(fileURLWithPath: "output/\(file).html"), reading: inputs)
      try destination.write(GeometryPage(command: "aeviz stride-demo -o stride.html").html())
      return
    }
    if animation.animate {
      let destination = try AnimationDestination(drawing, name: file, reading: inputs)
      return try AnimationWriter(options: drawing, animation: animation, wording: words.wording)
        .write(figure(), to: destination)
    }
    let destination = try drawing.destination(
      default: "output/\(file).png", reading: inputs, movingAdvice: ", or give --animate")
    let figure = try self.figure()
    if destination.format == .json { try ConnectionLimit.check(figure) }
    try Drawing.write(figure, to: destination, drawing, wording: words.wording)
  }

  private func figure() throws -> ConnectivityFigure {
    let choice = connectivity.choice(sample: sample ?? 0)
    if let runPath {
      let run = try RunDirectory.read(RunPath.url(runPath))
      return try Failure.about(runPath) { try ConnectivityFigure(run: run, choice) }
    }
    let pair = try geometry.pair(shownAs: choice.view)
    let example = choice.view.numbers == .required ? try self.example(pair) : nil
    let focus = try choice.cell(in: pair)
    if let focus, let part = example?.pair.smallShape,
      focus.y >= part.height || focus.x >= part.width
    {
      throw Failure(
        .usage, "--focus \(focus.y),\(focus.x)",
        "only the first \(part.height) × \(part.width) of \(pair.smallShape.size) cells are worked",
        advice: "choose one of them, or use smaller maps")
    }
    return ConnectivityFigure(
      pair, view: choice.view, focus: focus,
      largeChannel: try choice.largeMap(in: pair), isOneDimensional: geometry.isOneDimensional,
      example: example, showsFormula: choice.showsFormula)
  }

  private func example(_ pair: ConvolutionPair) throws -> WorkedExample {
    if inputValues == nil, kernelValues == nil,
      let example = WorkedExample.seeded(partOf: pair, seed: seed ?? 1)
    {
      return example
    }
    return try WorkedExample.seeded(
      pair, seed: seed ?? 1, inputValues: inputValues?.values,
      kernelValues: kernelValues?.values)
  }
}
