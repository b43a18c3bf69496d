import AEData
import AENetwork

/// How many ways lead from a decoder's small maps to every cell of its image: the pattern that
/// uneven overlap leaves, propagated through all layers (Odena, Dumoulin, Olah: Deconvolution and
/// Checkerboard Artifacts, Distill 2016).
///
/// Every cell of a map is counted alike in all its channels, and rows apart from columns: the
/// number of ways to a cell is the product of ``Stage/rows`` and ``Stage/columns`` there.
public struct DecoderOverlap: Hashable, Sendable {
  /// The counts after one layer.
  public struct Stage: Hashable, Sendable {
    /// The layer's name, `decoder.3`.
    public let name: String
    /// What the layer is, for a heading.
    public let title: String
    /// The ways along the height, one number for each row.
    public let rows: [Double]
    /// The ways along the width, one number for each column.
    public let columns: [Double]
    /// For each row whether no border takes a way from it: what the pattern is judged by.
    public let innerRows: [Bool]
    /// The same of each column.
    public let innerColumns: [Bool]
    /// After how many rows and columns the ways repeat, far from the borders.
    public let period: Size2D
    /// How many of the counted layers lead to it.
    let place: Int

    /// The ways to a cell.
    public func ways(y: Int, x: Int) -> Double { rows[y] * columns[x] }
    /// The size of the map.
    public var size: Size2D { Size2D(height: rows.count, width: columns.count) }
    /// The least and the greatest number of ways to a cell.
    public var limits: ClosedRange<Double> {
      let (r, c) = (rows, columns)
      return (r.min() ?? 0) * (c.min() ?? 0)...(r.max() ?? 0) * (c.max() ?? 0)
    }
    /// The same of the cells that no border takes a way from, side by side; nil when they are less
    /// than one tile of the pattern.
    public var innerLimits: ClosedRange<Double>? {
      let r = Self.limits(rows, innerRows, period.height)
      let c = Self.limits(columns, innerColumns, period.width)
      return r.flatMap { r in
        c.map { r.lowerBound * $0.lowerBound...r.upperBound * $0.upperBound }
      }
    }

    private static func limits(
      _ ways: [Double], _ isInner: [Bool], _ period: Int
    ) -> ClosedRange<Double>? {
      var (longest, run) = (0..<0, 0..<0)
      for (cell, isInner) in isInner.enumerated() {
        run = isInner ? (run.isEmpty ? cell : run.lowerBound)..<cell + 1 : cell..<cell
        if run.count > longest.count { longest = run }
      }
      guard longest.count >= period else { return nil }
      let inner = ways[longest]
      return inner.min().flatMap { least in inner.max().map { least...$0 } }
    }
  }

  /// The decoder's layers that move cells, in order: convolutions and transposed convolutions.
  public let stages: [Stage]
  /// The size of the map that the ways to the image start from: the code's, or the one behind the
  /// last fully connected layer.
  public let start: Size2D
  /// The stages from there on.
  public var chain: ArraySlice<Stage> { stages[firstOfChain...] }

  private let firstOfChain: Int
  /// The layers that the chain's ways are counted through.
  private let steps: [LayerStep]

