import AEData
import AENetwork

/// How cells of one map are joined with cells of another through a chain of layers, rows apart from
/// columns: the number of ways between two cells is the product of the ways along both.
///
/// Read from a cell of a feature map back to the image it is the receptive field; read from a cell
/// of the code forward to the image it is the footprint. Ways are counted in one channel; every
/// further channel multiplies them all alike. Beyond 2⁶⁰ along an axis they are counted in a unit
/// of their own, a power of two: what is shown is how they compare. (Luo, Li, Urtasun and Zemel:
/// Understanding the Effective Receptive Field in Deep Convolutional Neural Networks, 2016.)
public struct CellReach: Hashable, Sendable {
  /// The ways along the height, one number for each row of the map.
  public let rows: [Double]
  /// The ways along the width, one number for each column of the map.
  public let columns: [Double]

  /// A map with these ways.
  public init(rows: [Double], columns: [Double]) {
    self.rows = rows
    self.columns = columns
  }

  /// One cell alone.
  public init(cellAt y: Int, _ x: Int, of size: Size2D) {
    rows = (0..<size.height).map { $0 == y ? 1 : 0 }
    columns = (0..<size.width).map { $0 == x ? 1 : 0 }
  }

  /// Every cell, once.
  public init(all size: Size2D) {
    rows = Array(repeating: 1, count: size.height)
    columns = Array(repeating: 1, count: size.width)
  }

  /// The map's size.
  public var size: Size2D { Size2D(height: rows.count, width: columns.count) }
  /// The ways to a cell.
  public func ways(y: Int, x: Int) -> Double { rows[y] * columns[x] }

  /// The rows from the first to the last one that is reached; nil when none is.
  public var rowRange: ClosedRange<Int>? { Self.range(rows) }
  /// The columns from the first to the last one that is reached; nil when none is.
  public var columnRange: ClosedRange<Int>? { Self.range(columns) }

  /// The size of the smallest rectangle around all that is reached; zero when nothing is.
  public var extent: Size2D { Size2D(height: rowRange?.count ?? 0, width: columnRange?.count ?? 0) }

  /// Whether the cells are all that there are.
  public var isEverything: Bool { (rows + columns).allSatisfy { $0 > 0 } }

  /// The row or column that is reached and lies nearest to the middle of all that are; the map's
  /// middle when none is.
  func middle(_ axis: Size2D.Axis) -> Int {
    let ways = axis == .vertical ? rows : columns
    guard let range = Self.range(ways) else { return ways.count / 2 }
    let middle = (range.lowerBound + range.upperBound) / 2
    return range.filter { ways[$0] > 0 }.min { abs($0 - middle) < abs($1 - middle) } ?? middle
  }

  private static func range(_ ways: [Double]) -> ClosedRange<Int>? {
    guard let first = ways.firstIndex(where: { $0 > 0 }),
      let last = ways.lastIndex(where: { $0 > 0 })
    else { return nil }
    return first...last
  }
}

/// What one cell of each of the encoder's maps sees of the image, layer by layer.
public struct ReceptiveField: Hashable, Sendable {
  /// One layer that moves cells.
  public struct Stage: Hashable, Sendable {
    /// `encoder.2`.
    public let name: String
    /// What the layer is, for a heading.
    public let title: String
    /// The size of the map after it; one cell for a code.
    public let map: Size2D
    /// The cell that is followed: at the middle of the last map of cells, and in each map before it
    /// at the middle of what the one behind it sees.
    public let cell: Cell
    /// What it sees of the image.
    public let reach: CellReach
    /// What its right neighbour sees; nil when there is none.
    public let neighbour: CellReach?
    /// Whether every value of the layer sees the whole image, being fully connected.
    public let isFullyConnected: Bool
    /// Which of the encoder's layers it is.
    let place: Int

    /// How far apart the views of neighbours lie along the width, in pixels.
    public var step: Int? {
      guard let a = reach.columnRange, let b = neighbour?.columnRange else { return nil }
      return max(abs(b.upperBound - a.upperBound), abs(b.lowerBound - a.lowerBound))
    }
  }

  /// The encoder's layers that move cells, in order.
  public let stages: [Stage]

  private let encoder: [LayerStep]
  private let image: Size2D

  /// The receptive fields in the encoder among `steps`, for images of `image`.
  /// - Throws: `Failure` when a map is too large to be drawn.
  public init(steps: [LayerStep], image: Size2D) throws(Failure) {
    try steps.requireDrawableMaps()
    let encoder = steps.filter { $0.half == .encoder }
    let firstDense = encoder.firstIndex(where: \.isFullyConnected) ?? encoder.count
    // From the last map of cells back to the image: the middle of what its middle cell sees.
    var stages: [Stage] = []
    var seen: CellReach?
    for (index, step) in encoder[..<firstDense].enumerated().reversed() {
      guard step.output.rank == 3 else { continue }
      let map = Size2D(height: step.output[1], width: step.output[2])
      let known = seen ?? CellReach(cellAt: map.height / 2, map.width / 2, of: map)
      guard !step.isCellwise else {
        seen = known
        continue
      }
      let cell = Cell(
        channel: 0, y: known.middle(.vertical),
        x: known.middle(.horizontal))
      // One view lies within the other: what is followed on is this one cell.
      seen = step.joins.back(
        CellReach(cellAt: cell.y, cell.x, of: map), to: step.inputSize(before: map))
      func reach(_ x: Int) -> CellReach {
        Self.back(through: encoder[...index], from: CellReach(cellAt: cell.y, x, of: map))
      }
      let beside = cell.x + 1 < map.width ? cell.x + 1 : cell.x - 1
      stages.append(
        Stage(
          name: step.name, title: step.layer.title, map: map, cell: cell, reach: reach(cell.x),
          neighbour: beside >= 0 ? reach(beside) : nil, isFullyConnected: false, place: index))
    }
    stages.reverse()
    // Layers behind a fully connected one see as much: once is enough, and the code at the end.
    let last = encoder.indices.last {
      $0 >= firstDense
        && (encoder[$0].isFullyConnected
          || (encoder[$0].output.rank == 3 && !encoder[$0].isCellwise))
    }
    if let last {
      stages.append(
        Stage(
          name: encoder[last].name, title: encoder[last].layer.title, map: Size2D(1),
          cell: Cell(channel: 0, y: 0, x: 0), reach: CellReach(all: image), neighbour: nil,
          isFullyConnected: true, place: last))
    }
    self.stages = stages
    self.encoder = encoder
    self.image = image
  }

