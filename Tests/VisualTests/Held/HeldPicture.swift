import AECore
import DrawingTesting
import Foundation
import Testing
import Visual

/// A picture that a text snapshot holds, on a slide and on paper, light and dark.
struct HeldPicture: Sendable, CustomTestStringConvertible {
  /// Of its files: `loss-vae`.
  let name: String
  /// The picture on its page.
  let page: @Sendable () throws -> Page

  var testDescription: String { name }

  /// The picture laid out.
  func scene(_ theme: Theme, _ size: PageSize) throws -> Scene {
    try page().scene(style: Style(theme: theme, page: size, measurer: Self.measurer))
  }

  /// Where the runs and the pictures are kept.
  static let fixtures = FixtureFolder(
    .module,
    sources: URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent())

  private static let measurer = PangoMeasurer()

  /// Every picture.
  static let all =
    figures + layerViews + geometryViews + decoders + severalRuns + [film, omissions, preview]

  // MARK: One run

  /// Every figure of the catalogue but for connectivity, of the runs that show different things.
  private static let figures: [HeldPicture] = [
    ("title", [.conv, .held]), ("architecture", [.conv, .vae, .noise, .held]),
    ("target", [.conv, .noise]), ("shapes", [.conv, .vae, .noise]),
    ("connections", [.conv, .noise]), ("error", [.conv, .noise]),
    ("loss", [.conv, .vae]), ("reconstructions", [.conv, .noise]), ("samples", [.conv]),
    ("class-errors", [.conv, .held]), ("latent", [.conv, .vae, .held]), ("kl", [.vae]),
    ("manifold", [.vae, .held]), ("interpolation", [.conv]), ("feature-maps", [.conv, .noise]),
    ("feature-maps-encoder", [.conv]), ("feature-maps-decoder", [.conv]),
    ("filters", [.conv, .noise]), ("receptive-field", [.conv]), ("footprint", [.conv, .held]),
    ("checkerboard", [.conv]), ("denoising", [.conv, .noise]), ("classification", [.conv]),
    ("confusion", [.conv]), ("generation", [.conv, .vae]), ("anomalies", [.conv]),
    ("held-out-class", [.held]), ("verdict", [.vae, .held]), ("spectra", [.conv]),
    ("appendix", [.conv, .vae, .held]),
  ].flatMap { name, runs in runs.map { figure(name, $0) } }

  private static func figure(_ name: String, _ held: HeldRuns) -> HeldPicture {
    HeldPicture(name: "\(name)-\(held.rawValue)") {
      let (run, tensorsSHA256) = try held.open()
      let options = FigureCatalog.Options(
        sample: 2,
        twin: name == "spectra" ? try HeldRuns.held.run() : nil,
        tensorsSHA256: tensorsSHA256)
      return Page(try #require(FigureCatalog.entry(name)).make(run, options))
    }
  }

  // MARK: Connectivity

  /// Every view of a layer with many maps and real weights.
  private static let layerViews = ConnectivityFigure.View.allCases.map { view in
    HeldPicture(name: "connectivity-\(view.rawValue)-conv") {
      let choice = ConnectivityChoice(view: view, layer: "decoder.3", sample: 2)
      return Page(try ConnectivityFigure(run: HeldRuns.conv.run(), choice))
    }
  }

  /// The overlap of whole decoders: one that transposes convolutions, one that upsamples.
  private static let decoders = [HeldRuns.conv, .vae].map { held in
    HeldPicture(name: "decoder-overlap-\(held.rawValue)") {
      Page(try ConnectivityFigure(run: held.run(), ConnectivityChoice(view: .overlap, sample: 2)))
    }
  }

  /// Every view of a geometry that is different in both directions, with two groups.
  private static let geometryViews = ConnectivityFigure.View.allCases.map { view in
    HeldPicture(name: "connectivity-\(view.rawValue)-geometry") {
      let pair = try ConnectivityGeometries.pair(
        Size2D(height: 7, width: 6), kernel: Size2D(3), stride: Size2D(height: 2, width: 1),
        padding: Size2D(1), groups: 2, large: 2, small: 4)
      return Page(ConnectivityFigure(pair, view: view))
    }
  }

  // MARK: Several runs, none, and what a report adds

  private static let severalRuns: [HeldPicture] =
    ComparisonCatalog.entries.map { entry in
      HeldPicture(name: "compare-\(entry.name)") {
        let runs = try HeldRuns.allCases.map { (name: $0.rawValue, run: try $0.run()) }
        return Page(try entry.make(Comparison(runs)))
      }
    } + [
      HeldPicture(name: "sweep") {
        let runs = try HeldRuns.allCases.map { (path: $0.rawValue, run: try $0.run()) }
        return Page(try SweepFigure(Sweep(runs)))
      }
    ]

  /// A training of which a few frames are made up.
  private static let film = HeldPicture(name: "film") {
    Page(try FilmFigure(run: SampleRun(name: "film", preset: .dense, latentSize: 3).filmed()))
  }

  /// The last page of a report of a run that nothing was measured of, with its foot.
  private static let omissions = HeldPicture(name: "omissions") {
    var run = try HeldRuns.conv.run()
    run.evaluation = nil
    return try #require(Report(run: run, page: .slide).pages.last)
  }

  private static let preview = HeldPicture(name: "data-preview") {
    Page(DataPreviewFigure(try DatasetCatalog.load("digits")))
  }
}
