import AECore
import DrawingTesting
import Testing
import Visual

@Suite struct ReportTests {
  static let pages = [PageSize.slide, .slide4x3, .a4]
  static let measurer = PangoMeasurer()

  @Test(arguments: SampleRun.all)
  func everyPageIsWellLaidOut(sample: SampleRun) throws {
    let run = try sample.run
    for page in Self.pages {
      let report = Report(run: run, page: page)
      for theme in Theme.named {
        let style = Style(theme: theme, page: page, measurer: Self.measurer)
        for scene in report.pages.map({ $0.scene(style: style) }) {
          let problems = LayoutCheck.problems(in: scene, minimumTextSize: page.minimumTextSize)
          #expect(problems == [], "\(sample.name), \(scene.title), \(page.name), \(theme.name)")
        }
      }
    }
  }

  /// What is said first always stands on the page, in the lines that a caption has there.
  @Test(arguments: SampleRun.all)
  func captionsAreNoLongerThanTheirLines(sample: SampleRun) throws {
    let run = try sample.run
    for page in Self.pages {
      let style = Style(theme: .light, page: page, measurer: Self.measurer)
      let width = page.size.width - 2 * style.margin
      for figure in Report(run: run, page: page).figures {
        let kept = style.sentences(
          figure.caption, style.font(.body), width: width, limit: page.captionLines)
        let lines = style.lines(of: kept, style.font(.body), width: width)
        #expect(
          lines.count <= page.captionLines, "\(sample.name), \(figure.name), \(page.name): \(kept)")
      }
    }
  }

  /// Whoever shows the images says whose they are.
  @Test func theLicenceStandsOnEveryTitlePage() throws {
    var sample = SampleRun.vae
    sample.isDenoising = true
    sample.earlyStopping = EarlyStoppingDescription(patience: 3, minDelta: 0, bestEpoch: 4)
    for page in Self.pages {
      let style = Style(theme: .light, page: page, measurer: Self.measurer)
      let scene = Page(TitleFigure(run: try sample.run)).scene(style: style)
      let isThere = scene.leaves.contains { mark in
        if case .text(let text) = mark { text.string == "MIT" } else { false }
      }
      #expect(isThere, "\(page.name)")
    }
  }

  @Test func aLongNameTakesTwoLinesOfATitle() throws {
    let run = try SampleRun(
      name: "long", dataName: String(repeating: "a long name of data ", count: 12)
    ).run
    for page in Self.pages {
      let style = Style(theme: .light, page: page, measurer: Self.measurer)
      let scene = Page(TitleFigure(run: run)).scene(style: style)
      let size = style.font(.title).size
      let lines = scene.marks.count { mark in
        if case .text(let text) = mark { return text.font.size == size }
        return false
      }
      #expect(lines == 2, "\(page.name)")
    }
  }

  @Test func anEmptyClassNameIsItsNumber() throws {
    let run = try SampleRun(name: "blank", classNames: ["", " ", "c"]).run
    #expect((0..<4).map(run.className) == ["class 0", "class 1", "c", "3"])
  }

  @Test func everyConvolutionOfTheNetworkHasAPage() throws {
    let run = try SampleRun(name: "conv").run
    let report = Report(run: run, page: .slide)
    let layers = report.figures.compactMap { ($0 as? ConnectivityFigure)?.layer }
    #expect(layers == ["encoder.0", "encoder.2", "decoder.3", "decoder.5"])
    // The pages show the layers' own geometry.
    let sizes = report.figures.compactMap { ($0 as? ConnectivityFigure)?.pair.smallShape }
    #expect(sizes.map(\.channels) == [16, 32, 32, 16])
    #expect(sizes.map(\.height) == [14, 7, 7, 14])
    let dense = Report(run: try SampleRun(name: "dense", preset: .dense).run, page: .slide)
    #expect(dense.figures.allSatisfy { !($0 is ConnectivityFigure) })
    #expect(!dense.omissions.contains { $0.figure.hasPrefix("connectivity") })
  }
}