  /// The ways from each column of an earlier stage's map (nil: of the image) to column `x` of a
  /// stage's map of cells.
  public func columns(seenBy x: Int, of stage: Int, on earlier: Int?) -> [Double] {
    let upper = stages[stage]
    let from = earlier.map { stages[$0].place + 1 } ?? 0
    return Self.back(
      through: encoder[from..<upper.place + 1],
      from: CellReach(cellAt: upper.cell.y, x, of: upper.map)
    ).columns
  }

  /// What `reach` of the last layer's output sees of the first layer's input.
  static func back(through steps: ArraySlice<LayerStep>, from reach: CellReach) -> CellReach {
    steps.reversed().reduce(reach) { reach, step in
      step.joins.back(reach, to: step.inputSize(before: reach.size))
    }
  }
}

/// What one cell of each of the decoder's maps, and one value of the code, reaches in the image.
public struct Footprint: Hashable, Sendable {
  /// One place in the decoder from which the image is reached.
  public struct Stage: Hashable, Sendable {
    /// `code`, or the layer whose output holds the cell.
    public let name: String
    /// The size of the map that holds the cell; one cell for a value of the code.
    public let map: Size2D
    /// The cell that is followed: at the middle of the first map of cells, and in each map behind
    /// it at the middle of what the one before it reaches.
    public let cell: Cell
    /// What the cell reaches.
    public let reach: CellReach
    /// Whether a fully connected layer lies between: then every pixel is reached, and by every
    /// value.
    public let isFullyConnected: Bool
    /// Which of the decoder's layers leads on from it.
    let place: Int
  }

  /// The code first, then the map before every layer that moves cells.
  public let stages: [Stage]

  private let decoder: [LayerStep]

  /// The footprints in the decoder among `steps`, on images of `image`.
  /// - Throws: `Failure` when a map is too large to be drawn.
  public init(steps: [LayerStep], image: Size2D) throws(Failure) {
    try steps.requireDrawableMaps()
    let decoder = steps.filter { $0.half == .decoder }
    let lastDense = decoder.lastIndex { $0.isFullyConnected }
    var stages: [Stage] = []
    if lastDense != nil {
      stages.append(
        Stage(
          name: "code", map: Size2D(1), cell: Cell(channel: 0, y: 0, x: 0),
          reach: CellReach(all: image), isFullyConnected: true, place: 0))
    }
    // A code that is reshaped into maps: one of its values is one cell.
    var isCode = lastDense == nil
    var reached: CellReach?
    for (place, step) in decoder.enumerated().dropFirst((lastDense ?? -1) + 1) {
      guard step.input.rank == 3, step.output.rank == 3 else { continue }
      let map = Size2D(height: step.input[1], width: step.input[2])
      let known = reached ?? CellReach(cellAt: map.height / 2, map.width / 2, of: map)
      guard !step.isCellwise else {
        reached = known
        continue
      }
      let cell = Cell(
        channel: 0, y: known.middle(.vertical), x: known.middle(.horizontal))
      // What is followed on is this one cell, so that one footprint lies within the other.
      let one = CellReach(cellAt: cell.y, cell.x, of: map)
      reached = Self.forward(through: [step], from: one)
      let reach = Self.forward(through: decoder[place...], from: one)
      stages.append(
        Stage(
          name: isCode ? "code" : "before \(step.name)", map: map, cell: cell, reach: reach,
          isFullyConnected: false, place: place))
      isCode = false
    }
    self.stages = stages
    self.decoder = decoder
  }

  /// The ways from column `x` of a stage's map of cells to each column of a later stage's map (nil:
  /// of the image).
  public func columns(reachedBy x: Int, of stage: Int, on later: Int?) -> [Double] {
    let from = stages[stage]
    let end = later.map { stages[$0].place } ?? decoder.count
    return Self.forward(
      through: decoder[from.place..<end], from: CellReach(cellAt: from.cell.y, x, of: from.map)
    ).columns
  }

  /// What `reach` of the first layer's input reaches of the last layer's output.
  private static func forward(
    through steps: some Sequence<LayerStep>, from reach: CellReach
  ) -> CellReach {
    steps.reduce(reach) { reach, step in
      guard step.output.rank == 3 else { return reach }
      return step.joins.forward(reach, to: Size2D(height: step.output[1], width: step.output[2]))
    }
  }
}
