import AENetwork

// The geometry of a convolution, over numbers. `numbers` are those of ``GeometryNumbers``; what is
// found goes `into` memory of the caller's, of which it says how much there is.

/// The sizes that follow: small map, restored map, padding on four sides, output padding, window;
/// height before width, 12 numbers.
/// - Returns: 1, or 0 when the numbers do not go together; ``geometryProblem(_:_:_:)`` says why.
@c(geometry_sizes)
public func geometrySizes(
  _ numbers: UnsafePointer<Int32>, _ into: UnsafeMutablePointer<Int32>
) -> Int32 {
  guard let pair = try? GeometryNumbers(numbers).pair() else { return 0 }
  let g = pair.geometry
  let found = [
    pair.smallShape.height, pair.smallShape.width, pair.restoredShape.height,
    pair.restoredShape.width, g.padding.vertical.before, g.padding.vertical.after,
    g.padding.horizontal.before, g.padding.horizontal.after, g.outputPadding.height,
    g.outputPadding.width, g.span(.vertical), g.span(.horizontal),
  ]
  for (place, number) in found.enumerated() { into[place] = Int32(clamping: number) }
  return 1
}

/// What is wrong with the numbers, with the arithmetic: UTF-8, at most `capacity` bytes.
/// - Returns: how many bytes there are; 0 when nothing is wrong.
@c(geometry_problem)
public func geometryProblem(
  _ numbers: UnsafePointer<Int32>, _ into: UnsafeMutablePointer<UInt8>, _ capacity: Int32
) -> Int32 {
  do throws(GeometryError) {
    _ = try GeometryNumbers(numbers).pair()
    return 0
  } catch {
    let text = error.description.utf8.prefix(max(0, Int(capacity)))
    for (place, byte) in text.enumerated() { into[place] = byte }
    return Int32(clamping: text.count)
  }
}

/// The joins of a cell of the small map: the row and column of the large map and of the kernel, one
/// tap after the other; a row or column beyond the map lies in the padding.
/// - Returns: how many joins there are, of which `capacity` are written; −1 when the numbers do not
///   go together, or there are too many taps to look at.
@c(geometry_joins_of_small)
public func geometryJoinsOfSmall(
  _ numbers: UnsafePointer<Int32>, _ y: Int32, _ x: Int32, _ into: UnsafeMutablePointer<Int32>,
  _ capacity: Int32
) -> Int32 {
  guard let pair = GeometryNumbers(numbers).shownPair, pair.smallShape.has(y, x) else { return -1 }
  let g = pair.geometry
  var writer = JoinWriter(into, capacity)
  for ky in 0..<g.kernel.height {
    for kx in 0..<g.kernel.width {
      writer.write(
        g.large(small: Int(y), tap: ky, .vertical), g.large(small: Int(x), tap: kx, .horizontal),
        ky, kx)
    }
  }
  return writer.count
}

/// The joins of a cell of the restored map: the row and column of each small cell that reaches it
/// and of the tap through which it does, in the order of the small cells.
/// - Returns: as ``geometryJoinsOfSmall(_:_:_:_:_:)``.
@c(geometry_joins_of_large)
public func geometryJoinsOfLarge(
  _ numbers: UnsafePointer<Int32>, _ y: Int32, _ x: Int32, _ into: UnsafeMutablePointer<Int32>,
  _ capacity: Int32
) -> Int32 {
  guard let pair = GeometryNumbers(numbers).shownPair, pair.restoredShape.has(y, x) else {
    return -1
  }
  let g = pair.geometry
  func reaching(_ axis: Size2D.Axis, _ large: Int, of count: Int) -> [(small: Int, tap: Int)] {
    (0..<g.kernel[axis]).reversed().compactMap { tap in
      let place = large + g.padding[axis].before - tap * g.dilation[axis]
      guard place >= 0, place % g.stride[axis] == 0, place / g.stride[axis] < count else {
        return nil
      }
      return (place / g.stride[axis], tap)
    }
  }
  var writer = JoinWriter(into, capacity)
  let columns = reaching(.horizontal, Int(x), of: pair.smallShape.width)
  for row in reaching(.vertical, Int(y), of: pair.smallShape.height) {
    for column in columns { writer.write(row.small, column.small, row.tap, column.tap) }
  }
  return writer.count
}

