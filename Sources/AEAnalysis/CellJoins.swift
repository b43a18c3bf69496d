import AEData
import AENetwork

/// Which cells a layer joins, along one axis at a time: what receptive fields and footprints
/// follow.
enum CellJoins {
  /// Every cell with itself.
  case same
  /// Every cell with a window: of a convolution `input` is the large map, of its transpose the
  /// small.
  case windows(ConvGeometry, isTransposed: Bool)
  /// Every cell becomes a block of so many.
  case blocks(Size2D)
  /// Every cell of the output takes shares of the cells that are listed for its row and its column.
  case shares(rows: [[Share]], columns: [[Share]])
  /// Every cell with every other.
  case all

  /// How much of a cell of the input is taken; shares are counted like ways.
  struct Share {
    var cell: Int
    var amount: Double
  }

  /// Every cell copies one, or none.
  static func copies(rows: [Int?], columns: [Int?]) -> CellJoins {
    func shares(_ cells: [Int?]) -> [[Share]] {
      cells.map { cell in cell.map { [Share(cell: $0, amount: 1)] } ?? [] }
    }
    return .shares(rows: shares(rows), columns: shares(columns))
  }

  /// Every cell lies between two along each axis.
  static func between(
    rows: [BilinearSpec.Place], columns: [BilinearSpec.Place]
  ) -> CellJoins {
    func shares(_ places: [BilinearSpec.Place]) -> [[Share]] {
      places.map { place in
        let second = Double(place.share)
        let both = [
          Share(cell: place.first, amount: 1 - second), Share(cell: place.second, amount: second),
        ]
        return both.filter { $0.amount > 0 }
      }
    }
    return .shares(rows: shares(rows), columns: shares(columns))
  }

  /// The ways from the input to what `reach` says of the output. They are counted up to a common
  /// factor, which dozens of layers make larger than a number can be.
  func back(_ reach: CellReach, to input: Size2D) -> CellReach {
    let along = { (axis: Size2D.Axis, ways: [Double]) -> [Double] in
      Self.bounded(walk(ways, axis, to: input[axis], isForward: false))
    }
    return CellReach(
      rows: along(.vertical, reach.rows), columns: along(.horizontal, reach.columns))
  }

  /// The ways from what `reach` says of the input to the output, up to a common factor.
  func forward(_ reach: CellReach, to output: Size2D) -> CellReach {
    let along = { (axis: Size2D.Axis, ways: [Double]) -> [Double] in
      Self.bounded(walk(ways, axis, to: output[axis], isForward: true))
    }
    return CellReach(
      rows: along(.vertical, reach.rows), columns: along(.horizontal, reach.columns))
  }

  /// `ways`, divided by a power of two when the greatest is beyond 2⁶⁰: a product of two is then
  /// still a `Float`, and what one is in terms of another stays the same to the last bit.
  private static func bounded(_ ways: [Double]) -> [Double] {
    guard let most = ways.max(), most > 0x1p60, most.isFinite else { return ways }
    let factor = Double(sign: .plus, exponent: 60 - most.exponent, significand: 1)
    return ways.map { $0 * factor }
  }

  private func walk(
    _ ways: [Double], _ axis: Size2D.Axis, to count: Int, isForward: Bool
  ) -> [Double] {
    var result = Array(repeating: 0.0, count: count)
    switch self {
    case .same: return ways
    case .all: return Array(repeating: ways.reduce(0, +), count: count)
    case .windows(let geometry, let isTransposed):
      // From the large map to the small one, in both readings.
      let isToSmall = isForward != isTransposed
      let large = isToSmall ? ways.count : count
      let small = isToSmall ? count : ways.count
      for join in geometry.joins(axis, large: large, small: small) {
        if isToSmall {
          result[join.small] += ways[join.large]
        } else {
          result[join.large] += ways[join.small]
        }
      }
    case .shares(let rows, let columns):
      for (index, shares) in (axis == .vertical ? rows : columns).enumerated() {
        for share in shares {
          if isForward {
            result[index] += share.amount * ways[share.cell]
          } else {
            result[share.cell] += share.amount * ways[index]
          }
        }
      }
    case .blocks(let scale):
      for index in 0..<max(ways.count, count) {
        let (small, large) = (index / max(1, scale[axis]), index)
        if isForward, small < ways.count, large < count { result[large] += ways[small] }
        if !isForward, small < count, large < ways.count { result[small] += ways[large] }
      }
    }
    return result
  }
}

