import AECore
import DrawingTesting
import Foundation
import Testing
import Visual

@Suite struct VerdictTests {
  static let measurer = PangoMeasurer()

  /// A run in which everything was measured.
  private static func full(_ sample: SampleRun = SampleRun(name: "all")) throws -> Run {
    var run = try sample.run
    run.dataset.heldOutClass = run.dataset.classNames == nil ? nil : 0
    run.evaluation?.classification = Classification(
      results: [
        .init(features: .code, dimensions: 16, classifier: .logisticRegression, accuracy: 0.80),
        .init(features: .code, dimensions: 16, classifier: .nearestNeighbours, accuracy: 0.82),
        .init(features: .pca, dimensions: 16, classifier: .logisticRegression, accuracy: 0.78),
        .init(features: .pixels, dimensions: 784, classifier: .nearestNeighbours, accuracy: 0.85),
      ], chance: 0.1, labels: [0, 1], trainCount: 10, testCount: 10, seed: 1)
    run.evaluation?.anomalies = Anomalies(
      images: [],
      detectors: [
        .init(score: .autoencoder, auc: 0.7), .init(score: .pca, auc: 0.695),
        .init(score: .meanImage, auc: 0.6),
      ], testCount: 10, heldOutCount: 2)
    return run
  }

  private static func row(_ run: Run, _ use: String) throws -> VerdictRow? {
    try #require(try VerdictFigure(run: run).entries.first { $0.use == use }).row
  }

  @Test func eachUseHasTheBestOfBothSides() throws {
    let run = try Self.full()
    let reconstruction = try #require(try Self.row(run, "Reconstruction"))
    #expect(reconstruction.autoencoder == 0.0153 && reconstruction.baseline == 0.0207)
    #expect(reconstruction.winner == .autoencoder)
    #expect(reconstruction.rival.first == "PCA, 16 components")
    let classes = try #require(try Self.row(run, "Classification"))
    #expect(classes.autoencoder == 0.82 && classes.baseline == 0.85)
    #expect(classes.winner == .baseline && classes.rival.first == "pixels, nearest neighbours")
    let anomalies = try #require(try Self.row(run, "Anomalies"))
    #expect(anomalies.baseline == 0.695 && anomalies.winner == .equal)
    let caption = try VerdictFigure(run: run).caption
    #expect(caption.contains("ahead in reconstruction."))
    #expect(caption.contains("A plain method is ahead in classification."))
    #expect(caption.contains("About equal: anomalies."))
  }

  @Test(arguments: [
    (VerdictRow.Measure.error, 0.098, 0.1, VerdictRow.Winner.equal),
    (.error, 0.097, 0.1, .autoencoder),
    (.error, 0.103, 0.1, .baseline), (.error, 0, 0, .equal), (.error, 1, 0, .baseline),
    (.accuracy, 0.81, 0.80, .equal), (.accuracy, 0.811, 0.80, .autoencoder),
    (.accuracy, 0.78, 0.80, .baseline), (.area, 0.705, 0.7, .equal),
    (.area, 0.72, 0.7, .autoencoder),
  ]) func theMarginsAreTheStatedOnes(
    _ measure: VerdictRow.Measure, _ autoencoder: Double, _ baseline: Double,
    _ winner: VerdictRow.Winner
  ) {
    #expect(measure.winner(autoencoder, baseline) == winner)
  }

  /// Whose number is higher is said, and so it is, whichever of the two is ahead.
  @Test func theLeadCannotBeReadTheOtherWayRound() {
    var random = RandomSource(seed: 5)
    for _ in 0..<2000 {
      let (ours, theirs) = (Double(random.uniform()) + 0.001, Double(random.uniform()) + 0.001)
      for measure in [VerdictRow.Measure.error, .accuracy, .area] {
        let lead = measure.lead(ours, theirs)
        guard lead.first != "no difference" else {
          #expect(abs(ours - theirs) < 0.006)
          continue
        }
        #expect(lead[0].hasPrefix("the autoencoder’s is ") && lead[1].hasPrefix("autoencoder: "))
        let isMore = ["higher", "larger", "as large"].contains { lead[0].hasSuffix($0) }
        #expect(isMore == (ours > theirs), "\(lead[0]): \(ours) and \(theirs)")
        #expect(isMore || ["lower", "smaller"].contains { lead[0].hasSuffix($0) })
      }
    }
  }

  /// The autoencoder has the same name in every row.
  @Test(arguments: [PageSize.slide, .slide4x3, .a4, PageSize(name: "small", size: Size(420, 340))])
  func theLeadsHaveOneForm(_ page: PageSize) throws {
    let style = Style(theme: .light, page: page, measurer: FixedWidthMeasurer())
    let scene = Page(try VerdictFigure(run: try Self.full(SampleRun(name: "conv"))))
      .scene(style: style)
    let leads = (0..<5).flatMap { scene.texts("verdict/\($0)/lead") }
      .filter { $0 != "no difference" && $0 != "±0" }
    #expect(leads.count > 1)
    let beginnings = ["the autoencoder’s is ", "autoencoder: ", "ours: "]
    #expect(Set(leads.map { lead in beginnings.firstIndex { lead.hasPrefix($0) } }).count == 1)
  }

  @Test func whatWasNotMeasuredIsNamed() throws {
    var run = try SampleRun(name: "conv").run
    let entries = try VerdictFigure(run: run).entries
    #expect(entries.filter { $0.row == nil }.map(\.use).contains("Classification"))
    #expect(entries.first { $0.use == "Anomalies" }?.reason.contains("--hold-out-class") == true)
    // What a network from elsewhere was trained on nobody knows.
    var imported = run
    imported.training = nil
    #expect(
      try VerdictFigure(run: imported).entries.first { $0.use == "Anomalies" }?.reason
        == "which classes the network was trained on is unknown")
    let unlabelled = try VerdictFigure(run: try SampleRun(name: "x", classNames: nil).run)
    #expect(
      unlabelled.entries.first { $0.use == "Classification" }?.reason.contains("no labels") == true)
    run.evaluation?.mse = .nan
    #expect(throws: Failure.self) { try VerdictFigure(run: run) }
    run.evaluation = nil
    #expect(throws: Failure.self) { try VerdictFigure(run: run) }
  }

  @Test func isWellLaidOut() throws {
    var samples = SampleRun.all.filter { !$0.missing.contains("evaluation") }
    samples.append(SampleRun(name: "names", classNames: [String(repeating: "long ", count: 40)]))
    for sample in samples {
      for run in [try sample.run, try Self.full(sample)] {
        let figures: [any Figure] = [
          try VerdictFigure(run: run),
          AppendixFigure(run: run, tensorsSHA256: String(repeating: "0123456789abcdef", count: 4)),
        ]
        for page in PageSize.named {
          for theme in Theme.named {
            let style = Style(theme: theme, page: page, measurer: Self.measurer)
            for figure in figures {
              let scene = Page(figure, footer: .init(text: "foot", number: "9 / 9"))
                .scene(style: style)
              #expect(
                LayoutCheck.problems(in: scene, minimumTextSize: page.minimumTextSize) == [],
                "\(sample.name), \(figure.name), \(page.name), \(theme.name)")
            }
          }
        }
      }
    }
  }
}
