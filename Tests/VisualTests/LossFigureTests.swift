import AECore
import Foundation
import Testing
import Visual

@Suite struct LossFigureTests {
  static let measurer = PangoMeasurer()

  private func figure(_ sample: SampleRun) throws -> LossFigure { try LossFigure(run: sample.run) }

  @Test func aLossOfOnePartHasOnePlotWithPCAsFloor() throws {
    let sample = SampleRun(name: "conv")
    let figure = try figure(sample)
    #expect(figure.panels.map(\.id) == ["loss"])
    #expect(figure.panels[0].floors == [.init(name: "PCA", value: 0.0207)])
    #expect(
      figure.panels[0].points.map(\.test) == (try sample.run).training?.history.map(\.testLoss))
  }

  @Test func reconstructionAndDivergenceStandApart() throws {
    let sample = SampleRun.vae
    let history = try #require(try sample.run.training).history
    let figure = try figure(sample)
    #expect(figure.panels.map(\.id) == ["loss/reconstruction", "loss/kl"])
    #expect(figure.panels[0].points.map(\.train) == history.map { $0.trainParts?.reconstruction })
    #expect(figure.panels[1].points.map(\.test) == history.map { $0.testParts?.kl })
    #expect(figure.panels[1].warmup == 1...5 && figure.panels[0].warmup == nil)
    // PCA's error is one of reconstruction.
    #expect(figure.panels[0].floors.map(\.name) == ["PCA"] && figure.panels[1].floors.isEmpty)
    // The epoch whose weights the run has.
    #expect(figure.panels.map(\.bestEpoch) == [17, 17])
    let best = try #require(history.first { $0.epoch == 17 })
    let parts = try #require(best.testParts)
    #expect(
      figure.caption.contains(
        "epoch 17: \(NumberText.short(try #require(best.testLoss))) = "
          + "\(NumberText.short(parts.reconstruction)) of reconstruction + "
          + "\(NumberText.short(parts.kl)) nats"))
    #expect(figure.caption.contains("grew to 1 over the first 5 epochs"))
  }

  @Test func magnitudesHaveAPlotOfTheirOwn() throws {
    let figure = try figure(SampleRun(name: "sparse", sparsity: 0.01))
    #expect(figure.panels.map(\.id) == ["loss/reconstruction", "loss/sparsity"])
    #expect(figure.panels[1].points.map(\.train) == (1...20).map { 30 / Double($0) })
  }

  /// While β grows, the sum is small for another reason than a good network.
  @Test func anEpochOfTheWarmupIsNotTheBest() throws {
    var sample = SampleRun(name: "vae", preset: .vae, beta: 1, betaWarmup: 4)
    sample.history = (1...6).map {
      EpochRecord(
        epoch: $0, trainLoss: Double($0), testLoss: Double($0), learningRate: 0.1, seconds: 1)
    }
    #expect(try figure(sample).panels[0].bestEpoch == 4)
  }

  @Test func whatTheNoiseDoesIsAFloor() throws {
    var run = try SampleRun(name: "denoising", isDenoising: true).run
    run.evaluation?.baselines?.append(
      Baseline(name: "corrupted image", components: nil, mse: 0.07))
    #expect(
      try LossFigure(run: run).panels[0].floors == [
        .init(name: "PCA", value: 0.0207), .init(name: "noise", value: 0.07),
      ])
  }

  private func paths(_ marks: [Mark], _ id: String) -> [PathMark] {
    marks.compactMap { mark in
      if case .path(let path) = mark, path.id == id { return path }
      return nil
    }
  }

  private func label(_ marks: [Mark], _ id: String) -> TextMark? {
    marks.lazy.compactMap { mark in
      if case .text(let text) = mark, text.id == id { return text }
      return nil
    }.first
  }

  @Test func aLossThatIsMissingInOneCurveIsAGap() throws {
    var sample = SampleRun(name: "gaps")
    sample.history = (1...9).map {
      EpochRecord(
        epoch: $0, trainLoss: $0 == 3 ? nil : 0.1 / Double($0),
        testLoss: $0 == 3 || $0 == 5 || $0 > 7 ? nil : 0.12 / Double($0), learningRate: 0.1,
        seconds: 1)
    }
    #expect(try figure(sample).caption.contains("In 4 of 9 epochs a loss is missing"))
    // Nobody has measured a test loss: that is no gap.
    sample.history?.indices.forEach { sample.history?[$0].testLoss = nil }
    #expect(try figure(sample).caption.contains("In 1 of 9 epochs"))
  }

  @Test func theBestEpochsLabelKeepsClearOfTheFloors() throws {
    let style = Style(theme: .light, page: .slide, measurer: Self.measurer)
    for floor in stride(from: 0.005, through: 0.3, by: 0.005) {
      var run = try SampleRun(name: "conv").run
      run.evaluation?.baselines = [Baseline(name: "pca", components: 16, mse: floor)]
      let marks = try LossFigure(run: run).marks(
        in: Rect(x: 0, y: 0, width: 900, height: 400), style: style
      ).leaves
      let line = try #require(paths(marks, "loss/floor").first?.path.bounds)
      let best = try #require(label(marks, "loss/best/label")).bounds
      #expect(line.y < best.y + 2 || line.y > best.maxY - 2, "\(floor)")
    }
  }

  @Test func oneEpochAloneIsLabelledAsItself() throws {
    let style = Style(theme: .light, page: .slide, measurer: Self.measurer)
    let marks = try figure(SampleRun(name: "one", epochs: 1)).marks(
      in: Rect(x: 0, y: 0, width: 900, height: 400), style: style
    ).leaves
    let words = marks.compactMap { mark -> String? in
      if case .text(let text) = mark { return text.string }
      return nil
    }
    #expect(words.contains("1") && !words.contains("0") && !words.contains("2"))
  }

  /// A mark's height above the plot's foot follows its value.
  @Test func curvesAreWhereTheirValuesAre() throws {
    let style = Style(theme: .light, page: .slide, measurer: Self.measurer)
    let figure = try figure(.vae)
    let marks = figure.marks(in: Rect(x: 0, y: 0, width: 900, height: 400), style: style).leaves
    for panel in figure.panels {
      let curve = try #require(
        marks.compactMap { mark -> PathMark? in
          if case .path(let path) = mark, path.id == "\(panel.id)/test" { return path }
          return nil
        }.first)
      let values = panel.points.compactMap(\.test)
      let bounds = curve.path.bounds
      // The divergence rises, the reconstruction falls: the last point is at one end of the curve.
      let rises = panel.id == "loss/kl"
      #expect((values[19] > values[0]) == rises)
      let best = try #require(
        marks.compactMap { mark -> PathMark? in
          if case .path(let path) = mark, path.id == "\(panel.id)/best" { return path }
          return nil
        }.first
      ).path.bounds
      let range = try #require(bounds), dot = try #require(best)
      let fraction = (range.maxY - dot.center.y) / range.height
      #expect(rises ? fraction > 0.9 : fraction < 0.1)
    }
  }
}
