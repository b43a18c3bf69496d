import AECore
import DrawingTesting
import Testing
import Visual

/// Titles, captions and the choice of the focus; and the layout of both views on every page.
struct ConnectivityFigureTests {
  private static let measurer = PangoMeasurer()

  @Test(arguments: ConnectivityFigure.View.allCases, [PageSize.slide, .slide4x3, .a4])
  func everyGeometryIsWellLaidOut(view: ConnectivityFigure.View, page: PageSize) throws {
    for theme in Theme.named {
      let style = Style(theme: theme, page: page, measurer: Self.measurer)
      for (name, pair) in try ConnectivityGeometries.gallery() {
        let scene = Page(ConnectivityFigure(pair, view: view, layer: "decoder.3")).scene(
          style: style)
        let problems = LayoutCheck.problems(
          in: scene, minimumTextSize: page.minimumTextSize)
        #expect(problems.isEmpty, "\(name), \(view), \(page.name), \(theme.name): \(problems)")
      }
    }
  }

  @Test(arguments: ConnectivityFigure.View.allCases)
  func nothingLeavesTheFrame(view: ConnectivityFigure.View) throws {
    for page in [PageSize.slide, .slide4x3, .a4] {
      let style = Style(theme: .light, page: page, measurer: Self.measurer)
      let frame = Rect(
        x: 0, y: 0, width: page.size.width - 2 * style.margin,
        height: (page.size.height - 2 * style.margin) * 0.7)
      for (name, pair) in try ConnectivityGeometries.gallery() {
        let marks = ConnectivityFigure(pair, view: view).marks(in: frame, style: style)
        let scene = Scene(
          size: frame.size, background: nil, title: "", description: "", marks: marks)
        let problems = LayoutCheck.problems(in: scene, minimumTextSize: 0)
          .filter { $0.contains("leaves the page") }
        #expect(problems.isEmpty, "\(name), \(page.name): \(problems)")
      }
    }
  }

  @Test func captionsAreComputed() throws {
    let pair = try ConnectivityGeometries.lecture()
    #expect(
      ConnectivityFigure(pair).caption
        == "Convolution: 9 cells meet in one. Transposed: one spreads over 9. "
        + "Padding 1 of the convolution cuts 1 off each side of the transposed output."
    )
    let deep = try ConnectivityGeometries.pair(
      Size2D(6), kernel: Size2D(3), stride: Size2D(2), padding: Size2D(1), large: 16, small: 1)
    #expect(
      ConnectivityFigure(deep).caption.contains(
        "1 of 16 input feature maps shown; outputs sum over all input maps."))
    #expect(
      ConnectivityFigure(deep).caption.hasSuffix(
        "cuts 1 off each side of the transposed output, output padding 1 keeps 1 at the bottom "
          + "and right."))
  }

  @Test func titlesNameStrideAndLayer() throws {
    let pair = try ConnectivityGeometries.lecture()
    #expect(ConnectivityFigure(pair).title == "Convolution and its transpose, stride 2")
    #expect(
      ConnectivityFigure(pair, view: .maps, layer: "encoder.0").title
        == "encoder.0: connections of feature maps, stride 2")
  }

  @Test func theFocusStaysClearOfThePadding() throws {
    let focus = ConnectivityFocus(for: try ConnectivityGeometries.lecture())
    #expect(focus.first == Cell(channel: 0, y: 1, x: 1))
    // A map that is shown in part is shown from a corner: with output padding the lower right one.
    let layer = ConnectivityFocus(
      for: try ConnectivityGeometries.pair(
        Size2D(28), kernel: Size2D(3), stride: Size2D(2), padding: Size2D(1)))
    #expect(layer.first == Cell(channel: 0, y: 12, x: 12))
    let row = ConnectivityFocus(
      for: try ConnectivityGeometries.pair(
        Size2D(height: 1, width: 5), kernel: Size2D(height: 1, width: 3)))
    #expect(row.first == Cell(channel: 0, y: 0, x: 1))
  }
}