/// How many small cells reach each row of the restored map, and then each column: a cell gets the
/// product of the two.
/// - Returns: rows and columns together, of which `capacity` are written; −1 when the numbers do
///   not go together, or there are too many.
@c(geometry_contributions)
public func geometryContributions(
  _ numbers: UnsafePointer<Int32>, _ into: UnsafeMutablePointer<Int32>, _ capacity: Int32
) -> Int32 {
  guard let pair = try? GeometryNumbers(numbers).pair() else { return -1 }
  var count: Int32 = 0
  for axis in Size2D.Axis.allCases {
    let restored = pair.restoredShape.size[axis]
    guard restored <= GeometryNumbers.mostCells else { return -1 }
    for large in 0..<restored {
      if count < capacity {
        into[Int(count)] = Int32(
          clamping: pair.geometry.contributions(
            to: large, axis, small: pair.smallShape.size[axis]))
      }
      count += 1
    }
  }
  return count
}

/// Runs both layers: `large` (C, H, W) and `weights` (O, C/groups, KH, KW) give `convolved`,
/// `small` (O, h, w) and the same weights `restored`. All are as long as the sizes say.
/// - Returns: 1, or 0 when the numbers do not go together or are too many to be shown.
@c(geometry_worked)
public func geometryWorked(
  _ numbers: UnsafePointer<Int32>, _ large: UnsafePointer<Float>, _ small: UnsafePointer<Float>,
  _ weights: UnsafePointer<Float>, _ convolved: UnsafeMutablePointer<Float>,
  _ restored: UnsafeMutablePointer<Float>
) -> Int32 {
  guard let pair = GeometryNumbers(numbers).shownPair else { return 0 }
  let (kernel, groups) = (pair.geometry.kernel, pair.geometry.groups)
  let kernels: Shape = [
    pair.smallShape.channels, pair.largeShape.channels / groups, kernel.height, kernel.width,
  ]
  let shapes = [pair.largeShape, pair.smallShape, pair.restoredShape].map { $0.shape } + [kernels]
  guard shapes.allSatisfy({ $0.checkedCount.map { $0 <= 1 << 16 } ?? false }) else { return 0 }
  func tensor(_ shape: Shape, _ start: UnsafePointer<Float>) -> Tensor {
    Tensor(shape, (0..<shape.count).map { start[$0] })
  }
  guard
    let worked = try? WorkedExample(
      pair, large: tensor(pair.largeShape.shape, large),
      small: tensor(pair.smallShape.shape, small), weights: tensor(kernels, weights))
  else { return 0 }
  for (place, value) in worked.convolved.values.enumerated() { convolved[place] = value }
  for (place, value) in worked.restored.values.enumerated() { restored[place] = value }
  return 1
}

/// Puts joins, four numbers each, into memory that may be too small for them all.
private struct JoinWriter {
  private(set) var count: Int32 = 0
  private let start: UnsafeMutablePointer<Int32>
  private let capacity: Int32

  init(_ start: UnsafeMutablePointer<Int32>, _ capacity: Int32) {
    (self.start, self.capacity) = (start, capacity)
  }

  mutating func write(_ y: Int, _ x: Int, _ ky: Int, _ kx: Int) {
    if count < capacity {
      for (place, number) in [y, x, ky, kx].enumerated() {
        start[4 * Int(count) + place] = Int32(clamping: number)
      }
    }
    count += 1
  }
}

extension ImageShape {
  /// Whether there is a cell at this row and column.
  fileprivate func has(_ y: Int32, _ x: Int32) -> Bool {
    y >= 0 && Int(y) < height && x >= 0 && Int(x) < width
  }
}
