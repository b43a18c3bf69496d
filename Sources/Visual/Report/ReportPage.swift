/// A page of a report: one figure on a slide, on paper as many as have room below each other, each
/// with its title and its caption.
public struct ReportPage: Sendable {
  /// The figures from top to bottom.
  public let figures: [any Figure]
  /// How high each may become with title and caption, in points.
  let heights: [Double]
  /// What stands at the foot.
  public let footer: Page.Footer

  /// The page laid out.
  /// - Parameters:
  ///   - style: the theme, the page, and how wide a text is.
  ///   - isTransparent: whether the page is left unpainted.
  public func scene(style: Style, isTransparent: Bool = false) -> Scene {
    guard figures.count > 1 else {
      return Page(figures[0], footer: footer).scene(style: style, isTransparent: isTransparent)
    }
    let area = style.content
    let end = area.maxY - Self.footRoom(style)
    var (y, marks, headings) = (area.y, [Mark](), [Scene.Heading]())
    for (index, figure) in figures.enumerated() {
      let isLast = index == figures.count - 1
      var page = Page(figure, footer: isLast ? footer : nil)
      page.area = Rect(
        x: area.x, y: y, width: area.width,
        height: isLast ? area.maxY - y : min(heights[index], end - y))
      let scene = page.scene(style: style)
      headings.append(Scene.Heading(title: scene.title, y: y))
      marks += scene.marks
      y = (scene.marks.bounds?.maxY ?? y) + Self.gap(style)
    }
    var scene = Scene(
      size: style.page.size, background: isTransparent ? nil : style.theme.background,
      title: figures.map(\.title).joined(separator: "; "),
      description: figures.map(\.caption).joined(separator: " "), marks: marks)
    scene.headings = headings
    return scene
  }

  /// Between two figures, in points.
  static func gap(_ style: Style) -> Double { 4 * style.gap }

  /// What the foot takes, in points.
  static func footRoom(_ style: Style) -> Double {
    style.measurer.measure("0", font: style.font(.label)).height + style.gap
  }

  /// How high `figure` is with title and caption when it has a page of paper to itself, in points.
  static func height(of figure: any Figure, style: Style) -> Double {
    var page = Page(figure)
    page.area = style.content.inset(bottom: footRoom(style))
    return (page.scene(style: style).marks.bounds?.maxY ?? style.content.y) - style.content.y
  }
}

/// Figures shared out over pages of paper.
package struct ReportPages {
  /// What a page holds, in points.
  let room: Double
  /// Between two figures, in points.
  let gap: Double

  /// Pages of `room` points with `gap` points between two figures.
  package init(room: Double, gap: Double) { (self.room, self.gap) = (room, gap) }

  /// No figure is made lower than this share of a page to let another one beside it.
  private static let leastShare = 0.48
  /// No page holds more figures.
  private static let most = 4

  /// How high figures have to be at least that are so high by themselves, in points.
  package func least(_ heights: [Double]) -> [Double] {
    heights.map { min($0, Self.leastShare * room) }
  }

  /// Figures that are so high by themselves, in points: which pages they make, in their order, and
  /// how high each may become there.
  ///
  /// Of all ways to share them out the one that leaves the least blank and lowers figures the
  /// least: a page that is half blank costs as much as one whose figures would have liked two.
  /// - Parameter least: how high each has to be, where that is less than
  ///   ``least(_:)`` says.
  package func shared(
    _ heights: [Double], least: [Double]? = nil
  ) -> [[(index: Int, height: Double)]] {
    let least = least ?? self.least(heights)
    // Of the figures before each place: what their pages cost, and where the last one begins.
    var best: [(cost: Double, first: Int)] = [(0, 0)]
    for end in heights.indices.map({ $0 + 1 }) {
      var (needed, wanted) = (-gap, -gap)
      var choice = (cost: Double.infinity, first: end - 1)
      for first in (max(0, end - Self.most)..<end).reversed() {
        needed += least[first] + gap
        wanted += heights[first] + gap
        guard first == end - 1 || needed <= room else { break }
        let cost = best[first].cost + self.cost(wanted)
        if cost < choice.cost { choice = (cost, first) }
      }
      best.append(choice)
    }
    var (pages, end) = ([Range<Int>](), heights.count)
    while end > 0 {
      pages.append(best[end].first..<end)
      end = best[end].first
    }
    return pages.reversed().map { page in
      // What is left goes to those that would like to be higher, in proportion, then to all.
      let used = page.reduce(gap * Double(page.count - 1)) { $0 + least[$1] }
      let wishes = page.map { max(0, heights[$0] - least[$0]) }
      let wanted = wishes.reduce(0, +)
      let share = wanted > 0 ? min(1, max(0, room - used) / wanted) : 0
      let rest = max(0, room - used - wanted) / Double(page.count)
      return zip(page, wishes).map { (index: $0, height: least[$0] + share * $1 + rest) }
    }
  }

  /// Of a page whose figures would like to be so high together.
  private func cost(_ wanted: Double) -> Double {
    let share = wanted / room
    return share < 1 ? 1.5 * (1 - share) * (1 - share) : 0.375 * (share - 1)
  }
}
