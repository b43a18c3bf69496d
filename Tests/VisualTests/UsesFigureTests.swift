import AECore
import DrawingTesting
import Foundation
import Testing
import Visual

/// The figures of what an autoencoder is good for, against the numbers in the run.
@Suite struct UsesFigureTests {
  static let pages = [PageSize.slide, .slide4x3, .a4, .letter]
  static let measurer = PangoMeasurer()

  private func texts(_ figure: any Figure, _ page: PageSize = .slide) -> [String: String] {
    pageTexts(figure, page, measurer: Self.measurer)
  }

  @Test(arguments: SampleRun.all)
  func everyPageIsWellLaidOut(sample: SampleRun) throws {
    let run = try sample.run.withUses()
    let figures: [any Figure] = [try DenoisingFigure(run: run), try GenerationFigure(run: run)]
    for page in Self.pages {
      for theme in Theme.named {
        let style = Style(theme: theme, page: page, measurer: Self.measurer)
        for figure in figures {
          let scene = Page(figure, footer: .init(text: "run", number: "1 / 9")).scene(style: style)
          let problems = LayoutCheck.problems(in: scene, minimumTextSize: page.minimumTextSize)
          #expect(problems == [], "\(sample.name), \(figure.name), \(page.name), \(theme.name)")
        }
      }
    }
  }

  @Test func denoisingPrintsTheRunsNumbers() throws {
    var run = try SampleRun(name: "conv").run.withUses()
    let section = try #require(run.evaluation?.denoising)
    let figure = try DenoisingFigure(run: run)
    let found = texts(figure)
    for method in section.methods {
      #expect(
        found["denoising/\(method.name.rawValue)/psnr"]
          == NumberText.fixed(-10 * log10(method.mse), decimals: 1))
      #expect(
        found["denoising/\(method.name.rawValue)/ssim"]
          == NumberText.fixed(try #require(method.ssim), decimals: 3))
    }
    #expect(figure.title == "Denoising (gaussian 0.3), not what it was trained for")
    // The autoencoder's error is 0.01, the better filter's 0.02: 3 dB.
    #expect(figure.caption.contains("it beats the better filter (Gaussian) by 3.0 dB"))
    #expect(figure.caption.contains("Means over 1,000 test images"))
    #expect(figure.caption.contains("of the Gaussian filter were tried on 300 training images"))
    // Nobody knows what a network from elsewhere was trained for.
    let training = run.training
    run.training = nil
    #expect(try DenoisingFigure(run: run).title.contains("against plain filters"))
    #expect(
      try VerdictFigure(run: run).entries.first { $0.use == "Denoising" }?.row?.means.first
        == "its training is unknown")
    run.training = training
    run.evaluation?.denoising?.isTrainedFor = true
    #expect(try DenoisingFigure(run: run).title.contains("against plain filters"))
    run.evaluation?.denoising?.methods[1].mse = 0.04
    run.evaluation?.denoising?.methods[1].psnrDB = -10 * log10(0.04)
    let caption = try DenoisingFigure(run: run).caption
    #expect(caption.hasPrefix("The Gaussian filter comes closest: it beats the autoencoder by 3.0"))
    run.evaluation?.denoising?.methods[0].mse = 0.001
    #expect(try DenoisingFigure(run: run).caption.hasPrefix("Nothing helps here"))
  }

  @Test func generationPrintsTheRunsDistances() throws {
    var run = try SampleRun.vae.run.withUses()
    let section = try #require(run.evaluation?.generation)
    let figure = try GenerationFigure(run: run)
    let found = texts(figure)
    for method in section.methods {
      let key = method.name.rawValue
      #expect(
        found["generation/\(key)/training"]
          == "to training: \(NumberText.fixed(method.toTraining, decimals: 3))")
      #expect(
        found["generation/\(key)/test"]
          == "from unseen: \(NumberText.fixed(method.toTest, decimals: 3))")
      #expect(
        found["generation/\(key)/0/distance"]
          == NumberText.fixed(method.examples[0].distance, decimals: 3))
    }
    #expect(section.methods.map(\.name) == [.prior, .codes, .pca, .real])
    #expect(figure.caption.hasPrefix("A prior sample is 0.12 away"))
    #expect(figure.caption.contains("a real one 0.10: partly unlike the data"))
    run.evaluation?.generation?.methods[0].toTraining = 0
    #expect(try GenerationFigure(run: run).caption.contains("these are copies"))
  }

  /// On a slide the examples are seen from the last row: two at least, each higher than 15 % of
  /// the slide's height.
  @Test func denoisingIsLargeOnSlides() throws {
    let run = try SampleRun(name: "conv").run.withUses()
    for page in [PageSize.slide, .slide4x3] {
      let style = Style(theme: .light, page: page, measurer: Self.measurer)
      var boxes: [Rect] = []
      func collect(_ marks: [Mark]) {
        for mark in marks {
          switch mark {
          case .image(let image): boxes.append(image.rect)
          case .group(let group): collect(group.marks)
          case .path, .text: break
          }
        }
      }
      collect(Page(try DenoisingFigure(run: run)).scene(style: style).marks)
      #expect(boxes.count >= 2 && boxes.allSatisfy { $0.height > 0.15 * page.size.height })
    }
  }

  /// Digits stand out from any grey and from any shade of an error, in both themes.
  @Test func digitsOnShadesCanBeRead() {
    for theme in Theme.named {
      let greys = (0...255).map { level in
        let light = Double(level) / 255
        return Color(red: light, green: light, blue: light)
      }
      let errors = (0...200).map {
        ColorScale.diverging(1, theme).colormap.color(at: Double($0) / 200)
      }
      for fill in greys + errors {
        #expect(theme.ink(on: fill).contrast(with: fill) >= Theme.readableContrast)
      }
    }
  }

  @Test func whatWasNotMeasuredIsNamed() throws {
    let run = try SampleRun(name: "conv").run
    #expect(throws: Failure.self) { try DenoisingFigure(run: run) }
    #expect(throws: Failure.self) { try GenerationFigure(run: run) }
    #expect(throws: Failure.self) { try CheckerboardFigure(run: run) }
    // Numbers without their pictures are not enough.
    var bare = try run.withUses()
    bare.tensors = bare.tensors.filter { !$0.key.hasPrefix("evaluation.") }
    #expect(throws: Failure.self) { try DenoisingFigure(run: bare) }
    #expect(throws: Failure.self) { try GenerationFigure(run: bare) }
    let omitted = Report(run: run, page: .slide).omissions.map(\.figure)
    #expect(Set(["denoising", "generation", "checkerboard"]).isSubset(of: omitted))
  }
}

