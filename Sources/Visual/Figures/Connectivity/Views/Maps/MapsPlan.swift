import AECore

/// How many maps of each layer are drawn in cross-section, which of their cells, and how large.
struct MapsPlan {
  let columns: AxisWindow
  let largeMaps: Range<Int>
  let smallMaps: Range<Int>
  /// The side of a cell, in points.
  let cell: Double
  /// Between two maps of a layer, in points.
  let gap: Double

  /// At most this many maps of a layer are drawn; the others are counted.
  static let mostMaps = 4

  /// The maps that fit into `width`: all cells of as many maps as possible, or a part of the cells
  /// when even two whole maps are too wide.
  init(_ figure: ConnectivityFigure, width: Double, reserve: Double, style: Style) {
    let pair = figure.pair
    let whole = AxisWindow(pair, .horizontal)
    let gap = 3 * style.gap
    let (smallest, pleasant) = (1.5 * style.gap, 2 * style.gap)

    /// The largest cells when at most `most` maps are drawn, so that the row of either layer fits.
    func cell(_ most: Int, _ window: AxisWindow) -> Double {
      func fitting(_ cells: Range<Int>, of all: Int) -> Double {
        let maps = min(most, all)
        let room = width - Double(maps - 1) * gap - (maps < all ? reserve + gap : 0)
        let runOut = window.isCropped ? 2 * PairPlan.runOut : 0
        return room / (Double(maps) * (Double(cells.count) + runOut))
      }
      return min(
        fitting(window.large, of: pair.largeShape.channels),
        fitting(window.small, of: pair.smallShape.channels))
    }
    func window(_ limit: Int) -> AxisWindow {
      AxisWindow(pair, .horizontal, limit: limit, first: figure.stage.first.x)
    }
    let choice: (maps: Int, window: AxisWindow)
    if let fit = (2...Self.mostMaps).reversed().first(where: { cell($0, whole) >= smallest }) {
      choice = (fit, whole)
    } else {
      let least = min(whole.large.count, 9)
      // Two maps with as many of their cells as can be rather than many maps of a few.
      let maps = cell(2, window(least)) >= smallest ? 2 : 1
      let most = Int(clamping: width / (Double(min(maps, pair.largeShape.channels)) * smallest))
      var limit = min(whole.large.count, max(1, most))
      while limit > 1, cell(maps, window(limit)) < min(pleasant, cell(maps, window(least))) {
        limit -= 1
      }
      choice = (maps, window(limit))
    }
    columns = choice.window
    self.cell = min(4.2 * style.gap, cell(choice.maps, choice.window))
    self.gap = gap

    func shown(_ all: Int, from first: Int) -> Range<Int> {
      let count = min(choice.maps, all)
      let start = min(first, all - count)
      return start..<start + count
    }
    // The focus cell's own map, and the maps that it is joined with.
    let focus = figure.stage.first.channel
    smallMaps = shown(pair.smallShape.channels, from: max(0, focus - choice.maps + 1))
    let joined = pair.largeMaps(joinedWith: focus)
    let last = joined.upperBound - min(choice.maps, joined.count)
    largeMaps = shown(pair.largeShape.channels, from: min(figure.largeChannel, last))
  }

  /// The grids of a layer's maps, one row of cells each, in a row centred in `band`.
  /// - Parameter reserve: room at the right for the count of the maps that are left out.
  func grids(
    _ maps: Range<Int>, _ cells: Range<Int>, in band: Rect, reserve: Double
  ) -> [Int: CellGrid] {
    let runOut = columns.isCropped ? PairPlan.runOut * cell : 0
    func width(_ cells: Range<Int>) -> Double { Double(cells.count) * cell + 2 * runOut }
    // Both layers spread over the same width, so that map stands below map.
    let widest = max(
      Double(largeMaps.count) * (width(columns.large) + gap),
      Double(smallMaps.count) * (width(columns.small) + gap))
    let pitch = widest / Double(maps.count)
    let left =
      band.x + (band.width - reserve - widest) / 2 + (pitch - width(cells)) / 2 + runOut
    let grids = maps.map { map in
      CellGrid(
        origin: Point(left + Double(map - maps.lowerBound) * pitch, band.y), cell: cell,
        rows: 0..<1, columns: cells)
    }
    return Dictionary(uniqueKeysWithValues: zip(maps, grids))
  }
}
