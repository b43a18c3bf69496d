import AECore
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

  @Test func moreValuesThanTwoHaveTwoMaps() throws {
    let run = try SampleRun(name: "conv").run
    let figure = try LatentFigure(run: run)
    #expect(figure.maps.map(\.id) == ["latent/pca", "latent/tsne"])
    #expect(figure.maps.map(\.points.count) == [200, 100])
    let codes = try #require(run.tensors[TensorName.testLatents])
    let pca = PCA.fit(codes, components: 2)
    let share = NumberText.percent(pca.explainedVarianceRatio.reduce(0, +))
    #expect(figure.caption.contains("PCA shows \(share) of their variance"))
    #expect(
      figure.caption.contains(
        "t-SNE (Barnes–Hut), perplexity 30, seed 7, 100 of the 200 images, keeps neighbours"))
    let texts = texts(figure)
    #expect(texts.contains { $0.hasPrefix("PCA, trust") && $0.hasSuffix("0.85") })
    #expect(texts.contains { $0.hasPrefix("t-SNE, trust") && $0.hasSuffix("0.99") })
    let projected = pca.transform(codes)
    for row in [0, 77, 199] {
      #expect(figure.maps[0].points[row].x == Double(projected.values[2 * row]))
      #expect(figure.maps[0].points[row].group == row % 10)
    }
    let tsne = try #require(run.tensors["evaluation.latent_space.tsne"])
    #expect(figure.maps[1].points[31].y == Double(tsne.values[63]))
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
  }

  @Test func manyPointsAreFewMarks() throws {
    let figure = try LatentFigure(
      run: SampleRun(name: "many", preset: .dense, testCount: 60_000).run)
    let marks = figure.marks(in: Rect(x: 0, y: 0, width: 880, height: 380), style: style)
    #expect(marks.count < 200)
    let images = marks.filter { if case .image = $0 { true } else { false } }
    #expect(images.count == 2)
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
      let marks = figure.marks(in: Rect(x: 0, y: 0, width: 500, height: 380), style: style)
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
    let texts = texts(figure)
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
