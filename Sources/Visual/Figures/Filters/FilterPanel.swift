import AECore

/// One layer's filters in a panel: title and count above, the pictures on one scale, its limits
/// below.
struct FilterPanel {
  let bank: FilterBank
  let style: Style

  private var theme: Theme { style.theme }
  private var font: Font { style.font(.label) }

  /// The panel inside `frame`.
  func marks(in frame: Rect) -> [Mark] {
    let line = style.lineHeight(font)
    let bold = Font(size: font.size, isBold: true)
    var marks: [Mark] = [
      .text(
        style.text(
          style.firstFitting(bank.titles, bold, width: frame.width), bold,
          at: Point(frame.x, frame.y), .leading, .top, id: "filters/\(bank.name)/title")),
      .text(
        style.text(
          style.firstFitting(bank.counts, font, width: frame.width), font,
          at: Point(frame.x, frame.y + line), .leading, .top, color: theme.mutedText)),
    ]
    let body = frame.inset(top: 2 * line + style.gap / 2, bottom: 2 * line + style.gap)
    let used = pictures(in: body, &marks)
    let foot = Rect(
      x: frame.x, y: used.rect.maxY + style.gap / 2, width: frame.width, height: line)
    var y = foot.y
    if used.shown < bank.rows * bank.columns {
      marks.append(
        .text(
          style.text(
            style.firstFitting(used.notes, font, width: frame.width), font,
            at: Point(frame.x, y), .leading, .top, color: theme.mutedText)))
      y += line
    }
    marks += limits(in: Rect(x: frame.x, y: y, width: frame.width, height: line))
    return marks
  }

  private func limits(in rect: Rect) -> [Mark] {
    guard bank.channels == 1 else {
      let value = NumberText.short(bank.limit, digits: 2)
      return [
        .text(
          style.text(
            style.firstFitting(
              ["grey is 0, full colour ±\(value)", "±\(value)"], font, width: rect.width), font,
            at: Point(rect.x, rect.y), .leading, .top, color: theme.mutedText))
      ]
    }
    let width = min(rect.width, max(16 * font.size, 0.5 * rect.width))
    return ColorBar(.diverging(bank.limit, theme), style: style).level(
      in: Rect(x: rect.x, y: rect.y, width: width, height: rect.height))
  }

  /// Where the pictures lie, how many there was room for, and how that is told.
  private struct Used {
    var rect: Rect
    var shown: Int
    var notes: [String]
  }

  private func pictures(in body: Rect, _ marks: inout [Mark]) -> Used {
    let isMatrix = bank.rows > 1 && bank.columns > 1
    // Smaller than about a letter a kernel shows nothing, and an image less.
    let isUnit = bank.kind == .readingUnits || bank.kind == .paintingUnits
    let least = font.size * (isUnit ? 1.7 : 1.05)
    let grid = isMatrix ? matrix(body, least) : wrapped(body, least)
    let raster = mosaic(grid)
    let rect = Rect(
      x: body.x, y: body.y, width: Double(raster.width) * grid.pixel,
      height: Double(raster.height) * grid.pixel)
    marks.append(.image(ImageMark(id: "filters/\(bank.name)", raster, rect: rect)))
    for place in grid.cells where bank.isCrossedOut(place.index) {
      let cell = Rect(
        x: rect.x + Double(place.column * (bank.width + 1)) * grid.pixel,
        y: rect.y + Double(place.row * (bank.height + 1)) * grid.pixel,
        width: Double(bank.width) * grid.pixel, height: Double(bank.height) * grid.pixel)
      let cross =
        Path.line(Point(cell.x, cell.y), Point(cell.maxX, cell.maxY))
        + .line(Point(cell.x, cell.maxY), Point(cell.maxX, cell.y))
      marks.append(
        .path(
          PathMark(
            id: "filters/dead", cross, stroke: Stroke(theme.mutedText, width: style.thinLine))))
    }
    let all = bank.rows * bank.columns
    return Used(
      rect: rect, shown: grid.cells.count,
      notes: isMatrix
        ? [
          "shown: \(grid.rows) outputs × \(grid.columns) inputs",
          "shown: \(grid.rows) × \(grid.columns)",
        ] : ["the first \(grid.cells.count) of \(all)", "\(grid.cells.count) of \(all)"])
  }

