import AECore

/// One of the two matrices of the view `matrix`: C, or Cᵀ of the transposed direction.
struct MatrixSheet: ConnectivityPart {
  let figure: ConnectivityFigure
  let style: Style
  let direction: ConnectivityDirection
  /// The cells whose values the rows compute, from the top.
  let rows: [Cell]
  /// The cells whose values the columns are multiplied by, from the left.
  let columns: [Cell]
  /// Where the entries lie, counted from 0.
  let grid: CellGrid

  private var isTransposed: Bool { direction == .transposed }

  /// The maps' colours: of those that the rows and that the columns list.
  private var colors: (rows: Color, columns: Color) {
    isTransposed ? (theme.large, theme.small) : (theme.small, theme.large)
  }

  /// The entries that are not zero on a panel, with lines between the rows of a map and between
  /// maps, bars that say which maps are listed, and a line around the focus cell's row of C or
  /// column of Cᵀ.
  func draw(_ entries: MatrixColors, _ draw: inout Canvas) {
    let box = grid.bounds
    // A weight near 0 has nearly the ground's colour: its cell shows by its outline.
    let stroke =
      figure.weights != nil && grid.cell > 4
      ? Stroke(theme.mutedText.opacity(0.7), width: 0.5 * style.thinLine) : nil
    draw.path(.rect(box), fill: theme.panel)
    draw.group(id: "\(direction.id)/cells") { draw in
      draw.numbers(NumberGrid(grid, font)) { i, j in
        let (row, column) = (rows[i], columns[j])
        let (small, large) = isTransposed ? (column, row) : (row, column)
        guard let tap = pair.tap(small: small, large: large) else { return nil }
        let color = entries.color(Connection(large: large, small: small, tap: tap))
        return .init(
          CellLook(fill: color, stroke: stroke),
          id: "\(direction.id)/tap/\(row.key)-\(column.key)-\(tap.y).\(tap.x)")
      }
    }
    drawRules(&draw)
    draw.path(.rect(box), stroke: Stroke(theme.mutedText, width: style.thinLine))
    drawTears(&draw)
    let width = 0.3 * style.gap
    let (down, across) = (
      Rect(x: box.x - 2 * width, y: box.y, width: width, height: box.height),
      Rect(x: box.x, y: box.y - 2 * width, width: box.width, height: width)
    )
    draw.path(.rect(down), fill: colors.rows)
    draw.path(.rect(across), fill: colors.columns)
    guard let index = (isTransposed ? columns : rows).firstIndex(of: figure.focus.first)
    else { return }
    var line = grid.block
    if isTransposed { line.columns = index..<index + 1 } else { line.rows = index..<index + 1 }
    draw.outline(grid, line, id: "\(direction.id)/focus")
  }

  /// A torn edge at the foot and at the right where rows and columns are left out.
  private func drawTears(_ draw: inout Canvas) {
    let (small, large) = (pair.smallShape.count, pair.largeShape.count)
    let all = isTransposed ? (pair.restoredShape.count, small) : (small, large)
    draw.tear(
      grid, rows: 0..<max(rows.count, all.0), columns: 0..<max(columns.count, all.1),
      theme.mutedText, id: "\(direction.id)/torn")
  }

  /// Thin lines between the rows of a map, heavier ones between maps.
  private func drawRules(_ draw: inout Canvas) {
    let box = grid.bounds
    var (thin, heavy) = (Path(), Path())
    func add(_ cells: [Cell], _ side: Double, _ line: (Double) -> Path) {
      for (i, pair) in zip(cells, cells.dropFirst()).enumerated() {
        let at = Double(i + 1) * side
        if pair.0.channel != pair.1.channel {
          heavy = heavy + line(at)
        } else if pair.0.y != pair.1.y {
          thin = thin + line(at)
        }
      }
    }
    add(rows, grid.size.height) { .line(Point(box.x, box.y + $0), Point(box.maxX, box.y + $0)) }
    add(columns, grid.size.width) { .line(Point(box.x + $0, box.y), Point(box.x + $0, box.maxY)) }
    let lines = [
      (thin, Stroke(theme.line, width: 0.6 * style.thinLine)),
      (heavy, Stroke(theme.text, width: 1.4 * style.thinLine)),
    ]
    draw.group(id: "\(direction.id)/blocks") { draw in
      for (path, stroke) in lines where !path.elements.isEmpty { draw.path(path, stroke: stroke) }
    }
  }

  /// The matrix's name and size above it, and what its columns and its rows are.
  ///
  /// - Parameter width: the room for the words above, in points.
  func drawWords(width: Double, _ draw: inout Canvas) {
    let (box, colors) = (grid.bounds, colors)
    let small = NumberText.count(pair.smallShape.count)
    let (name, size, kinds) =
      isTransposed
      ? (
        "Cᵀ", "\(NumberText.count(pair.restoredShape.count)) × \(small)",
        ["transposed convolution", "transposed"]
      ) : ("C", "\(small) × \(NumberText.count(pair.largeShape.count))", ["convolution"])
    let names = kinds.map { "\(name): \(size), \($0)" } + ["\(name): \(size)", name]
    draw.text(
      names, heading, width: width,
      at: Point(box.x, box.y - lineHeight - 1.0 * style.gap), .leading, .bottom,
      id: "\(direction.id)/heading")
    let columns = style.firstFitting(["input cells", "input", ""], font, width: width)
    if !columns.isEmpty {
      draw.text(
        columns, font, at: Point(box.x, box.y - 0.8 * style.gap), .leading, .bottom,
        color: colors.columns, id: "\(direction.id)/columns")
    }
    if let rows = ["output cells", "output"].first(where: { style.width($0) <= box.height }) {
      draw.uprightText(
        rows, font, center: Point(box.x - 0.8 * style.gap - lineHeight / 2, box.center.y),
        color: colors.rows, id: "\(direction.id)/rows")
    }
  }
}
