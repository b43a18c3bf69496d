import AECore

/// One value of the code changed, a row for each: what the images have to do with it.
struct TraversalRows {
  let figure: ManifoldFigure
  let style: Style

  private var font: Font { style.font(.label) }
  private var bold: Font { style.font(.label, isBold: true) }
  private var line: Double { style.lineHeight(font) }
  private func width(_ text: String, _ font: Font) -> Double {
    style.measurer.measure(text, font: font).width
  }

  /// As many rows as have room inside `frame`.
  func marks(in frame: Rect) -> [Mark] {
    let axes = figure.section.axes
    let aspect = Double(figure.images.shape[3]) / Double(figure.images.shape[2])
    let columns = axes.map(\.values.count).max() ?? 1
    let names = axes.map { "value \($0.dimension + 1)" }
    let worths = axes.map { axis in
      axis.kl.map { "KL \(NumberText.short($0, digits: 2))" }
        ?? "variance \(NumberText.short(axis.variance, digits: 2))"
    }
    let texts = axes.map { $0.values.map { NumberText.short($0, digits: 2) } }
    let labels = max(
      names.map { width($0, bold) }.max() ?? 0, worths.map { width($0, font) }.max() ?? 0)
    let widest = texts.joined().map { width($0, font) }.max() ?? 0
    let gap = style.gap / 2
    // Before the rows what they start from.
    let baseText = "start"
    let baseRoom = figure.base == nil ? 0 : 1.0
    let room = frame.width - labels - 2 * style.gap
    let pitch = room / (Double(columns) + baseRoom * 1.4)
    let least = 2.4 * font.size
    let fitting = max(1, Int((frame.height + gap) / (least / max(aspect, 1) + line + 2 * gap)))
    let rows = min(axes.count, fitting)
    let tallest = (frame.height + gap) / Double(rows) - line - 2 * gap
    let height = max(1, min(tallest, (pitch - gap) / aspect))
    let wide = height * aspect
    let step = min(pitch, max(wide, widest) + style.gap)
    let used = labels + 2 * style.gap + step * (Double(columns) + baseRoom * 1.4)
    let left = frame.x + max(0, (frame.width - used) / 2)
    var marks: [Mark] = []
    // Numbers that do not fit under every image stand under the ends and the middle.
    let every = widest + gap <= step ? 1 : max(1, (columns - 1) / 2)
    let rowHeight = height + line + 2 * gap
    if let base = figure.base {
      let box = Rect(
        x: left + (step - wide) / 2,
        y: frame.y + max(0, (rowHeight * Double(rows) - gap - height - line) / 2), width: wide,
        height: height)
      marks += picture(.image(base), in: box, id: "manifold/base")
      marks.append(
        .text(
          style.text(
            style.truncated(baseText, font, width: step), font,
            at: Point(box.center.x, box.maxY + gap / 2), .center, .top,
            color: style.theme.mutedText)))
    }
    let labelX = left + step * baseRoom * 1.4
    let imageX = labelX + labels + 2 * style.gap
    var start = 0
    for (row, axis) in axes.enumerated() {
      defer { start += axis.values.count }
      guard row < rows else { break }
      let y = frame.y + Double(row) * rowHeight
      let middle = y + (height + line) / 2
      marks.append(
        .text(style.text(names[row], bold, at: Point(labelX, middle), .leading, .bottom)))
      marks.append(
        .text(
          style.text(
            worths[row], font, at: Point(labelX, middle), .leading, .top,
            color: style.theme.mutedText, id: "manifold/worth/\(axis.dimension)")))
      for column in axis.values.indices {
        let x = imageX + Double(column) * step
        let box = Rect(x: x + (step - wide) / 2, y: y, width: wide, height: height)
        marks += picture(
          .image(figure.images[start + column]), in: box,
          id: "manifold/\(axis.dimension)/\(column)")
        guard column % every == 0 else { continue }
        marks.append(
          .text(
            style.text(
              style.truncated(texts[row][column], font, width: step * Double(every)), font,
              at: Point(box.center.x, y + height + gap / 2), .center, .top)))
      }
    }
    return marks
  }

  private func picture(_ raster: Raster, in box: Rect, id: String) -> [Mark] {
    [
      .image(ImageMark(id: id, raster, rect: box)),
      .path(PathMark(.rect(box), stroke: Stroke(style.theme.line, width: style.thinLine))),
    ]
  }
}
