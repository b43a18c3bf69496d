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
        for scene in report.pages(style: style).map({ $0.scene(style: style) }) {
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

  /// Paper has several figures on a page, all of them, in order; each is in the outline.
  @Test func paperHasSeveralFiguresOnAPage() throws {
    let report = Report(run: try SampleRun(name: "conv").run, page: .a4)
    let style = Style(theme: .light, page: .a4, measurer: Self.measurer)
    let pages = report.pages(style: style)
    #expect(pages.flatMap(\.figures).map(\.title) == report.figures.map(\.title))
    #expect(pages.count * 4 <= report.figures.count * 3)
    #expect(pages.map(\.footer.number) == pages.indices.map { "\($0 + 1) / \(pages.count)" })
    for page in pages where page.figures.count > 1 {
      let scene = page.scene(style: style)
      // A heading may say behind the title which part is drawn.
      #expect(
        zip(scene.headings, page.figures).allSatisfy { $0.title.hasPrefix($1.title) }
          && scene.headings.count == page.figures.count)
      #expect(zip(scene.headings, scene.headings.dropFirst()).allSatisfy { $0.y < $1.y })
    }
    let slide = Style(theme: .light, page: .slide, measurer: Self.measurer)
    #expect(report.pages(style: slide).allSatisfy { $0.figures.count == 1 })
  }

  /// Whatever the heights, every figure has its place, in order, and no page holds more than it
  /// can.
  @Test func figuresAreSharedOut() {
    var random = RandomSource(seed: 3)
    let pages = ReportPages(room: 700, gap: 28)
    for _ in 0..<2000 {
      let heights = (0..<Int.random(in: 1...20, using: &random)).map { _ in
        Double(Int.random(in: 60...700, using: &random))
      }
      let shared = pages.shared(heights)
      #expect(shared.flatMap { $0.map(\.index) } == Array(heights.indices))
      for page in shared {
        let used = page.reduce(28 * Double(page.count - 1)) { $0 + $1.height }
        #expect(used <= 700.001, "\(heights)")
        #expect(page.allSatisfy { $0.height >= min(heights[$0.index], 0.45 * 700) - 0.001 })
      }
    }
  }

  /// On paper no page but the last stands half blank, and what a sentence tells is left out.
  @Test(arguments: HeldRuns.allCases) func noPageOfPaperIsHalfBlank(_ held: HeldRuns) throws {
    let style = Style(theme: .light, page: .a4, measurer: Self.measurer)
    let report = Report(run: try held.run(), page: .a4)
    let pages = report.pages(style: style)
    let blank = pages.dropLast().filter { page in
      let marks = page.scene(style: style).marks.filter { mark in
        if case .group(let group) = mark { group.role != .footer } else { true }
      }
      return (marks.bounds?.maxY ?? 0) < 0.5 * PageSize.a4.size.height
    }
    #expect(blank.map { $0.figures.map(\.name) } == [])
  }

  @Test func aDenseNetworksReachIsASentence() throws {
    let run = try SampleRun(name: "dense", preset: .dense).run
    let paper = Report(run: run, page: .a4)
    #expect(!paper.figures.contains { ["receptive-field", "footprint"].contains($0.name) })
    #expect(
      paper.omissions.filter { $0.reason.hasPrefix("all layers are fully connected") }
        .map(\.figure) == ["receptive-field", "footprint"])
    #expect(Report(run: run, page: .slide).figures.contains { $0.name == "receptive-field" })
    let conv = Report(run: try SampleRun(name: "conv").run, page: .a4)
    #expect(conv.figures.contains { $0.name == "receptive-field" })
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
      let lines = scene.leaves.count { mark in
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
