import AECore

/// The decoded grid with its values at the edges; on a slide beside the codes, where dots show
/// which places were decoded.
struct ManifoldGrid {
  let figure: ManifoldFigure
  let style: Style

  private var first: [Double] { figure.section.axes[0].values }
  private var second: [Double] { figure.section.axes[1].values }

  /// The grid inside `frame`.
  func marks(in frame: Rect) -> [Mark] {
    guard let codes = figure.codes, frame.width > 1.5 * frame.height else {
      return grid(in: frame)
    }
    let size = gridSize(in: frame)
    let gap = 3 * style.gap
    let left = frame.inset(right: size.width + gap)
    let side = min(left.width, frame.height * 1.05)
    let offset = (frame.width - side - gap - size.width) / 2
    let plot = ScatterPlot(map: codes, groupNames: figure.groupNames, isQuiet: true)
    let dots = first.flatMap { x in second.map { (x, $0) } }
    return plot.marks(
      in: Rect(x: frame.x + offset, y: frame.y, width: side, height: frame.height), style: style,
      places: dots)
      + grid(
        in: Rect(
          x: frame.x + offset + side + gap, y: frame.y, width: size.width, height: frame.height))
  }

  private var font: Font { style.font(.label) }
  private var line: Double { style.lineHeight(font) }
  private func width(_ text: String) -> Double { style.measurer.measure(text, font: font).width }
  private func text(_ value: Double) -> String { NumberText.short(value, digits: 2) }

  private var aspect: Double {
    Double(figure.images.shape[3] * first.count)
      / Double(figure.images.shape[2] * second.count)
  }

  /// Left of the grid: the axis's name, then its values.
  private var leftRoom: Double {
    line + style.gap / 2 + (second.map { width(text($0)) }.max() ?? 0) + style.gap / 2
  }

  private var bottomRoom: Double { 2 * line + style.gap / 2 }
  /// Values stand at the middles of the outermost cells, so half a value may reach over.
  private var rightRoom: Double { first.last.map { width(text($0)) / 2 } ?? 0 }

  private func gridSize(in frame: Rect) -> Size {
    let room = Size(
      frame.width - leftRoom - rightRoom, frame.height - bottomRoom - line / 2)
    let width = max(1, min(room.width, room.height * aspect))
    return Size(width + leftRoom + rightRoom, width / aspect + bottomRoom + line / 2)
  }

  private func grid(in frame: Rect) -> [Mark] {
    let size = gridSize(in: frame)
    let rect = Rect(
      x: frame.x + (frame.width - size.width) / 2 + leftRoom, y: frame.y + line / 2,
      width: size.width - leftRoom - rightRoom, height: size.height - bottomRoom - line / 2)
    let (columns, rows) = (first.count, second.count)
    // The second value grows upwards, as on an axis.
    let raster = Raster.mosaic(figure.images, rows: rows, columns: columns) { row, column in
      (rows - 1 - row) * columns + column
    }
    var marks: [Mark] = [
      .image(ImageMark(id: "manifold/grid", raster, rect: rect)),
      .path(PathMark(.rect(rect), stroke: Stroke(style.theme.line, width: style.thinLine))),
    ]
    let (dx, dy) = (rect.width / Double(columns), rect.height / Double(rows))
    let widest = first.map { width(text($0)) }.max() ?? 0
    for column in stride(from: 0, to: columns, by: step(columns, dx, widest + style.gap)) {
      marks.append(
        .text(
          style.text(
            text(first[column]), font,
            at: Point(rect.x + (Double(column) + 0.5) * dx, rect.maxY + style.gap / 4), .center,
            .top)))
    }
    for row in stride(from: 0, to: rows, by: step(rows, dy, 1.1 * line)) {
      marks.append(
        .text(
          style.text(
            text(second[row]), font,
            at: Point(rect.x - style.gap / 2, rect.maxY - (Double(row) + 0.5) * dy), .trailing,
            .middle)))
    }
    marks.append(
      .text(
        style.text(
          style.truncated("code value 1", font, width: rect.width), font,
          at: Point(rect.center.x, rect.maxY + style.gap / 4 + line), .center, .top,
          color: style.theme.mutedText)))
    marks.append(
      .text(
        style.uprightText(
          style.truncated("code value 2", font, width: rect.height), font,
          center: Point(rect.x - leftRoom + line / 2, rect.center.y),
          color: style.theme.mutedText)))
    return marks
  }

  /// Every how many cells a value is printed: the ends and the middle when that is possible.
  private func step(_ count: Int, _ pitch: Double, _ room: Double) -> Int {
    let least = max(1, Int((room / max(pitch, 1e-9)).rounded(.up)))
    return (least...max(least, count)).first { (count - 1) % $0 == 0 } ?? max(1, count)
  }
}
