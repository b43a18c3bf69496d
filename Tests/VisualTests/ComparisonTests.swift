import AECore
import DrawingTesting
import Foundation
import Testing
import Visual

@Suite struct ComparisonTests {
  static let measurer = PangoMeasurer()
  static let pages = [PageSize.slide, .slide4x3, .a4, .letter]

  private static func comparison(_ samples: [SampleRun], names: [String]? = nil) throws
    -> Comparison
  {
    try Comparison(
      samples.enumerated().map { index, sample in
        var run = try sample.run
        // Errors that differ, in no order.
        run.evaluation?.mse = 0.01 + 0.003 * Double((index * 5) % 8)
        run.evaluation?.ssim = 0.5 + 0.01 * Double(index)
        run.training?.history.indices.forEach {
          run.training?.history[$0].testLoss? += 0.004 * Double((index * 3) % 8)
        }
        return (names?[index] ?? sample.name, run)
      })
  }

  static let eight = (1...8).map {
    SampleRun(name: "run \($0)", preset: .dense, latentSize: 4 * $0)
  }

  private static var cases: [(name: String, make: () throws -> Comparison)] {
    let long = (0..<8).map { String(repeating: "long name ", count: 20) + "\($0)" }
    return [
      ("two", { try comparison(Array(eight.prefix(2))) }),
      ("eight", { try comparison(eight) }),
      ("eight with long names", { try comparison(eight, names: long) }),
      (
        "two with long names",
        { try comparison(Array(eight.prefix(2)), names: Array(long.prefix(2))) }
      ),
      ("scripts", { try comparison(Array(eight.prefix(2)), names: ["قميص", "连衣裙和外套"]) }),
      (
        "other losses",
        {
          try comparison([
            SampleRun(name: "conv"), .vae, SampleRun(name: "sparse", sparsity: 0.01),
            SampleRun(name: "conv 2"),
          ])
        }
      ),
      (
        "other data",
        {
          try comparison([
            SampleRun(name: "conv"),
            SampleRun(
              name: "colour", imageShape: ImageShape(channels: 3, height: 32, width: 32),
              dataName: String(repeating: "data", count: 50)),
          ])
        }
      ),
      (
        "flat images",
        {
          try comparison(
            (0..<8).map {
              SampleRun(
                name: "\($0)", preset: .dense,
                imageShape: ImageShape(channels: 1, height: 2, width: 40))
            })
        }
      ),
      (
        "hard histories",
        {
          try comparison([
            SampleRun(name: "one epoch", epochs: 1), SampleRun(name: "1000 epochs", epochs: 1000),
            try #require(SampleRun.all.first { $0.name == "history with gaps" }),
            SampleRun(name: "denoising", isDenoising: true),
          ])
        }
      ),
      (
        "nothing known",
        {
          try comparison(
            (0..<2).map {
              SampleRun(
                name: "\($0)", missing: ["samples", "training", "evaluation"])
            })
        }
      ),
      ("constant", { try comparison((0..<3).map { SampleRun(name: "\($0)", constant: 0) }) }),
      (
        "smallest image",
        {
          try comparison(
            (0..<3).map {
              SampleRun(
                name: "\($0)", preset: .dense,
                imageShape: ImageShape(channels: 1, height: 1, width: 1), latentSize: 1,
                sampleCount: 1)
            })
        }
      ),
    ]
  }

