import AECore

/// One cell's pixels: framed on the image, one map's cell within the other's, and beside it the
/// ways from the cell down to the pixels of its row.
struct ReachDrawing: Styled {
  let chain: ReachChain
  /// `(C, H, W)`; nil when the run holds no images.
  let image: Tensor?
  /// What is said of a fully connected layer, from long to short; none where there is none.
  let connected: [String]
  /// What its marks' ids start with.
  let id: String
  let style: Style

  func draw(in frame: Rect, on draw: inout Canvas) {
    let isTall = frame.height > frame.width
    let shown = chain.window.size
    let aspect = Double(shown.width) / Double(shown.height)
    let note = connected.isEmpty ? 0 : lineHeight + 0.6 * style.gap
    let area = frame.inset(bottom: note)
    var picture: Rect
    var strips: Rect
    if isTall {
      let height = min(0.55 * area.height, 0.8 * area.width / aspect)
      picture = Rect(x: area.x, y: area.y, width: height * aspect, height: height)
      strips = Rect(
        x: area.x, y: picture.maxY + 3 * style.gap, width: area.width,
        height: min(0.6 * area.width, area.maxY - picture.maxY - 3 * style.gap))
    } else {
      let height = min(area.height, 0.43 * area.width / aspect)
      picture = Rect(
        x: area.x, y: area.y + (area.height - height) / 2, width: height * aspect, height: height)
      let left = picture.maxX + 3 * style.gap
      strips = Rect(x: left, y: area.y, width: area.maxX - left, height: area.height)
      if chain.maps.isEmpty { picture.x = area.center.x - picture.width / 2 }
    }
    draw.main { drawImage(in: picture, on: &$0) }
    if !chain.maps.isEmpty { drawStrips(in: strips, on: &draw) }
    let foot = isTall ? (chain.maps.isEmpty ? picture : strips).maxY + note : frame.maxY
    draw.words(
      Words(connected, isQuiet: true, id: "\(id)/connected"), width: frame.width,
      at: Point(frame.x, foot), .leading, .bottom)
  }

  // MARK: The image

  private func drawImage(in rect: Rect, on draw: inout Canvas) {
    let window = chain.window
    let size = window.size
    let grid = CellGrid(
      origin: Point(rect.x, rect.y),
      size: rect.size.cell(columns: size.width, rows: size.height, gap: 0), rows: window.rows,
      columns: window.columns)
    if let image {
      draw.image(Self.part(of: .image(image), window), in: rect, id: "\(id)/image")
    }
    // What the cell is not joined with is veiled; without an image the ways are its shades.
    if let widest = chain.maps.first?.reach {
      let veil = theme.background.opacity(0.4).bytes
      let most = (widest.rows.max() ?? 0) * (widest.columns.max() ?? 0)
      let pixels = window.rows.flatMap { y in
        window.columns.map { x -> SIMD4<UInt8> in
          let ways = widest.rows[y] * widest.columns[x]
          guard image == nil else { return ways > 0 ? .zero : veil }
          return (ways > 0 ? theme.shade(ways, of: most, theme.large) : theme.background).bytes
        }
      }
      draw.image(
        Raster(width: size.width, height: size.height, pixels: pixels), in: rect, framed: true,
        id: "\(id)/veil")
      if image == nil, min(grid.size.width, grid.size.height) > 4 * style.thinLine {
        let lines =
          (1..<max(1, size.width)).map { column -> Path in
            let x = rect.x + Double(column) * grid.size.width
            return .line(Point(x, rect.y), Point(x, rect.maxY))
          }
          + (1..<max(1, size.height)).map { row -> Path in
            let y = rect.y + Double(row) * grid.size.height
            return .line(Point(rect.x, y), Point(rect.maxX, y))
          }
        draw.path(
          lines.reduce(Path([]), +), stroke: style.thin(theme.line), id: "\(id)/pixels/grid")
      }
    } else {
      draw.path(
        .rect(rect.inset(style.heavyLine / 2)), stroke: Stroke(theme.small, width: style.heavyLine),
        id: "\(id)/everything")
    }
    for (index, map) in chain.shown.enumerated() {
      let reach = chain.maps[map].reach
      guard let rows = reach.rowRange, let columns = reach.columnRange else { continue }
      let color = ReachChain.color(index, theme)
      let box = grid.rect(rows: Range(rows), columns: Range(columns))
      // A frame of the page's colour keeps it apart from any image.
      draw.path(.rect(box), stroke: Stroke(theme.background, width: 1.8 * style.heavyLine))
      draw.path(
        .rect(box), stroke: Stroke(color, width: 0.9 * style.heavyLine),
        id: "\(id)/\(chain.maps[map].name)/frame")
      let dot = min(0.35 * grid.cell, 0.45 * style.gap)
      draw.path(
        .circle(center: box.center, radius: max(dot, 0.8 * style.mediumLine)), fill: color,
        stroke: Stroke(theme.background, width: style.thinLine),
        id: "\(id)/\(chain.maps[map].name)/center")
    }
    drawExtents(grid, in: rect, on: &draw)
    if size != chain.image { drawWhole(window, in: rect, on: &draw) }
  }

