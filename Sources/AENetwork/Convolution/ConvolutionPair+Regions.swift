// Which cells of a large map belong to a cell of the small one: what diagrams of a convolution
// light up.

extension Cell {
  /// `0.1.2`: channel, row and column, as a picture names its marks.
  package var key: String { "\(channel).\(y).\(x)" }

  /// Its row along ``Size2D/Axis/vertical``, its column along ``Size2D/Axis/horizontal``.
  package subscript(axis: Size2D.Axis) -> Int { axis == .vertical ? y : x }
}

extension Tap {
  /// Its row along ``Size2D/Axis/vertical``, its column along ``Size2D/Axis/horizontal``.
  package subscript(axis: Size2D.Axis) -> Int { axis == .vertical ? y : x }
}

extension Connection {
  /// `0.1.2-0.0.1`: the large cell, then the small one, as a picture names its marks.
  package var key: String { "\(large.key)-\(small.key)" }
}

extension ConvGeometry {
  /// From the first to the last cell under the window of small cell `small`, holes of the dilation
  /// and padding included.
  package func window(of small: Int, _ axis: Size2D.Axis) -> Range<Int> {
    let start = self.large(small: small, tap: 0, axis)
    return start..<start + span(axis)
  }

  /// The same of a small cell in both directions.
  package func window(of small: Cell) -> CellBlock {
    CellBlock(rows: window(of: small.y, .vertical), columns: window(of: small.x, .horizontal))
  }

  /// The cells among `visible` that small cell `small` is joined with along one axis, with the
  /// taps; `visible` should lie in the map, since padding is not joined with anything.
  package func footprint(
    of small: Int, _ axis: Size2D.Axis, visible: Range<Int>
  ) -> [(large: Int, tap: Int)] {
    visible.clamped(to: window(of: small, axis)).compactMap { l in
      tap(large: l, small: small, axis).map { (l, $0) }
    }
  }

  /// The connections of small cell `small` with those cells of large map `channel` that lie in
  /// `block`, row by row.
  package func connections(
    of small: Cell, onMap channel: Int, in block: CellBlock
  ) -> [Connection] {
    let across = footprint(of: small.x, .horizontal, visible: block.columns)
    return footprint(of: small.y, .vertical, visible: block.rows).flatMap { y, ky in
      across.map { x, kx in
        Connection(
          large: Cell(channel: channel, y: y, x: x), small: small, tap: Tap(y: ky, x: kx))
      }
    }
  }

  /// The cells of one large map of size `large` that small cell `small` is joined with.
  package func reach(of small: Cell, large: Size2D) -> Int {
    reach(ofSmall: small.y, .vertical, large: large.height)
      * reach(ofSmall: small.x, .horizontal, large: large.width)
  }
}

extension ConvolutionPair {
  /// The large maps that small map `small` is joined with: its group's.
  package func largeMaps(joinedWith small: Int) -> Range<Int> {
    let perGroup = largeShape.channels / geometry.groups
    let group = small / (smallShape.channels / geometry.groups)
    return group * perGroup..<(group + 1) * perGroup
  }

  /// The tap between a small and a large cell; nil when they are not joined.
  package func tap(small: Cell, large: Cell) -> Tap? {
    guard largeMaps(joinedWith: small.channel).contains(large.channel),
      let y = geometry.tap(large: large.y, small: small.y, .vertical),
      let x = geometry.tap(large: large.x, small: small.x, .horizontal)
    else { return nil }
    return Tap(y: y, x: x)
  }

  /// The geometry along the width alone: what a cross-section through one row shows.
  package var crossSection: ConvGeometry {
    get throws(GeometryError) {
      let g = geometry
      func flat(_ size: Size2D, _ height: Int) -> Size2D {
        Size2D(height: height, width: size.width)
      }
      return try ConvGeometry(
        kernel: flat(g.kernel, 1), stride: flat(g.stride, 1),
        padding: Padding(vertical: .init(0), horizontal: g.padding.horizontal),
        dilation: flat(g.dilation, 1), outputPadding: flat(g.outputPadding, 0), groups: g.groups)
    }
  }

