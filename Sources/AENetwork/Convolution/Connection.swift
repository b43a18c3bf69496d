/// One cell of a stack of maps.
public struct Cell: Hashable, Sendable, Comparable {
  /// The map it lies on.
  public var channel: Int
  /// Its row.
  public var y: Int
  /// Its column.
  public var x: Int

  /// A cell at `(channel, y, x)`.
  public init(channel: Int, y: Int, x: Int) {
    self.channel = channel
    self.y = y
    self.x = x
  }

  /// Row-major order: channel, then row, then column.
  public static func < (a: Cell, b: Cell) -> Bool {
    (a.channel, a.y, a.x) < (b.channel, b.y, b.x)
  }
}

/// One position in the kernel.
public struct Tap: Hashable, Sendable {
  /// Its row in the kernel.
  public var y: Int
  /// Its column in the kernel.
  public var x: Int

  /// A tap at `(y, x)`.
  public init(y: Int, x: Int) {
    self.y = y
    self.x = x
  }
}

/// One non-zero of the operation's matrix: a cell of the large map, a cell of the small map, and
/// the kernel tap whose weight joins them.
public struct Connection: Hashable, Sendable {
  /// The cell of the large map: the convolution's input, the transposed convolution's output.
  public var large: Cell
  /// The cell of the small map: the convolution's output, the transposed convolution's input.
  public var small: Cell
  /// The tap of the kernel.
  public var tap: Tap

  /// A connection between `large` and `small` through `tap`.
  public init(large: Cell, small: Cell, tap: Tap) {
    self.large = large
    self.small = small
    self.tap = tap
  }
}

extension ConvGeometry {
  /// The pairs (small index, tap) that reach each other along one axis, padding left out.
  ///
  /// The number of pairs is at most `small × k`.
  public func joins(
    _ axis: Size2D.Axis, large: Int, small: Int
  ) -> [(large: Int, small: Int, tap: Int)] {
    var result: [(large: Int, small: Int, tap: Int)] = []
    for s in 0..<small {
      for tap in taps(ofSmall: s, axis, large: large) {
        result.append((self.large(small: s, tap: tap, axis), s, tap))
      }
    }
    return result
  }

  /// How many pairs ``joins(_:large:small:)`` has, counted without a list of them.
  package func joinCount(_ axis: Size2D.Axis, large: Int, small: Int) -> Int {
    // Over the small cells or over the taps, whichever are fewer.
    if small < kernel[axis] {
      return (0..<small).reduce(0) { $0 + reach(ofSmall: $1, axis, large: large) }
    }
    return (0..<kernel[axis]).reduce(0) { total, tap in
      // Solve 0 ≤ s·stride − p₁ + tap·d < large for s.
      let offset = tap * dilation[axis] - padding[axis].before
      let first = offset >= 0 ? 0 : (-offset + stride[axis] - 1) / stride[axis]
      let room = large - 1 - offset
      let last = room < 0 ? -1 : min(small - 1, room / stride[axis])
      return total + max(0, last - first + 1)
    }
  }

  /// How many connections there are between maps of these shapes, or nil when the number does not
  /// fit into an `Int`. Costs one axis at a time, not the product.
  public func connectionCount(large: ImageShape, small: ImageShape) -> Int? {
    func along(_ axis: Size2D.Axis) -> Int {
      joinCount(axis, large: large.size[axis], small: small.size[axis])
    }
    return Int(
      product: [
        large.channels / groups, small.channels, along(.vertical), along(.horizontal),
      ])
  }

  /// Every connection between maps of these shapes: ordered by small cell, then by large channel,
  /// then by tap. Cells in the padding have none.
  public func connections(large: ImageShape, small: ImageShape) -> [Connection] {
    let rows = joins(.vertical, large: large.height, small: small.height)
    let columns = joins(.horizontal, large: large.width, small: small.width)
    let rowsOf = grouped(rows, small.height)
    let columnsOf = grouped(columns, small.width)
    let largePerGroup = large.channels / groups
    let smallPerGroup = small.channels / groups
    var result: [Connection] = []
    for o in 0..<small.channels {
      let group = o / smallPerGroup
      for y in 0..<small.height {
        for x in 0..<small.width {
          let cell = Cell(channel: o, y: y, x: x)
          for c in group * largePerGroup..<(group + 1) * largePerGroup {
            for row in rowsOf[y] {
              for column in columnsOf[x] {
                result.append(
                  Connection(
                    large: Cell(channel: c, y: row.large, x: column.large), small: cell,
                    tap: Tap(y: row.tap, x: column.tap)))
              }
            }
          }
        }
      }
    }
    return result
  }

  /// Joins of one axis by their small index, below `count`.
  private func grouped(
    _ joins: [(large: Int, small: Int, tap: Int)], _ count: Int
  ) -> [[(large: Int, small: Int, tap: Int)]] {
    var groups = Array(repeating: [(large: Int, small: Int, tap: Int)](), count: count)
    for join in joins { groups[join.small].append(join) }
    return groups
  }
}
