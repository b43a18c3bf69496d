import AECore
import DrawingTesting
import Foundation
import Testing
import Visual

/// The figures of what a run is good for: laid out well whatever the run, and saying what it holds.
@Suite struct JudgedFiguresTests {
  static let names = [
    "reconstructions", "samples", "class-errors", "classification", "confusion", "anomalies",
    "held-out-class",
  ]
  static let measurer = PangoMeasurer()

  private func texts(_ marks: [Mark], id: String) -> [String] {
    marks.flatMap { mark -> [String] in
      switch mark {
      case .text(let text): text.id?.hasPrefix(id) == true ? [text.string] : []
      case .group(let group): texts(group.marks, id: id)
      default: []
      }
    }
  }

  private func marks(_ figure: any Figure, _ page: PageSize = .a4) -> [Mark] {
    Page(figure).scene(style: Style(theme: .light, page: page, measurer: Self.measurer)).marks
  }

  static let samples =
    SampleRun.all + [
      SampleRun(name: "2 classes", classNames: ["yes", "no"]),
      SampleRun(
        name: "64 latents, 40 long names", latentSize: 64,
        classNames: (0..<40).map { "\($0) " + String(repeating: "name", count: 50) }),
    ]

  @Test(arguments: samples) func everyFigureIsWellLaidOut(sample: SampleRun) throws {
    let run = try sample.judged(heldOut: sample.classNames == nil ? nil : 1)
    let styles = Theme.named.flatMap { theme in
      [PageSize.slide, .slide4x3, .a4, .letter].map {
        Style(theme: theme, page: $0, measurer: Self.measurer)
      }
    }
    var drawn: [String] = []
    for name in Self.names {
      guard let figure = try? FigureCatalog.entry(name)?.make(run) else { continue }
      drawn.append(name)
      for style in styles {
        let problems = LayoutCheck.problems(
          in: Page(figure).scene(style: style), minimumTextSize: style.page.minimumTextSize)
        #expect(
          problems == [], "\(sample.name), \(name), \(style.page.name), \(style.theme.name)")
      }
    }
    #expect(drawn.contains("reconstructions") && drawn.contains("anomalies"))
    #expect(drawn.contains("classification") == (sample.classNames != nil))
    #expect(drawn.contains("held-out-class") == (sample.classNames != nil))
  }

  @Test func rankedImagesStandUnderTheirRank() throws {
    let run = try SampleRun(name: "conv").judged()
    let figure = try ReconstructionsFigure(run: run)
    #expect(figure.title == "Best, median and worst reconstructions")
    let input = try #require(run.tensors["evaluation.reconstructions.input"])
    let output = try #require(run.tensors["evaluation.reconstructions.output"])
    let errors = (0..<18).map { Measure.meanSquaredError(input[$0], output[$0]) }
    #expect(figure.errors == errors)
    let shown = texts(marks(figure), id: "reconstructions/mse/")
    #expect(shown == errors.map { NumberText.short($0) })
    // Where there is less room, as many of each rank are left, and the extremes are among them.
    let few = texts(marks(figure, .slide4x3), id: "reconstructions/mse/")
    #expect(few.count % 3 == 0 && few.count < 18)
    #expect(few.first == NumberText.short(errors[0]))
    #expect(few.last == NumberText.short(errors[17]))
    // The colours end where 99 of 100 pixels stay below; the rest is beyond.
    let all = zip(input.values, output.values).map { Double(abs($0 - $1)) }.sorted()
    let limit = NumberText.short(all[(all.count - 1) * 99 / 100], digits: 2)
    let beyond = limit == NumberText.short(all[all.count - 1], digits: 2) ? "." : " and beyond."
    #expect(figure.caption.contains("one scale, ±\(limit)" + beyond))
    // Without its tensors the samples stand in.
    var bare = run
    bare.tensors["evaluation.reconstructions.output"] = nil
    #expect(try ReconstructionsFigure(run: bare).errors.count == 10)
  }

  @Test func classesAreRankedByTheirMeanError() throws {
    var run = try SampleRun(name: "conv").judged()
    run.evaluation?.perClass = [
      ClassEvaluation(label: 0, count: 3, mse: 0.01, mseQuartiles: [0.005, 0.01, 0.02]),
      ClassEvaluation(label: 4, count: 5, mse: 0.04, mseQuartiles: nil),
      ClassEvaluation(label: 2, count: 1, mse: .nan, mseQuartiles: nil),
    ]
    let figure = try ClassErrorsFigure(run: run)
    #expect(figure.rows.map(\.name) == ["class 4", "class 0"])
    #expect(texts(marks(figure), id: "class-errors/mse") == ["0.0400", "0.0100"])
    #expect(texts(marks(figure), id: "class-errors/overall") == ["all images 0.0153"])
    #expect(figure.caption.contains("“class 4” comes back worst, with 4.0 times the error"))
    // Ten classes all stand on a slide.
    run.evaluation?.perClass = (0..<10).map {
      ClassEvaluation(label: $0, count: 3, mse: 0.01 * Double($0 + 1), mseQuartiles: nil)
    }
    let ten = marks(try ClassErrorsFigure(run: run), .slide)
    #expect(texts(ten, id: "class-errors/mse").count == 10)
    run.evaluation?.perClass = nil
    #expect(throws: Failure.self) { try ClassErrorsFigure(run: run) }
  }

  @Test func accuraciesArePrintedWithTheirMargin() throws {
    let run = try SampleRun(name: "conv").judged()
    let figure = try ClassificationFigure(run: run)
    let shown = texts(marks(figure), id: "classification/")
    #expect(
      Set(shown)
        == [
          "70.0 %", "75.0 %", "80.0 %", "85.0 %", "90.0 %", "95.0 %", "most frequent class 10.0 %",
        ])
    let section = try #require(run.evaluation?.classification)
    // 84 of 120, by Wilson's formula.
    let interval = ClassificationFigure.interval(section.results[0], section)
    #expect(abs(interval.lowerBound - 0.61285) < 1e-4 && abs(interval.upperBound - 0.77474) < 1e-4)
    // 10 points apart, and intervals that meet: as much as chance may make of it.
    #expect(figure.caption.contains("keeps about as much of the classes as PCA with 16 components"))
    var better = run
    better.evaluation?.classification?.results[0].accuracy = 0.99
    #expect(
      try ClassificationFigure(run: better).caption.contains("keeps more of the classes than PCA"))
  }

  @Test func rowsOfTheConfusionAddUp() throws {
    let run = try SampleRun(name: "scripts", classNames: ["a", "b", "c"]).judged()
    var counted = run
    counted.tensors["evaluation.classification.confusion"] = Tensor(
      [3, 3], [8, 2, 0, 1, 3, 0, 0, 0, 0])
    let figure = try ConfusionFigure(run: counted)
    #expect(figure.shares == [0.8, 0.2, 0, 0.25, 0.75, 0, 0, 0, 0])
    #expect(figure.mistakes.map { "\($0.truth)\($0.taken)" } == ["ba", "ab"])
    #expect(texts(marks(figure, .slide), id: "confusion/mistake") == ["25 %", "20 %"])
    #expect(
      Set(texts(marks(figure, .slide), id: "confusion/")).isSuperset(of: ["80", "75", "25", "20"]))
    #expect(figure.caption.contains("Most often, in 25 % of its images, “b” is taken for “a”."))
    // A small mistake is pale.
    counted.tensors["evaluation.classification.confusion"] = Tensor(
      [3, 3], [100, 0, 0, 5, 95, 0, 0, 0, 1])
    let small = try ConfusionFigure(run: counted)
    #expect(small.mistakes.first?.share == 0.05 && small.mistakeLimit == 0.2)
    #expect(small.caption.contains("full colour: 20 %"))
    // Ten classes on a slide, one always recognised: the others keep their numbers.
    var ten = try SampleRun(name: "ten").judged()
    ten.tensors["evaluation.classification.confusion"] = Tensor(
      [10, 10],
      (0..<100).map { $0 / 10 == $0 % 10 ? ($0 == 0 ? 100 : 95) : $0 > 9 && $0 % 10 == 0 ? 5 : 0 })
    let cells = texts(
      marks(try ConfusionFigure(run: ten), .slide), id: "confusion/"
    ).filter { $0 == "95" }
    #expect(cells.count == 9)
    // Forty classes are a heat map without digits.
    let many = try ConfusionFigure(
      run: SampleRun(name: "40", classNames: (0..<40).map { "kind \($0)" }).judged())
    #expect(texts(marks(many, .slide), id: "confusion/0/").isEmpty)
    counted.tensors["evaluation.classification.confusion"]?.values[0] = .nan
    #expect(throws: Failure.self) { try ConfusionFigure(run: counted) }
  }

  @Test func areasAreThoseOfTheRunsScores() throws {
    let run = try SampleRun(name: "conv").judged(heldOut: 3)
    let figure = try HeldOutClassFigure(run: run)
    let scores = try #require(run.tensors["evaluation.anomalies.scores"])
    let flags = try #require(run.tensors["evaluation.anomalies.is_held_out"])
    let areas = (0..<3).compactMap {
      ROCCurve(
        scores: scores[$0].values.map(Double.init), isPositive: flags.values.map { $0 == 1 })?.area
    }
    #expect(figure.curves.map(\.roc.area) == areas)
    #expect(
      texts(marks(figure), id: "roc/auc/") == areas.map { NumberText.fixed($0, decimals: 3) })
    #expect(figure.title == "“class 3” was left out: does the error tell?")
    // No class left out: no such page in a report, and none missing.
    let plain = Report(run: try SampleRun(name: "conv").judged(), page: .slide)
    #expect(!plain.omissions.contains { $0.figure == "held-out-class" })
    #expect(!plain.figures.contains { $0.name == "held-out-class" })
    #expect(Report(run: run, page: .slide).figures.contains { $0.name == "held-out-class" })
  }

  @Test func anomaliesAreTheTailOfAllErrors() throws {
    let run = try SampleRun(name: "conv").judged(heldOut: 3)
    let figure = try AnomaliesFigure(run: run)
    let scores = try #require(run.tensors["evaluation.anomalies.scores"])
    #expect(figure.errors == scores[0].values.map(Double.init))
    // Images 3 of 0 … 11 have label 3.
    #expect(figure.caption.contains("1 of these is of the class that was left out, “class 3”."))
    let shown = texts(marks(figure), id: "anomalies/mse/")
    // As many as the caption says, on a slide too.
    for page in [PageSize.slide, .slide4x3, .a4, .letter] {
      let count = texts(marks(figure, page), id: "anomalies/mse/").count
      #expect(count == run.evaluation?.anomalies?.images.count, "\(page.name)")
    }
    #expect(shown.first == NumberText.short(run.evaluation?.anomalies?.images.first?.mse ?? 0))
    var broken = run
    broken.tensors["evaluation.anomalies.scores"]?.values[7] = .nan
    #expect(throws: Failure.self) { try AnomaliesFigure(run: broken) }
    #expect(throws: Failure.self) { try HeldOutClassFigure(run: broken) }
  }
}
