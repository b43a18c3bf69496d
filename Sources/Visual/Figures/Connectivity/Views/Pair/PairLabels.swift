import AECore

/// The words at the maps of one direction: sizes, padding, kernel.
struct PairLabels: ConnectivityPart {
  let side: PairSide
  let panel: Rect

  var figure: ConnectivityFigure { side.figure }
  var style: Style { side.style }
  private var large: Rect { side.large.bounds }
  private var small: Rect { side.small.bounds }
  private var isAcross: Bool { side.plan.along == .horizontal }
  private var isConvolution: Bool { side.direction == .convolution }

  /// Those that have room, each of them clear of those before it.
  var texts: [TextMark] {
    var texts = sizes
    for label in [padding, kernel, outputPadding] {
      if let text = label(texts) { texts.append(text) }
    }
    return texts
  }

  private func text(
    _ string: String, _ font: Font, at point: Point, _ horizontal: Style.HorizontalAnchor,
    _ vertical: Style.VerticalAnchor, _ color: Color, _ name: String
  ) -> TextMark {
    style.text(
      string, font, at: point, horizontal, vertical, color: color,
      id: "\(side.direction.id)/label/\(name)")
  }

  /// Where a map's words begin, above or below it.
  private func edge(of grid: CellGrid, isAbove: Bool) -> Double {
    let tear = side.plan.windows.rows.isCropped ? PairPlan.tear * grid.cell : 0
    return isAbove
      ? grid.bounds.y - tear - 0.3 * style.gap : grid.bounds.maxY + tear + 0.4 * style.gap
  }

  /// The first of `strings` at one of its places, around which it is centred, that lies in the
  /// panel and on nothing; a place is asked for with the text's height, and with how far to the
  /// left and to the right its middle may be.
  private func firstClear(
    _ strings: [String], _ color: Color, _ name: String, of others: [TextMark],
    at places: (_ height: Double, _ left: Double, _ right: Double) -> [Point]
  ) -> TextMark? {
    for string in strings {
      let extents = style.measurer.measure(string, font: font)
      let half = extents.width / 2
      for place in places(extents.height, panel.x + half, panel.maxX - half) {
        let text = text(string, font, at: place, .center, .middle, color, name)
        let isOnOthers = others.contains {
          $0.bounds.inset(dx: -style.gap, dy: -0.1 * style.gap).overlaps(text.bounds)
        }
        if panel.contains(text.bounds, tolerance: 0.5), !isOnOthers,
          !side.obstacles.contains(where: { $0.overlaps(text.bounds) })
        {
          return text
        }
      }
    }
    return nil
  }

  // MARK: Sizes

  /// `input 5 × 5`, `output 3 × 3`; how much is shown of a map that is larger than its picture.
  private var sizes: [TextMark] {
    let (large, small) = (variants(isLarge: true), variants(isLarge: false))
    let candidates = [(0, 0), (0, 1), (1, 1), (1, 2), (2, 2)].map { i, j in
      [size(large[i], isLarge: true), size(small[j], isLarge: false)]
    }
    return candidates.first {
      !$0[0].bounds.inset(-style.gap / 2).overlaps($0[1].bounds)
        && !$0[1].bounds.overlaps(self.large)
    } ?? candidates[candidates.count - 1]
  }

  private func variants(isLarge: Bool) -> [String] {
    let size = isLarge ? side.largeShape.size : pair.smallShape.size
    let shown = (isLarge ? side.large : side.small).shown(of: size)
    let role = isLarge == isConvolution ? "input" : "output"
    let text = figure.words(shown, of: size)
    return ["\(role) \(text)", text, shown == size ? text : "of \(figure.words(size))"]
  }

