import AECore

/// The overlap along one axis: the transposed convolution's input above, what each of its cells
/// paints, and the output, which darkens with every layer of paint.
struct OverlapStrip: ConnectivityPart {
  let figure: ConnectivityFigure
  let style: Style
  /// The axis that is looked along.
  let axis: Size2D.Axis
  /// The cells of the output that are drawn, with up to three at each end that padding cuts off.
  let columns: Range<Int>
  /// Whether there are more of them at the end.
  let isCut: Bool
  /// The cells of the input that are drawn.
  let small: Range<Int>

  /// At most so many cells that are cut off are drawn at each end.
  private static let mostCutOff = 3

  /// As many cells as `width` points have room for, with their numbers.
  init(_ figure: ConnectivityFigure, width: Double, style: Style) {
    self.figure = figure
    self.style = style
    let (pair, geometry) = (figure.pair, figure.pair.geometry)
    let axis = pair.overlapAxis
    self.axis = axis
    let (stride, span) = (geometry.stride[axis], geometry.span(axis))
    let (before, size) = (geometry.padding[axis].before, pair.restoredShape.size[axis])
    let count = pair.smallShape.size[axis]
    // What the windows write before padding cuts it.
    let end = (count - 1) * stride - before + span
    let whole =
      -min(before, Self.mostCutOff)..<max(size, min(end, size + Self.mostCutOff))
    let digits = style.width("\(geometry.innerContributions(axis).upperBound)")
    let most = max(4, Int(clamping: width / max(1.9 * style.gap, digits + 0.4 * style.gap)))
    isCut = whole.count > most
    // Of a long row some windows with an inside, and large.
    let shown = isCut ? min(most, max(20, span + 6 * stride)) : whole.count
    columns = whole.lowerBound..<whole.lowerBound + shown
    // Those whose middle lies over them.
    let middle = Double(span) / 2 - Double(before)
    func index(_ place: Int) -> Double { (Double(place) - middle) / Double(stride) }
    let low = max(0, Int(clamping: index(columns.lowerBound).rounded(.up)))
    let high = min(count - 1, Int(clamping: index(columns.upperBound).rounded(.down)))
    small = low..<max(low, high + 1)
  }

  /// How many of the input's cells have been painted: all, or in a picture that moves those up to
  /// the step's.
  var painted: Int { figure.step.map { $0.cell[axis] + 1 } ?? pair.smallShape.size[axis] }

  /// The contributions to each cell that is drawn, as far as they have been painted.
  private func count(_ cell: Int) -> Int {
    geometry.contributions(to: cell, axis, small: painted)
  }

  /// The strip; without a step with all of its paint.
  var chain: StripChain {
    let size = pair.restoredShape.size[axis]
    let most = Double(
      pair.contributions(axis, to: columns.clamped(to: 0..<size)).max() ?? 1)
    let current = figure.step?.cell[axis]
    let places = StripChain.Places(
      first: Double(geometry.span(axis)) / 2 - Double(geometry.padding[axis].before),
      pitch: Double(geometry.stride[axis]))
    let line = figure.isOneDimensional ? "" : axis == .horizontal ? ", a row" : ", a column"
    let input = StripChain.Row(
      id: "overlap/input",
      words: Words(["input\(line)", "input"], color: theme.small), cells: small, places: places,
      look: { cell in
        cell == current || (current == nil)
          ? style.litCell(theme.small)
          : cell < painted ? style.madeCell(theme.small) : style.openCell(theme.small)
      })
    let output = StripChain.Row(
      id: "overlap/output", words: Words(["output"], color: theme.large), cells: columns,
      places: .lowest,
      look: { cell in
        guard (0..<size).contains(cell) else { return style.emptyCell() }
        let count = count(cell)
        guard count > 0 else { return style.openCell(theme.large) }
        return CellLook(
          fill: theme.shade(Double(count), of: most, theme.large),
          stroke: Stroke(theme.large.opacity(0.6), width: 0.8 * style.thinLine))
      }, number: { (0..<size).contains($0) ? "\(count($0))" : "" })
    let ribbons = small.filter { $0 < painted }.map { cell in
      StripChain.Ribbon(
        cell: cell,
        runs: columns.clamped(to: geometry.window(of: cell, axis))
          .filter { geometry.tap(large: $0, small: cell, axis) != nil }.runs,
        isLit: cell == current)
    }
    return StripChain(
      rows: [input, output], ribbons: [ribbons], paint: theme.large, isCut: isCut, style: style)
  }

  /// One tile of the pattern, clear of the borders and drawn; nil where it is even, or none is.
  var tile: Range<Int>? {
    let inside = pair.inside(axis).clamped(to: columns)
    let stride = geometry.stride[axis]
    let limits = geometry.innerContributions(axis)
    guard limits.lowerBound < limits.upperBound, inside.count >= stride else { return nil }
    let first = inside.lowerBound + (inside.count - stride) / 2
    return first..<first + stride
  }

  /// Whether the last cell has been painted.
  var isDone: Bool { figure.step.map { $0.index == $0.path.count - 1 } ?? true }

  /// The strip inside `frame`, and around a tile of its pattern a frame.
  func draw(in frame: Rect, on draw: inout Canvas) {
    let chain = chain
    let plan = chain.plan(in: frame, alsoNaming: [Words(["adds up to", "adds up"])])
    chain.draw(plan, on: &draw)
    if plan.bottom > (plan.tops.last ?? 0) + plan.height + 1 {
      draw.words(
        Words(["adds up to", "adds up"], isQuiet: true), width: plan.wordsWidth,
        at: Point(frame.x, plan.bottom), .leading, .bottom)
    }
    guard isDone, let tile, let top = plan.tops.last else { return }
    let box = Rect(
      x: plan.x(Double(tile.lowerBound)), y: top, width: Double(tile.count) * plan.unit,
      height: plan.bottom - top
    ).inset(-0.15 * style.gap)
    draw.path(
      .roundedRect(box, radius: style.cornerRadius),
      stroke: Stroke(theme.text, width: style.mediumLine), id: "overlap/tile")
  }
}

extension ConvolutionPair {
  /// The axis whose overlap shows most: the width, unless it is even and the height is not.
  var overlapAxis: Size2D.Axis {
    func isEven(_ axis: Size2D.Axis) -> Bool { geometry.innerContributions(axis).count == 1 }
    return isEven(.horizontal) && !isEven(.vertical) ? .vertical : .horizontal
  }
}
