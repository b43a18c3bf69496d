import AECore
import DrawingTesting
import Testing
import Visual

/// What the views `convolution` and `transposed` draw, against the operation.
struct OneWayViewTests {
  private static let views = [ConnectivityFigure.View.convolution, .transposed]

  private func id(_ view: ConnectivityFigure.View) -> String {
    view == .convolution ? "convolution" : "transposed_convolution"
  }

  private func scene(_ figure: ConnectivityFigure, page: PageSize = .slide) -> Scene {
    Page(figure).scene(style: Style(theme: .light, page: page, measurer: FixedWidthMeasurer()))
  }

  @Test(arguments: views) func theFanIsTheFocusCells(view: ConnectivityFigure.View) {
    var source = RandomSource(seed: 21)
    for _ in 0..<200 {
      let pair = ConnectivityGeometries.random(&source)
      let figure = ConnectivityFigure(pair, view: view)
      let scene = scene(figure)
      let all = view == .convolution ? pair.convolution : pair.transposedConvolution
      let own = all.filter {
        $0.small == figure.focus.first && $0.large.channel == figure.largeChannel
      }
      let names = own.map {
        "\($0.large.channel).\($0.large.y).\($0.large.x)-"
          + "\($0.small.channel).\($0.small.y).\($0.small.x)"
      }
      let drawn = scene.paths("\(id(view))/connection/")
      #expect(drawn.sorted() == (pair.geometry.kernel.count <= 9 ? names.sorted() : []), "\(pair)")
      // One direction alone, without a formula that nobody has asked for.
      let other = view == .convolution ? "transposed_convolution/" : "convolution/"
      #expect(scene.paths(other).isEmpty && scene.texts(other).isEmpty)
      #expect(scene.words(ofGroup: "\(id(view))/formula") ?? "" == "")
      #expect(scene.paths("\(id(view))/focus/").count == 1)
    }
  }

  /// Of a large map a piece of its own shape is shown, not a strip.
  @Test(arguments: views, [64, 100, 512]) func aPartHasTheShapeOfTheMap(
    view: ConnectivityFigure.View, size: Int
  ) throws {
    for (kernel, padding) in [(3, 1), (5, 2), (7, 3)] {
      let pair = try ConnectivityGeometries.pair(
        Size2D(size), kernel: Size2D(kernel), stride: Size2D(2), padding: Size2D(padding))
      for page in [PageSize.slide, .slide4x3, .a4] {
        let cells = scene(ConnectivityFigure(pair, view: view), page: page)
          .paths("\(id(view))/large/").map { $0.split(separator: ".") }
        let rows = Set(cells.map { $0[1] }).count
        let columns = Set(cells.map { $0[2] }).count
        #expect(rows * 2 >= columns && columns * 2 >= rows, "\(rows) × \(columns)")
      }
    }
  }

  @Test func aMapOf28IsWhole() throws {
    let pair = try ConnectivityGeometries.pair(
      Size2D(28), kernel: Size2D(5), stride: Size2D(3), padding: Size2D(2))
    let scene = scene(ConnectivityFigure(pair, view: .convolution))
    #expect(scene.paths("convolution/large/").count == 28 * 28)
    #expect(scene.paths("convolution/small/").count == 100)
    #expect(scene.paths("convolution/connection/").isEmpty)
    #expect(scene.paths("convolution/window/edge").count == 2)
  }

  @Test func eachSideOfThePaddingIsNamed() throws {
    let padding = Padding(
      vertical: .init(before: 1, after: 2), horizontal: .init(before: 0, after: 1))
    let pair = try ConnectivityGeometries.pair(
      Size2D(height: 6, width: 7), kernel: Size2D(3), padding: padding)
    let figure = ConnectivityFigure(pair, view: .convolution)
    #expect(
      scene(figure).texts("convolution/label/padding") == ["padding: 1 top and right, 2 bottom"])
  }

  @Test func formulasAreThereWhenTheyAreAskedFor() throws {
    let pair = try ConnectivityGeometries.lecture()
    for (view, result) in zip(Self.views, ["=3", "=5"]) {
      let scene = scene(ConnectivityFigure(pair, view: view, showsFormula: true))
      #expect(scene.words(ofGroup: "\(id(view))/formula")?.hasSuffix(result) == true)
    }
  }

  @Test func theMapIsLarge() throws {
    for view in Self.views {
      let scene = scene(ConnectivityFigure(try ConnectivityGeometries.lecture(), view: view))
      let cells = scene.leaves.compactMap { mark -> Rect? in
        guard case .path(let path) = mark, path.id?.hasPrefix("\(id(view))/") == true,
          path.id?.contains("/large/") == true || path.id?.contains("/padding/") == true
        else { return nil }
        return path.path.bounds
      }
      let bounds = try #require(cells.first.map { cells.reduce($0) { $0.union($1) } })
      #expect(bounds.height > 270 && bounds.width > 270)
    }
  }
}
