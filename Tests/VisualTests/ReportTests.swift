import AECore
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