  /// Which picture lies in which row and column, and how large a weight is.
  private struct Grid {
    struct Place {
      var index: Int
      var row: Int
      var column: Int
    }
    var rows: Int
    var columns: Int
    var pixel: Double
    var cells: [Place]
  }

  /// Output maps down, input maps to the right; as many of both as have room.
  private func matrix(_ body: Rect, _ least: Double) -> Grid {
    let (h, w) = (Double(bank.height + 1), Double(bank.width + 1))
    let smallest = least / min(h, w)
    let rows = min(bank.rows, max(1, Int((body.height / smallest + 1) / h)))
    let columns = min(bank.columns, max(1, Int((body.width / smallest + 1) / w)))
    let pixel = pixelSize(rows, columns, body)
    let cells = (0..<rows).flatMap { row in
      (0..<columns).map {
        Grid.Place(index: row * bank.columns + $0, row: row, column: $0)
      }
    }
    return Grid(rows: rows, columns: columns, pixel: pixel, cells: cells)
  }

  /// One after the other, in as many columns as make them largest.
  private func wrapped(_ body: Rect, _ least: Double) -> Grid {
    var count = bank.rows * bank.columns
    var best = bestColumns(count, body)
    let unit = Double(min(bank.height, bank.width) + 1)
    if best.pixel * unit < least {
      let smallest = least / unit
      let rows = max(1, Int((body.height / smallest + 1) / Double(bank.height + 1)))
      let columns = max(1, Int((body.width / smallest + 1) / Double(bank.width + 1)))
      count = min(count, rows * columns)
      best = bestColumns(count, body)
    }
    let rows = (count + best.columns - 1) / best.columns
    return Grid(
      rows: rows, columns: best.columns, pixel: best.pixel,
      cells: (0..<count).map {
        Grid.Place(index: $0, row: $0 / best.columns, column: $0 % best.columns)
      })
  }

  private func bestColumns(_ count: Int, _ body: Rect) -> (columns: Int, pixel: Double) {
    var best = (columns: 1, pixel: 0.0)
    for columns in 1...max(1, count) {
      let pixel = pixelSize((count + columns - 1) / columns, columns, body)
      if pixel > best.pixel { best = (columns, pixel) }
    }
    return best
  }

  private func pixelSize(_ rows: Int, _ columns: Int, _ body: Rect) -> Double {
    // A kernel of a few weights alone in a panel needs not fill it.
    min(
      body.width / Double(columns * (bank.width + 1) - 1),
      body.height / Double(rows * (bank.height + 1) - 1), 2.2 * font.size)
  }

  /// All pictures in one raster, an open pixel between them.
  private func mosaic(_ grid: Grid) -> Raster {
    let width = grid.columns * (bank.width + 1) - 1
    let height = grid.rows * (bank.height + 1) - 1
    var rgba = [UInt8](repeating: 0, count: 4 * width * height)
    let limit = Float(bank.limit)
    for place in grid.cells {
      let picture =
        bank.channels == 3
        ? Raster(
          image: bank.picture(place.index), channels: 3, width: bank.width, height: bank.height,
          limits: -limit...limit)
        : Raster.map(
          bank.picture(place.index), height: bank.height, width: bank.width,
          scale: .diverging(bank.limit, theme))
      let left = place.column * (bank.width + 1)
      let top = place.row * (bank.height + 1)
      for y in 0..<bank.height {
        let from = 4 * y * bank.width
        let to = 4 * ((top + y) * width + left)
        rgba.replaceSubrange(
          to..<to + 4 * bank.width, with: picture.rgba[from..<from + 4 * bank.width])
      }
    }
    return Raster(width: width, height: height, rgba: rgba)
  }
}