extension CellJoins {
  /// After how many cells of the output what repeats after `before` cells of the input does; shares
  /// are counted as if each cell had as many parts as the largest.
  func period(_ before: Int, _ axis: Size2D.Axis) -> Int {
    let most = 1 << 24
    switch self {
    case .same: return before
    case .all: return 1
    case .blocks(let scale): return min(most, before * max(1, scale[axis]))
    case .shares(let rows, let columns):
      let shares = axis == .vertical ? rows : columns
      let last = shares.compactMap { $0.map(\.cell).max() }.max() ?? 0
      return min(most, before * max(1, (shares.count + last) / (last + 1)))
    case .windows(let geometry, let isTransposed):
      let stride = geometry.stride[axis]
      guard !isTransposed else { return min(most, before * stride) }
      var (a, b) = (before, stride)
      while b != 0 { (a, b) = (b, a % b) }
      return before / a
    }
  }

  /// Which cells of a layer's output no border takes a way from: those whose every source lies on
  /// the map, were it endless, and is such a cell itself.
  func inner(_ before: [Bool], _ axis: Size2D.Axis, to count: Int) -> [Bool] {
    func isInner(_ cell: Int) -> Bool { before.indices.contains(cell) && before[cell] }
    switch self {
    case .same: return before
    case .all: return Array(repeating: true, count: count)
    case .blocks(let scale): return (0..<count).map { isInner($0 / max(1, scale[axis])) }
    case .shares(let rows, let columns):
      let shares = axis == .vertical ? rows : columns
      return (0..<count).map { cell in
        shares.indices.contains(cell) && !shares[cell].isEmpty
          && shares[cell].allSatisfy { isInner($0.cell) }
      }
    case .windows(let geometry, let isTransposed):
      let (stride, dilation) = (geometry.stride[axis], geometry.dilation[axis])
      let (padding, span) = (geometry.padding[axis].before, geometry.span(axis))
      return (0..<count).map { cell in
        guard isTransposed else {
          return (0..<geometry.kernel[axis]).allSatisfy {
            isInner(cell * stride - padding + $0 * dilation)
          }
        }
        // The windows that reach the cell, those that an endless map has before its first one, too.
        let place = cell + padding
        let first = place >= span ? (place - span) / stride + 1 : -((span - place - 1) / stride)
        return (first..<max(first, place / stride + 1)).allSatisfy { window in
          let reach = place - window * stride
          return reach >= span || reach % dilation != 0 || isInner(window)
        }
      }
    }
  }
}

extension [LayerStep] {
  /// The most cells of a map whose ways are counted, each, and drawn: 4096 × 4096.
  private static var mostCells: Int { 1 << 24 }

  /// - Throws: `Failure` when a map between the layers has more cells than can be drawn.
  func requireDrawableMaps() throws(Failure) {
    for step in self {
      for shape in [step.input, step.output] where shape.rank == 3 {
        let size = ImageShape(shape).size
        guard size.count > Self.mostCells else { continue }
        throw Failure(
          .badData, nil, at: step.name,
          "a map of \(size) cells is too large to be drawn cell by cell; at most "
            + "\(Self.mostCells) are", advice: "use a smaller image, kernel or scale")
      }
    }
  }
}

extension LayerStep {
  /// Which cells the layer joins.
  var joins: CellJoins {
    switch layer {
    case .conv2d(let spec): .windows(spec.geometry, isTransposed: false)
    case .convTranspose2d(let spec): .windows(spec.geometry, isTransposed: true)
    case .maxPool2d(let spec), .averagePool2d(let spec):
      .windows(spec.geometry, isTransposed: false)
    case .upsample(let scale): .blocks(scale)
    case .upsampleBilinear(let spec):
      .between(
        rows: spec.places(.vertical, from: input[1], to: output[1]),
        columns: spec.places(.horizontal, from: input[2], to: output[2]))
    // Of the maps that make a block, one has each of its cells.
    case .pixelShuffle(let factor): .blocks(Size2D(factor))
    case .pad2d(let spec):
      .copies(
        rows: spec.sources(.vertical, of: input[1]),
        columns: spec.sources(.horizontal, of: input[2]))
    case .cropping2d(let cropping):
      .copies(
        rows: (0..<output[1]).map { $0 + cropping.vertical.before },
        columns: (0..<output[2]).map { $0 + cropping.horizontal.before })
    case .dense: .all
    // A normalisation within an example sees all of it, but only a mean and a variance: what a cell
    // tells of is what its window sees.
    case .relu, .leakyReLU, .preLU, .elu, .selu, .gelu, .silu, .sigmoid, .hardSigmoid, .tanh,
      .softplus, .dropout, .batchNorm1d, .batchNorm2d, .layerNorm, .groupNorm, .flatten, .reshape,
      .gaussianSampling:
      .same
    }
  }

  /// Whether every value depends on every value before it.
  public var isFullyConnected: Bool { if case .dense = layer { true } else { false } }

  /// Whether every value depends on the value at its own place alone.
  var isCellwise: Bool { if case .same = joins { true } else { false } }

  /// The size of the map that goes in; a layer of no map keeps `size`.
  func inputSize(before size: Size2D) -> Size2D {
    input.rank == 3 ? Size2D(height: input[1], width: input[2]) : size
  }
}