  private func size(_ string: String, isLarge: Bool) -> TextMark {
    let grid = isLarge ? side.large : side.small
    // Below each map, except for the upper one of two that stand one above the other.
    let isAbove = !isAcross && isLarge == isConvolution
    let width = style.width(string, bold)
    var left = grid.bounds.center.x - width / 2
    if isLarge, !isAcross, let words = paddingWords.last {
      left -= (style.width(words, font) + 2 * style.gap) / 2
    }
    left = panel.left(left, ofWidth: width)
    var y = edge(of: grid, isAbove: isAbove)
    if isAcross, !isLarge {
      // A small map's words stay clear of the fan that opens beside it.
      let free = side.fanSpan(atX: isConvolution ? left : left + width).bottom + 0.2 * style.gap
      y = min(max(y, free), max(y, edge(of: side.large, isAbove: false)))
    }
    return text(
      string, bold, at: Point(left, y), .leading, isAbove ? .bottom : .top,
      isLarge ? theme.large : theme.small, isLarge ? "large" : "small")
  }

  // MARK: Padding

  /// From long to short.
  private var paddingWords: [String] {
    figure.paddingLabels.map { $0 + (isConvolution ? "" : ", cut off") }
  }

  /// Above the large map when the maps stand side by side, else behind the large map's size.
  private func padding(_ others: [TextMark]) -> TextMark? {
    guard let shortest = paddingWords.last else { return nil }
    let isAbove = isAcross || isConvolution
    let left = isAcross ? large.x : others[0].bounds.maxX + 2 * style.gap
    // Longer words than the map is wide are for a page of its own.
    let room = !side.isAlone ? 0 : isAcross ? panel.width : panel.maxX - left
    let words = paddingWords.first { style.width($0, font) <= room } ?? shortest
    let x = panel.left(left, ofWidth: style.width(words, font))
    func mark(line: Double) -> TextMark {
      let y = edge(of: side.large, isAbove: isAbove) + (isAbove ? -line : line) * lineHeight
      return text(
        words, font, at: Point(x, y), .leading, isAbove ? .bottom : .top, theme.mutedText,
        "padding")
    }
    // A size that fills its line leaves the next one.
    let first = mark(line: 0)
    return others.contains { $0.bounds.overlaps(first.bounds) } ? mark(line: 1) : first
  }

  private func outputPadding(_ others: [TextMark]) -> TextMark? {
    let output = geometry.outputPadding
    guard output != Size2D(0), !isConvolution else { return nil }
    let string = "output padding \(figure.shortWords(output))"
    let half = style.width(string, font) / 2
    let center = min(max(large.center.x, panel.x + half), panel.maxX - half)
    let top = edge(of: side.large, isAbove: false)
    let marks = [1.0, 2].map { line in
      text(
        string, font, at: Point(center, top + line * lineHeight), .center, .top, theme.mutedText,
        "output-padding")
    }
    return marks.first { mark in !others.contains { $0.bounds.overlaps(mark.bounds) } }
      ?? marks[0]
  }

  // MARK: Kernel and overlap

  /// `kernel 3 × 3`, at the fan that is made of its taps.
  private func kernel(_ others: [TextMark]) -> TextMark? {
    let words = figure.kernelWords.full
    let strings = isConvolution || side.isAlone ? [words] : ["same \(words)", words]
    return firstClear(strings, theme.kernel, "kernel", of: others) { height, left, right in
      let width = style.widest(strings, font)
      guard isAcross else {
        let beside = side.cone.maxX + style.gap + width / 2
        let near = side.isAlone && beside <= right ? [Point(beside, fanMiddle)] : []
        return near + [Point(left, fanMiddle), Point(right, fanMiddle)]
      }
      // Above the fan and the small map, in the line of the padding's label or just above it.
      let middle = isConvolution ? (large.maxX + small.maxX) / 2 : (large.x + small.x) / 2
      if side.isAlone {
        let x = min(max(middle, left), right)
        let top = min(
          side.fanSpan(atX: x - width / 2).top, side.fanSpan(atX: x + width / 2).top)
        return [Point(x, top - height / 2 - 0.6 * style.gap)]
      }
      let y = edge(of: side.large, isAbove: true) - height / 2
      return [Point(min(max(middle, left), right), y), Point(isConvolution ? right : left, y)]
    }
  }

  /// Half-way between two maps that stand one above the other.
  private var fanMiddle: Double {
    isConvolution ? (large.maxY + small.y) / 2 : (small.maxY + large.y) / 2
  }
}
