import AECore

/// The decoded grid with its values at the edges; on a slide beside the codes, where dots show
/// which places were decoded.
struct ManifoldGrid {
  let figure: ManifoldFigure
  let style: Style

  private var first: [Double] { figure.section.axes[0].values }
  private var second: [Double] { figure.section.axes[1].values }

  /// The grid inside `frame`.
  func draw(in frame: Rect, on draw: inout Canvas) {
    guard let codes = figure.codes, frame.width > 1.5 * frame.height else {
      return drawGrid(in: frame, on: &draw)
    }
    let size = gridSize(in: frame)
    let gap = 3 * style.gap
    let side = min(frame.width - size.width - gap, frame.height * 1.05)
    let parts = Stack(.across, [.fixed(side), .fixed(size.width)], gap: gap, alignment: .center)
      .pieces(of: frame)
    let plot = ScatterPlot(map: codes, groupNames: figure.groupNames, isQuiet: true)
    let dots = first.flatMap { x in second.map { (x, $0) } }
    plot.draw(in: parts[0], on: &draw, places: dots)
    drawGrid(in: parts[1], on: &draw)
  }

  private var line: Double { style.line }
  private func text(_ value: Double) -> String { NumberText.short(value, digits: 2) }

  private var aspect: Double {
    figure.images.pictureAspect * Double(first.count) / Double(second.count)
  }

  /// Left of the grid: the axis's name, then its values.
  private var leftRoom: Double { line + style.gap + style.widest(second.map(text)) }

  private var bottomRoom: Double { 2 * line + style.gap / 2 }
  /// Values stand at the middles of the outermost cells, so half a value may reach over.
  private var rightRoom: Double { first.last.map { style.width(text($0)) / 2 } ?? 0 }

  private func gridSize(in frame: Rect) -> Size {
    let room = Size(frame.width - leftRoom - rightRoom, frame.height - bottomRoom - line / 2)
    let width = max(1, min(room.width, room.height * aspect))
    return Size(width + leftRoom + rightRoom, width / aspect + bottomRoom + line / 2)
  }

  private func drawGrid(in frame: Rect, on draw: inout Canvas) {
    let size = gridSize(in: frame)
    let rect = Rect(
      x: frame.x + (frame.width - size.width) / 2 + leftRoom, y: frame.y + line / 2,
      width: size.width - leftRoom - rightRoom, height: size.height - bottomRoom - line / 2)
    let (columns, rows) = (first.count, second.count)
    let images = figure.images
    // The second value grows upwards, as on an axis.
    let picture = Raster.mosaic(
      rows: rows, columns: columns, width: images.shape[3], height: images.shape[2]
    ) { .image(images[(rows - 1 - $0) * columns + $1]) }
    draw.image(picture, in: rect, framed: true, id: "manifold/grid")
    let cells = CellGrid(filling: rect, rows: rows, columns: columns)
    let widest = style.widest(first.map(text)) + style.gap
    for column in stride(from: 0, to: columns, by: step(columns, cells.size.width, widest)) {
      let place = Point(cells.middle(ofColumn: column), rect.maxY + style.gap / 4)
      draw.words(Words(text(first[column])), at: place, .center)
    }
    for row in stride(from: 0, to: rows, by: step(rows, cells.size.height, 1.1 * line)) {
      let place = Point(rect.x - style.gap / 2, cells.middle(ofRow: rows - 1 - row))
      draw.words(Words(text(second[row])), at: place, .trailing, .middle)
    }
    draw.words(
      Words("code value 1", isQuiet: true), width: rect.width,
      at: Point(rect.center.x, rect.maxY + style.gap / 4 + line), .center)
    draw.uprightText(
      style.firstFitting(["code value 2"], width: rect.height), style.font(.label),
      center: Point(rect.x - leftRoom + line / 2, rect.center.y), color: style.theme.mutedText)
  }

  /// Every how many cells a value is printed: the ends and the middle when that is possible.
  private func step(_ count: Int, _ pitch: Double, _ room: Double) -> Int {
    let least = Style.every(room, pitch: pitch)
    return (least...max(least, count)).first { (count - 1) % $0 == 0 } ?? max(1, count)
  }
}
