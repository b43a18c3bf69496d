import AECore

/// How many maps of each layer are drawn in cross-section, which of their cells, and how large.
struct MapsPlan {
  /// The large and the small layer.
  enum Layer {
    case large
    case small
  }

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

    /// The room that the cells of a row have when `maps` of `all` are drawn.
    func room(_ maps: Int, of all: Int) -> Double {
      width - Double(maps - 1) * gap - (maps < all ? reserve + gap : 0)
    }
    func cell(_ most: Int, _ window: AxisWindow) -> Double {
      let (c, o) = (min(most, pair.largeShape.channels), min(most, pair.smallShape.channels))
      let runOut = window.isCropped ? 2 * PairPlan.runOut : 0
      return min(
        room(c, of: pair.largeShape.channels)
          / (Double(c) * (Double(window.large.count) + runOut)),
        room(o, of: pair.smallShape.channels)
          / (Double(o) * (Double(window.small.count) + runOut)))
    }
    func window(_ limit: Int) -> AxisWindow {
      AxisWindow(
        pair, .horizontal, limit: limit, first: figure.stage.first.x, second: nil)
    }
    let counts = Array((1...Self.mostMaps).reversed())
    var choice = (maps: 1, window: whole)
    if let fit = counts.first(where: { cell($0, whole) >= smallest && $0 > 1 }) {
      choice = (fit, whole)
    } else if max(pair.largeShape.channels, pair.smallShape.channels) == 1,
      cell(1, whole) >= smallest
    {
      choice = (1, whole)
    } else {
      let least = min(whole.large.count, 9)
      // Two maps with as many of their cells as can be rather than many maps of a few.
      let maps = cell(2, window(least)) >= smallest ? 2 : 1
      var limit = whole.large.count
      let most = Int(width / (Double(max(1, min(maps, pair.largeShape.channels))) * smallest))
      limit = min(limit, max(1, most))
      while limit > 1, cell(maps, window(limit)) < min(pleasant, cell(maps, window(least))) {
        limit -= 1
      }
      choice = (maps, window(limit))
    }
    columns = choice.window
    self.cell = min(4.2 * style.gap, cell(choice.maps, choice.window))
    self.gap = gap

    let group = figure.stage.first.channel / (pair.smallShape.channels / pair.geometry.groups)
    func shown(_ all: Int, from first: Int) -> Range<Int> {
      let count = min(choice.maps, all)
      let start = min(first, all - count)
      return start..<start + count
    }
    // The focus cell's own map, and the maps that it is joined with.
    smallMaps = shown(
      pair.smallShape.channels, from: max(0, figure.stage.first.channel - choice.maps + 1))
    let perGroup = pair.largeShape.channels / pair.geometry.groups
    let last = (group + 1) * perGroup - min(choice.maps, perGroup)
    largeMaps = shown(pair.largeShape.channels, from: min(figure.largeChannel, last))
  }

  /// The grids of a layer's maps, one row of cells each, in a row centred in `band`.
  /// - Parameter reserve: room at the right for the count of the maps that are left out.
  func grids(_ layer: Layer, in band: Rect, reserve: Double) -> [Int: CellGrid] {
    let maps = layer == .large ? largeMaps : smallMaps
    let cells = layer == .large ? columns.large : columns.small
    let runOut = columns.isCropped ? PairPlan.runOut * cell : 0
    func width(_ cells: Range<Int>) -> Double { Double(cells.count) * cell + 2 * runOut }
    func row(_ maps: Range<Int>, _ cells: Range<Int>) -> Double {
      Double(maps.count) * (width(cells) + gap)
    }
    // Both layers spread over the same width, so that map stands below map.
    let widest = max(row(largeMaps, columns.large), row(smallMaps, columns.small))
    let pitch = widest / Double(maps.count)
    let left =
      band.x + (band.width - reserve - widest) / 2 + (pitch - width(cells)) / 2 + runOut
    return Dictionary(
      uniqueKeysWithValues: maps.map { map in
        (
          map,
          CellGrid(
            origin: Point(left + Double(map - maps.lowerBound) * pitch, band.y), cell: cell,
            rows: 0..<1, columns: cells)
        )
      })
  }
}
