import AECore

/// The part of a convolution's matrix that is drawn: which cells of which maps are its rows and its
/// columns.
///
/// C has a row for each cell of the small maps and a column for each cell of the large ones; both
/// are listed map by map, row by row.
struct MatrixPlan {
  let pair: ConvolutionPair
  private let windows: MapWindow

  /// Cells of C's columns: (channel, y, x).
  let large: [Cell]
  /// Cells of Cᵀ's rows: those of the transposed convolution's output.
  let restored: [Cell]
  /// Cells of C's rows and of Cᵀ's columns.
  let small: [Cell]

  /// The most cells along a side that are told apart, and what lies inside is drawn.
  private static let mostCells = 150

  /// Whether everything is drawn.
  var isWhole: Bool {
    small.count == pair.smallShape.count && large.count == pair.largeShape.count
  }

  /// The largest part whose entries fit where C and Cᵀ stand.
  ///
  /// - Parameter focus: the small cell that is shown in any case.
  /// - Parameter largeChannel: the large map that is.
  init(
    _ pair: ConvolutionPair, focus: Cell, largeChannel: Int,
    fits: (_ large: Int, _ restored: Int, _ small: Int) -> Bool
  ) {
    var best: MatrixPlan?
    let most = max(pair.largeShape.channels, pair.smallShape.channels)
    let shortest = max(
      pair.largeShape.height, pair.largeShape.width, pair.restoredShape.height,
      pair.restoredShape.width)
    let whole = (1...4).contains(most) ? [most, 2, 1] : [4, 2, 1]
    search: for maps in whole {
      for limit in [shortest] + (1...min(12, shortest)).reversed() {
        let plan = MatrixPlan(
          pair, focus: focus, largeChannel: largeChannel, maps: maps, limit: limit)
        guard let plan else { continue }
        if best == nil || plan.area < (best?.area ?? 0) { best = plan }
        guard fits(plan.large.count, plan.restored.count, plan.small.count) else { continue }
        // A part of several maps has to show more than one window of each.
        if maps > 1, !plan.showsNeighbours { continue search }
        self = plan
        return
      }
    }
    self = best ?? MatrixPlan(pair, single: focus, largeChannel: largeChannel)
  }

  /// Whether neighbouring small cells are shown along both axes, as far as there are any.
  private var showsNeighbours: Bool {
    Size2D.Axis.allCases.allSatisfy {
      windows[$0].small.count >= min(2, pair.smallShape.size[$0])
    }
  }

  private var area: Int { large.count * small.count }

  private init(_ pair: ConvolutionPair, single cell: Cell, largeChannel: Int) {
    self.pair = pair
    windows = MapWindow(pair, limit: 1, first: cell)
    small = [cell]
    large = [Cell(channel: largeChannel, y: 0, x: 0)]
    restored = large
  }

  /// The part with at most `maps` maps of a layer and `limit` cells along an axis; nil when it has
  /// more cells than anyone tells apart.
  private init?(
    _ pair: ConvolutionPair, focus: Cell, largeChannel: Int, maps: Int, limit: Int
  ) {
    self.pair = pair
    // A part lies at a corner, with the padding of one side; the whole has both.
    var windows = MapWindow(pair, limit: .max, first: focus)
    for axis in Size2D.Axis.allCases {
      let size = max(pair.largeShape.size[axis], pair.restoredShape.size[axis])
      let ends = pair.geometry.padding[axis]
      let padding = limit >= size ? ends.total : max(ends.before, ends.after)
      windows[axis] = AxisWindow(pair, axis, limit: limit + padding, first: focus[axis])
    }
    self.windows = windows
    func cells(_ shape: ImageShape, _ shown: CellBlock, with map: Int) -> [Cell]? {
      let shownMaps = Range.part(of: shape.channels, most: maps, around: map, lead: maps - 1)
      let block = shown.clamped(to: CellBlock(shape.size))
      guard shownMaps.count * block.rows.count <= Self.mostCells,
        shownMaps.count * block.size.count <= Self.mostCells
      else { return nil }
      return shownMaps.flatMap(block.cells)
    }
    guard let large = cells(pair.largeShape, windows[\.large], with: largeChannel),
      let restored = cells(pair.restoredShape, windows[\.large], with: largeChannel),
      let small = cells(pair.smallShape, windows[\.small], with: focus.channel), !large.isEmpty,
      !restored.isEmpty
    else { return nil }
    (self.large, self.restored, self.small) = (large, restored, small)
  }

  /// `5 × 5 of 28 × 28 cells of 2 of 16 maps`; nil when everything is drawn.
  func words(_ cells: [Cell], of shape: ImageShape, _ figure: ConnectivityFigure) -> String? {
    guard cells.count < shape.count, let first = cells.first, let last = cells.last
    else { return nil }
    let size = Size2D(height: last.y - first.y + 1, width: last.x - first.x + 1)
    let maps = last.channel - first.channel + 1
    let parts = [
      size == shape.size ? nil : figure.words(size, of: shape.size),
      maps < shape.channels ? "\(maps) of \(shape.channels) maps" : nil,
    ]
    return parts.compactMap { $0 }.joined(separator: ", ")
  }
}
