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

    /// The ways to a cell.
    public func ways(y: Int, x: Int) -> Double { rows[y] * columns[x] }
    /// The size of the map.
    public var size: Size2D { Size2D(height: rows.count, width: columns.count) }
    /// The least and the greatest number of ways to a cell.
    public var limits: ClosedRange<Double> {
      let (r, c) = (rows, columns)
      return (r.min() ?? 0) * (c.min() ?? 0)...(r.max() ?? 0) * (c.max() ?? 0)
    }
  }

  /// The decoder's layers that move cells, in order: convolutions and transposed convolutions.
  public let stages: [Stage]

  /// The overlap of the decoder among `steps`; a fully connected layer starts anew, since it joins
  /// every cell with every other. Nil when there is no transposed convolution or convolution in it.
  /// - Throws: `Failure` when a map is too large to be drawn, or the ways are more than a number.
  public init?(steps: [LayerStep]) throws(Failure) {
    try steps.requireDrawableMaps()
    var stages: [Stage] = []
    var current: (rows: [Double], columns: [Double])?
    for step in steps where step.half == .decoder {
      guard step.output.rank == 3 else {
        current = nil
        continue
      }
      let size = Size2D(height: step.output[1], width: step.output[2])
      let known = current ?? Self.even(step.input.rank == 3 ? step.input : step.output)
      switch step.layer {
      case .convTranspose2d(let spec):
        let next = (
          Self.scatter(known.rows, spec.geometry, .vertical, to: size.height),
          Self.scatter(known.columns, spec.geometry, .horizontal, to: size.width)
        )
        stages.append(
          Stage(name: step.name, title: step.layer.title, rows: next.0, columns: next.1))
        current = next
      case .conv2d(let spec):
        let next = (
          Self.gather(known.rows, spec.geometry, .vertical, to: size.height),
          Self.gather(known.columns, spec.geometry, .horizontal, to: size.width)
        )
        stages.append(
          Stage(name: step.name, title: step.layer.title, rows: next.0, columns: next.1))
        current = next
      case .upsampleBilinear, .pad2d, .cropping2d:
        // Shares of one cell or of several: together as many ways as one cell has, or none.
        let next = step.joins.forward(
          CellReach(rows: known.rows, columns: known.columns), to: size)
        current = (next.rows, next.columns)
      default:
        // A layer that repeats cells repeats their counts; one that keeps the shape keeps them.
        current = (
          Self.repeated(known.rows, to: size.height), Self.repeated(known.columns, to: size.width)
        )
      }
    }
    guard !stages.isEmpty else { return nil }
    if let endless = stages.first(where: { !$0.limits.upperBound.isFinite }) {
      throw Failure(
        .badData, nil, at: endless.name, "more ways lead to a cell than can be counted",
        advice: "use fewer layers, or smaller kernels")
    }
    self.stages = stages
  }

  private static func even(_ shape: Shape) -> (rows: [Double], columns: [Double]) {
    (Array(repeating: 1, count: shape[1]), Array(repeating: 1, count: shape[2]))
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
