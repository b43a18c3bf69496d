/// A map's numbers, each in a cell with a look of its own; or shades alone, where cells have no
/// text. A number that is too large for its cell, and would lie on its neighbours, is left out.
///
///     let cells = CellGrid(origin: Point(72, 90), cell: 24, rows: 0..<3, columns: 0..<3)
///     draw.numbers(NumberGrid(cells, style.font(.label))) { y, x in
///       .init("\(map[y][x])", style.numberCell(theme.large, isLit: y == x), id: "input/\(y).\(x)")
///     }
///     draw.outline(cells, rows: 1..<2, columns: 1..<2)
package struct NumberGrid: Sendable {
  /// What one cell shows.
  package struct Entry: Hashable, Sendable {
    /// The number; empty for a shade alone.
    package var text: String
    /// How the cell is painted; its digits stand out from the fill.
    package var look: CellLook
    /// The name of the cell's mark.
    package var id: String
    /// The name of its number's mark.
    package var digitID: String?

    /// A cell named `id` with a number named `digitID`.
    package init(_ text: String, _ look: CellLook, id: String, digitID: String?) {
      self.text = text
      self.look = look
      self.id = id
      self.digitID = digitID
    }

    /// A cell named `id`, its number `id/digit`.
    package init(_ text: String, _ look: CellLook, id: String) {
      self.init(text, look, id: id, digitID: id + "/digit")
    }

    /// A shade named `id`.
    package init(_ look: CellLook, id: String) { self.init("", look, id: id, digitID: nil) }
  }

  /// Where the cells lie.
  package let cells: CellGrid
  /// The digits' face.
  package let font: Font
  /// How large a number may be, as shares of its cell's sides.
  package let most: Size

  /// Numbers in `cells`.
  package init(_ cells: CellGrid, _ font: Font, most: Size = Size(1.05, 1.35)) {
    self.cells = cells
    self.font = font
    self.most = most
  }

  /// Whether a number with these extents has room in a cell.
  package func holds(_ text: TextExtents) -> Bool {
    text.width <= most.width * cells.size.width && text.height <= most.height * cells.size.height
  }
}

/// Grids beside each other with their middles at one height, and room for a sign between each two:
/// `input ∗ kernel = output`.
package struct GridRow: Sendable {
  /// The grids in their places.
  package let grids: [CellGrid]
  /// What they take up together.
  package let bounds: Rect

  /// `grids` from left to right, wherever they were, `gap` apart.
  ///
  /// - Parameter origin: the top left corner.
  /// - Parameter width: the room that the row is centred in; a longer row starts at its left.
  package init(_ grids: [CellGrid], gap: Double, at origin: Point, centredIn width: Double = 0) {
    let total = grids.reduce(-gap) { $0 + $1.bounds.width + gap }
    let height = grids.map(\.bounds.height).max() ?? 0
    let left = origin.x + max(0, (width - total) / 2)
    bounds = Rect(x: left, y: origin.y, width: max(0, total), height: height)
    var x = left
    self.grids = grids.map { grid in
      var placed = grid
      placed.origin = Point(x, origin.y + (height - grid.bounds.height) / 2)
      x = placed.bounds.maxX + gap
      return placed
    }
  }
}

extension Canvas {
  /// The cells of `grid`, row by row, as `entry` has them for a row and a column; those without an
  /// entry stay open.
  package mutating func numbers(_ grid: NumberGrid, _ entry: (Int, Int) -> NumberGrid.Entry?) {
    for y in grid.cells.rows {
      for x in grid.cells.columns {
        if let entry = entry(y, x) { number(entry, of: grid, y: y, x: x) }
      }
    }
  }

  /// One cell with its number, if it is among the visible ones.
  package mutating func number(_ entry: NumberGrid.Entry, of grid: NumberGrid, y: Int, x: Int) {
    guard grid.cells.shows(y: y, x: x) else { return }
    let look = entry.look
    path(grid.cells.outline(y: y, x: x), fill: look.fill, stroke: look.stroke, id: entry.id)
    guard !entry.text.isEmpty, grid.holds(style.measurer.measure(entry.text, font: grid.font))
    else { return }
    text(
      entry.text, grid.font, at: grid.cells.rect(y: y, x: x).center, .center, .middle,
      color: look.fill.map(style.theme.ink(on:)) ?? style.theme.mutedText, id: entry.digitID)
  }

  /// A line around the visible part of a block of cells, to lead the eye there; in the text's
  /// colour unless told otherwise.
  package mutating func outline(
    _ grid: CellGrid, rows: Range<Int>, columns: Range<Int>, _ color: Color? = nil,
    width: Double? = nil, id: String? = nil
  ) {
    guard let box = grid.visible(rows: rows, columns: columns) else { return }
    path(
      .roundedRect(box, radius: grid.radius),
      stroke: Stroke(color ?? style.theme.text, width: width ?? style.mediumLine), id: id)
  }

  /// A sign in each gap of `row`, from left to right.
  package mutating func signs(_ signs: [String], between row: GridRow, _ font: Font) {
    for (sign, (a, b)) in zip(signs, zip(row.grids, row.grids.dropFirst())) {
      text(
        sign, font, at: Point((a.bounds.maxX + b.bounds.x) / 2, row.bounds.center.y), .center,
        .middle)
    }
  }
}

extension Style {
  /// A cell with a number in it; one that takes part in what is in focus has its tensor's colour in
  /// full, which digits stand out from best.
  package func numberCell(_ color: Color, isLit: Bool) -> CellLook {
    isLit ? CellLook(fill: color, stroke: Stroke(color, width: thinLine * 0.8)) : quietCell(color)
  }

  /// How wide a cell must be for the widest of `numbers`.
  package func cellWidth(for numbers: some Sequence<String>, _ font: Font) -> Double {
    max(widest(numbers, font) + 0.35 * gap, 0.98 * lineHeight(font))
  }
}

extension Theme {
  /// The colour of digits on a `fill` that lies on the page: the text's or the page's own,
  /// whichever stands out more.
  package func ink(on fill: Color) -> Color {
    var opaque = fill
    opaque.alpha = 1
    let ground = background.mixed(with: opaque, fill.alpha)
    // On a middle grey neither of the theme's two can be read: black or white can, on any ground.
    let best = [text, background].max { $0.contrast(with: ground) < $1.contrast(with: ground) }
    if let best, best.contrast(with: ground) >= Self.readableContrast { return best }
    let (black, white) = (Color(0x000000), Color(0xFFFFFF))
    return black.contrast(with: ground) >= white.contrast(with: ground) ? black : white
  }
}
