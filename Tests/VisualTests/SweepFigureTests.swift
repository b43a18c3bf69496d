import AECore
import DrawingTesting
import Foundation
import Testing
import Visual

@Suite struct SweepFigureTests {
  static let measurer = PangoMeasurer()

  /// Runs with these sizes, errors that fall, and accuracies where they are asked for.
  private static func sweep(
    _ sizes: [Int], hasProbe: Bool = true, model: String? = nil,
    _ change: (inout Run) -> Void = { _ in }
  ) throws -> Sweep {
    try Sweep(
      sizes.map { size in
        var run = try SampleRun(name: "sweep", preset: .dense, latentSize: size).run
        run.evaluation?.mse = 0.05 / Double(size + 1)
        run.evaluation?.baselines = [
          Baseline(name: "pca", components: size, mse: 0.06 / Double(size))
        ]
        if hasProbe {
          run.evaluation?.classification = Classification(
            results: [
              .init(
                features: .code, dimensions: size, classifier: .logisticRegression,
                accuracy: 1 - 0.5 / Double(size)),
              .init(
                features: .pixels, dimensions: 784, classifier: .logisticRegression, accuracy: 0.9),
            ], chance: 0.1, labels: Array(0..<10), trainCount: 10, testCount: 10, seed: 1)
        }
        if let model { run.model.name = model }
        change(&run)
        return ("latent-\(size)/run.json", run)
      })
  }

  @Test func isWellLaidOut() throws {
    let sweeps = [
      try Self.sweep([2, 4, 8, 16, 32]), try Self.sweep([2, 4, 8, 16, 32], hasProbe: false),
      try Self.sweep([1, 1000]), try Self.sweep([16]), try Self.sweep([3, 4, 5, 6, 7]),
      try Self.sweep(Array(1...40)),
      try Self.sweep([2, 4], model: String(repeating: "long ", count: 40)),
      try Self.sweep([2, 4]) { $0.evaluation?.mse = 0 },
      try Self.sweep([2, 4, 8]) {
        if $0.model.latentSize == 4 { $0.evaluation?.mse = .nan }
        $0.evaluation?.baselines = nil
      },
    ]
    for (index, sweep) in sweeps.enumerated() {
      let figure = try SweepFigure(sweep)
      for page in PageSize.named {
        for theme in Theme.named {
          let style = Style(theme: theme, page: page, measurer: Self.measurer)
          let scene = Page(figure).scene(style: style)
          #expect(
            LayoutCheck.problems(in: scene, minimumTextSize: page.minimumTextSize) == [],
            "\(index), \(page.name), \(theme.name)")
        }
      }
    }
  }

  /// Both plots share the axis: a doubled code is a step of the same length in both.
  @Test func sizesStandAtTheirLogarithms() throws {
    let sizes = [2, 4, 8, 16, 32]
    let figure = try SweepFigure(try Self.sweep(sizes))
    #expect(figure.panels.map(\.id) == ["sweep/mse", "sweep/accuracy"])
    let style = Style(theme: .light, page: .slide, measurer: Self.measurer)
    let marks = figure.marks(in: Rect(x: 0, y: 0, width: 900, height: 350), style: style).leaves
    func centers(_ prefix: String) -> [Point] {
      marks.compactMap { mark in
        guard case .path(let path) = mark, path.id?.hasPrefix(prefix) == true else { return nil }
        return path.path.bounds?.center
      }
    }
    let model = centers("sweep/mse/model/")
    let pca = centers("sweep/mse/pca/")
    let probe = centers("sweep/accuracy/probe/")
    #expect(model.count == 5 && pca.count == 5 && probe.count == 5)
    for i in 0..<5 {
      #expect(abs(model[i].x - pca[i].x) < 1e-9 && abs(model[i].x - probe[i].x) < 1e-6)
      // The network is below PCA in every run.
      #expect(model[i].y > pca[i].y)
      if i > 0 {
        #expect(abs((model[i].x - model[i - 1].x) - (model[1].x - model[0].x)) < 1e-6)
        #expect(probe[i].y < probe[i - 1].y)
      }
    }
    let labels = marks.compactMap { mark -> String? in
      guard case .text(let text) = mark else { return nil }
      return text.string
    }
    #expect(sizes.allSatisfy { labels.contains("\($0)") })
    #expect(labels.contains { $0.hasSuffix(NumberText.short(0.05 / 33)) })
    #expect(figure.caption.contains("stays below PCA"))
  }

  @Test func saysWhereTheNetworkIsAhead() throws {
    let sweep = try Self.sweep([2, 4, 8]) {
      if $0.model.latentSize == 8 { $0.evaluation?.mse = 1 }
    }
    #expect(try SweepFigure(sweep).caption.contains("at codes of 2, 4, not at 8"))
    let none = try Self.sweep([2, 4]) { $0.evaluation?.mse = 1 }
    #expect(try SweepFigure(none).caption.contains("nowhere"))
    #expect(throws: Failure.self) {
      try SweepFigure(try Self.sweep([2]) { $0.evaluation = nil })
    }
    #expect(throws: Failure.self) { try Sweep([]) }
  }
}
