import AECore

/// One value of the code changed, a row for each: what the images have to do with it.
struct TraversalRows {
  let figure: ManifoldFigure
  let style: Style

  /// As many rows as have room inside `frame`.
  func draw(in frame: Rect, on draw: inout Canvas) {
    let font = style.font(.label)
    let (line, gap) = (style.line, style.gap / 2)
    let axes = figure.section.axes
    let aspect = figure.images.pictureAspect
    let all = axes.map(\.values.count).max() ?? 1
    let names = axes.map { "value \($0.dimension + 1)" }
    let worths = axes.map { axis in
      axis.kl.map { "KL \(NumberText.short($0, digits: 2))" }
        ?? "variance \(NumberText.short(axis.variance, digits: 2))"
    }
    let texts = axes.map { NumberText.apart($0.values) }
    let labels = max(style.widest(names, isBold: true), style.widest(worths)) + 2 * style.gap
    let widest = style.widest(texts.joined())
    let least = 2.4 * font.size / max(aspect, 1) + line + 2 * gap
    let rows = min(axes.count, max(1, Int(clamping: (frame.height + gap) / least)))
    let tallest = (frame.height + gap) / Double(rows) - line - 2 * gap
    // Before the rows what they start from.
    func places(_ columns: Int) -> Double { Double(columns) + (figure.base == nil ? 0 : 1.4) }
    func height(_ columns: Int) -> Double {
      max(1, min(tallest, ((frame.width - labels) / places(columns) - gap) / aspect))
    }
    // Few rows would leave most of a slide empty: every second image, twice as large.
    let isThin = Double(rows) * height(all) < 0.4 * frame.height
    let skip = style.page.isSlide && isThin && all > 4 && all % 2 == 1 ? 2 : 1
    let columns = (all + skip - 1) / skip
    let places = places(columns)
    let pitch = (frame.width - labels) / places
    let height = height(columns)
    let fit = PictureFit(columns: columns, cell: Size(height * aspect, height))
    let step = min(pitch, max(fit.cell.width, widest) + style.gap)
    let left = frame.x + max(0, (frame.width - labels - step * places) / 2)

    let used = Double(rows) * (height + line + 2 * gap) - 2 * gap
    var area = frame
    if style.page.isSlide { area.y += max(0, frame.height - used) / 2 }
    area.x = left + step * (places - Double(columns)) + labels
    var sheet = PictureSheet(
      fit, gap: 0, slot: step, rowHeight: height + line, frame: frame, area: area)
    sheet.pitch = sheet.rowHeight + 2 * gap
    (sheet.nameX, sheet.nameSpacing) = (area.x - labels, line / 1.08)
    (sheet.pictureAlignment, sheet.captionGap) = (.top, gap / 2)
    // Numbers that do not fit under every image stand under the ends and the middle.
    let every = widest + gap <= step ? 1 : max(1, (columns - 1) / 2)
    if let base = figure.base {
      let below = (sheet.pitch * Double(rows) - gap - sheet.rowHeight) / 2
      var start = sheet
      (start.area.x, start.area.y, start.starts) = (left, area.y + max(0, below), [0])
      start.captionWidth = step
      draw.row(
        .init { _ in
          .init(.image(base), id: "manifold/base", caption: Words("start", isQuiet: true))
        }, 0, of: start)
    }
    sheet.captionWidth = step * Double(every)
    var first = 0
    for (row, axis) in axes.prefix(rows).enumerated() {
      draw.row(
        .init(names: [
          Words(names[row], isBold: true),
          Words(worths[row], isQuiet: true, id: "manifold/worth/\(axis.dimension)"),
        ]) { place in
          let column = place * skip
          guard column < axis.values.count else { return nil }
          return .init(
            .image(figure.images[first + column]), id: "manifold/\(axis.dimension)/\(column)",
            caption: place % every == 0 ? Words(texts[row][column]) : nil)
        }, row, of: sheet)
      first += axis.values.count
    }
  }
}