  /// How large each frame is, in its colour, beside the outermost one.
  private func drawExtents(_ grid: CellGrid, in rect: Rect, on draw: inout Canvas) {
    let shown = chain.shown
    guard let widest = shown.first.map({ chain.maps[$0].reach }), let rows = widest.rowRange,
      let columns = widest.columnRange
    else { return }
    let box = grid.rect(rows: Range(rows), columns: Range(columns))
    let texts = shown.map { "\(chain.maps[$0].reach.extent) px" }
    let (width, height) = (style.widest(texts, isBold: true), Double(texts.count) * lineHeight)
    let gap = style.gap / 2 + style.heavyLine
    let isRight = box.maxX + gap + width <= rect.maxX - gap
    guard isRight || box.x - gap - width >= rect.x + gap, rect.height >= height else { return }
    let x = isRight ? box.maxX + gap : box.x - gap
    let top = min(max(box.center.y - height / 2, rect.y), rect.maxY - height)
    let plate = Rect(
      x: isRight ? x : x - width, y: top, width: width, height: height)
    draw.path(
      .roundedRect(plate.inset(dx: -style.gap / 3, dy: 0), radius: style.cornerRadius / 2),
      fill: theme.background.opacity(0.85))
    for (index, text) in texts.enumerated() {
      draw.text(
        text, bold, at: Point(x, top + (Double(index) + 0.5) * lineHeight),
        isRight ? .leading : .trailing, .middle, color: ReachChain.color(index, theme),
        id: "\(id)/\(chain.maps[shown[index]].name)/extent")
    }
  }

  /// The whole image small in the corner that is farthest from the frames, with the part that is
  /// shown.
  private func drawWhole(_ window: ReachChain.Window, in rect: Rect, on draw: inout Canvas) {
    let (width, height) = (0.3 * rect.width, 0.3 * rect.height)
    let isLow = window.rows.lowerBound == 0
    let isRight = window.columns.lowerBound == 0
    let corner = Rect(
      x: isRight ? rect.maxX - width : rect.x, y: isLow ? rect.maxY - height : rect.y,
      width: width, height: height)
    draw.path(
      .rect(corner), fill: theme.background, stroke: Stroke(theme.background, width: style.gap))
    if let image { draw.image(.image(image), in: corner, id: "\(id)/whole") }
    draw.path(.rect(corner), stroke: style.thin(theme.mutedText))
    let grid = CellGrid(filling: corner, rows: chain.image.height, columns: chain.image.width)
    let box = grid.rect(rows: window.rows, columns: window.columns)
    draw.path(.rect(box), stroke: Stroke(theme.background, width: 2.4 * style.mediumLine))
    draw.path(.rect(box), stroke: style.medium(theme.large), id: "\(id)/window")
  }

  private static func part(of raster: Raster, _ window: ReachChain.Window) -> Raster {
    guard window.size != Size2D(height: raster.height, width: raster.width) else { return raster }
    let bytes = window.rows.flatMap { y in
      let start = 4 * (y * raster.width + window.columns.lowerBound)
      return raster.rgba[start..<start + 4 * window.columns.count]
    }
    return Raster(width: window.columns.count, height: window.rows.count, rgba: bytes)
  }

  // MARK: The row of pixels

