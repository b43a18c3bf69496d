import AECore
import DrawingTesting
import Testing
import Visual

/// A view that shows a part of the maps says so in its title, and its cut edges are torn.
struct TitlePartTests {
  private func ids(_ marks: [Mark]) -> [String] {
    marks.flatMap { mark -> [String] in
      switch mark {
      // A film of steps may show a part of what is whole beside it.
      case .group(let group) where group.id?.firstMatch(of: #/^steps\/\d/#) != nil: []
      case .group(let group): ids(group.marks)
      case .text(let text): [text.id].compactMap { $0 }
      case .path(let path): [path.id].compactMap { $0 }
      case .image(let image): [image.id].compactMap { $0 }
      }
    }
  }

  @Test(
    arguments: ConnectivityFigure.View.allCases.filter { ![.sizes, .sides].contains($0) },
    [PageSize.slide, .slide4x3, .a4])
  func aPartIsNamed(_ view: ConnectivityFigure.View, _ page: PageSize) throws {
    let style = Style(theme: .light, page: page, measurer: PangoMeasurer())
    for (side, kernel) in [(5, 3), (28, 5), (64, 3)] {
      let pair = try ConnectivityGeometries.pair(
        Size2D(side), kernel: Size2D(kernel), stride: Size2D(2), padding: Size2D(1), large: 2,
        small: 2)
      let figure = ConnectivityFigure(pair, view: view)
      let scene = Page(figure).scene(style: style)
      let note = "\(view), \(side), \(page.name): \(scene.title)"
      let isTorn = ids(scene.marks).contains { $0.contains("torn") }
      let isNamed = scene.title.hasSuffix("cells)") || scene.title.hasSuffix("columns)")
      // The overlap's map has no edges to tear, a matrix of one row is named as such, and of the
      // three ways one may show only the zeros that a window needs.
      if isNamed, view != .overlap { #expect(isTorn, "\(note)") }
      if isTorn, ![.matrix, .threeWays].contains(view) { #expect(isNamed, "\(note)") }
      #expect(scene.title.hasPrefix(figure.title), "\(note)")
      // Sums written out have no room for all cells of even a small output.
      guard side == 5, page == .slide, view != .products else { continue }
      #expect(!isNamed, "\(note)")
    }
  }

  /// What moves has one title at every step.
  @Test func stepsHaveOneTitle() throws {
    let style = Style(theme: .light, page: .slide, measurer: PangoMeasurer())
    let pair = try ConnectivityGeometries.pair(
      Size2D(40), kernel: Size2D(3), stride: Size2D(2), padding: Size2D(1))
    for view in [ConnectivityFigure.View.pair, .planes] {
      let steps = try ConnectivityAnimation(ConnectivityFigure(pair, view: view), style: style)
      let titles = Set(steps.figures.map { Page($0).scene(style: style).title })
      #expect(titles.count == 1, "\(titles)")
    }
  }

  /// The lines of a title are about as long, and say what one line would.
  @Test func titlesBreakEvenly() {
    let style = Style(theme: .light, page: .slide4x3, measurer: PangoMeasurer())
    let font = style.font(.title)
    for words in 3...14 {
      let text = (0..<words).map { ["convolution", "of", "feature", "maps"][$0 % 4] }
        .joined(separator: " ")
      let lines = style.evenLines(text, font, width: 600, limit: 2)
      let plain = style.clampedLines(text, font, width: 600, limit: 2)
      #expect(lines.count == plain.count)
      guard lines.count == 2, lines.joined(separator: " ") == text else { continue }
      let widths = lines.map { style.measurer.measure($0, font: font).width }
      #expect(abs(widths[0] - widths[1]) < 260 && widths.allSatisfy { $0 <= 600 }, "\(lines)")
    }
  }
}
