import AECore

/// Which pixels in the middle of an image are enlarged: whole tiles of the pattern, few enough that
/// each pixel is seen.
struct CheckerboardDetail: Hashable, Sendable {
  /// So many pixels along an axis, or as many more as whole tiles take.
  private static let side = 6

  let rows: Range<Int>
  let columns: Range<Int>

  /// The middle of an image of `size`, whose tiles have `period` pixels.
  init(of size: Size2D, period: Size2D) {
    func part(_ axis: Size2D.Axis) -> Range<Int> {
      let (whole, tile) = (size[axis], max(1, min(period[axis], size[axis])))
      let count = min(whole / tile, (Self.side + tile - 1) / tile)
      let first = (whole / tile - count) / 2
      return first * tile..<(first + count) * tile
    }
    rows = part(.vertical)
    columns = part(.horizontal)
  }

  /// These pixels of an image `(C, H, W)`.
  func cut(_ image: Tensor) -> Tensor {
    let (channels, height, width) = (image.shape[0], image.shape[1], image.shape[2])
    let values = (0..<channels).flatMap { channel in
      rows.flatMap { y in columns.map { image.values[(channel * height + y) * width + $0] } }
    }
    return Tensor([channels, rows.count, columns.count], values)
  }

  /// `rows 11 to 18 and columns 11 to 18`.
  var words: String {
    func range(_ name: String, _ range: Range<Int>) -> String {
      range.count == 1
        ? "\(name) \(range.lowerBound + 1)"
        : "\(name)s \(range.lowerBound + 1) to \(range.upperBound)"
    }
    return "\(range("row", rows)) and \(range("column", columns))"
  }
}

/// The evidence of one run: the ways that lead to each pixel and an image before training, after it
/// and as it is, each with a few tiles of its middle so large that a pattern is seen in its pixels.
struct CheckerboardEvidence: Styled {
  let side: CheckerboardSide
  let style: Style

  /// One column: a whole picture, and its middle below it.
  private struct Panel {
    var id: String
    var names: [String]
    var size: Size2D
    var whole: Raster
    /// The image that is enlarged; nil for the ways, which are numbers.
    var image: Tensor?
    /// Under the enlarged part: what it says, and between which values its shades lie.
    var result: (variants: [String], id: String)
    var limits: [String]?
  }

  func draw(in frame: Rect, on draw: inout Canvas) {
    let panels = [ways] + Checkerboard.Kind.allCases.compactMap(picture)
    let (gap, heading) = (style.gap, style.font(.heading))
    let columns = Stack(.across, equal: panels.count, gap: 2 * gap).pieces(of: frame)
    let below = style.lineHeight(heading) + lineHeight + 0.4 * gap
    let room = frame.height - lineHeight - 0.4 * gap - below
    let width = columns[0].width
    draw.main { draw in
      for (panel, column) in zip(panels, columns) {
        let detail = side.detail(of: panel.size)
        draw.words(
          Words(panel.names, isBold: true), width: width, at: Point(column.x, column.y))
        // The enlarged part is the proof; the whole only says where it is.
        let part = Double(detail.columns.count) / Double(detail.rows.count)
        let near = min(width / part, 0.66 * room)
        let far = min(room - near - gap, 0.8 * near)
        let top = column.y + lineHeight + 0.4 * gap
        let aspect = Double(panel.size.width) / Double(panel.size.height)
        let whole = Rect(x: column.x, y: top, width: min(width, near * part), height: far)
          .fitting(aspect: aspect)
        let enlarged = Rect(x: column.x, y: top + far + gap, width: near * part, height: near)
        self.panel(panel, detail, whole: whole, enlarged: enlarged, &draw)
        draw.text(
          panel.result.variants, heading, width: width,
          at: Point(column.x, enlarged.maxY + 0.2 * gap), id: panel.result.id)
        guard let limits = panel.limits else { continue }
        draw.words(
          Words(limits, isQuiet: true, id: "checkerboard/limits/\(panel.id)"), width: width,
          at: Point(column.x, enlarged.maxY + style.lineHeight(heading) + 0.2 * gap))
      }
    }
  }

