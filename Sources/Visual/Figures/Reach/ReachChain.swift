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
