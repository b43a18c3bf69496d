import AENetwork

// Which maps and cells of a convolution show something: those whose numbers are not small.

extension ConvolutionPair {
  /// The first small map with a weight that is not small among all, and its large map with the
  /// largest; nil when all weights are 0.
  /// - Parameter weights: (O, C/groups, KH, KW).
  package func strongestMaps(_ weights: Tensor) -> (large: Int, small: Int)? {
    let limit = weights.values.largestMagnitude
    guard limit > 0 else { return nil }
    let (taps, perGroup) = (geometry.kernel.count, weights.shape[1])
    for small in 0..<weights.shape[0] {
      let peaks = (small * perGroup..<(small + 1) * perGroup).map {
        weights.values[$0 * taps..<($0 + 1) * taps].largestMagnitude
      }
      guard let most = peaks.max(), most >= 0.6 * limit, let large = peaks.firstIndex(of: most)
      else { continue }
      return (largeMaps(joinedWith: small).lowerBound + large, small)
    }
    return nil
  }
}

extension WorkedExample {
  /// The first small map with a value that is not small among all: a map of zeros shows nothing.
  package var livelyMap: Int {
    let peaks = (0..<small.shape[0]).map { small[$0].values.largestMagnitude }
    let most = peaks.max() ?? 0
    return peaks.firstIndex { $0 >= 0.4 * most } ?? 0
  }

  /// The large and the small map whose products are largest: a large value and a large weight; nil
  /// when all are 0.
  package var liveliestMaps: (large: Int, small: Int)? {
    let perGroup = weights.shape[1]
    let taps = weights.shape[2] * weights.shape[3]
    var best: (large: Int, small: Int)?
    var most: Float = 0
    for map in 0..<small.shape[0] {
      let peak = small[map].values.largestMagnitude
      for index in 0..<perGroup {
        let first = (map * perGroup + index) * taps
        let product = peak * weights.values[first..<first + taps].largestMagnitude
        if product > most {
          most = product
          best = (pair.largeMaps(joinedWith: map).lowerBound + index, map)
        }
      }
    }
    return best
  }

  /// The cell of a small map with the largest values at it and around it, away from the border
  /// where there are such cells.
  package func busiestCell(onMap channel: Int) -> Cell {
    let size = pair.smallShape.size
    let all = CellBlock(size)
    let middle = CellBlock(rows: 1..<max(2, size.height - 1), columns: 1..<max(2, size.width - 1))
    let inner = middle.clamped(to: all).cells(channel)
    func sum(_ cell: Cell) -> Float {
      let near = CellBlock(rows: cell.y - 1..<cell.y + 2, columns: cell.x - 1..<cell.x + 2)
      return near.clamped(to: all).cells(channel).reduce(0) { sum, cell in
        let value = abs(small.value(at: cell))
        return sum + (value.isFinite ? value : 0)
      }
    }
    let cells = inner.isEmpty ? all.cells(channel) : inner
    return cells.max { sum($0) < sum($1) } ?? Cell(channel: channel, y: 0, x: 0)
  }

  /// `place`, or where that holds a zero the cell with the largest value not far from it.
  package func liveliestCell(near place: Cell) -> Cell {
    let isThere = CellBlock(pair.smallShape.size).contains(place)
    if isThere, small.value(at: place) != 0 { return place }
    return liveliestCell(near: place, onMap: place.channel) ?? place
  }

  /// The cell of a small map with the largest value, not far from `place` and, if there are such
  /// cells, not at the border.
  package func liveliestCell(near place: Cell, onMap channel: Int) -> Cell? {
    let size = pair.smallShape.size
    let near = CellBlock(rows: place.y - 3..<place.y + 4, columns: place.x - 3..<place.x + 4)
    let cells = near.clamped(to: CellBlock(size)).cells(channel)
    let middle = CellBlock(rows: 1..<max(2, size.height - 1), columns: 1..<max(2, size.width - 1))
    let inner = cells.filter { middle.contains($0) }
    func value(_ cell: Cell) -> Float { abs(small.value(at: cell)) }
    return (inner.isEmpty ? cells : inner).max { value($0) < value($1) }
  }
}

extension Sequence<Float> {
  /// The largest of the magnitudes that are finite; 0 without any.
  var largestMagnitude: Float { lazy.filter(\.isFinite).map { abs($0) }.max() ?? 0 }
}

extension Tensor {
  /// Which `count` of the maps `(C, H, W)` answer most, the strongest first: those whose values
  /// have the largest sum of squares. Maps without a finite answer come last.
  package func liveliestMaps(_ count: Int) -> [Int] {
    precondition(shape.rank == 3, "maps are (C, H, W), not \(shape)")
    let size = shape[1] * shape[2]
    let energies = (0..<shape[0]).map { map in
      values[map * size..<(map + 1) * size].reduce(0.0) { sum, value in
        value.isFinite ? sum + Double(value) * Double(value) : sum
      }
    }
    return Array(energies.indices.sorted { (energies[$1], $0) < (energies[$0], $1) }.prefix(count))
  }
}
