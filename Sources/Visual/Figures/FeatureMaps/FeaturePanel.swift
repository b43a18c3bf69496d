import AECore
import Foundation

/// One stage's output for one image: its title, its maps on one scale, and the scale's limits.
struct FeaturePanel: Hashable, Sendable {
  /// What is shown.
  enum Content: Hashable, Sendable {
    /// An image `(C, H, W)` in [0, 1], as it is.
    case image(Tensor)
    /// Feature maps `(C, H, W)`.
    case maps(Tensor)
    /// The outputs of a fully connected layer, `(N)`.
    case vector(Tensor)
    /// Stages that there is no room for.
    case omission
  }

  /// `decoder.3`; nil for what is no layer's: the image, the code.
  let layer: String?
  /// What the layer is, from long to short.
  let titles: [String]
  let content: Content
  /// The least and the greatest finite value.
  let range: ClosedRange<Double>?
  /// The maps that say nothing: 0 everywhere in every sample of the run.
  let deadMaps: [Int]
  /// Those that are 0 everywhere in this sample, and not in others.
  let silentMaps: [Int]

  /// A panel; `samples` are the maps of all the run's samples, (n, C, H, W), to tell dead maps from
  /// silent ones.
  init(
    layer: String? = nil, titles: [String], content: Content, samples: Tensor? = nil
  ) {
    self.layer = layer
    self.titles = titles
    self.content = content
    switch content {
    case .image(let tensor), .vector(let tensor):
      range = Measure.limits(tensor.values)
      (deadMaps, silentMaps) = ([], [])
    case .maps(let tensor):
      range = Measure.limits(tensor.values)
      let flat = tensor.shape[1] * tensor.shape[2] > 1
      func isZero(_ map: Tensor) -> Bool { map.values.allSatisfy { $0 == 0 } }
      // A map of a single cell is often 0; only many samples show it dead.
      let still = (0..<tensor.shape[0]).filter { isZero(tensor[$0]) }
      let dead = still.filter { map in
        guard let samples, samples.shape[0] > 1 else { return flat }
        return (0..<samples.shape[0]).allSatisfy { isZero(samples[$0][map]) }
      }
      deadMaps = dead
      silentMaps = flat ? still.filter { !dead.contains($0) } : []
    case .omission:
      range = nil
      (deadMaps, silentMaps) = ([], [])
    }
  }

  private var isImage: Bool {
    if case .image = content { return true }
    return false
  }

  var shape: Shape {
    switch content {
    case .image(let tensor), .maps(let tensor), .vector(let tensor): tensor.shape
    case .omission: []
    }
  }

  /// Equal for panels whose titles say the same kind of thing.
  var kind: String { NetworkStage.kind(of: titles) }

  /// From long to short: `decoder.3: ConvTranspose 3×3, stride 2` … `decoder.3`.
  var headings: [String] {
    guard let layer else { return titles }
    return titles.map { "\(layer): \($0)" } + [layer]
  }

  /// How much of the line's width it wants.
  var weight: Double {
    switch content {
    case .image: 1
    case .maps(let tensor): tensor.shape[0] > 4 ? 1.7 : 1.2
    case .vector(let tensor): tensor.count > 64 ? 1.1 : 0.8
    case .omission: 0.6
    }
  }

  /// The panel inside `frame`: title and shape above, limits below.
  /// - Parameter title: one of ``headings``, chosen to fit.
  func marks(in frame: Rect, title: String, style: Style) -> [Mark] {
    let font = style.font(.label)
    let line = style.lineHeight(font)
    if case .omission = content {
      let text = style.firstFitting(
        [titles[0] + " stages", titles[0], "⋯"], font, width: frame.width)
      return [
        .text(
          style.text(text, font, at: frame.center, .center, .middle, color: style.theme.mutedText))
      ]
    }
    let bold = Font(size: font.size, isBold: true)
    let sizes =
      shape.rank == 3 ? [shape.description, shape.compact] : ["\(shape) values", "\(shape)"]
    let size = style.firstFitting(sizes, font, width: frame.width)
    var marks: [Mark] = [
      .text(style.text(title, bold, at: Point(frame.center.x, frame.y), .center, .top)),
      .text(
        style.text(
          size, font, at: Point(frame.center.x, frame.y + line), .center, .top,
          color: style.theme.mutedText)),
    ]
    let body = frame.inset(top: 2 * line + style.gap / 2, bottom: line + style.gap / 2)
    let used = picture(in: body, style, &marks)
    if let range, !isImage {
      let width = min(frame.width, max(used.width, 7 * font.size))
      let bar = Rect(
        x: frame.center.x - width / 2, y: used.maxY + style.gap / 2, width: width, height: line)
      marks += ColorBar(.fitting(range, style.theme), style: style).level(in: bar)
    }
    return marks
  }

