import AECore

/// What one of the three ways computes: grids of numbers beside each other with signs between them,
/// and words above.
struct ThreeWaysOperation {
  /// A grid of numbers.
  struct Operand {
    /// Its cells, wherever they are.
    let cells: CellGrid
    /// How large a number may be, as shares of its cell's sides.
    var most = Size(1.05, 1.35)
    /// Whether the cells lie on a panel with a frame.
    var isSheet = false
    /// Cells that the eye is led to.
    var outline: (block: CellBlock, id: String)?
    /// All there would be to draw; nil where nothing is cut.
    var whole: CellBlock?
    /// The colour of its torn edges.
    var color: Color?
    /// What a cell shows.
    let entry: (_ y: Int, _ x: Int) -> NumberGrid.Entry?
  }

  /// What the marks' names start with.
  let id: String
  /// From left to right; those of an inner list have the same cells and are drawn together, a
  /// number beside what it is made of.
  let operands: [[Operand]]
  /// Between the operands.
  let signs: [String]
  /// Room for a sign, in points.
  let gap: Double
  /// From long to short.
  let words: [String]

  /// What an area leaves below the words.
  static func room(in area: Rect, _ style: Style) -> Size {
    Size(area.width, area.height - style.lineHeight(style.font(.label)) - 0.3 * style.gap)
  }

  /// The operation at the top of `area`.
  func draw(in area: Rect, on draw: inout Canvas) {
    let style = draw.style
    let room = Self.room(in: area, style)
    let height = operands.joined().map(\.cells.bounds.height).max() ?? 0
    let top = area.maxY - room.height + max(0, room.height - height) / 2
    let row = GridRow(
      operands.joined().map(\.cells), gap: gap, at: Point(area.x, top), centredIn: area.width)
    var grids = row.grids[...]
    for together in operands {
      self.draw(Array(zip(together, grids)), &draw)
      grids = grids.dropFirst(together.count)
    }
    draw.signs(signs, between: row, style.font(.heading))
    draw.text(
      words, style.font(.label), width: area.width, at: Point(area.x, area.y),
      color: style.theme.mutedText, id: "\(id)/label")
  }

  private func draw(_ together: [(Operand, CellGrid)], _ draw: inout Canvas) {
    let (style, theme) = (draw.style, draw.style.theme)
    for (operand, grid) in together where operand.isSheet {
      draw.path(.rect(grid.bounds), fill: theme.panel)
    }
    for cell in together[0].1.block.cells(0) {
      for (operand, cells) in together {
        guard let entry = operand.entry(cell.y, cell.x) else { continue }
        let grid = NumberGrid(cells, style.font(.label), most: operand.most)
        draw.number(entry, of: grid, y: cell.y, x: cell.x)
      }
    }
    for (operand, grid) in together {
      if let (block, id) = operand.outline { draw.outline(grid, block, id: id) }
      if let whole = operand.whole {
        draw.tear(grid, whole: whole, operand.color ?? theme.mutedText, id: "\(id)/torn")
      }
      if operand.isSheet {
        draw.path(.rect(grid.bounds), stroke: Stroke(theme.mutedText, width: style.thinLine))
      }
    }
  }
}
