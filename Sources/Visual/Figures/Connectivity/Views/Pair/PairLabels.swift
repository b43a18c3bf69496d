import AECore

/// The words at the maps of one direction: sizes, padding, kernel, overlap.
struct PairLabels {
  let side: PairSide
  let panel: Rect
  /// The band that the maps have for themselves.
  let area: Rect

  private var style: Style { side.style }
  private var theme: Theme { side.style.theme }
  private var font: Font { style.font(.label) }
  private var pair: ConvolutionPair { side.figure.pair }
  private var lineHeight: Double { style.lineHeight(font) }
  private var isAcross: Bool { side.plan.flow == .across }
  private var isConvolution: Bool { side.direction == .convolution }

  var marks: [Mark] {
    var texts = sizeLabels
    if let padding = paddingLabel(behind: texts.first) { texts.append(padding) }
    if let kernel = kernelLabel(avoiding: texts) { texts.append(kernel) }
    texts += outputPaddingLabel
    if let overlap = overlapLabel(avoiding: texts) { texts.append(overlap) }
    return texts.map { .text($0) }
  }

  private func id(_ name: String) -> String { "\(side.direction.id)/label/\(name)" }

  // MARK: Sizes

  /// `input 5 × 5`, `output 3 × 3`; how much is shown of a map that is larger than its picture.
  private var sizeLabels: [TextMark] {
    let largeShown = Size2D(
      height: side.large.rows.clamped(to: 0..<side.largeShape.height).count,
      width: side.large.columns.clamped(to: 0..<side.largeShape.width).count)
    let smallShown = Size2D(height: side.small.rows.count, width: side.small.columns.count)
    let large = variants(
      isConvolution ? "input" : "output", shown: largeShown, of: side.largeShape.size)
    let small = variants(
      isConvolution ? "output" : "input", shown: smallShown, of: pair.smallShape.size)
    var candidates: [[TextMark]] = []
    for (i, j) in [(0, 0), (0, 1), (1, 1), (1, 2), (2, 2)] {
      let (a, b) = (large[i], small[j])
      candidates.append([
        label(a, at: side.large, isLarge: true, id("large")),
        label(b, at: side.small, isLarge: false, id("small")),
      ])
    }
    return candidates.first {
      !$0[0].bounds.inset(-style.gap / 2).overlaps($0[1].bounds)
        && !$0[1].bounds.overlaps(side.large.bounds)
    }
      ?? candidates[candidates.count - 1]
  }

  private func variants(_ role: String, shown: Size2D, of size: Size2D) -> [String] {
    let whole = side.figure.words(size)
    let text = shown == size ? whole : "\(side.figure.words(shown)) of \(whole)"
    return ["\(role) \(text)", text, shown == size ? text : "of \(whole)"]
  }

  private func label(_ string: String, at grid: CellGrid, isLarge: Bool, _ id: String) -> TextMark {
    // Below each map, except for the upper one of two that stand one above the other.
    let isAbove = !isAcross && isLarge == isConvolution
    let width = style.measurer.measure(string, font: bold).width
    var left = grid.bounds.center.x - width / 2
    if isLarge, !isAcross, let padding = paddingText {
      left -= (style.measurer.measure(padding, font: font).width + 2 * style.gap) / 2
    }
    left = min(max(left, panel.x), panel.maxX - width)
    var y = edge(of: grid, isAbove: isAbove)
    if isAcross, !isLarge {
      // A small map's words stay clear of the fan that opens beside it.
      let free = side.fanBottom(atX: isConvolution ? left : left + width) + 0.2 * style.gap
      y = min(max(y, free), max(y, edge(of: side.large, isAbove: false)))
    }
    return style.text(
      string, bold, at: Point(left, y), .leading, isAbove ? .bottom : .top,
      color: isLarge ? theme.large : theme.small, id: id)
  }

  private var bold: Font {
    var bold = font
    bold.isBold = true
    return bold
  }

  /// Where a map's words begin, above or below it.
  private func edge(of grid: CellGrid, isAbove: Bool) -> Double {
    let runOut = side.plan.rows.isCropped ? PairPlan.runOut * grid.cell : 0
    return isAbove
      ? grid.bounds.y - runOut - 0.3 * style.gap : grid.bounds.maxY + runOut + 0.4 * style.gap
  }

  // MARK: Padding

  private var paddingText: String? {
    let padding = pair.geometry.padding
    guard padding != Size2D(0) else { return nil }
    return isConvolution
      ? "padding \(side.figure.shortWords(padding))"
      : "padding \(side.figure.shortWords(padding)), cut off"
  }

