import AECore

/// The cells of a confusion matrix, with the classes' names at the rows and their labels at both
/// sides; in cells that are large enough the shares in per cent.
struct ConfusionMatrix {
  private let figure: ConfusionFigure
  private let style: Style
  /// All of it.
  let frame: Rect
  let cells: CellGrid
  /// As the columns have them.
  private let labels: [String]
  private let labelWidth: Double

  /// As large as `room` allows, the rows' names at the left, the columns' labels below.
  init(_ figure: ConfusionFigure, in room: Rect, style: Style) {
    self.figure = figure
    self.style = style
    labels = figure.labels.map { "\($0)" }
    labelWidth = style.widest(labels)
    let names = zip(figure.names, labels).filter { $0 != $1 }.map { style.width($0.0) + style.gap }
    let left = style.line + style.gap + min(names.max() ?? 0, room.width * 0.3) + labelWidth
    let foot = 2 * style.line + style.gap / 2
    let side = max(1, min(room.width - left, room.height - foot))
    frame = Rect(x: room.x, y: room.y, width: left + side, height: side + foot)
    cells = CellGrid(
      filling: Rect(x: room.x + left, y: room.y, width: side, height: side), rows: labels.count,
      columns: labels.count)
  }

  func draw(on draw: inout Canvas) {
    let (grid, muted) = (cells.bounds, style.theme.mutedText)
    heatMap(&draw)
    shares(&draw)
    rowLabels(&draw)
    for column in labelled(labelWidth + style.gap / 2) {
      let place = Point(cells.middle(ofColumn: column), grid.maxY + style.gap / 4)
      draw.text(labels[column], at: place, .center, .top)
    }
    draw.words(
      Words(["taken for", "as"], isQuiet: true), width: grid.width,
      at: Point(grid.center.x, frame.maxY), .center, .bottom)
    draw.uprightText(
      style.firstFitting(["true class", "true"], width: grid.height), style.font(.label),
      center: Point(frame.x + style.line / 2, grid.center.y), color: muted)
  }

  /// All cells in one picture, with thin lines between them where they are large enough.
  private func heatMap(_ draw: inout Canvas) {
    let (frame, count) = (cells.bounds, labels.count)
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
    draw.path(.rect(frame), stroke: style.thin(style.theme.line))
  }

  /// The shares in per cent, where they fit. A cell of 100 per cent is full: where its three digits
  /// do not fit, the others still stand.
  private func shares(_ draw: inout Canvas) {
    let texts = figure.shares.map { $0 < 0.005 ? "" : NumberText.fixed(100 * $0, decimals: 0) }
    let own = texts.filter { $0 != "100" }
    let widest = style.widest(own.isEmpty ? ["100"] : own)
    guard widest <= cells.cell * 0.95, style.line <= cells.cell else { return }
    for (index, text) in texts.enumerated() where !text.isEmpty && style.width(text) <= cells.cell {
      let (row, column) = (index / labels.count, index % labels.count)
      draw.text(
        text, at: cells.rect(y: row, x: column).center, .center, .middle,
        color: style.theme.ink(on: color(row, column)), id: "confusion/\(row)/\(column)")
    }
  }

  /// Right answers from neutral to blue at 100 %, mistakes to orange at the limit.
  private func color(_ row: Int, _ column: Int) -> Color {
    let share = figure.shares[row * labels.count + column]
    return Colormap.diverging(style.theme).color(
      at: row == column ? 0.5 - share / 2 : 0.5 + share / (2 * figure.mistakeLimit))
  }

  /// Every class, or every so many that the labels stay `least` points apart.
  private func labelled(_ least: Double) -> StrideTo<Int> {
    stride(from: 0, to: labels.count, by: Style.every(least, pitch: cells.cell))
  }

  private func rowLabels(_ draw: inout Canvas) {
    let right = cells.bounds.x - style.gap / 2
    let nameRight = right - labelWidth - style.gap
    let room = max(0, nameRight - frame.x - style.line - style.gap / 2)
    for row in labelled(style.line) {
      let y = cells.middle(ofRow: row)
      draw.text(labels[row], at: Point(right, y), .trailing, .middle)
      guard figure.names[row] != labels[row] else { continue }
      draw.words(Words(figure.names[row]), width: room, at: Point(nameRight, y), .trailing, .middle)
    }
  }
}
