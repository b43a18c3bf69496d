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
  func draw(in frame: Rect, title: String, on draw: inout Canvas) {
    let style = draw.style
    let font = style.font(.label)
    let line = style.lineHeight(font)
    if case .omission = content {
      draw.words(
        Words([titles[0] + " stages", titles[0], "⋯"], isQuiet: true), width: frame.width,
        at: frame.center, .center, .middle)
      return
    }
    let sizes =
      shape.rank == 3 ? [shape.description, shape.compact] : ["\(shape) values", "\(shape)"]
    draw.words(Words(title, isBold: true), at: Point(frame.center.x, frame.y), .center)
    draw.lines([Words(sizes, isQuiet: true)], in: frame.inset(top: line), .center)
    let body = frame.inset(top: 2 * line + style.gap / 2, bottom: line + style.gap / 2)
    let used = picture(in: body, &draw)
    if let range, !isImage {
      let width = min(frame.width, max(used.width, 7 * font.size))
      let bar = Rect(
        x: frame.center.x - width / 2, y: used.maxY + style.gap / 2, width: width, height: line)
      draw.add(ColorBar(.fitting(range, style.theme), style: style).level(in: bar))
    }
  }

  /// What the picture takes of `body`.
  private func picture(in body: Rect, _ draw: inout Canvas) -> Rect {
    let scale = ColorScale.fitting(range ?? 0...0, draw.style.theme)
    switch content {
    case .omission: return body
    case .image(let tensor):
      let aspect = Double(tensor.shape[2]) / Double(tensor.shape[1])
      let width = min(body.width, body.height * aspect)
      let box = Rect(
        x: body.center.x - width / 2, y: body.y, width: width, height: width / aspect)
      draw.image(.image(tensor), in: box, framed: true)
      return box
    case .vector(let tensor): return vector(tensor, scale, in: body, &draw)
    case .maps(let tensor): return maps(tensor, scale, in: body, &draw)
    }
  }

  /// Wrapped like a text into rows, as many as make the cells about square.
  private func vector(
    _ tensor: Tensor, _ scale: ColorScale, in body: Rect, _ draw: inout Canvas
  ) -> Rect {
    let count = tensor.count
    let columns =
      count <= 32
      ? (count <= 8 ? 1 : count <= 16 ? 2 : 4)
      : max(
        1,
        Int(clamping: (Double(count) * body.width / max(1, body.height)).squareRoot().rounded(.up)))
    let rows = (count + columns - 1) / columns
    let cell = min(body.width / Double(columns), body.height / Double(rows))
    let grid = CellGrid(
      origin: Point(body.center.x - cell * Double(columns) / 2, body.y), cell: cell,
      rows: 0..<rows, columns: 0..<columns)
    // Whole rows in one picture, what is left over in another.
    let whole = count / columns
    for (first, height, width) in [(0, whole, columns), (whole, 1, count % columns)]
    where height * width > 0 {
      let values = tensor.values[first * columns..<first * columns + height * width]
      draw.image(
        .map(values, height: height, width: width, scale: scale),
        in: grid.rect(rows: first..<first + height, columns: 0..<width))
    }
    if count <= 64 {
      let line = Stroke(draw.style.theme.background, width: draw.style.mediumLine)
      for index in 0..<count {
        draw.path(.rect(grid.rect(y: index / columns, x: index % columns)), stroke: line)
      }
    }
    return grid.bounds
  }

  private func maps(
    _ tensor: Tensor, _ scale: ColorScale, in body: Rect, _ draw: inout Canvas
  ) -> Rect {
    let style = draw.style
    let (count, height, width) = (tensor.shape[0], tensor.shape[1], tensor.shape[2])
    let aspect = Double(width) / Double(height)
    let gap = style.gap / 4
    // A map smaller than a letter shows nothing: then fewer maps, and the rest counted.
    let least = style.font(.label).size * 1.1
    var shown = count
    var grid = ImageGrid(count: shown, aspect: aspect, gap: gap, in: body)
    if min(grid.cell.width, grid.cell.height) < least {
      let area = body.inset(bottom: style.lineHeight(style.font(.label)))
      let columns = max(1, Int(clamping: (area.width + gap) / (least * max(1, aspect) + gap)))
      let rows = max(1, Int(clamping: (area.height + gap) / (least / min(1, aspect) + gap)))
      shown = min(count, columns * rows)
      grid = ImageGrid(count: shown, aspect: aspect, gap: gap, in: area)
    }
    for index in 0..<shown {
      draw.image(
        .map(tensor[index].values, height: height, width: width, scale: scale), in: grid[index])
      let isDead = deadMaps.contains(index)
      if isDead || silentMaps.contains(index) {
        strokes(over: grid[index], isCrossed: isDead, &draw)
      }
    }
    var used = Rect(
      x: grid.origin.x, y: grid.origin.y, width: grid.size.width, height: grid.size.height)
    if shown < count {
      let rest = Words(["+ \(count - shown) more maps", "+ \(count - shown)"], isQuiet: true)
      draw.words(rest, width: body.width, at: Point(body.center.x, used.maxY), .center)
      used.height += style.lineHeight(style.font(.label))
    }
    return used
  }

  /// One stroke over a silent map, two over a dead one, with edges that show on any colour.
  private func strokes(over cell: Rect, isCrossed: Bool, _ draw: inout Canvas) {
    let inner = cell.inset(0.12 * min(cell.width, cell.height))
    var path = Path.line(Point(inner.x, inner.maxY), Point(inner.maxX, inner.y))
    if isCrossed { path = path + .line(Point(inner.x, inner.y), Point(inner.maxX, inner.maxY)) }
    let width = min(draw.style.mediumLine, 0.09 * min(cell.width, cell.height))
    draw.path(path, stroke: Stroke(Color(0x000000), width: 2 * width, isRound: true))
    draw.path(
      path, stroke: Stroke(Color(0xFFFFFF), width: width, isRound: true),
      id: isCrossed ? "feature-maps/dead" : "feature-maps/silent")
  }
}