  @Test(arguments: cases.indices) func everyPageIsWellLaidOut(_ index: Int) throws {
    let (name, make) = Self.cases[index]
    let report = ComparisonReport(try make())
    for page in Self.pages {
      for theme in Theme.named {
        let style = Style(theme: theme, page: page, measurer: Self.measurer)
        for scene in report.pages(style: style).map({ $0.scene(style: style) }) {
          #expect(
            LayoutCheck.problems(in: scene, minimumTextSize: page.minimumTextSize) == [],
            "\(name), \(scene.title), \(page.name), \(theme.name)")
        }
      }
    }
  }

  @Test func leavesOutWhatCannotBeCompared() throws {
    func omitted(_ name: String) throws -> [String] {
      let found = try #require(Self.cases.first { $0.name == name })
      return ComparisonReport(try found.make()).omissions.map(\.figure)
    }
    #expect(try omitted("eight") == [])
    #expect(try omitted("other losses") == [])
    #expect(try omitted("other data") == ["reconstructions"])
    #expect(try omitted("nothing known") == ["loss", "error", "reconstructions"])
    // Four kinds of loss have no room on a page.
    let four = [nil, 0.1, 0.2, 0.3].map { SampleRun(name: "x", sparsity: $0) }
    #expect(ComparisonReport(try Self.comparison(four)).omissions.map(\.figure) == ["loss"])
  }

  @Test func differentLossesHaveDifferentPlots() throws {
    let comparison = try Self.comparison([
      SampleRun(name: "conv"), .vae, SampleRun(name: "dense", preset: .dense),
    ])
    let figure = try ComparisonLossFigure(comparison)
    #expect(figure.panels.map { $0.runs.map(\.index) } == [[0, 2], [1]])
    #expect(figure.panels.map(\.kind.shortName) == ["MSE", "MSE + KL"])
    #expect(figure.caption.contains("different losses"))
  }

  @Test func theTableSaysWhatTheRunsSay() throws {
    let comparison = try Self.comparison(Self.eight)
    let rows = ComparisonRow.all(comparison)
    func row(_ name: String) throws -> ComparisonRow {
      try #require(rows.first { $0.name == name })
    }
    let runs = try Self.eight.map { try $0.run }
    #expect(try row("Data").isShared)
    #expect(
      try row("Parameters").texts.map(\.first)
        == runs.map { NumberText.count($0.model.parameterCount) })
    #expect(try row("Code").texts.map(\.first) == runs.map { "\($0.model.latentSize)" })
    let errors = (0..<8).map { 0.01 + 0.003 * Double(($0 * 5) % 8) }
    #expect(try row("MSE").texts.map(\.first) == errors.map { NumberText.short($0) })
    #expect(try row("MSE").best == [0])
    #expect(try row("SSIM").best == [7])
    #expect(try row("Time").texts.first?.first == "20 s")
    #expect(ComparisonTableFigure(comparison).caption.contains("A comes closest"))
    // Errors on other images are no contest.
    var other = try Self.eight[1].run
    other.dataset.name = "others"
    let mixed = try Comparison([("a", try Self.eight[0].run), ("b", other)])
    #expect(ComparisonRow.all(mixed).allSatisfy { $0.best.isEmpty })
    #expect(ComparisonTableFigure(mixed).caption.contains("do not compare"))
  }

  /// Eight columns on the narrowest page: no number may lose its middle.
  @Test func numbersOfTheTableAreWhole() throws {
    var comparison = try Self.comparison(Self.eight)
    comparison = try Comparison(
      comparison.runs.map { run in
        var run = (run.name, run.run)
        run.1.evaluation?.mse = 0.00766
        if run.0 == "run 3" { run.1.evaluation?.mse = 0.00801 }
        run.1.training?.corruption = CorruptionDescription(name: "gaussian", amount: 0.3)
        if run.0 == "run 2" { run.1.training?.corruption = nil }
        return run
      })
    let figure = ComparisonTableFigure(comparison)
    for page in Self.pages {
      let style = Style(theme: .light, page: page, measurer: Self.measurer)
      let marks = figure.marks(
        in: Rect(x: 0, y: 0, width: page.size.width - 2 * style.margin, height: 360), style: style
      ).leaves
      let texts = marks.compactMap { mark -> TextMark? in
        guard case .text(let text) = mark, text.id?.hasPrefix("table/") == true else { return nil }
        return text
      }
      let numbers = texts.filter { text in
        ["MSE", "PSNR", "SSIM", "PCA", "Parameters", "Code", "Compression", "Noise"].contains {
          text.id?.hasPrefix("table/\($0)") == true
        }
      }
      #expect(numbers.count >= 5 * 8, "\(page.name)")
      #expect(!numbers.contains { $0.string.contains("…") }, "\(page.name)")
    }
  }

  @Test func tiesAreToldAsTies() throws {
    let runs = try (0..<3).map { ("\($0)", try SampleRun(name: "\($0)").run) }
    let same = try Comparison(runs)
    #expect(ComparisonTableFigure(same).caption.hasPrefix("All come equally close"))
    #expect(try ComparisonLossFigure(same).caption.contains("All end at the same loss"))
    var other = runs
    other[1].1.evaluation?.mse = 1
    #expect(
      ComparisonTableFigure(try Comparison(other)).caption.hasPrefix("A and C come equally close"))
  }

  /// A training loss is not drawn as if it were a test loss.
  @Test func aRunWithoutATestLossIsMarked() throws {
    var runs = try (0..<3).map { ("\($0)", try SampleRun(name: "\($0)").run) }
    runs[1].1.training?.history.indices.forEach {
      runs[1].1.training?.history[$0].testLoss = nil
      runs[1].1.training?.history[$0].trainLoss = 1e-9
    }
    let figure = try ComparisonLossFigure(try Comparison(runs))
    #expect(figure.title == "Loss per epoch")
    #expect(figure.caption.hasPrefix("Dashed: the training loss of B"))
    #expect(!figure.caption.contains("B ends lowest"))
    let style = Style(theme: .light, page: .slide, measurer: Self.measurer)
    let marks = figure.marks(in: Rect(x: 0, y: 0, width: 900, height: 330), style: style).leaves
    for (index, isDashed) in [false, true, false].enumerated() {
      let curve = marks.compactMap { mark -> PathMark? in
        if case .path(let path) = mark, path.id == "loss/curve/\(index)" { return path }
        return nil
      }
      #expect(curve.first?.stroke?.dash.isEmpty == !isDashed)
    }
  }

  @Test func barsAreAsLongAsTheirErrors() throws {
    let figure = try ComparisonErrorFigure(try Self.comparison(Self.eight))
    let style = Style(theme: .light, page: .slide, measurer: Self.measurer)
    let marks = figure.marks(in: Rect(x: 0, y: 0, width: 900, height: 330), style: style).leaves
    let widths = marks.compactMap { mark -> Double? in
      guard case .path(let path) = mark, path.id?.hasPrefix("error/bar/") == true else {
        return nil
      }
      return path.path.bounds?.width
    }
    #expect(widths.count == 8)
    for (width, entry) in zip(widths, figure.entries) {
      #expect(abs(width / widths[0] - entry.mse / figure.entries[0].mse) < 1e-9)
    }
  }

  /// A run's number never stands behind PCA's mark as if it were PCA's.
  @Test func eachNumberStandsAtItsOwnMark() throws {
    var random = RandomSource(seed: 9)
    let three = try Self.eight.prefix(3).map { try $0.run }
    for page in Self.pages {
      let style = Style(theme: .light, page: page, measurer: Self.measurer)
      for _ in 0..<20 {
        let runs = three.enumerated().map { index, run in
          var run = run
          run.evaluation?.mse = 0.001 + 0.05 * Double(random.uniform())
          let pca = 0.001 + 0.05 * Double(random.uniform())
          run.evaluation?.baselines = [
            Baseline(name: "pca", components: run.model.latentSize, mse: pca)
          ]
          return (name: "run \(index)", run: run)
        }
        let marks = try ComparisonErrorFigure(try Comparison(runs)).marks(
          in: Rect(x: 0, y: 0, width: page.size.width - 2 * style.margin, height: 330),
          style: style
        ).leaves
        for index in 0..<3 {
          let value = try #require(
            marks.compactMap { mark -> TextMark? in
              if case .text(let text) = mark, text.id == "error/value/\(index)" { return text }
              return nil
            }.first)
          func bounds(_ id: String) -> Rect? {
            marks.compactMap { mark -> Rect? in
              if case .path(let path) = mark, path.id == id { return path.path.bounds }
              return nil
            }.first
          }
          let bar = try #require(bounds("error/bar/\(index)"))
          let mark = try #require(bounds("error/pca/\(index)"))
          let isBehindMark = mark.x > bar.maxX && value.bounds.x > mark.x
          let letter = ["A", "B", "C"][index]
          #expect(!isBehindMark || value.string.hasPrefix(letter + " "), "\(page.name)")
        }
      }
    }
  }

  @Test func theSameImagesAreFoundWhereverTheyStand() throws {
    let first = try SampleRun(name: "a").run
    var second = try SampleRun(name: "b", preset: .dense).run
    // The other way round, and the last two are others.
    for name in [TensorName.sampleInput, TensorName.sampleReconstruction] {
      let tensor = try #require(second.tensors[name])
      let rows = (0..<tensor.shape[0]).reversed().map { tensor[$0].values }
      second.tensors[name] = Tensor(
        tensor.shape,
        rows.enumerated().flatMap { index, row in
          index >= 8 && name == TensorName.sampleInput ? row.map { 1 - $0 } : row
        })
    }
    let figure = try ComparisonReconstructionsFigure(Comparison([("a", first), ("b", second)]))
    #expect(figure.samples == Array(2..<10))
    let input = try #require(first.tensors[TensorName.sampleInput])
    let outputs = try [first, second].map {
      try #require($0.tensors[TensorName.sampleReconstruction])
    }
    for (place, sample) in figure.samples.enumerated() {
      for (run, row) in [sample, 9 - sample].enumerated() {
        let squares = zip(input[sample].values, outputs[run][row].values).map {
          (clean: Float, output: Float) -> Double in
          let difference = Double(clean) - Double(output)
          return difference * difference
        }
        let expected = squares.reduce(0, +) / Double(squares.count)
        #expect(abs(figure.errors[run][place] - expected) < 1e-12)
      }
    }
  }

  @Test func refusesTooManyAndTooFew() throws {
    let run = try SampleRun(name: "x").run
    for count in [0, 1, 9] {
      #expect(throws: Failure.self) {
        try Comparison((0..<count).map { ("\($0)", run) })
      }
    }
  }

  @Test(arguments: [
    ([["a", "x"], ["b", "y"]], ["x", "y"]),
    ([["a", "x"], ["b", "x"]], ["a/x", "b/x"]),
    ([["r", "a", "x"], ["s", "a", "x"], ["s", "a", "y"]], ["r/a/x", "s/a/x", "y"]),
    ([["a", "x"], ["a", "x"], ["a", "x"]], ["a/x", "a/x (2)", "a/x (3)"]),
    ([["x"], ["a", "x"]], ["x", "a/x"]),
    ([[], ["run"]], ["run", "run (2)"]),
  ]) func namesAreShortAndDistinct(_ paths: [[String]], _ names: [String]) {
    #expect(RunNames.distinct(paths) == names)
  }

  /// With normal eyes and with each kind of colour blindness, by the matrices of Machado, Oliveira
  /// and Fernandes (2009) for its full strength, on linear light.
  @Test(arguments: Theme.named) func coloursStayApart(_ theme: Theme) {
    let sights: [[[Double]]] = [
      [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
      [
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
      ],
      [
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
      ],
      [
        [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
      ],
    ]
    func linear(_ c: Double) -> Double { c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4) }
    func encoded(_ c: Double) -> Double {
      c <= 0.0031308 ? 12.92 * c : 1.055 * pow(c, 1 / 2.4) - 0.055
    }
    func seen(_ color: Color, _ sight: [[Double]]) -> OKLab {
      let light = [color.red, color.green, color.blue].map(linear)
      let parts = sight.map { row in
        encoded(min(1, max(0, zip(row, light).reduce(0) { $0 + $1.0 * $1.1 })))
      }
      return OKLab(Color(red: parts[0], green: parts[1], blue: parts[2]))
    }
    let colors = (0..<8).map(theme.runColor)
    for sight in sights {
      for a in 0..<8 {
        for b in 0..<a {
          #expect(seen(colors[a], sight).distance(to: seen(colors[b], sight)) > 0.1, "\(a), \(b)")
        }
      }
    }
    #expect(colors.allSatisfy { $0.contrast(with: theme.background) > 3.5 })
  }
}