  private func panel(
    _ panel: Panel, _ detail: CheckerboardDetail, whole: Rect, enlarged: Rect,
    _ draw: inout Canvas
  ) {
    let pixels = CellGrid(filling: whole, rows: panel.size.height, columns: panel.size.width)
    let box = pixels.rect(rows: detail.rows, columns: detail.columns)
    let sight = [
      Point(box.x, box.maxY), Point(box.maxX, box.maxY), Point(enlarged.maxX, enlarged.y),
      Point(enlarged.x, enlarged.y),
    ]
    draw.path(.polyline(sight, closed: true), fill: theme.kernel.opacity(theme.unfocused))
    draw.image(panel.whole, in: whole, framed: true, id: "checkerboard/\(panel.id)")
    draw.path(.rect(box), stroke: Stroke(theme.background, width: 2 * style.mediumLine))
    draw.path(.rect(box), stroke: style.medium(theme.kernel))
    let cells = CellGrid(
      origin: Point(enlarged.x, enlarged.y),
      size: enlarged.size.cell(
        columns: detail.columns.count, rows: detail.rows.count, gap: 0),
      rows: detail.rows, columns: detail.columns)
    if let image = panel.image {
      draw.image(
        .image(detail.cut(image), limits: side.limits(image)), in: enlarged, framed: true,
        id: "checkerboard/detail/\(panel.id)")
    } else {
      let (stage, most) = (side.overlap, side.overlap.limits.upperBound)
      draw.numbers(NumberGrid(cells, font, most: Size(0.95, 1))) { y, x in
        let count = stage.ways(y: y, x: x)
        return .init(
          DecoderStory.number(count),
          CellLook(fill: theme.shade(count, of: most, theme.large), stroke: nil),
          id: "checkerboard/ways/\(y).\(x)")
      }
      draw.path(.rect(enlarged), stroke: style.thin(theme.line))
    }
    let tile = side.section.period
    draw.outline(
      cells, rows: detail.rows.lowerBound..<detail.rows.lowerBound + tile.height,
      columns: detail.columns.lowerBound..<detail.columns.lowerBound + tile.width, theme.kernel,
      width: style.heavyLine, id: "checkerboard/tile/\(panel.id)")
  }

  private var ways: Panel {
    let (stage, limits) = (side.overlap, side.overlap.limits)
    let pixels = stage.rows.flatMap { row in
      stage.columns.map { theme.shade(row * $0, of: limits.upperBound, theme.large).bytes }
    }
    let (low, high) = (
      DecoderStory.number(limits.lowerBound), DecoderStory.number(limits.upperBound)
    )
    let words =
      low == high ? ["\(low) each", low] : ["\(low) to \(high) ways", "\(low) to \(high)"]
    return Panel(
      id: "overlap", names: ["ways to each pixel", "ways to a pixel", "ways"], size: stage.size,
      whole: Raster(width: stage.size.width, height: stage.size.height, pixels: pixels),
      image: nil, result: (words, "checkerboard/ways"), limits: nil)
  }

  private func picture(_ kind: Checkerboard.Kind) -> Panel? {
    guard let image = side.image(kind) else { return nil }
    let names =
      switch kind {
      case .untrained: ["before training", "before"]
      case .trained: ["after training", "after"]
      case .real: ["the real image", "real"]
      }
    let share = side.section.share(kind).map { CheckerboardFigure.percent($0) }
    let limits = side.limits(image)
    let ends = [limits.lowerBound, limits.upperBound]
      .map { NumberText.fixed(Double($0), decimals: 3) }.joined(separator: " to ")
    return Panel(
      id: kind.rawValue, names: names, size: side.size,
      whole: .image(image, limits: side.isFaint(image) ? limits : 0...1), image: image,
      result: (
        share.map { ["\($0) repeats", $0] } ?? ["no variation", "–"],
        "checkerboard/\(side.name)/\(kind.rawValue)"
      ), limits: ["from \(ends)", ends])
  }
}

extension CheckerboardSide {
  /// Which pixels of a map of `size` are enlarged.
  func detail(of size: Size2D) -> CheckerboardDetail {
    CheckerboardDetail(of: size, period: section.period)
  }

  /// Between which values the enlarged part of `image` lies; 0 to 1 where it has one value only.
  func limits(_ image: Tensor) -> ClosedRange<Float> {
    let part = detail(of: Size2D(height: image.shape[1], width: image.shape[2])).cut(image)
    guard let range = Measure.limits(part.values), range.lowerBound < range.upperBound else {
      return 0...1
    }
    return Float(range.lowerBound)...Float(range.upperBound)
  }

  /// Whether an image hardly varies, so that it is shown with all the contrast that there is.
  func isFaint(_ image: Tensor) -> Bool {
    Measure.limits(image.values).map { $0.upperBound - $0.lowerBound < 0.5 } ?? false
  }
}
