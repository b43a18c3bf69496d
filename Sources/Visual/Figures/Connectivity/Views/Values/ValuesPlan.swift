import AECore

/// Which cells the view `values` shows, and how large.
struct ValuesPlan {
  /// The grids of the maps and the kernel, not yet in their places.
  let large: CellGrid
  let kernel: CellGrid
  let small: CellGrid
  /// All there would be to draw of the maps.
  let whole: MapWindow
  /// Whether cells have digits; else their shades stand for the values.
  let showsDigits: Bool
  /// Whether the zeros around the large map are drawn.
  let showsPadding: Bool
  /// Room for a sign between two grids.
  let gap: Double
  /// What outlines and torn edges take around the grids.
  let tear: Double
  /// What a sum has room for.
  let sumLines: Int

  init(
    _ figure: ConnectivityFigure, _ example: WorkedExample, area: Size, sumLines: Int, style: Style
  ) {
    let font = style.font(.label)
    let pair = example.pair
    let focus = figure.exampleStage(example)
    let above = style.lineHeight(style.font(.heading)) + style.lineHeight(font) + style.gap
    func roomHeight(_ lines: Int) -> Double {
      area.height - above - Double(lines) * style.lineHeight(font) - 1.6 * style.gap
    }
    // A cell lower than its digits shows nothing: a sum rather ends in dots.
    var sumLines = sumLines
    while sumLines > 1, roomHeight(sumLines) < style.lineHeight(font) { sumLines -= 1 }
    let gap = 2.4 * style.gap
    let room = Size(area.width - 2 * gap, max(1, roomHeight(sumLines)))
    func grids(_ n: Int, cell: Double = 1) -> [CellGrid] {
      let windows = MapWindow(pair, limit: n, first: focus)
      let kernel = CellBlock(pair.geometry.kernel).clamped(to: CellBlock(Size2D(n)))
      return [windows[\.large], kernel, windows[\.small]].map { CellGrid(cell: cell, $0) }
    }
    func cell(_ n: Int, tear: Double = 0) -> Double {
      let grids = grids(n)
      return min(
        (room.width - 2 * tear) / Double(grids.reduce(0) { $0 + $1.columns.count }),
        (room.height - 2 * tear) / Double(grids.map(\.rows.count).max() ?? 1))
    }
    // Long numbers have larger cells.
    let least = style.cellWidth(
      for: [example.large, example.small, example.weights, example.convolved, example.restored],
      font)
    let sizes = Size2D.Axis.allCases.flatMap {
      [AxisWindow(pair, $0).wholeLarge.count, pair.geometry.kernel[$0]]
    }
    let all = sizes.max() ?? 1
    let isFlat = AxisWindow(pair, .vertical).wholeLarge.count == 1
    // All of it in digits, or else in shades; of what is too large even for those a part in digits.
    let smallest = 0.45 * style.gap
    let isWhole = all <= Self.mostCells && cell(all) >= min(least, smallest)
    var n = isWhole ? all : min(60, all)
    // An example is itself a part where there is too much to be worked.
    let isTorn = !isWhole || pair != figure.pair
    tear = isTorn ? 0.6 * style.gap : 0.65 * style.mediumLine
    while !isWhole, n > 1, cell(n, tear: tear) < least { n -= 1 }
    let showsSquareDigits = !isWhole || cell(n) >= least
    let largest = (isFlat ? 6 : style.page.isSlide ? 3.6 : 5.2) * style.gap
    whole = MapWindow(figure.pair, limit: .max, first: focus)
    self.sumLines = sumLines
    // What digits have no room for square cells and with the padding, they may have without.
    if isWhole, !isTorn, !showsSquareDigits {
      let narrow = Narrow(
        figure, example, in: Size(area.width - 2 * tear, room.height - 2 * tear), style: style)
      if let narrow {
        (large, kernel, small) = (narrow.grids[0], narrow.grids[1], narrow.grids[2])
        (showsDigits, showsPadding, self.gap) = (true, false, narrow.gap)
        return
      }
    }
    showsDigits = showsSquareDigits
    showsPadding = true
    let chosen = grids(
      n, cell: max(1, min(cell(n, tear: tear), showsSquareDigits ? max(least, largest) : largest)))
    (large, kernel, small) = (chosen[0], chosen[1], chosen[2])
    self.gap = gap
  }

  /// No map of more cells a side is drawn whole.
  private static let mostCells = 160

  /// Cells as narrow as the numbers of their grid, and no padding.
  private struct Narrow {
    let grids: [CellGrid]
    let gap: Double

    /// Nil without room for all of them.
    init?(_ figure: ConnectivityFigure, _ example: WorkedExample, in room: Size, style: Style) {
      let (font, pair) = (style.font(.label), example.pair)
      let (input, output) = (pair.largeShape.size, pair.restoredShape.size)
      let blocks = [
        CellBlock(
          Size2D(
            height: max(input.height, output.height), width: max(input.width, output.width))),
        CellBlock(pair.geometry.kernel), CellBlock(pair.smallShape.size),
      ]
      let widths = [
        [example.large, example.restored], [example.weights], [example.small, example.convolved],
      ].map { style.narrowCellWidth(for: $0, font) }
      gap = 2.2 * style.gap
      let total = zip(blocks, widths).reduce(0) { $0 + Double($1.0.columns.count) * $1.1 }
      let rows = Double(blocks.map(\.rows.count).max() ?? 1)
      let (wide, high) = (room.width - 2 * gap, room.height / rows)
      guard total <= wide, high >= 0.98 * style.lineHeight(font) else { return nil }
      let height = min(high, 2.6 * style.gap)
      grids = zip(blocks, widths).map { block, width in
        let size = Size(min(max(width, height), width * wide / total), height)
        let least = min(size.width, size.height)
        return CellGrid(
          origin: Point(0, 0), size: size, rows: block.rows, columns: block.columns,
          inset: 0.045 * least, radius: 0.1 * least)
      }
    }
  }
}