  /// Whether height and width have the same numbers.
  package var isSquare: Bool {
    let g = geometry
    return g.padding.vertical == g.padding.horizontal
      && [
        g.kernel, g.stride, g.dilation, g.outputPadding, largeShape.size, smallShape.size,
        restoredShape.size,
      ].allSatisfy { $0.height == $0.width }
  }

  /// The same geometry over a map with no more than `cells` small cells along an axis, unless the
  /// padding alone makes more: the upper left part of a map.
  package func part(_ cells: Int) -> ConvolutionPair? {
    var size = largeShape.size
    for axis in Size2D.Axis.allCases where smallShape.size[axis] > cells {
      size[axis] = max(
        1, (cells - 1) * geometry.stride[axis] + geometry.span(axis) - geometry.padding[axis].total)
    }
    return try? ConvolutionPair(
      geometry: geometry,
      largeShape: ImageShape(channels: largeShape.channels, height: size.height, width: size.width),
      smallChannels: smallShape.channels)
  }

  /// How many small cells reach each of `cells` along an axis of the transposed convolution's
  /// output.
  package func contributions(_ axis: Size2D.Axis, to cells: Range<Int>) -> [Int] {
    cells.map { geometry.contributions(to: $0, axis, small: smallShape.size[axis]) }
  }

  /// The least and the greatest number of small cells that reach a cell of the transposed
  /// convolution's output; what lies beyond the first few thousand along an axis is not looked at,
  /// since it repeats.
  package var contributionLimits: ClosedRange<Int> {
    let counts = Size2D.Axis.allCases.map { axis in
      contributions(axis, to: 0..<min(restoredShape.size[axis], 4096))
    }
    func product(_ limit: ([Int]) -> Int?) -> Int { counts.reduce(1) { $0 * (limit($1) ?? 0) } }
    return product { $0.min() }...product { $0.max() }
  }

  /// The cells of the transposed convolution's output that no border takes a window from along an
  /// axis; empty where every cell lies near a border.
  package func inside(_ axis: Size2D.Axis) -> Range<Int> {
    let (stride, before) = (geometry.stride[axis], geometry.padding[axis].before)
    // Behind the window that would come before the first one, and before the one behind the last.
    let first = max(0, geometry.span(axis) - stride - before)
    let end = smallShape.size[axis] * stride - before
    return first..<max(first, min(end, restoredShape.size[axis]))
  }

  /// The numbers of contributions that cells far from every border receive along an axis, from the
  /// least on; of strides beyond all pictures only the least and the greatest.
  package func innerCounts(_ axis: Size2D.Axis) -> [Int] {
    let (stride, span) = (geometry.stride[axis], geometry.span(axis))
    let limits = geometry.innerContributions(axis)
    guard stride <= 64, limits.lowerBound < limits.upperBound else {
      return limits.count == 1 ? [limits.lowerBound] : [limits.lowerBound, limits.upperBound]
    }
    // One tile of the pattern, as far from the first window as the last cell that it reaches.
    let windows = span / stride + 2
    let first = span - 1 - geometry.padding[axis].before
    return Set(
      (first..<first + stride).map { geometry.contributions(to: $0, axis, small: windows) }
    ).sorted()
  }

  /// The most cells along an axis of a large map of `large` cells (without a number the
  /// convolution's input) that any small cell is joined with; what lies beyond the first few
  /// thousand is not looked at, since it repeats.
  package func widestReach(_ axis: Size2D.Axis, large: Int? = nil) -> Int {
    (0..<min(smallShape.size[axis], 4096)).map {
      geometry.reach(ofSmall: $0, axis, large: large ?? largeShape.size[axis])
    }.max() ?? 0
  }
}
