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

  /// Above this share of a page a figure keeps it for itself.
  private static let wholePage = 0.75
  /// No figure is made lower than this share of a page to let another one beside it.
  private static let leastShare = 0.48

  /// Figures that are so high by themselves, in points: which pages they make, in their order, and
  /// how high each may become there.
  ///
  /// A figure that takes less than half of a page keeps its height; one that takes somewhat more
  /// gives way to a half when another one then finds room. One that would take a whole page does so
  /// only beside one that else would stand alone.
  package func shared(_ heights: [Double]) -> [[(index: Int, height: Double)]] {
    var least = heights.map { height in
      height > Self.wholePage * room ? room : min(height, Self.leastShare * room)
    }
    var pages: [[Int]] = []
    var left = 0.0
    for index in heights.indices {
      if !pages.isEmpty, least[index] + gap <= left {
        pages[pages.count - 1].append(index)
        left -= least[index] + gap
      } else {
        pages.append([index])
        left = room - least[index]
      }
    }
    for number in pages.indices.dropLast().reversed()
    where pages[number].count == 1 && pages[number + 1].count == 1 {
      let (first, second) = (pages[number][0], pages[number + 1][0])
      // Two that would both like a page keep theirs.
      guard min(least[first], least[second]) < room else { continue }
      let half = min(least[first], least[second])
      let other = room - gap - half
      guard other >= 0.45 * room else { continue }
      least[least[first] < least[second] ? second : first] = other
      pages[number].append(second)
      pages.remove(at: number + 1)
    }
    return pages.map { page in
      // What is left goes to those that would like to be higher, in proportion, then to all.
      let used = page.reduce(gap * Double(page.count - 1)) { $0 + least[$1] }
      let wishes = page.map { max(0, heights[$0] - least[$0]) }
      let wanted = wishes.reduce(0, +)
      let share = wanted > 0 ? min(1, max(0, room - used) / wanted) : 0
      let rest = max(0, room - used - wanted) / Double(page.count)
      return zip(page, wishes).map { (index: $0, height: least[$0] + share * $1 + rest) }
    }
  }
}