  private func picture(in body: Rect, _ style: Style, _ marks: inout [Mark]) -> Rect {
    let outline = Stroke(style.theme.line, width: style.thinLine)
    let scale = ColorScale.fitting(range ?? 0...0, style.theme)
    switch content {
    case .omission: return body
    case .image(let tensor):
      let box = Self.top(body, aspect: Double(tensor.shape[2]) / Double(tensor.shape[1]))
      marks.append(.image(ImageMark(.image(tensor), rect: box)))
      marks.append(.path(PathMark(.rect(box), stroke: outline)))
      return box
    case .vector(let tensor):
      // Wrapped like a text into rows, as many as make the cells about square.
      let count = tensor.count
      let columns =
        count <= 32
        ? (count <= 8 ? 1 : count <= 16 ? 2 : 4)
        : max(1, Int((Double(count) * body.width / max(1, body.height)).squareRoot().rounded(.up)))
      let rows = (count + columns - 1) / columns
      let cell = min(body.width / Double(columns), body.height / Double(rows))
      let grid = Rect(
        x: body.center.x - cell * Double(columns) / 2, y: body.y, width: cell * Double(columns),
        height: cell * Double(rows))
      // Whole rows in one picture, what is left over in another.
      let whole = count / columns
      for (first, height, width) in [(0, whole, columns), (whole, 1, count % columns)]
      where height * width > 0 {
        let values = tensor.values[first * columns..<first * columns + height * width]
        let box = Rect(
          x: grid.x, y: grid.y + Double(first) * cell, width: Double(width) * cell,
          height: Double(height) * cell)
        marks.append(
          .image(ImageMark(.map(values, height: height, width: width, scale: scale), rect: box)))
      }
      if count <= 64 {
        marks += (0..<count).map { index in
          .path(
            PathMark(
              .rect(
                Rect(
                  x: grid.x + Double(index % columns) * cell,
                  y: grid.y + Double(index / columns) * cell, width: cell, height: cell)),
              stroke: Stroke(style.theme.background, width: style.mediumLine)))
        }
      }
      return grid
    case .maps(let tensor):
      return maps(tensor, scale, in: body, style, &marks)
    }
  }

  private func maps(
    _ tensor: Tensor, _ scale: ColorScale, in body: Rect, _ style: Style, _ marks: inout [Mark]
  ) -> Rect {
    let count = tensor.shape[0]
    let aspect = Double(tensor.shape[2]) / Double(tensor.shape[1])
    let gap = style.gap / 4
    // A map smaller than a letter shows nothing: then fewer maps, and the rest counted.
    let least = style.font(.label).size * 1.1
    var shown = count
    var area = body
    var grid = ImageGrid(count: shown, aspect: aspect, gap: gap, in: area)
    if min(grid.cell.width, grid.cell.height) < least {
      area = body.inset(bottom: style.lineHeight(style.font(.label)))
      let columns = max(1, Int((area.width + gap) / (least * max(1, aspect) + gap)))
      let rows = max(1, Int((area.height + gap) / (least / min(1, aspect) + gap)))
      shown = min(count, columns * rows)
      grid = ImageGrid(count: shown, aspect: aspect, gap: gap, in: area)
    }
    for index in 0..<shown {
      let cell = grid[index]
      marks.append(
        .image(
          ImageMark(
            .map(
              tensor[index].values, height: tensor.shape[1], width: tensor.shape[2], scale: scale),
            rect: cell)))
      if deadMaps.contains(index) {
        marks += strokes(over: cell, isCrossed: true, style)
      } else if silentMaps.contains(index) {
        marks += strokes(over: cell, isCrossed: false, style)
      }
    }
    var used = Rect(
      x: grid.origin.x, y: grid.origin.y, width: grid.size.width, height: grid.size.height)
    if shown < count {
      let font = style.font(.label)
      marks.append(
        .text(
          style.text(
            style.firstFitting(
              ["+ \(count - shown) more maps", "+ \(count - shown)"], font, width: body.width),
            font,
            at: Point(body.center.x, used.maxY), .center, .top, color: style.theme.mutedText)))
      used.height += style.lineHeight(font)
    }
    return used
  }

  /// One stroke over a silent map, two over a dead one, with edges that show on any colour.
  private func strokes(over cell: Rect, isCrossed: Bool, _ style: Style) -> [Mark] {
    let inner = cell.inset(0.12 * min(cell.width, cell.height))
    var path = Path.line(Point(inner.x, inner.maxY), Point(inner.maxX, inner.y))
    if isCrossed { path = path + .line(Point(inner.x, inner.y), Point(inner.maxX, inner.maxY)) }
    let width = min(style.mediumLine, 0.09 * min(cell.width, cell.height))
    return [
      .path(
        PathMark(path, stroke: Stroke(Color(0x000000), width: 2 * width, isRound: true))),
      .path(
        PathMark(
          id: isCrossed ? "feature-maps/dead" : "feature-maps/silent", path,
          stroke: Stroke(Color(0xFFFFFF), width: width, isRound: true))),
    ]
  }

  private static func top(_ frame: Rect, aspect: Double) -> Rect {
    let width = min(frame.width, frame.height * aspect)
    return Rect(x: frame.center.x - width / 2, y: frame.y, width: width, height: width / aspect)
  }
}
