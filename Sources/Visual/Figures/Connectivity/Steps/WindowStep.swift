import AECore

/// Where the window stands in a picture that moves: which cell of the small map is worked, and
/// which were before it.
public struct WindowStep: Hashable, Sendable {
  /// The small cells that the window comes to, in the order of the loops: map by map, row by row.
  public let path: [Cell]
  /// Which of them is worked, from 0.
  public let index: Int

  /// One position on `path`.
  init(_ index: Int, of path: [Cell]) {
    self.path = path
    self.index = index
  }

  /// The cell that is worked.
  public var cell: Cell { path[index] }
  /// The cells that were worked before.
  public var done: ArraySlice<Cell> { path[..<index] }
}

extension ConnectivityFigure.View {
  /// Whether the view can move: something in it follows the focus, and the rest stays where it is.
  public var moves: Bool {
    switch self {
    case .pair, .maps, .matrix, .values: true
    default: false
    }
  }
}

extension ConnectivityFigure {
  /// The small cells that the window can come to when the view is laid out in `frame`: those that
  /// are drawn, of maps too large to be drawn whole.
  func path(in frame: Rect, style: Style) -> [Cell] {
    switch view {
    case .pair: PairView(figure: self, frame: frame, style: style).path
    case .maps: MapsView(figure: self, frame: frame, style: style).path
    case .matrix: MatrixView(figure: self, frame: frame, style: style).path
    case .values: ValuesView(figure: self, frame: frame, style: style).path
    default: []
    }
  }

  /// `(1, 2)`; in one dimension `2`.
  func place(_ cell: Cell) -> String {
    isOneDimensional ? "\(cell.x)" : "(\(cell.y), \(cell.x))"
  }

  /// The number of a step among all, from 1: of a map that is drawn in part those beyond the part
  /// count, too.
  func number(of cell: Cell) -> Int {
    let width = pair.smallShape.width
    switch view {
    case .maps: return cell.channel * width + cell.x + 1
    case .matrix: return (cell.channel * pair.smallShape.height + cell.y) * width + cell.x + 1
    default: return cell.y * width + cell.x + 1
    }
  }

  /// How many steps there are: a cross-section is one row of every map, a matrix has all cells, the
  /// other views show one map.
  var stepCount: Int {
    let shape = pair.smallShape
    switch view {
    case .maps: return shape.channels * shape.width
    case .matrix: return shape.channels * shape.size.count
    default: return shape.size.count
    }
  }

  /// `step 5 of 9`.
  func stepWords(_ step: WindowStep) -> String { "step \(number(of: step.cell)) of \(stepCount)" }

  /// The cells of one large map, `size` large, that a small cell is joined with.
  func reach(of cell: Cell, in size: Size2D) -> Int {
    pair.geometry.reach(ofSmall: cell.y, .vertical, large: size.height)
      * pair.geometry.reach(ofSmall: cell.x, .horizontal, large: size.width)
  }
}

/// The words under the pictures that move: the same at every step, so that nothing jumps.
extension ConnectivityFigure {
  var movingCaption: String {
    switch view {
    case .maps: return movingMapsCaption + weightSentence
    case .matrix:
      return "Each step is a row of C, which gathers one output cell, and the same column of Cᵀ, "
        + "which scatters one input cell."
    case .values:
      return "Each step works one output cell of the convolution and one of the transposed "
        + "convolution, product by product."
        + (layer == nil ? "" : " The numbers are the trained network's.")
    default: return movingPairCaption + weightSentence
    }
  }

  private var weightSentence: String {
    guard let weights, let limit = WeightScale.limit(of: weights) else { return "" }
    return " Lines carry the learned weights: blue below 0, orange above, "
      + "up to ±\(WeightScale.text(limit))."
  }

  /// The most cells of a large map that any small cell is joined with.
  private var widestReach: Int {
    let size = pair.largeShape.size
    return Size2D.Axis.allCases.reduce(1) { product, axis in
      let most = (0..<min(pair.smallShape.size[axis], 4096)).map {
        pair.geometry.reach(ofSmall: $0, axis, large: size[axis])
      }.max()
      return product * (most ?? 0)
    }
  }

  private var movingPairCaption: String {
    let reach = widestReach
    let cells = reach == 1 ? "1 cell" : "up to \(reach) cells"
    return "Each step gathers \(cells) into one (convolution) and scatters one over as many "
      + "(transposed). " + (stepsMeet ? "Where steps meet, they add (+)." : "No two steps meet.")
  }

  /// Whether some cell of the transposed convolution's output receives from two small cells.
  private var stepsMeet: Bool {
    let most = Size2D.Axis.allCases.map { axis in
      (0..<min(pair.restoredShape.size[axis], 4096)).map {
        pair.geometry.contributions(to: $0, axis, small: pair.smallShape.size[axis])
      }.max() ?? 0
    }
    return most.reduce(1, *) > 1
  }

  private var movingMapsCaption: String {
    let most =
      (0..<min(pair.smallShape.width, 4096)).map {
        pair.geometry.reach(ofSmall: $0, .horizontal, large: pair.largeShape.width)
      }.max() ?? 0
    let units = most * pair.largeShape.channels / pair.geometry.groups
    return "Each step is one unit of the small maps: upwards the convolution gathers "
      + "\(units == 1 ? "1 unit" : "up to \(units) units") in it, downwards its transpose scatters it "
      + "over the same."
  }
}