  /// Above the large map when the maps stand side by side, else behind the large map's size.
  private func paddingLabel(behind size: TextMark?) -> TextMark? {
    guard let string = paddingText else { return nil }
    let grid = side.large
    let width = style.measurer.measure(string, font: font).width
    let isAbove = isAcross || isConvolution
    let left = isAcross ? grid.bounds.x : (size?.bounds.maxX ?? panel.x) + 2 * style.gap
    return style.text(
      string, font,
      at: Point(min(max(left, panel.x), panel.maxX - width), edge(of: grid, isAbove: isAbove)),
      .leading, isAbove ? .bottom : .top, color: theme.mutedText, id: id("padding"))
  }

  private var outputPaddingLabel: [TextMark] {
    let output = pair.geometry.outputPadding
    guard output != Size2D(0), !isConvolution else { return [] }
    let string = "output padding \(side.figure.shortWords(output))"
    let width = style.measurer.measure(string, font: font).width
    let grid = side.large
    let center = min(max(grid.bounds.center.x, panel.x + width / 2), panel.maxX - width / 2)
    return [
      style.text(
        string, font, at: Point(center, edge(of: grid, isAbove: false) + lineHeight), .center,
        .top, color: theme.mutedText, id: id("output-padding"))
    ]
  }

  // MARK: Kernel and overlap

  /// `kernel 3 × 3`, at the fan that is made of its taps.
  private func kernelLabel(avoiding texts: [TextMark]) -> TextMark? {
    let geometry = pair.geometry
    let dilation =
      geometry.dilation == Size2D(1)
      ? "" : ", dilation \(side.figure.shortWords(geometry.dilation))"
    let words = "kernel \(side.figure.words(geometry.kernel))\(dilation)"
    let variants = isConvolution ? [words] : ["same \(words)", words]
    return place(variants.flatMap(kernelLabels), avoiding: texts)
  }

  /// The places where `string` could name the kernel.
  private func kernelLabels(_ string: String) -> [TextMark] {
    let size = style.measurer.measure(string, font: font)
    let (large, small) = (side.large.bounds, side.small.bounds)
    let points: [Point]
    if isAcross {
      // Above the fan and the small map, in the line of the padding's label or just above it.
      let inner = isConvolution ? large.maxX : large.x
      let outer = isConvolution ? small.maxX : small.x
      let middle = min(
        max((inner + outer) / 2, panel.x + size.width / 2), panel.maxX - size.width / 2)
      let y = edge(of: side.large, isAbove: true) - size.height / 2
      let edge =
        isConvolution ? panel.maxX - size.width / 2 : panel.x + size.width / 2
      points = [Point(middle, y), Point(edge, y)]
    } else {
      let y = isConvolution ? (large.maxY + small.y) / 2 : (small.maxY + large.y) / 2
      points = [
        Point(panel.x + size.width / 2, y), Point(panel.maxX - size.width / 2, y),
      ]
    }
    return points.map {
      style.text(
        string, font, at: $0, .center, .middle, color: theme.kernel, id: id("kernel"))
    }
  }

  /// `+ overlap: 3 cells`, where there is room for it below the fan.
  private func overlapLabel(avoiding texts: [TextMark]) -> TextMark? {
    guard let second = side.second else { return nil }
    let count = pair.overlapCount(
      side.figure.focus.first, second, large: side.largeShape.size)
    guard count > 0 else { return nil }
    let cells = count == 1 ? "1 cell" : "\(count) cells"
    let (large, small) = (side.large.bounds, side.small.bounds)
    var marks: [TextMark] = []
    for string in ["+ overlap: \(cells)", "+ \(cells)"] {
      let size = style.measurer.measure(string, font: font)
      let points =
        isAcross
        ? [
          Point(panel.x + size.width / 2, large.maxY + 0.4 * style.gap + size.height / 2),
          Point(panel.x + size.width / 2, large.maxY - size.height / 2),
        ]
        : [
          Point(panel.maxX - size.width / 2, (small.maxY + large.y) / 2),
          Point(panel.x + size.width / 2, (small.maxY + large.y) / 2),
        ]
      marks += points.map {
        style.text(
          string, font, at: $0, .center, .middle, color: theme.overlap, id: id("overlap"))
      }
    }
    return place(marks, avoiding: texts)
  }

  /// The first of `marks` that lies in the panel and on nothing.
  private func place(_ marks: [TextMark], avoiding texts: [TextMark]) -> TextMark? {
    marks.first { mark in
      panel.contains(mark.bounds, tolerance: 0.5)
        && !texts.contains {
          $0.bounds.inset(dx: -style.gap, dy: -0.1 * style.gap).overlaps(mark.bounds)
        }
        && !side.obstacles.contains { $0.overlaps(mark.bounds) }
    }
  }
}
