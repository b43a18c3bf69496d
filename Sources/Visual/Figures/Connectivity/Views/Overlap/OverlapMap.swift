import AECore

/// The contributions to each cell of the transposed convolution's output, in one ramp of colour:
/// those of its row times those of its column, which stand at its edges.
struct OverlapMap: ConnectivityPart {
  let figure: ConnectivityFigure
  let strip: OverlapStrip
  let style: Style

  /// Of larger maps a part of so many cells a side is drawn.
  private static let most = 64

  /// The part of the output that is drawn.
  private var block: CellBlock { CellBlock(Self.shown(of: pair.restoredShape.size)) }

  /// How much is drawn of an output of `size`.
  static func shown(of size: Size2D) -> Size2D {
    Size2D(height: min(size.height, most), width: min(size.width, most))
  }

  private func counts(_ axis: Size2D.Axis, isPainted: Bool) -> [Int] {
    let cells = axis == .vertical ? block.rows : block.columns
    guard isPainted, axis == strip.axis else { return pair.contributions(axis, to: cells) }
    return cells.map { geometry.contributions(to: $0, axis, small: strip.painted) }
  }

  /// The map from the top left corner of `frame` on; how wide it became.
  @discardableResult
  func draw(in frame: Rect, on draw: inout Canvas) -> Double {
    let block = block
    let (down, across) = (counts(.vertical, isPainted: true), counts(.horizontal, isPainted: true))
    let finals = (
      counts(.vertical, isPainted: false).max() ?? 0,
      counts(.horizontal, isPainted: false).max() ?? 0
    )
    let most = Double(finals.0 * finals.1)
    let edge = style.width("\(max(finals.0, finals.1))") + 0.6 * style.gap
    func grid(_ room: Rect) -> CellGrid {
      let cell = min(
        room.width / Double(block.columns.count), room.height / Double(block.rows.count),
        4.2 * style.gap)
      return CellGrid(origin: Point(room.x, room.y), cell: cell, block)
    }
    let numbered = grid(frame.inset(left: edge, top: lineHeight))
    let hasNumbers =
      numbered.cell >= max(style.width("\(finals.0 * finals.1)") / 0.98, 0.85 * lineHeight)
    // The frame of the tile stands out by half of its line.
    let cells = hasNumbers ? numbered : grid(frame.inset(style.mediumLine))
    if hasNumbers {
      numbers(cells, down, across, most, &draw)
    } else {
      let pixels = down.flatMap { a in
        across.map { theme.shade(Double(a * $0), of: most, theme.large).bytes }
      }
      draw.image(
        Raster(width: block.columns.count, height: block.rows.count, pixels: pixels),
        in: cells.bounds, framed: true, id: "overlap/map")
    }
    if strip.isDone { tile(cells, &draw) }
    return max(cells.bounds.maxX - frame.x, 0)
  }

  private func numbers(
    _ cells: CellGrid, _ down: [Int], _ across: [Int], _ most: Double, _ draw: inout Canvas
  ) {
    draw.numbers(NumberGrid(cells, font, most: Size(0.98, .infinity))) { y, x in
      let count = down[y - cells.rows.lowerBound] * across[x - cells.columns.lowerBound]
      return .init(
        "\(count)",
        CellLook(
          fill: theme.shade(Double(count), of: most, theme.large),
          stroke: Stroke(theme.line, width: 0.6 * style.thinLine)),
        id: "overlap/cell/\(y).\(x)", digitID: "overlap/digit/\(y).\(x)")
    }
    for (y, count) in zip(cells.rows, down) {
      draw.text(
        "\(count)", at: Point(cells.bounds.x - 0.4 * style.gap, cells.middle(ofRow: y)), .trailing,
        .middle, color: theme.mutedText, id: "overlap/row/\(y)")
    }
    for (x, count) in zip(cells.columns, across) {
      draw.text(
        "\(count)", at: Point(cells.middle(ofColumn: x), cells.bounds.y - 0.1 * style.gap),
        .center, .bottom, color: theme.mutedText, id: "overlap/column/\(x)")
    }
  }

  /// A frame around one tile of the pattern, clear of the borders.
  private func tile(_ cells: CellGrid, _ draw: inout Canvas) {
    let inside = (pair.inside(.vertical), pair.inside(.horizontal))
    func part(_ axis: Size2D.Axis, _ inside: Range<Int>, _ shown: Range<Int>) -> Range<Int>? {
      let limits = geometry.innerContributions(axis)
      // Along an axis that is even a tile is one cell long.
      let length = limits.count == 1 ? 1 : geometry.stride[axis]
      let cells = inside.clamped(to: shown)
      guard cells.count >= length else { return nil }
      let first = cells.lowerBound + (cells.count - length) / 2
      return first..<first + length
    }
    guard let rows = part(.vertical, inside.0, cells.rows),
      let columns = part(.horizontal, inside.1, cells.columns), rows.count * columns.count > 1
    else { return }
    draw.outline(cells, rows: rows, columns: columns, id: "overlap/map-tile")
  }

  /// The map's size, and the numbers of contributions far from the borders: each with its shade,
  /// and as a product of those along the two axes.
  func key(in frame: Rect, on draw: inout Canvas) {
    let products = OverlapWords(figure).products
    let most = Double(
      (counts(.vertical, isPainted: false).max() ?? 0)
        * (counts(.horizontal, isPainted: false).max() ?? 0))
    let heads = heads
    draw.lines(
      heads.enumerated().map { index, text in
        Words(
          text, isQuiet: index > 0, color: index > 0 ? nil : theme.large,
          id: index > 0 ? nil : "overlap/size")
      }, in: frame)
    let side = 0.8 * lineHeight
    let pitch = lineHeight + 0.5 * style.gap
    var y = frame.y + Double(heads.count) * lineHeight + 0.3 * style.gap
    for (down, across) in products where y + side <= frame.maxY {
      let swatch = Rect(x: frame.x, y: y, width: side, height: side)
      draw.path(
        .roundedRect(swatch, radius: 0.1 * side),
        fill: theme.shade(Double(down * across), of: most, theme.large),
        stroke: Stroke(theme.line, width: style.thinLine), id: "overlap/key/\(down * across)")
      draw.text(
        ["\(down) × \(across) = \(down * across)", "\(down * across)"],
        width: frame.maxX - swatch.maxX - 0.6 * style.gap,
        at: Point(swatch.maxX + 0.6 * style.gap, swatch.center.y), .leading, .middle,
        id: "overlap/key-words/\(down * across)")
      y += pitch
    }
  }

  /// What stands above the key.
  private var heads: [String] {
    let size = pair.restoredShape.size
    let whole = "output \(figure.words(size))"
    return (block.size == size ? [whole] : [whole, "here \(figure.words(block.size))"])
      + ["rows × columns"]
  }

  /// How wide the key becomes.
  var keyWidth: Double {
    let products = OverlapWords(figure).products.map { "\($0.0) × \($0.1) = \($0.0 * $0.1)" }
    return max(
      style.widest(heads), style.widest(products) + 0.8 * lineHeight + 0.6 * style.gap)
  }
}
