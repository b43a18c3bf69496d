/// Which cells of a large map belong to a cell of the small one: what diagrams of a convolution
/// light up.
extension ConvGeometry {
  /// From the first to the last cell under the window of small cell `small`, holes of the dilation
  /// and padding included.
  package func window(of small: Int, _ axis: Size2D.Axis) -> Range<Int> {
    let start = self.large(small: small, tap: 0, axis)
    return start..<start + span(axis)
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

  /// The geometry along the width alone: what a cross-section through one row shows.
  package var crossSection: ConvGeometry {
    get throws(GeometryError) {
      let g = geometry
      func flat(_ size: Size2D, _ height: Int) -> Size2D {
        Size2D(height: height, width: size.width)
      }
      return try ConvGeometry(
        kernel: flat(g.kernel, 1), stride: flat(g.stride, 1), padding: flat(g.padding, 0),
        dilation: flat(g.dilation, 1), outputPadding: flat(g.outputPadding, 0), groups: g.groups)
    }
  }

  /// The most cells along an axis of a large map that any small cell is joined with; what lies
  /// beyond the first few thousand is not looked at, since it repeats.
  package func widestReach(_ axis: Size2D.Axis) -> Int {
    (0..<min(smallShape.size[axis], 4096)).map {
      geometry.reach(ofSmall: $0, axis, large: largeShape.size[axis])
    }.max() ?? 0
  }

  /// How many cells of one large map of size `large` two small cells both reach: where the
  /// transposed convolution adds.
  package func overlapCount(_ a: Cell, _ b: Cell, large: Size2D) -> Int {
    func shared(_ axis: Size2D.Axis, _ a: Int, _ b: Int) -> Int {
      let (s, d, k) = (geometry.stride[axis], geometry.dilation[axis], geometry.kernel[axis])
      // Tap t of a lies where tap t + shift of b does.
      guard (a - b) * s % d == 0 else { return 0 }
      let shift = (a - b) * s / d
      let start = geometry.large(small: a, tap: 0, axis)
      let first = max(0, -shift, start >= 0 ? 0 : (-start + d - 1) / d)
      let room = large[axis] - 1 - start
      let last = min(k - 1, k - 1 - shift, room < 0 ? -1 : room / d)
      return max(0, last - first + 1)
    }
    return shared(.vertical, a.y, b.y) * shared(.horizontal, a.x, b.x)
  }

  /// Those of them that lie in `rows` and `columns`.
  package func overlap(
    _ a: Cell, _ b: Cell, rows: Range<Int>, columns: Range<Int>
  ) -> [(y: Int, x: Int)] {
    func shared(_ axis: Size2D.Axis, _ a: Int, _ b: Int, _ visible: Range<Int>) -> [Int] {
      geometry.footprint(of: a, axis, visible: visible).map(\.large)
        .filter { geometry.tap(large: $0, small: b, axis) != nil }
    }
    let x = shared(.horizontal, a.x, b.x, columns)
    return shared(.vertical, a.y, b.y, rows).flatMap { y in x.map { (y, $0) } }
  }
}
