import AECore
import DrawingTesting
import Foundation
import Testing
import Visual

/// What is drawn of the codes, against the run's tensors.
struct LatentFigureTests {
  private let style = Style(theme: .light, page: .slide, measurer: PangoMeasurer())

  private func texts(_ figure: any Figure, _ page: PageSize = .slide) -> [String] {
    func flat(_ marks: [Mark]) -> [String] {
      marks.flatMap { mark -> [String] in
        switch mark {
        case .text(let text): [text.string]
        case .group(let group): flat(group.marks)
        default: []
        }
      }
    }
    let style = Style(theme: .light, page: page, measurer: PangoMeasurer())
    return flat(Page(figure).scene(style: style).marks)
  }

  private func paths(_ marks: [Mark], _ id: String) -> [PathMark] {
    marks.flatMap { mark -> [PathMark] in
      switch mark {
      case .path(let path): path.id?.hasPrefix(id) == true ? [path] : []
      case .group(let group): paths(group.marks, id)
      default: []
      }
    }
  }

  @Test func moreValuesThanTwoAreLaidOutByTSNE() throws {
    let run = try SampleRun(name: "conv").run
    let figure = try LatentFigure(run: run)
    #expect(figure.maps.map(\.id) == ["latent/tsne", "latent/pca"])
    #expect(figure.maps.map(\.count) == [100, 200])
    let codes = try #require(run.tensors[TensorName.testLatents])
    #expect(
      figure.caption.hasPrefix("100 of 200 codes of 16 values, laid out by t-SNE: it keeps"))
    #expect(figure.caption.contains("t-SNE (Barnes–Hut), perplexity 30, seed 7."))
    #expect(figure.caption.contains("Trustworthiness 0.99: it is 1 when a point's 5 neighbours"))
    // A slide has the one map, paper both.
    #expect(!texts(figure).contains { $0.hasPrefix("PCA") || $0.hasPrefix("t-SNE, trust") })
    let paper = texts(figure, .a4)
    #expect(paper.contains { $0.hasPrefix("PCA, trust") && $0.hasSuffix("0.85") })
    #expect(paper.contains { $0.hasPrefix("t-SNE, trust") && $0.hasSuffix("0.99") })
    let pca = PCA.fit(codes, components: 2)
    let projected = pca.transform(codes)
    for row in [0, 77, 199] {
      #expect(figure.maps[1].cloud.points[row].x == Double(projected.values[2 * row]))
      #expect(figure.maps[1].groups[row] == row % 10)
    }
    let tsne = try #require(run.tensors["evaluation.latent_space.tsne"])
    #expect(figure.maps[0].cloud.points[31].y == Double(tsne.values[63]))
    let flat = try LatentFigure(run: run, LatentChoice(projection: .pca))
    #expect(flat.maps.map(\.id) == ["latent/pca"])
    let share = NumberText.percent(pca.explainedVarianceRatio.reduce(0, +))
    #expect(
      flat.caption.hasPrefix(
        "200 codes of 16 values on their first two principal components, with \(share) of"))
  }

  @Test func whatCannotBeChosenIsRefused() throws {
    let plane = try SampleRun(name: "2", preset: .dense, latentSize: 2).run
    for projection in LatentProjection.allCases {
      #expect(throws: Failure.self) {
        try LatentFigure(run: plane, LatentChoice(projection: projection))
      }
    }
    var run = try SampleRun(name: "conv").run
    run.evaluation = nil
    #expect(throws: Failure.self) { try LatentFigure(run: run, LatentChoice(projection: .tsne)) }
    #expect(throws: Never.self) { try LatentFigure(run: run, LatentChoice(projection: .pca)) }
  }

  /// A run whose samples have the codes of the test images `rows`.
  private func coded(_ sample: SampleRun, rows: [Int]) throws -> Run {
    var run = try sample.run
    let codes = try #require(run.tensors[TensorName.testLatents])
    run.tensors[TensorName.activation(.encoder, run.model.encoder.count - 1)] = Tensor(
      [rows.count, codes.shape[1]], rows.flatMap { codes[$0].values })
    return run
  }

  @Test func imagesStandAtTheirOwnCodes() throws {
    let rows = [3, 14, 25, 36, 47, 58, 69, 70, 81, 92]
    let run = try coded(SampleRun(name: "2", preset: .dense, latentSize: 2), rows: rows)
    let figure = try LatentFigure(run: run)
    #expect(figure.maps[0].pictures.map(\.point) == rows)
    let input = try #require(run.tensors[TensorName.sampleInput])
    #expect(figure.maps[0].pictures[4].image == input[4])
    #expect(figure.caption.contains("The images are test images, each at its own point."))
    for page in [PageSize.slide, .slide4x3, .a4] {
      let style = Style(theme: .light, page: page, measurer: PangoMeasurer())
      let stage = Page(figure).pictureFrame(style: style)
      func images(_ choice: LatentChoice) throws -> Int {
        let marks = try LatentFigure(run: run, choice).marks(in: stage, style: style)
        return flat(marks).count { if case .image = $0 { true } else { false } }
      }
      #expect(try images(LatentChoice()) == 10)
      #expect(try images(LatentChoice(thumbnails: 0)) == 0)
      #expect(try images(LatentChoice(thumbnails: 4)) == 4)
      let problems = LayoutCheck.problems(
        in: Page(figure).scene(style: style), minimumTextSize: page.minimumTextSize)
      #expect(problems == [])
    }
    // Of codes that no test image has there are no images.
    var other = run
    other.tensors[TensorName.activation(.encoder, run.model.encoder.count - 1)] = Tensor(
      [10, 2], repeating: 1e3)
    #expect(try LatentFigure(run: other).maps[0].pictures.isEmpty)
    #expect(try !LatentFigure(run: other).caption.contains("image stands"))
  }

  @Test(arguments: [1, 2, 3, 10, 33, 100])
  func anyNumberOfClassesIsWellLaidOut(_ classes: Int) throws {
    for name in ["class", "a rather long name of a class that goes on", "连衣裙"] {
      let names = (0..<classes).map { "\(name) \($0)" }
      let run = try coded(
        SampleRun(name: "names", classNames: names), rows: Array(0..<10))
      for page in [PageSize.slide, .slide4x3, .a4] {
        let style = Style(theme: .dark, page: page, measurer: PangoMeasurer())
        for choice in [LatentChoice(), LatentChoice(projection: .pca, thumbnails: 30)] {
          let figure = try LatentFigure(run: run, choice)
          let scene = Page(figure).scene(style: style)
          #expect(
            LayoutCheck.problems(in: scene, minimumTextSize: page.minimumTextSize) == [],
            "\(classes) × \(name), \(page.name)")
          #expect(figure.caption.contains("classes the largest are named") == (classes > 20))
        }
      }
    }
  }

  /// What a caption says, over runs of all kinds.
  @Test func captionsAreTrueOfTheMap() throws {
    var random = RandomSource(seed: 11)
    for round in 0..<60 {
      let size = [1, 2, 2, 3, 16][round % 5]
      let count = Int.random(in: 1...120, using: &random)
      var run = try SampleRun(
        name: "any", preset: .dense, latentSize: size,
        classNames: round % 3 == 0 ? nil : (0..<4).map { "\($0)" },
        testCount: 2 * max(12, count / 2)
      ).run
      if round % 2 == 0 { run.evaluation = nil }
      var codes = try #require(run.tensors[TensorName.testLatents])
      let stretch = Float(Int.random(in: 1...9, using: &random))
      for row in 0..<codes.shape[0] { codes.values[row * size] *= stretch }
      let missing = Int.random(in: 0...2, using: &random)
      for row in 0..<missing { codes.values[row * size] = .nan }
      run.tensors[TensorName.testLatents] = codes
      let figure = try LatentFigure(run: run)
      let (caption, map) = (figure.caption, figure.maps[0])
      #expect(caption.contains("\(map.count)"))
      #expect(caption.contains("1 code is not finite") == (missing == 1))
      #expect(caption.contains("2 codes are not finite") == (missing == 2))
      let hasLabels = map.groups.contains { $0 != nil }
      #expect(hasLabels || !caption.contains("class names"))
      let (xs, ys) = (map.cloud.points.map(\.x), map.cloud.points.map(\.y))
      let (dx, dy) = ((xs.max() ?? 0) - (xs.min() ?? 0), (ys.max() ?? 0) - (ys.min() ?? 0))
      let isUneven = map.hasTicks && min(dx, dy) > 0 && max(dx, dy) > 3 * min(dx, dy)
      #expect(caption.contains("The axes have scales of their own.") == isUneven)
    }
  }

  private func flat(_ marks: [Mark]) -> [Mark] {
    marks.flatMap { mark -> [Mark] in
      if case .group(let group) = mark { return flat(group.marks) }
      return [mark]
    }
  }

  @Test func withoutAMapThatCanBeDrawnThereIsPCAAlone() throws {
    var run = try SampleRun(name: "conv").run
    run.tensors["evaluation.latent_space.tsne"]?.values[5] = .nan
    #expect(try LatentFigure(run: run).maps.map(\.id) == ["latent"])
    run.tensors["evaluation.latent_space.tsne"] = Tensor([3], [1, 2, 3])
    #expect(try LatentFigure(run: run).maps.count == 1)
    run.evaluation = nil
    #expect(try LatentFigure(run: run).maps.count == 1)
    run.tensors[TensorName.testLatents] = Tensor([2, 16], repeating: .nan)
    #expect(throws: Failure.self) { try LatentFigure(run: run) }
  }

  @Test func posteriorsAreEllipsesOfTwoDeviations() throws {
    let run = try SampleRun(name: "vae", preset: .vaeDense, latentSize: 2, beta: 1).run
    let figure = try LatentFigure(run: run)
    let ellipses = try #require(figure.maps.first?.ellipses)
    let mean = try #require(run.tensors["evaluation.latent_space.posterior_mean"])
    let deviation = try #require(run.tensors["evaluation.latent_space.posterior_deviation"])
    #expect(ellipses.count == 12)
    #expect(ellipses[4].mean.y == Double(mean.values[9]))
    let marks = figure.marks(in: Rect(x: 0, y: 0, width: 800, height: 400), style: style)
    let bounds = paths(marks, "latent/ellipse").compactMap(\.path.bounds)
    #expect(bounds.count == 12)
    // Axes have one scale, so widths and heights go with the deviations.
    for (row, box) in bounds.enumerated() {
      let ratio = Double(deviation.values[2 * row] / deviation.values[2 * row + 1])
      #expect(abs(box.width / box.height - ratio) < 1e-4 * ratio)
    }
    #expect(figure.caption.contains("Ellipses: where 12 images' codes are drawn from"))
    // Before a network has learned, its deviations are wider than its codes lie apart.
    var wide = run
    wide.tensors["evaluation.latent_space.posterior_deviation"] = Tensor(
      deviation.shape, repeating: 1e3)
    let around = try LatentFigure(run: wide)
    #expect(around.maps[0].ellipses.isEmpty && !around.caption.contains("Ellipse"))
  }

  @Test func manyPointsAreFewMarks() throws {
    let figure = try LatentFigure(
      run: SampleRun(name: "many", preset: .dense, testCount: 60_000).run)
    let marks = flat(
      figure.marks(in: Rect(x: 0, y: 0, width: 880, height: 380), style: style))
    #expect(marks.count < 200)
    let images = marks.filter { if case .image = $0 { true } else { false } }
    #expect(images.count == 1)
  }

  @Test func divergencesAreSortedAndAddUp() throws {
    let run = try SampleRun.vae.run
    let figure = try KLFigure(run: run)
    let kl = try #require(run.evaluation?.latentSpace?.posterior).kl
    #expect(figure.bars.map(\.kl) == kl.sorted(by: >))
    #expect(figure.bars.allSatisfy { $0.kl == kl[$0.dimension] })
    #expect(
      figure.caption.contains("\(NumberText.short(kl.reduce(0, +))) nats in all, in 11 of 16"))
    #expect(figure.caption.contains("5 have collapsed (below 0.01 nats"))
    let marks = figure.marks(in: Rect(x: 0, y: 0, width: 880, height: 380), style: style)
    #expect(paths(marks, "kl/collapsed").count == 5)
    let bars = paths(marks, "kl/bar")
    #expect(bars.count == 11)
    let heights = bars.compactMap(\.path.bounds?.height)
    #expect(abs(heights[3] / heights[0] - figure.bars[3].kl / figure.bars[0].kl) < 1e-9)
    #expect(throws: Failure.self) { try KLFigure(run: SampleRun(name: "conv").run) }
    // Wholly collapsed, the code still shows how little it tells, below the limit.
    var collapsed = run
    let low = kl.map { min($0, 0.004) }
    collapsed.evaluation?.latentSpace?.posterior?.kl = low
    collapsed.evaluation?.latentSpace?.posterior?.collapsed = Array(kl.indices)
    let flat = try KLFigure(run: collapsed).marks(
      in: Rect(x: 0, y: 0, width: 880, height: 380), style: style)
    #expect(paths(flat, "kl/bar").isEmpty)
    #expect(paths(flat, "kl/low").count == low.count { $0 > 0.0001 })
    let limit = try #require(paths(flat, "kl/limit").first?.path.bounds)
    #expect(paths(flat, "kl/low").allSatisfy { ($0.path.bounds?.y ?? 0) > limit.y })
  }

  @Test func theGridRisesToTheTopAndTheRight() throws {
    let run = try SampleRun(name: "2", preset: .dense, latentSize: 2).run
    let figure = try ManifoldFigure(run: run)
    let images = try #require(run.tensors["evaluation.manifold.images"])
    for page in [PageSize.slide, .a4] {
      let style = Style(theme: .light, page: page, measurer: PangoMeasurer())
      let marks = flat(
        figure.marks(in: Rect(x: 0, y: 0, width: 500, height: 380), style: style))
      let raster = try #require(
        marks.compactMap { mark -> Raster? in
          if case .image(let image) = mark, image.id == "manifold/grid" { return image.raster }
          return nil
        }.first)
      #expect(raster.width == 13 * 28)
      // The second image of the top row: the largest second value, the second smallest first one.
      let index = 12 * 13 + 1
      let level = UInt8((images[index].values[0] * 255).rounded())
      #expect(raster.rgba[4 * 28] == level)
    }
    #expect(texts(figure).contains("code value 2"))
  }

  @Test func traversalsPrintTheirValuesAndWhatTheyAreWorth() throws {
    let run = try SampleRun(name: "conv").run
    let figure = try ManifoldFigure(run: run)
    let texts = texts(figure, .a4)
    for (rank, axis) in figure.section.axes.enumerated() {
      #expect(texts.contains("value \(axis.dimension + 1)"))
      #expect(texts.contains("variance \(NumberText.short(4.2 / Double(rank + 1), digits: 2))"))
    }
    #expect(texts.filter { $0 == NumberText.short(-1.6, digits: 2) }.count == 8)
    #expect(figure.caption.contains("test image 17 (class 7)"))
    #expect(figure.caption.contains("8 further values are not shown"))
  }

  @Test func whatLiesHalfwayIsCompared() throws {
    let run = try SampleRun(name: "conv").run
    let figure = try InterpolationFigure(run: run)
    let decoded = try #require(run.tensors["evaluation.interpolation.decoded"])
    var altered = run
    altered.tensors["evaluation.interpolation.decoded"] = Tensor(
      decoded.shape,
      decoded.values.enumerated().map { place, value in
        // Halfway of each of the four pairs.
        (place / 784) % 11 == 5 ? value + 0.25 : value
      })
    #expect(figure.caption.contains("squared error of 0, at the ends"))
    let caption = try InterpolationFigure(run: altered).caption
    #expect(caption.contains("squared error of 0.0625, at the ends"))
    let texts = texts(figure, .a4)
    #expect(texts.contains("0.1") && texts.contains("1.0"))
  }

  @Test func theArrowLeadsFromTheFirstNameToTheSecond() throws {
    // Also where names are read from the right, and where one is long.
    for names in [
      ["class", "other"], ["قميص", "سروال"], ["T恤", "裤子"],
      ["a", "long " + String(repeating: "name ", count: 40)],
    ] {
      let run = try SampleRun(name: "conv", classNames: names + (2..<10).map { "\($0)" }).run
      let marks = textMarks(try InterpolationFigure(run: run))
      let from = try #require(marks.first { $0.id == "interpolation/pair/0/from" })
      let to = try #require(marks.first { $0.id == "interpolation/pair/0/to" })
      let arrow = try #require(marks.first { $0.string == "→" })
      #expect(from.string == names[0])
      #expect(to.string == names[1] || names[1].hasPrefix(String(to.string.dropLast())))
      #expect(from.bounds.maxX <= arrow.bounds.x && arrow.bounds.maxX <= to.bounds.x)
    }
  }

  private func textMarks(_ figure: any Figure) -> [TextMark] {
    func collect(_ marks: [Mark]) -> [TextMark] {
      marks.flatMap { mark -> [TextMark] in
        switch mark {
        case .text(let text): [text]
        case .group(let group): collect(group.marks)
        case .path, .image: []
        }
      }
    }
    let style = Style(theme: .light, page: .slide, measurer: PangoMeasurer())
    return collect(Page(figure).scene(style: style).marks)
  }

  @Test func sectionsThatAreAbsentOrDoNotFitAreFailures() throws {
    var run = try SampleRun(name: "conv").run
    run.tensors["evaluation.manifold.images"] = Tensor([2, 1, 28, 28])
    run.tensors["evaluation.interpolation.blended"] = nil
    #expect(throws: Failure.self) { try ManifoldFigure(run: run) }
    #expect(throws: Failure.self) { try InterpolationFigure(run: run) }
    run.evaluation = nil
    #expect(throws: Failure.self) { try ManifoldFigure(run: run) }
    #expect(throws: Failure.self) { try InterpolationFigure(run: run) }
  }

  @Test func theImagesOwnEntropyIsAFloorOfTheCrossEntropy() throws {
    var run = try SampleRun(name: "conv").run
    run.evaluation?.pixelEntropy = 0.0123
    #expect(try LossFigure(run: run).panels[0].floors.map(\.name) == ["PCA"])
    run.training?.loss.name = "bce"
    #expect(
      try LossFigure(run: run).panels[0].floors == [.init(name: "entropy", value: 0.0123)])
  }
}
