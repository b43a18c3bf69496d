import AECore

/// The cells of a confusion matrix, with the classes' names at the rows and their labels at both
/// sides; in cells that are large enough the shares in per cent.
struct ConfusionMatrix {
  let figure: ConfusionFigure
  let style: Style

  /// Where the parts lie.
  struct Layout {
    /// All of it.
    var frame: Rect
    var cells: CellGrid
    var grid: Rect { cells.bounds }
  }

  private var font: Font { style.font(.label) }
  private var line: Double { style.lineHeight(font) }
  private var count: Int { figure.names.count }

  /// The label as the columns have it.
  private func number(_ index: Int) -> String { "\(figure.labels[index])" }

  private func width(_ text: String) -> Double { style.measurer.measure(text, font: font).width }

  private var numberWidth: Double { (0..<count).map { width(number($0)) }.max() ?? 0 }

  /// As large as `frame` allows, the rows' names at the left, the columns' labels below.
  func layout(in frame: Rect) -> Layout {
    let upright = line + style.gap / 2
    let names =
      figure.names.enumerated().map { $1 == number($0) ? 0 : width($1) + style.gap }.max() ?? 0
    let left = upright + min(names, frame.width * 0.3) + numberWidth + style.gap / 2
    let foot = 2 * line + style.gap / 2
    let side = max(1, min(frame.width - left, frame.height - foot))
    let cell = side / Double(count)
    return Layout(
      frame: Rect(x: frame.x, y: frame.y, width: left + side, height: side + foot),
      cells: CellGrid(
        origin: Point(frame.x + left, frame.y), size: Size(cell, cell), rows: 0..<count,
        columns: 0..<count))
  }

  func marks(_ layout: Layout) -> [Mark] {
    var draw = Canvas(style)
    let (grid, muted) = (layout.grid, style.theme.mutedText)
    heatMap(layout.cells, &draw)
    shares(layout.cells, &draw)
    rowLabels(layout, &draw)
    for column in labelled(numberWidth + style.gap / 2, layout.cells) {
      draw.text(
        number(column), font,
        at: Point(layout.cells.middle(ofColumn: column), grid.maxY + style.gap / 4), .center, .top)
    }
    draw.text(
      ["taken for", "as"], font, width: grid.width, at: Point(grid.center.x, layout.frame.maxY),
      .center, .bottom, color: muted)
    draw.uprightText(
      style.firstFitting(["true class", "true"], font, width: grid.height), font,
      center: Point(layout.frame.x + line / 2, grid.center.y), color: muted)
    return draw.marks
  }

  /// All cells in one picture, with thin lines between them where they are large enough.
  private func heatMap(_ cells: CellGrid, _ draw: inout Canvas) {
    let frame = cells.bounds
    let pixels = (0..<count * count).map { color($0 / count, $0 % count).bytes }
    draw.image(
      Raster(width: count, height: count, pixels: pixels), in: frame, id: "confusion/matrix")
    if cells.cell > 8 * style.thinLine {
      for index in 1..<count {
        let at = Double(index) * cells.cell
        draw.line(Point(frame.x + at, frame.y), Point(frame.x + at, frame.maxY))
        draw.line(Point(frame.x, frame.y + at), Point(frame.maxX, frame.y + at))
      }
    }
    draw.path(.rect(frame), stroke: Stroke(style.theme.line, width: style.thinLine))
  }

  /// The shares in per cent, where they fit. A cell of 100 per cent is full: where its three digits
  /// do not fit, the others still stand.
  private func shares(_ cells: CellGrid, _ draw: inout Canvas) {
    let texts = figure.shares.map { $0 < 0.005 ? "" : NumberText.fixed(100 * $0, decimals: 0) }
    let widest = texts.filter { $0 != "100" }.map(width).max() ?? width("100")
    guard widest <= cells.cell * 0.95, line <= cells.cell else { return }
    for (index, text) in texts.enumerated() where !text.isEmpty && width(text) <= cells.cell {
      let (row, column) = (index / count, index % count)
      draw.text(
        text, font, at: Point(cells.middle(ofColumn: column), cells.middle(ofRow: row)), .center,
        .middle, color: style.theme.ink(on: color(row, column)), id: "confusion/\(row)/\(column)")
    }
  }

  /// Right answers from neutral to blue at 100 %, mistakes to orange at the limit.
  private func color(_ row: Int, _ column: Int) -> Color {
    let map = Colormap.diverging(style.theme)
    let share = figure.shares[row * count + column]
    if row == column { return map.color(at: 0.5 - share / 2) }
    return map.color(at: 0.5 + share / (2 * figure.mistakeLimit))
  }

  /// Every class, or every so many that the labels stay `least` points apart.
  private func labelled(_ least: Double, _ cells: CellGrid) -> StrideTo<Int> {
    stride(
      from: 0, to: count, by: max(1, Int(clamping: (least / max(cells.cell, 1e-9)).rounded(.up))))
  }

  private func rowLabels(_ layout: Layout, _ draw: inout Canvas) {
    let right = layout.grid.x - style.gap / 2
    let nameRight = right - numberWidth - style.gap
    let nameLeft = layout.frame.x + line + style.gap / 2
    for row in labelled(line, layout.cells) {
      let y = layout.cells.middle(ofRow: row)
      draw.text(number(row), font, at: Point(right, y), .trailing, .middle)
      if figure.names[row] != number(row) {
        draw.text(
          [figure.names[row]], font, width: max(0, nameRight - nameLeft),
          at: Point(nameRight, y), .trailing, .middle)
      }
    }
  }
}
