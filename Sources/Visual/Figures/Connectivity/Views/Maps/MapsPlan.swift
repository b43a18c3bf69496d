import AECore

/// How many maps of each layer are drawn in cross-section, which of their cells, how large and
/// where.
struct MapsPlan {
  /// The maps of a layer that are drawn, each as one row of cells.
  struct Layer {
    let maps: Range<Int>
    let grids: [CellGrid]

    /// The grid of a map that is drawn.
    subscript(map: Int) -> CellGrid { grids[map - maps.lowerBound] }
  }

  let columns: AxisWindow
  let large: Layer
  let small: Layer
  /// The band between the margins' arrows, from the first label to the last.
  let body: Rect

  /// At most this many maps of a layer are drawn; the others are counted.
  static let mostMaps = 4

  /// The maps that fit into `frame`: all cells of as many maps as possible, or a part of the cells
  /// when even two whole maps are too wide.
  init(_ figure: ConnectivityFigure, in frame: Rect, style: Style) {
    let (pair, focus) = (figure.pair, figure.stage.first)
    let (large, small) = (pair.largeShape.channels, pair.smallShape.channels)
    // An arrow and its two lines of words on either side.
    let margin = 2 * style.lineHeight(style.font(.heading)) + 2.6 * style.gap
    let inner = frame.inset(dx: margin + 1.5 * style.gap, dy: 0)
    // At the right, the count of the maps that are left out.
    let reserve = style.width(MapsLabels.more(1000))
    let gap = 3 * style.gap

    /// The largest cells when at most `most` maps are drawn, so that the row of either layer fits.
    func cell(_ most: Int, _ window: AxisWindow) -> Double {
      func fitting(_ cells: Range<Int>, of all: Int) -> Double {
        let maps = min(most, all)
        let room = inner.width - Double(maps - 1) * gap - (maps < all ? reserve + gap : 0)
        let runOut = window.isCropped ? 2 * PairPlan.tear : 0
        return room / (Double(maps) * (Double(cells.count) + runOut))
      }
      return min(fitting(window.large, of: large), fitting(window.small, of: small))
    }
    let (maps, columns) = Self.choice(figure, width: inner.width, style, cell: cell)
    let side = min(4.2 * style.gap, cell(maps, columns))
    self.columns = columns

    let labels = 2 * (2 * style.lineHeight(style.font(.label)) + style.gap)
    // Lines are read best when they are not much longer than the row is wide.
    let height = min(
      frame.height, labels + 2 * side + max((style.page.isSlide ? 0.62 : 0.84) * inner.width, 150))
    // On paper it follows the title, as all figures do.
    let drop = style.page.isSlide ? 0.4 * (frame.height - height) : 0
    body = Rect(x: inner.x, y: frame.y + drop, width: inner.width, height: height)
    let band = body.inset(dx: 0, dy: labels / 2)

    // The focus cell's own map, and the maps that it is joined with.
    let smallMaps = Range.part(of: small, most: maps, around: focus.channel, lead: maps - 1)
    let joined = pair.largeMaps(joinedWith: focus.channel)
    let last = joined.upperBound - min(maps, joined.count)
    let first = min(figure.largeChannel, last, large - min(maps, large))
    let largeMaps = first..<first + min(maps, large)

    let runOut = columns.isCropped ? PairPlan.tear * side : 0
    func width(_ cells: Range<Int>) -> Double { Double(cells.count) * side + 2 * runOut }
    // Both layers spread over the same width, so that map stands below map.
    let widest = max(
      Double(largeMaps.count) * (width(columns.large) + gap),
      Double(smallMaps.count) * (width(columns.small) + gap))
    let isCounted = largeMaps.count < large || smallMaps.count < small
    func layer(_ maps: Range<Int>, _ cells: Range<Int>, y: Double) -> Layer {
      let pitch = widest / Double(maps.count)
      let left =
        band.x + (band.width - (isCounted ? reserve : 0) - widest) / 2 + (pitch - width(cells)) / 2
        + runOut
      return Layer(
        maps: maps,
        grids: maps.map { map in
          CellGrid(
            origin: Point(left + Double(map - maps.lowerBound) * pitch, y), cell: side,
            rows: 0..<1, columns: cells)
        })
    }
    self.large = layer(largeMaps, columns.large, y: band.maxY - side)
    self.small = layer(smallMaps, columns.small, y: band.y)
  }

  /// How many maps of a layer are drawn, and which of their cells.
  private static func choice(
    _ figure: ConnectivityFigure, width: Double, _ style: Style,
    cell: (_ maps: Int, _ window: AxisWindow) -> Double
  ) -> (maps: Int, window: AxisWindow) {
    let (pair, whole) = (figure.pair, AxisWindow(figure.pair, .horizontal))
    let (smallest, pleasant) = (1.5 * style.gap, 2 * style.gap)
    func window(_ limit: Int) -> AxisWindow {
      AxisWindow(pair, .horizontal, limit: limit, first: figure.stage.first.x)
    }
    if let fit = (2...mostMaps).reversed().first(where: { cell($0, whole) >= smallest }) {
      return (fit, whole)
    }
    let least = min(whole.large.count, 9)
    // Two maps with as many of their cells as can be rather than many maps of a few.
    let maps = cell(2, window(least)) >= smallest ? 2 : 1
    let most = Int(clamping: width / (Double(min(maps, pair.largeShape.channels)) * smallest))
    var limit = min(whole.large.count, max(1, most))
    while limit > 1, cell(maps, window(limit)) < min(pleasant, cell(maps, window(least))) {
      limit -= 1
    }
    return (maps, window(limit))
  }
}
