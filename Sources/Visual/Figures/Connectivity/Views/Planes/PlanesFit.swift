import AECore

/// Sheets of a given number: how large they become and where they stand. The two layers are each
/// other's mirror image, a gap for the pyramid between them.
struct PlanesFit {
  /// The sheets of one layer, one behind the other.
  struct Layer {
    fileprivate let block: CellBlock
    fileprivate let slant: ObliqueSheet.Slant
    fileprivate let count: Int
    /// On the far side, for what is not drawn, in points.
    fileprivate let reserve: Double
    /// The height of a cell, in points.
    fileprivate(set) var cell = 0.0
    /// From one sheet to the next, in points.
    fileprivate var step = 0.0

    /// One sheet, in cells.
    fileprivate var extent: Size { ObliqueSheet.extent(block.size, slant: slant) }
    /// From one sheet to the next when neither hides the other, in cells.
    fileprivate var clear: Double {
      min(
        Double(block.columns.count) * slant.right,
        Double(block.rows.count) * slant.right / slant.up)
    }
    /// Steps between sheets.
    fileprivate var steps: Double { Double(count - 1) }
  }

  private(set) var large: Layer
  private var small: Layer
  private let gap: Double

  /// From one ghost of a map that is not drawn to the next, in points.
  static func ghostStep(_ style: Style) -> Double { 1.1 * style.gap }

  /// The widest slant that costs no more than a little of the cells' size.
  static func best(
    _ pair: ConvolutionPair, _ windows: MapWindow, _ counts: (Int, Int), _ area: Size,
    _ style: Style
  ) -> PlanesFit {
    let fits = [1, 0.86, 0.72, 0.6, 0.5, 0.4].map { right in
      PlanesFit(pair, windows, counts, .init(right: right, up: 0.18 + 0.15 * right), area, style)
    }
    return fits.dropFirst().reduce(fits[0]) { $1.large.cell > 1.08 * $0.large.cell ? $1 : $0 }
  }

  private init(
    _ pair: ConvolutionPair, _ windows: MapWindow, _ counts: (Int, Int),
    _ slant: ObliqueSheet.Slant, _ area: Size, _ style: Style
  ) {
    let (c, o) = (pair.largeShape.channels, pair.smallShape.channels)
    // The convolution's input: what the transposed one adds beyond it is told in words.
    func range(_ axis: Size2D.Axis) -> Range<Int> {
      let padding = pair.geometry.padding[axis]
      return windows[axis].large.clamped(
        to: -padding.before..<pair.largeShape.size[axis] + padding.after)
    }
    func reserve(_ count: Int, of all: Int) -> Double {
      guard count < all else { return 0 }
      let ghosts = Double(PlanesPlan.ghosts) * Self.ghostStep(style)
      return max(ghosts, style.width(MapsLabels.more(all)) + style.gap)
    }
    var large = Layer(
      block: CellBlock(rows: range(.vertical), columns: range(.horizontal)), slant: slant,
      count: counts.0, reserve: reserve(counts.0, of: c))
    var small = Layer(
      block: windows[\.small], slant: slant, count: counts.1, reserve: reserve(counts.1, of: o))

    let tear = windows.isCropped ? 2 * PlanesPlan.tear : 0
    let between = 1.1 * style.gap
    let leastGap = max(11 * style.gap, 0.2 * area.width)
    let fixed = leastGap + (large.steps + small.steps) * between + large.reserve + small.reserve
    let largeCells = large.extent.width + tear + large.steps * large.clear
    let smallCells = small.extent.width + tear + small.steps * small.clear
    let most = min(
      6.4 * style.gap,
      area.height / max(large.extent.height + tear, small.extent.height + tear))
    large.cell = max(0.01, min(most, max(1, area.width - fixed) / (largeCells + smallCells)))
    small.cell = large.cell
    // A small map of a few cells is not drawn as a dot: the pyramid says how much it stands for.
    let least = 2.8 * style.gap / Double(max(small.block.rows.count, small.block.columns.count))
    if large.cell < least {
      small.cell = least
      large.cell = max(
        0.01, min(most, max(1, area.width - fixed - smallCells * least) / largeCells))
    }
    // What is left over goes between the sheets, for the words under them, then between the layers.
    let label = style.width("map \(min(max(c, o), 99))")
    var free = area.width - fixed - largeCells * large.cell - smallCells * small.cell
    func widened(_ layer: Layer) -> Double {
      let step = layer.clear * layer.cell + between
      guard layer.steps > 0 else { return step }
      let wanted = max(label + style.gap - step, 0.6 * style.gap)
      let granted = max(0, min(free / layer.steps, wanted))
      free -= granted * layer.steps
      return step + granted
    }
    large.step = widened(large)
    small.step = widened(small)
    gap = leastGap + max(0, min(free, 0.36 * area.width))
    self.large = large
    self.small = small
  }

  /// The sheets, centred in `area`.
  func planes(
    _ largeMaps: some Collection<Int>, _ smallMaps: some Collection<Int>, in area: Rect
  ) -> (large: [PlanesPlan.Plane], small: [PlanesPlan.Plane]) {
    func width(_ layer: Layer) -> Double { layer.extent.width * layer.cell }
    /// From the foremost sheet at `x` on outwards.
    func planes(
      _ maps: some Collection<Int>, _ layer: Layer, from x: Double, side: Double
    ) -> [PlanesPlan.Plane] {
      let top = area.center.y - layer.extent.height * layer.cell / 2
      let rise = Double(layer.block.columns.count) * layer.slant.up * layer.cell
      return maps.enumerated().map { index, map in
        let origin = Point(x + side * Double(index) * layer.step, top + rise)
        return .init(
          channel: map,
          sheet: ObliqueSheet(
            origin: origin, block: layer.block, cell: layer.cell, slant: layer.slant))
      }
    }
    let total =
      large.reserve + large.steps * large.step + width(large) + gap
      + small.steps * small.step + width(small) + small.reserve
    let front = area.center.x - total / 2 + large.reserve + large.steps * large.step
    return (
      planes(largeMaps, large, from: front, side: -1),
      planes(smallMaps, small, from: front + width(large) + gap, side: 1)
    )
  }
}
