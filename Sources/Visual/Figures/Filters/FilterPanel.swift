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
    let (plan, shown) = plan(in: body)
    let picture = pictures(plan, shown, at: Point(body.x, body.y), &draw)
    var foot = Rect(x: frame.x, y: picture.maxY + style.gap / 2, width: frame.width, height: line)
    let all = bank.rows * bank.columns
    if shown < all {
      let notes =
        isMatrix
        ? [
          "shown: \(plan.bands) outputs × \(plan.columns) inputs",
          "shown: \(plan.bands) × \(plan.columns)",
        ] : ["the first \(shown) of \(all)", "\(shown) of \(all)"]
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

  /// Rows, columns and the size of a weight, and how many pictures there is room for.
  private func plan(in body: Rect) -> (PictureFit, shown: Int) {
    // Smaller than about a letter a kernel shows nothing, and an image less.
    let least = font.size * (bank.isUnits ? 1.7 : 1.05)
    let (h, w) = (Double(bank.height + 1), Double(bank.width + 1))
    let smallest = least / min(h, w)
    let mostRows = max(1, Int(clamping: (body.height / smallest + 1) / h))
    let mostColumns = max(1, Int(clamping: (body.width / smallest + 1) / w))
    func weight(_ columns: Int, _ rows: Int) -> Size {
      // A kernel of a few weights alone in a panel needs not fill it.
      let side = min(
        body.width / Double(columns * (bank.width + 1) - 1),
        body.height / Double(rows * (bank.height + 1) - 1), 2.2 * font.size)
      return Size(side, side)
    }
    if isMatrix {
      let (rows, columns) = (min(bank.rows, mostRows), min(bank.columns, mostColumns))
      let fit = PictureFit(columns: columns, bands: rows, cell: weight(columns, rows))
      return (fit, rows * columns)
    }
    /// One after the other, in as many columns as make them largest.
    func wrapped(_ count: Int) -> PictureFit {
      .best(
        columns: 1...max(1, count), bands: { [(count + $0 - 1) / $0] }, aspect: 1, room: weight
      ) { $0.cell.width }
    }
    let all = bank.rows * bank.columns
    let (whole, most) = (wrapped(all), min(all, mostRows * mostColumns))
    return whole.cell.width * min(h, w) < least ? (wrapped(most), most) : (whole, all)
  }

  /// All pictures in one raster, an open pixel between them, those that do nothing crossed out.
  private func pictures(
    _ plan: PictureFit, _ shown: Int, at origin: Point, _ draw: inout Canvas
  ) -> Rect {
    func index(_ row: Int, _ column: Int) -> Int? {
      let index = row * (isMatrix ? bank.columns : plan.columns) + column
      return isMatrix || index < shown ? index : nil
    }
    let raster = Raster.mosaic(
      rows: plan.bands, columns: plan.columns, width: bank.width, height: bank.height, gap: 1
    ) { row, column in index(row, column).map { self.raster($0) } }
    let pixels = CellGrid(
      origin: origin, size: plan.cell, rows: 0..<raster.height,
      columns: 0..<raster.width)
    let rect = pixels.bounds
    draw.image(raster, in: rect, id: "filters/\(bank.name)")
    for row in 0..<plan.bands {
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
