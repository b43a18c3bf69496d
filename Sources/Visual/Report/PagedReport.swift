import AECore

/// Figures as a document: numbered pages with the same foot.
public protocol PagedReport: Sendable {
  /// The figures in order.
  var figures: [any Figure] { get }
  /// What was left out; named on the last page.
  var omissions: [Report.Omission] { get }
  /// What it is called.
  var name: String { get }
  /// What stands at the foot of the page at `index`; ``name``, unless its pages differ in that.
  func foot(at index: Int) -> String
}

extension PagedReport {
  /// The name.
  public func foot(at index: Int) -> String { name }

  /// The pages as they are in `style`: on slides a figure each, on paper several where they have
  /// room.
  public func pages(style: Style) -> [ReportPage] {
    let figures = figures
    let room = style.content.height - ReportPage.footRoom(style)
    let shared: [[(index: Int, height: Double)]]
    if style.page.isSlide {
      shared = figures.indices.map { [(index: $0, height: room)] }
    } else {
      let heights = Parallel.map(figures.count) { ReportPage.height(of: figures[$0], style: style) }
      let pages = ReportPages(room: room, gap: ReportPage.gap(style))
      // Rows of cells are seen as well where they lie closer: three to a page.
      let least = zip(figures, pages.least(heights)).map {
        $0 is ConnectivityFigure ? min($1, 0.3 * room) : $1
      }
      shared = pages.shared(heights, least: least)
    }
    return shared.enumerated().map { number, page in
      ReportPage(
        figures: page.map { figures[$0.index] }, heights: page.map(\.height),
        footer: Page.Footer(
          text: foot(at: page.first?.index ?? 0), number: "\(number + 1) / \(shared.count)"))
    }
  }

  /// A page for each figure, with its number, to be laid out in any style.
  public var pages: [Page] {
    figures.enumerated().map { index, figure in
      Page(
        figure,
        footer: Page.Footer(text: foot(at: index), number: "\(index + 1) / \(figures.count)"))
    }
  }
}

extension [any Figure] {
  /// Adds a figure, or to `omissions` why it cannot be drawn.
  mutating func add(
    _ name: String, or omissions: inout [Report.Omission],
    _ make: () throws(Failure) -> any Figure
  ) {
    do {
      append(try make())
    } catch {
      omissions.append(Report.Omission(figure: name, reason: error.problem))
    }
  }
}
