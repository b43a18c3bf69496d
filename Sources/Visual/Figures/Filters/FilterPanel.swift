import AECore

/// One layer's filters in a panel: title and count above, the pictures on one scale, its limits
/// below.
struct FilterPanel {
  let bank: FilterBank
  let style: Style

  private var font: Font { style.font(.label) }

  /// The panel inside `frame`.
  func draw(in frame: Rect, on draw: inout Canvas) {
    let line = style.line
    let top = draw.lines(
      [
        Words(bank.titles, isBold: true, id: "filters/\(bank.name)/title"),
        Words(bank.counts, isQuiet: true),
      ], in: frame)
    let body = frame.inset(top: top - frame.y + style.gap / 2, bottom: 2 * line + style.gap)
    let plan = plan(in: body)
    let picture = pictures(plan, at: Point(body.x, body.y), &draw)
    var foot = Rect(x: frame.x, y: picture.maxY + style.gap / 2, width: frame.width, height: line)
    let all = bank.rows * bank.columns
    if plan.shown < all {
      let notes =
        isMatrix
        ? [
          "shown: \(plan.rows) outputs × \(plan.columns) inputs",
          "shown: \(plan.rows) × \(plan.columns)",
        ] : ["the first \(plan.shown) of \(all)", "\(plan.shown) of \(all)"]
      foot.y = draw.lines([Words(notes, isQuiet: true)], in: foot)
    }
    guard bank.channels == 1 else {
      let value = NumberText.short(bank.limit, digits: 2)
      draw.lines(
        [Words(["grey is 0, full colour ±\(value)", "±\(value)"], isQuiet: true)], in: foot)
      return
    }
    foot.width = min(frame.width, max(16 * font.size, 0.5 * frame.width))
    draw.add(ColorBar(.diverging(bank.limit, style.theme), style: style).level(in: foot))
  }

  /// Output maps down, input maps to the right; everything else is wrapped into rows.
  private var isMatrix: Bool { bank.rows > 1 && bank.columns > 1 }

  /// Which pictures lie where, and how large a weight is.
  private struct Plan {
    var rows: Int
    var columns: Int
    var pixel: Double
    var shown: Int
  }

  private func plan(in body: Rect) -> Plan {
    // Smaller than about a letter a kernel shows nothing, and an image less.
    let least = font.size * (bank.isUnits ? 1.7 : 1.05)
    let (h, w) = (Double(bank.height + 1), Double(bank.width + 1))
    let smallest = least / min(h, w)
    let mostRows = max(1, Int(clamping: (body.height / smallest + 1) / h))
    let mostColumns = max(1, Int(clamping: (body.width / smallest + 1) / w))
    if isMatrix {
      let (rows, columns) = (min(bank.rows, mostRows), min(bank.columns, mostColumns))
      return Plan(
        rows: rows, columns: columns, pixel: pixelSize(rows, columns, body), shown: rows * columns)
    }
    let all = bank.rows * bank.columns
    let whole = wrapped(all, body)
    return whole.pixel * min(h, w) < least ? wrapped(min(all, mostRows * mostColumns), body) : whole
  }

  /// One after the other, in as many columns as make them largest.
  private func wrapped(_ count: Int, _ body: Rect) -> Plan {
    var best = Plan(rows: count, columns: 1, pixel: 0, shown: count)
    for columns in 1...max(1, count) {
      let rows = (count + columns - 1) / columns
      let pixel = pixelSize(rows, columns, body)
      guard pixel > best.pixel else { continue }
      best = Plan(rows: rows, columns: columns, pixel: pixel, shown: count)
    }
    return best
  }

  private func pixelSize(_ rows: Int, _ columns: Int, _ body: Rect) -> Double {
    // A kernel of a few weights alone in a panel needs not fill it.
    min(
      body.width / Double(columns * (bank.width + 1) - 1),
      body.height / Double(rows * (bank.height + 1) - 1), 2.2 * font.size)
  }

  /// All pictures in one raster, an open pixel between them, those that do nothing crossed out.
  private func pictures(_ plan: Plan, at origin: Point, _ draw: inout Canvas) -> Rect {
    func index(_ row: Int, _ column: Int) -> Int? {
      let index = row * (isMatrix ? bank.columns : plan.columns) + column
      return isMatrix || index < plan.shown ? index : nil
    }
    let raster = Raster.mosaic(
      rows: plan.rows, columns: plan.columns, width: bank.width, height: bank.height, gap: 1
    ) { row, column in index(row, column).map { self.raster($0) } }
    let pixels = CellGrid(
      origin: origin, size: Size(plan.pixel, plan.pixel), rows: 0..<raster.height,
      columns: 0..<raster.width)
    let rect = pixels.bounds
    draw.image(raster, in: rect, id: "filters/\(bank.name)")
    for row in 0..<plan.rows {
      for column in 0..<plan.columns {
        guard let index = index(row, column), bank.isCrossedOut(index) else { continue }
        let cell = pixels.rect(
          rows: row * (bank.height + 1)..<(row + 1) * (bank.height + 1) - 1,
          columns: column * (bank.width + 1)..<(column + 1) * (bank.width + 1) - 1)
        draw.path(.cross(cell), stroke: style.thin(style.theme.mutedText), id: "filters/dead")
      }
    }
    return rect
  }

  private func raster(_ index: Int) -> Raster {
    let (limit, picture) = (Float(bank.limit), bank.picture(index))
    return bank.channels == 3
      ? .image(picture, limits: -limit...limit)
      : .map(picture[0], scale: .diverging(bank.limit, style.theme))
  }
}
