import AECore

/// Where the window stands in a picture that moves: which cell of the small map is worked, and
/// which were before it.
public struct WindowStep: Hashable, Sendable {
  /// The small cells that the window comes to, in the order of the loops: map by map, row by row.
  public let path: [Cell]
  /// Which of them is worked, from 0.
  public let index: Int

  /// The cell that is worked.
  public var cell: Cell { path[index] }
  /// The cells that were worked before.
  public var done: ArraySlice<Cell> { path[..<index] }
  /// Every step on the same path.
  var all: [WindowStep] { path.indices.map { WindowStep(path: path, index: $0) } }
}

/// In which order the window slides over the small cells.
public enum StepOrder: Sendable {
  /// Over the map that is shown, row by row.
  case oneMap
  /// Along the axis of one map whose overlap shows most.
  case oneLine
  /// Over one row of each map, map by map: what a cross-section shows.
  case oneRowOfEveryMap
  /// Over all maps, row by row.
  case everyMap

  /// The number of a step among all, from 1.
  func number(of cell: Cell, in pair: ConvolutionPair) -> Int {
    let small = pair.smallShape
    return switch self {
    case .oneMap: cell.y * small.width + cell.x + 1
    case .oneLine: cell[pair.overlapAxis] + 1
    case .oneRowOfEveryMap: cell.channel * small.width + cell.x + 1
    case .everyMap: (cell.channel * small.height + cell.y) * small.width + cell.x + 1
    }
  }

  /// How many steps there are: the number of the last one.
  func count(in pair: ConvolutionPair) -> Int {
    let small = pair.smallShape
    return number(
      of: Cell(channel: small.channels - 1, y: small.height - 1, x: small.width - 1), in: pair)
  }
}

extension ConnectivityFigure {
  private var order: StepOrder { view.order ?? .oneMap }

  /// The number of a step among all, from 1: of a map that is drawn in part those beyond the part
  /// count, too.
  func number(of cell: Cell) -> Int { order.number(of: cell, in: pair) }

  /// How many steps there are.
  var stepCount: Int { order.count(in: pair) }

  /// `step 5 of 9`.
  func stepWords(_ step: WindowStep) -> String {
    "step \(NumberText.count(number(of: step.cell))) of \(NumberText.count(stepCount))"
  }

  /// What the line that names a step takes at the foot of a frame, in points; nothing for a still.
  func stepHeight(_ style: Style) -> Double {
    step == nil ? 0 : style.lineHeight(style.font(.label)) + 0.8 * style.gap
  }

  /// The line at the foot of a picture that moves: which step it is, and what is worked then.
  func drawStep(in frame: Rect, on draw: inout Canvas, _ words: (WindowStep) -> String) {
    guard let step else { return }
    let lines = step.all.map { "\(stepWords($0)): \(words($0))" }
    draw.step(lines, step.index, in: frame, y: frame.maxY, .bottom, id: "step/words")
  }

  /// `(1, 2)`; in one dimension `2`.
  func place(_ cell: Cell) -> String {
    isOneDimensional ? "\(cell.x)" : "(\(cell.y), \(cell.x))"
  }
}
