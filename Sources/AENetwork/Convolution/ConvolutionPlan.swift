import CKernels

/// What a geometry joins, as lists for the inner loops: made once, read at every call.
///
/// The two axes of a convolution do not know of each other, so a list for each says everything:
/// cell `(y, x)` of one map is joined to cell `(row, column)` of the other through tap `(ky, kx)`
/// when `y` and `row` are by `ky`, and `x` and `column` by `kx`.
final class ConvolutionPlan: Sendable {
  /// One map, seen from the other.
  struct Side: Sendable {
    fileprivate let rows: AxisJoins
    fileprivate let columns: AxisJoins

    /// The lists as C reads them; they live as long as the plan.
    var lists: (rows: ck_axis, columns: ck_axis) { (rows.list, columns.list) }
  }

  /// For every small cell, the large cells of its window.
  let gather: Side
  /// For every large cell, the small cells whose windows it lies in.
  let scatter: Side

  init(_ geometry: ConvGeometry, large: Size2D, small: Size2D) {
    let rows = geometry.joins(.vertical, large: large.height, small: small.height)
    let columns = geometry.joins(.horizontal, large: large.width, small: small.width)
    gather = Side(
      rows: AxisJoins(rows, of: small.height, from: { $0.small }, to: { $0.large }),
      columns: AxisJoins(columns, of: small.width, from: { $0.small }, to: { $0.large }))
    scatter = Side(
      rows: AxisJoins(rows, of: large.height, from: { $0.large }, to: { $0.small }),
      columns: AxisJoins(columns, of: large.width, from: { $0.large }, to: { $0.small }))
  }
}

/// Two indices of one axis that are joined, and by which tap.
private typealias AxisJoin = (large: Int, small: Int, tap: Int)

/// The joins of one axis, target by target.
private struct AxisJoins: Sendable {
  /// Where each target's joins start; one more than there are targets.
  let first: Buffer<Int32>
  let tap: Buffer<Int32>
  let source: Buffer<Int32>

  init(
    _ joins: [AxisJoin], of count: Int, from target: (AxisJoin) -> Int,
    to source: (AxisJoin) -> Int
  ) {
    first = Buffer(count: count + 1)
    tap = Buffer(count: joins.count)
    self.source = Buffer(count: joins.count)
    for join in joins { first.start[target(join) + 1] += 1 }
    for i in 0..<count { first.start[i + 1] += first.start[i] }
    var next = first.values
    for join in joins {
      let place = Int(next[target(join)])
      next[target(join)] += 1
      tap.start[place] = Int32(join.tap)
      self.source.start[place] = Int32(source(join))
    }
  }

  var list: ck_axis { ck_axis(first: first.start, tap: tap.start, source: source.start) }
}
