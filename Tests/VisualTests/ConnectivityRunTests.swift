import AECore
import DrawingTesting
import Testing
import Visual

/// The views of a run's layers: real activations and weights have long numbers, signs and zeros.
struct ConnectivityRunTests {
  private static let measurer = PangoMeasurer()

  /// The sample run with weights and biases.
  private static func run() throws -> Run {
    var run = try SampleRun(name: "conv").run
    var random = RandomSource(seed: 4)
    for step in try run.model.steps(imageShape: run.dataset.imageShape) {
      for (name, shape) in step.layer.parameterShapes {
        run.tensors[TensorName.parameter(step.half, step.index, name)] = Tensor(
          shape, (0..<shape.count).map { _ in 0.3 * random.normal() })
      }
    }
    return run
  }

  @Test(arguments: ConnectivityFigure.View.allCases)
  func everyLayerIsWellLaidOut(view: ConnectivityFigure.View) throws {
    let run = try Self.run()
    for layer in ["encoder.0", "decoder.3", "decoder.5"] {
      let figure = try ConnectivityFigure(
        run: run, ConnectivityChoice(view: view, layer: layer, sample: 2))
      for page in [PageSize.slide, .slide4x3, .a4] {
        for theme in Theme.named {
          let style = Style(theme: theme, page: page, measurer: Self.measurer)
          let problems = LayoutCheck.problems(
            in: Page(figure).scene(style: style), minimumTextSize: page.minimumTextSize)
          #expect(problems.isEmpty, "\(layer), \(view), \(page.name), \(theme.name): \(problems)")
        }
      }
    }
  }

  @Test func theDecodersMapsAreWellLaidOut() throws {
    let figure = try ConnectivityFigure(run: Self.run(), ConnectivityChoice(view: .overlap))
    #expect(figure.decoder?.overlap.stages.count == 2)
    for page in [PageSize.slide, .slide4x3, .a4] {
      let style = Style(theme: .dark, page: page, measurer: Self.measurer)
      let scene = Page(figure).scene(style: style)
      #expect(LayoutCheck.problems(in: scene, minimumTextSize: page.minimumTextSize).isEmpty)
      // Every cell's number is printed, or none where they have no room; the caption has the
      // limits.
      let last = try #require(figure.decoder?.overlap.stages.last)
      let numbers = scene.texts("decoder/map/2/number/").compactMap(Double.init)
      #expect(numbers == last.columns || numbers.isEmpty)
      #expect(figure.caption.hasPrefix("Away from the border, 1 to 9 ways lead to a pixel"))
    }
  }

  @Test func whatTheRunLacksIsTold() throws {
    var run = try Self.run()
    #expect(throws: Failure.self) {
      try ConnectivityFigure(run: run, ConnectivityChoice(view: .values, sample: 99))
    }
    #expect(throws: Failure.self) {
      try ConnectivityFigure(run: run, ConnectivityChoice(layer: "decoder.1"))
    }
    run.tensors[TensorName.activation(.decoder, 3)] = nil
    #expect(throws: Failure.self) {
      try ConnectivityFigure(run: run, ConnectivityChoice(view: .values, layer: "decoder.3"))
    }
    // Without activations the geometry can still be drawn.
    #expect(throws: Never.self) {
      try ConnectivityFigure(run: run, ConnectivityChoice(view: .matrix, layer: "decoder.3"))
    }
  }
}