extension Run {
  /// The run with made-up measurements of its uses, as large as the step's.
  func withUses() throws -> Run {
    var run = self
    var evaluation = run.evaluation ?? Evaluation()
    var random = RandomSource(seed: 9)
    let image = run.dataset.imageShape
    let count = 8
    let shape = Shape([count] + image.shape.dimensions)
    func pictures() -> Tensor {
      Tensor(shape, (0..<shape.count).map { _ in random.uniform() })
    }
    let noise = run.training?.corruption?.name ?? "gaussian"
    let isSmall = min(image.height, image.width) < 7
    let methods =
      [
        ("corrupted", nil, 0.08), ("autoencoder", nil, 0.01), ("median", 3, 0.03),
        ("gaussian", 0.75, 0.02),
      ] as [(String, Double?, Double)]
    evaluation.denoising = try section(
      """
      {"corruption": {"name": "\(noise)", "amount": 0.3}, "test_count": 1000, "tuning_count": 300,
       "is_trained_for": \(run.training?.corruption != nil), "images": [0, 1, 2, 3, 4, 5, 6, 7],
       "candidates": [{"name": "median", "amount": 3, "mse": 0.03},
         {"name": "gaussian", "amount": 0.75, "mse": 0.02},
         {"name": "gaussian", "amount": 1, "mse": 0.03}],
       "methods": [\(methods.map { name, amount, mse in
         """
         {"name": "\(name)", "amount": \(amount.map { "\($0)" } ?? "null"), "mse": \(mse),
          "psnr_db": \(-10 * log10(mse)), "ssim": \(isSmall ? "null" : "\(0.5 - mse)")}
         """
       }.joined(separator: ","))]}
      """)
    for name in ["clean"] + Denoising.Method.Name.allCases.map(\.rawValue) {
      run.tensors[TensorName.evaluation("denoising", name)] = pictures()
    }
    let names = (run.model.isVariational ? ["prior"] : []) + ["codes", "pca", "real"]
    let examples = (0..<count).map { "{\"index\": \($0), \"distance\": 0.1\($0)}" }
    evaluation.generation = try section(
      """
      {"sample_count": 200, "train_count": 6000, "test_count": 500, "fitted_count": 5000,
       "methods": [\(names.map { name in
         """
         {"name": "\(name)", "to_training": \(name == "real" ? 0.1 : 0.12),
          "to_test": \(name == "real" ? 0.11 : 0.14),
          "examples": [\(examples.joined(separator: ","))]}
         """
       }.joined(separator: ","))]}
      """)
    for name in names {
      run.tensors[TensorName.evaluation("generation", name)] = pictures()
      run.tensors[TensorName.evaluation("generation", "\(name)_nearest")] = pictures()
    }
    let period = Size2D(height: min(2, image.height), width: min(2, image.width))
    evaluation.checkerboard = try section(
      """
      {"period": [\(period.height), \(period.width)], "test_count": 256, "image": 3,
       "untrained": 0.4, "trained": 0.02, "real": 0.003}
      """)
    for kind in Checkerboard.Kind.allCases {
      let spectrum = (0..<image.size.count).map { Float($0 + 1) / Float(image.size.count) }
      run.tensors[TensorName.evaluation("checkerboard", "spectrum_\(kind.rawValue)")] = Tensor(
        [image.height, image.width], spectrum.map { max(2e-5, $0 * $0 * $0) })
      run.tensors[TensorName.evaluation("checkerboard", kind.rawValue)] = Tensor(
        image.shape,
        (0..<image.count).map { _ in
          kind == .untrained ? 0.5 + 0.01 * random.uniform() : random.uniform()
        })
    }
    run.evaluation = evaluation
    return run
  }

  private func section<Section: EvaluationSection>(_ json: String) throws -> Section {
    try StrictJSON.parse(Data(json.utf8)).decoded(as: Section.self)
  }
}
