import AECore
import DrawingTesting
import Testing
import Visual

/// The training as a picture that moves.
struct FilmFigureTests {
  @Test func framesFollowTheEpochs() throws {
    let run = try SampleRun(name: "film", preset: .dense, latentSize: 3).filmed()
    let figure = try FilmFigure(run: run)
    for page in [PageSize.slide, .slide4x3, .a4] {
      let style = Style(theme: .dark, page: page, measurer: PangoMeasurer())
      let frames = try figure.steps(style: style, wording: PageWording())
      #expect(frames.count == 5)
      #expect(frames[0].title == "Learning: before the first step")
      #expect(frames[4].title == "Learning: after epoch 20 of 20")
      for frame in frames {
        let scene = Page(frame).scene(style: style)
        #expect(LayoutCheck.problems(in: scene, minimumTextSize: page.minimumTextSize) == [])
      }
    }
    // The made-up reconstructions come nearer with each frame, and the caption says how far.
    let errors = (0..<5).map(figure.error)
    #expect(zip(errors, errors.dropFirst()).allSatisfy { $0 > $1 })
    let words =
      "error is \(NumberText.short(errors[4], digits: 2)); it was "
      + "\(NumberText.short(errors[0], digits: 2)) before the first step."
    #expect(figure.caption.contains(words), "\(figure.caption)")
  }

  @Test func whatDoesNotFitIsRefused() throws {
    let run = try SampleRun(name: "film", preset: .dense, latentSize: 3).filmed()
    #expect(throws: Failure.self) { try FilmFigure(run: SampleRun(name: "none").run) }
    for (name, tensor) in [
      ("input", Tensor([2, 1, 3, 3])), ("epoch", Tensor([5], [0, 3, 2, 4, 5])),
      ("epoch", Tensor([5], [.nan, 3, 2, 4, 5])), ("code", Tensor([5, 20, 2])),
      ("reconstruction", Tensor([4, 8, 1, 28, 28])), ("label", Tensor([3])),
      ("label", Tensor([20], repeating: -3)),
    ] {
      var broken = run
      broken.tensors["film.\(name)"] = tensor
      #expect(throws: Failure.self, "\(name)") { try FilmFigure(run: broken) }
    }
  }

  @Test func classesAndWaysMove() throws {
    let run = try SampleRun(name: "conv").run
    let style = Style(theme: .light, page: .slide, measurer: PangoMeasurer())
    #expect(try LatentFigure(run: run).steps(style: style, wording: PageWording()).count == 12)
    let way = try InterpolationFigure(run: run).steps(style: style, wording: PageWording())
    #expect(way.count == 11)
    for frame in way {
      let scene = Page(frame).scene(style: style)
      #expect(LayoutCheck.problems(in: scene, minimumTextSize: 18) == [])
    }
    let line = try SampleRun(name: "1", preset: .dense, latentSize: 1).run
    #expect(throws: Failure.self) {
      try LatentFigure(run: line).steps(style: style, wording: PageWording())
    }
  }
}

extension SampleRun {
  /// The run with five frames of a film whose reconstructions come nearer to their images.
  func filmed() throws -> Run {
    var run = try run
    var random = RandomSource(seed: 4)
    let input = try run.images(TensorName.sampleInput).rows(0..<8)
    var film = TrainingFilm(input: input, labels: (0..<20).map { $0 % 10 })
    for (index, epoch) in [0, 5, 10, 15, 20].enumerated() {
      let share = 1 - Float(index) / 5
      film.add(
        epoch: epoch, Tensor(input.shape, input.values.map { $0 * (1 - share) + 0.5 * share }),
        codes: Tensor(
          [20, latentSize],
          (0..<20 * latentSize).map { _ in Float(index + 1) * random.normal() }),
        isLast: index == 4)
    }
    run.tensors.merge(film.tensors) { $1 }
    return run
  }
}