  /// The overlap of the decoder among `steps`; a fully connected layer starts anew, since it joins
  /// every cell with every other. Nil when there is no transposed convolution or convolution in it.
  /// - Throws: `Failure` when a map is too large to be drawn, or the ways are more than a number.
  public init?(steps: [LayerStep]) throws(Failure) {
    try steps.requireDrawableMaps()
    var stages: [Stage] = []
    var current: Counts?
    var counted: [LayerStep] = []
    var (start, firstOfChain) = (Size2D(1), 0)
    for step in steps where step.half == .decoder {
      guard step.output.rank == 3 else {
        current = nil
        continue
      }
      let size = Size2D(height: step.output[1], width: step.output[2])
      var known: Counts
      if let current {
        known = current
      } else {
        // What a reshape makes of a list begins here.
        let shape = step.input.rank == 3 ? step.input : step.output
        start = Size2D(height: shape[1], width: shape[2])
        known = Counts(even: start)
        (counted, firstOfChain) = ([], stages.count)
      }
      if step.input.rank == 3 { counted.append(step) }
      switch step.layer {
      case .convTranspose2d(let spec):
        known = known.through(step.joins, to: size) {
          Self.scatter($0, spec.geometry, $1, to: size[$1])
        }
        stages.append(Stage(step, known, place: counted.count))
      case .conv2d(let spec):
        known = known.through(step.joins, to: size) {
          Self.gather($0, spec.geometry, $1, to: size[$1])
        }
        stages.append(Stage(step, known, place: counted.count))
      case .upsampleBilinear, .pad2d, .cropping2d:
        // Shares of one cell or of several: together as many ways as one cell has, or none.
        let next = step.joins.forward(CellReach(rows: known.rows, columns: known.columns), to: size)
        known = known.through(step.joins, to: size) { $1 == .vertical ? next.rows : next.columns }
      default:
        // A layer that repeats cells repeats their counts; one that keeps the shape keeps them.
        known = known.through(step.joins, to: size) { Self.repeated($0, to: size[$1]) }
      }
      current = known
    }
    guard firstOfChain < stages.count else { return nil }
    if let endless = stages.first(where: { !$0.limits.upperBound.isFinite }) {
      throw Failure(
        .badData, nil, at: endless.name, "more ways lead to a cell than can be counted",
        advice: "use fewer layers, or smaller kernels")
    }
    self.stages = stages
    self.start = start
    self.firstOfChain = firstOfChain
    self.steps = counted
  }

  /// The ways to each column of a later map from column `x` of an earlier one of the ``chain``: map
  /// 0 is what it starts from, map `i` what its `i`-th stage gives.
  public func columns(from x: Int, of map: Int, to later: Int) -> [Double] {
    let size = map == 0 ? start : chain[firstOfChain + map - 1].size
    let from = map == 0 ? 0 : chain[firstOfChain + map - 1].place
    let end = chain[firstOfChain + later - 1].place
    return steps[from..<end].reduce(CellReach(cellAt: size.height / 2, x, of: size)) {
      reach, step in
      step.joins.forward(reach, to: Size2D(height: step.output[1], width: step.output[2]))
    }.columns
  }

  private static func repeated(_ counts: [Double], to size: Int) -> [Double] {
    guard size != counts.count, !counts.isEmpty else { return counts }
    return (0..<size).map { counts[$0 * counts.count / size] }
  }

  private static func scatter(
    _ small: [Double], _ geometry: ConvGeometry, _ axis: Size2D.Axis, to size: Int
  ) -> [Double] {
    var large = Array(repeating: 0.0, count: size)
    for (l, s, _) in geometry.joins(axis, large: size, small: small.count) {
      large[l] += small[s]
    }
    return large
  }

  private static func gather(
    _ large: [Double], _ geometry: ConvGeometry, _ axis: Size2D.Axis, to size: Int
  ) -> [Double] {
    var small = Array(repeating: 0.0, count: size)
    for (l, s, _) in geometry.joins(axis, large: large.count, small: size) { small[s] += large[l] }
    return small
  }
}

/// Ways to the cells of one map, and which cells no border has taken ways from.
private struct Counts {
  var rows: [Double]
  var columns: [Double]
  var innerRows: [Bool]
  var innerColumns: [Bool]
  var period = Size2D(1)

  /// One way to every cell.
  init(even size: Size2D) {
    rows = Array(repeating: 1, count: size.height)
    columns = Array(repeating: 1, count: size.width)
    innerRows = Array(repeating: true, count: size.height)
    innerColumns = Array(repeating: true, count: size.width)
  }

  /// The counts behind a layer, whose ways `count` has for the ways before it along an axis.
  func through(
    _ joins: CellJoins, to size: Size2D, _ count: ([Double], Size2D.Axis) -> [Double]
  ) -> Counts {
    var next = self
    next.rows = count(rows, .vertical)
    next.columns = count(columns, .horizontal)
    for axis in Size2D.Axis.allCases { next.period[axis] = joins.period(period[axis], axis) }
    next.innerRows = joins.inner(innerRows, .vertical, to: size.height)
    next.innerColumns = joins.inner(innerColumns, .horizontal, to: size.width)
    return next
  }
}

extension DecoderOverlap.Stage {
  fileprivate init(_ step: LayerStep, _ counts: Counts, place: Int) {
    self.init(
      name: step.name, title: step.layer.title, rows: counts.rows, columns: counts.columns,
      innerRows: counts.innerRows, innerColumns: counts.innerColumns, period: counts.period,
      place: place)
  }
}
