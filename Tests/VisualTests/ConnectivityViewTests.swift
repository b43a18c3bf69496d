import AECore
import DrawingTesting
import Testing
import Visual

/// The table of views says what each of them does.
struct ConnectivityViewTests {
  private static let views = ConnectivityFigure.View.allCases

  @Test func namesAreTheCommandLines() {
    #expect(
      Self.views.map(\.rawValue) == [
        "pair", "convolution", "transposed", "maps", "planes", "matrix", "values", "products",
        "three-ways", "overlap", "sizes", "sides", "steps",
      ])
    for view in Self.views { #expect(ConnectivityFigure.View(rawValue: view.rawValue) == view) }
    #expect(ConnectivityFigure.View(rawValue: "threeWays") == nil)
  }

  /// A view whose data lists the connections says so, and no other; one that needs numbers has
  /// them; one that moves has somewhere to go.
  @Test(arguments: views) func doesWhatTheTableSays(view: ConnectivityFigure.View) throws {
    let figure = ConnectivityFigure(try ConnectivityGeometries.lecture(), view: view)
    #expect((figure.data is ConnectivityData) == view.listsConnections)
    #expect((figure.example != nil) == (view.numbers == .required))
    let style = Style(theme: .light, page: .slide, measurer: FixedWidthMeasurer())
    let animation = try? ConnectivityAnimation(figure, style: style)
    #expect((animation != nil) == view.moves)
    if let animation {
      #expect(animation.figures.count >= 3 && animation.figures[0].caption != figure.caption)
    }
  }
}
