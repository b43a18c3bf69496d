import AECore

/// A receptive field or a footprint.
protocol ReachFigure: Figure {
  /// Why there is nothing to see: that each cell is joined with every pixel. Nil where some layer
  /// joins a part of them.
  var everywhere: String? { get }
}

/// What one cell is joined with, map by map down to the image: the numbers that a receptive field
/// and a footprint are drawn from.
struct ReachChain {
  /// One map of cells, with the cell of it that is followed.
  struct Map {
    /// What its marks are called after: `encoder.2`, or `code`.
    var name: String
    /// Which cells they are, from long to short: `after encoder.2`.
    var names: [String]
    var size: Size2D
    var cell: Cell
    /// The pixels that the cell is joined with.
    var reach: CellReach
  }

  /// From the one farthest from the image.
  var maps: [Map]
  /// The image's size.
  var image: Size2D
  /// The ways between column `cell` of a map and the columns of a later one; nil for the image.
  var columns: @Sendable (_ cell: Int, _ map: Int, _ later: Int?) -> [Double]

  /// The pixels that are shown: all, or, where what the cell is joined with would be a speck among
  /// them, a part around that, of about the image's proportions.
  var window: Window {
    let whole = Window(rows: 0..<image.height, columns: 0..<image.width)
    guard let widest = maps.first?.reach, let rows = widest.rowRange,
      let columns = widest.columnRange, 5 * rows.count < image.height,
      min(image.height, image.width) >= Self.smallestCut,
      5 * columns.count < image.width
    else { return whole }
    let share =
      3
      * max(
        Double(rows.count) / Double(image.height), Double(columns.count) / Double(image.width))
    func part(_ range: ClosedRange<Int>, of size: Int) -> Range<Int> {
      let count = min(size, max(range.count, Int(clamping: (share * Double(size)).rounded())))
      let first = range.lowerBound - (count - range.count) / 2
      let start = max(0, min(first, size - count))
      return start..<start + count
    }
    return Window(rows: part(rows, of: image.height), columns: part(columns, of: image.width))
  }

  /// A part of the image.
  struct Window: Hashable {
    var rows: Range<Int>
    var columns: Range<Int>

    var size: Size2D { Size2D(height: rows.count, width: columns.count) }
  }

  /// What a caption says of a part that is shown; nil where all is.
  var enlargement: String? {
    let part = window.size
    guard part != image else { return nil }
    return "Shown are \(part) of the \(image) pixels."
  }

  /// Images that are smaller than this are shown whole: their pixels are large.
  private static let smallestCut = 32
  /// At most so many maps are shown.
  static let mostMaps = 4

  /// The maps that are shown, by number: the first, the last and some between them.
  var shown: [Int] {
    guard maps.count > Self.mostMaps else { return Array(maps.indices) }
    return (0..<Self.mostMaps).map { $0 * (maps.count - 1) / (Self.mostMaps - 1) }
  }

  /// A colour for each of the maps that are shown; the cell's own is the small map's.
  static func color(_ index: Int, _ theme: Theme) -> Color {
    [theme.small, theme.second, theme.kernel, theme.overlap][index % 4]
  }
}
