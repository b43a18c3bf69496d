import AECore

/// The small diagram beside the matrices: the kernel's taps in their colours, and where they lie on
/// the input for the cell in focus.
struct MatrixDiagram: ConnectivityPart {
  let figure: ConnectivityFigure
  let colors: MatrixColors
  let frame: Rect
  let style: Style

  /// At most this many cells of a map are drawn along an axis.
  private var limit: Int { pair.largeShape.height == 1 ? 36 : 16 }

  /// What is drawn of the maps.
  var windows: MapWindow { MapWindow(pair, limit: limit, first: figure.stage.first) }

  func draw(on draw: inout Canvas) {
    let isTall = frame.height > frame.width
    let above = lineHeight + 0.4 * style.gap
    let (kernel, windows) = (geometry.kernel, windows)
    let taps = CellBlock(kernel).clamped(to: CellBlock(Size2D(limit)))
    let panels: [(name: String, size: Size2D, color: Color, block: CellBlock)] = [
      ("kernel", kernel, theme.kernel, taps),
      ("input", pair.largeShape.size, theme.large, windows[\.large]),
      ("output", pair.smallShape.size, theme.small, windows[\.small]),
    ]
    let boxes =
      isTall
      ? frame.rows(panels.map { Double(min($0.block.rows.count, 6)) + 2 }, gap: style.gap)
      : frame.columns(panels.map { _ in 1 }, gap: 2 * style.gap)
    let cell =
      zip(panels, boxes).map { panel, box in
        min(
          box.width / Double(panel.block.columns.count),
          (box.height - lineHeight - 0.4 * style.gap) / Double(panel.block.rows.count))
      }.min() ?? 1
    let side = max(0.5, min(cell, 2.2 * style.gap))
    // Beside each other on paper, one under the other on a slide.
    var top = frame.y
    for (index, (panel, box)) in zip(panels, boxes).enumerated() {
      let origin = Point(isTall ? frame.x : box.x, (isTall ? top : box.y) + above)
      let grid = CellGrid(origin: origin, cell: side, panel.block)
      draw.text(
        ["\(panel.name) \(figure.words(panel.size))"], font, width: box.width,
        at: Point(origin.x, origin.y - 0.4 * style.gap), .leading, .bottom, color: panel.color,
        id: "diagram/label/\(index)")
      draw.numbers(NumberGrid(grid, font)) { y, x in
        .init(look(index, y, x), id: "diagram/\(index)/\(y).\(x)")
      }
      let whole =
        index == 0
        ? CellBlock(kernel)
        : MapWindow(pair, limit: .max, first: figure.stage.first)[
          index == 1 ? \.wholeLarge : \.wholeSmall]
      draw.tear(grid, whole: whole, panel.color, id: "diagram/torn/\(index)")
      top = grid.bounds.maxY + 1.2 * style.gap
      let focus = figure.focus.first
      if index == 2 { draw.outline(grid, CellBlock(focus)) }
    }
  }

  /// A cell of the kernel, of the large and of the small map: in colour where it takes part.
  private func look(_ panel: Int, _ y: Int, _ x: Int) -> CellLook {
    let (focus, cell) = (figure.focus.first, Cell(channel: figure.largeChannel, y: y, x: x))
    if panel == 2 {
      let isFocus = y == focus.y && x == focus.x
      return isFocus ? style.litCell(theme.small) : style.quietCell(theme.small)
    }
    if panel == 1, !CellBlock(pair.largeShape.size).contains(cell) { return style.emptyCell() }
    let tap = panel == 0 ? Tap(y: y, x: x) : pair.tap(small: focus, large: cell)
    guard let tap else { return style.quietCell(theme.large) }
    return CellLook(
      fill: colors.color(Connection(large: cell, small: focus, tap: tap)),
      stroke: Stroke(theme.mutedText, width: 0.5 * style.thinLine))
  }
}