  private func drawStrips(in frame: Rect, on draw: inout Canvas) {
    let shown = chain.shown
    guard let top = shown.first else { return }
    let cell = chain.maps[top]
    let width = chain.image.width
    let seen = cell.reach.columnRange ?? 0...max(0, width - 1)
    // The pixels that it is joined with and two at each side, at most as many as can be told apart.
    let most = max(5, Int(clamping: 0.75 * frame.width / (1.1 * style.gap)))
    let margin = max(1, min((most - seen.count) / 2, 2))
    let low = max(0, seen.lowerBound - margin)
    let high = min(width, seen.upperBound + 1 + margin)
    let visible =
      high - low <= most ? low..<high : (low + high - most) / 2..<(low + high + most) / 2
    let names = shown.enumerated().map { index, map -> StripChain.Row in
      row(index, map, cell.cell.x, top, visible)
    }
    let ways = chain.columns(cell.cell.x, top, nil)
    let greatest = ways.max() ?? 1
    let pixels = StripChain.Row(
      id: "\(id)/pixels",
      words: Words(
        ["\(seen.count.counted("pixel"))", "\(seen.count)"], color: theme.large), cells: visible,
      places: .lowest,
      look: { x in
        guard ways[x] > 0 else { return style.openCell(theme.large) }
        return CellLook(
          fill: theme.shade(ways[x], of: greatest, theme.large),
          stroke: Stroke(theme.large.opacity(0.6), width: 0.8 * style.thinLine))
      }, number: { ways[$0] > 0 ? DecoderStory.number(ways[$0]) : "" })
    let rows = names + [pixels]
    let ribbons = shown.indices.map { index -> [StripChain.Ribbon] in
      let later = index + 1 < shown.count ? shown[index + 1] : nil
      let joined = index == 0 ? [] : chain.columns(cell.cell.x, top, shown[index])
      return rows[index].cells.compactMap { x in
        // Only what hangs on the one cell.
        guard index == 0 ? x == cell.cell.x : joined.indices.contains(x) && joined[x] > 0 else {
          return nil
        }
        return StripChain.Ribbon(
          cell: x,
          runs: chain.columns(x, shown[index], later).runs(in: rows[index + 1].cells))
      }
    }
    let strip = StripChain(
      rows: rows, ribbons: ribbons, paint: theme.large, wordsShare: 0.47, style: style)
    let foot = [Words(["ways to each"], isQuiet: true)]
    let plan = strip.plan(in: frame, alsoNaming: foot)
    strip.draw(plan, on: &draw)
    if plan.bottom > (plan.tops.last ?? 0) + plan.height + 1 {
      draw.words(
        Words(["ways to each", "ways"], isQuiet: true), width: plan.wordsWidth,
        at: Point(frame.x, plan.bottom), .leading, .bottom)
    }
  }

  /// A map's cells over the visible pixels: in its colour those that the one cell is joined with.
  private func row(
    _ index: Int, _ map: Int, _ followed: Int, _ top: Int, _ visible: Range<Int>
  ) -> StripChain.Row {
    let entry = chain.maps[map]
    let color = ReachChain.color(index, theme)
    let places = StripChain.Places(count: entry.size.width, over: chain.image.width) {
      chain.columns($0, map, nil)
    }
    let joined = index == 0 ? [] : chain.columns(followed, top, map)
    func isJoined(_ x: Int) -> Bool {
      index == 0 ? x == followed : joined.indices.contains(x) && joined[x] > 0
    }
    let count = index == 0 ? 1 : joined.count { $0 > 0 }
    // At the ends only cells that the one cell is joined with may stand out over the pixels.
    var cells = places.cells(of: entry.size.width, over: visible)
    let half = StripChain.width(of: places) / 2
    while let cell = cells.first, !isJoined(cell),
      places.middle(cell) - half < Double(visible.lowerBound) - 1e-9
    {
      cells.removeFirst()
    }
    while let cell = cells.last, !isJoined(cell),
      places.middle(cell) + half > Double(visible.upperBound) + 1e-9
    {
      cells.removeLast()
    }
    return StripChain.Row(
      id: "\(id)/map/\(entry.name)",
      words: Words(
        entry.names.map { "\(count.counted("cell")) \($0)" } + entry.names.map { "\(count) \($0)" }
          + [count.counted("cell"), "\(count)"], color: color),
      cells: cells, places: places,
      look: { isJoined($0) ? style.litCell(color) : style.openCell(color) })
  }
}

extension CellReach {
  /// What `--format json` gives of it.
  var ways: [String: [Double]] { ["rows": rows, "columns": columns] }
}

extension Run {
  /// The image of sample `index`, as the encoder saw it; nil when the run holds no samples.
  /// - Throws: `Failure` of kind `usage` when there are samples, but not this one.
  func sampleImage(_ index: Int) throws(Failure) -> Tensor? {
    let shape = dataset.imageShape.shape
    guard let images = try? examples(encoderInput, of: shape) else { return nil }
    guard (0..<images.shape[0]).contains(index) else {
      throw Failure(
        .usage, nil, "there is no sample \(index)",
        advice: "the run holds \(images.shape[0]), counted from 0")
    }
    return images[index]
  }
}
